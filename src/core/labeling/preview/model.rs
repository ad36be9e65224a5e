//! The annotator's screen as data. Texts in it are to be shown as texts, HTML in a sandbox only.

use super::asked::Asked;
use std::sync::Arc;

/// What the annotator sees of one task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Screen {
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Every control on it, in the order of the source.
    pub controls: Vec<Arc<Asked>>,
    /// What its `Style` tags say, untrusted.
    pub css: String,
}

/// One thing on the annotator's screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A part of the screen with more in it: `View`, `Panel`, `Collapse`.
    View(View),
    /// Children of a `Repeater`, of which one is shown at a time.
    Pages(Vec<Vec<Block>>),
    /// A heading.
    Header {
        /// Its words.
        text: String,
        /// 1 (largest) to 6; 4 when the tag does not say.
        size: u8,
        /// What its `style` says.
        style: Style,
    },
    /// A text, shown as it is.
    Text {
        /// The tag's name.
        name: String,
        /// Untrusted.
        text: String,
    },
    /// HTML of the task: for a sandboxed frame only.
    HyperText {
        /// The tag's name.
        name: String,
        /// Untrusted.
        html: String,
    },
    /// Markdown, with its raw HTML.
    Markdown {
        /// Untrusted.
        text: String,
        /// When it is shown; `None`: always.
        when: Option<When>,
    },
    /// A conversation.
    Paragraphs {
        /// The tag's name.
        name: String,
        /// Who speaks and what is said.
        turns: Vec<(String, String)>,
        /// `layout="dialogue"`: in bubbles.
        dialogue: bool,
    },
    /// Items, one below the other.
    List {
        /// The tag's name.
        name: String,
        /// Above them.
        title: String,
        /// In the order of the task.
        items: Vec<Item>,
    },
    /// A table.
    Table {
        /// The tag's name.
        name: String,
        /// Its columns.
        columns: Vec<String>,
        /// Its rows, each as long as the columns.
        rows: Vec<Vec<String>>,
    },
    /// A control: what to ask.
    Control(Arc<Asked>),
    /// A tag that this preview does not draw.
    Placeholder {
        /// The tag.
        tag: String,
        /// Its name; empty when it has none.
        name: String,
        /// What stands there in Label Studio.
        reason: String,
        /// What could be labelled there, if it is a control.
        labels: Vec<Label>,
    },
    /// A fault: here Label Studio's screen would go blank, or lose the answer.
    Broken {
        /// What is wrong.
        message: String,
        /// The rule's code.
        code: &'static str,
    },
}

/// A part of the screen with more in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// The heading of a `Panel`.
    pub title: Option<String>,
    /// `Panel`: it folds, and whether it is open at first.
    pub open: Option<bool>,
    /// `display: none`: it is there and is not shown.
    pub hidden: bool,
    /// When it is shown; `None`: always.
    pub when: Option<When>,
    /// What its `style` says.
    pub style: Style,
    /// The classes by which a `Style` tag finds it.
    pub class: String,
    /// What is in it.
    pub children: Vec<Block>,
}

impl View {
    /// Whether it adds nothing of its own to what is in it.
    pub fn is_plain(&self) -> bool {
        self.title.is_none()
            && self.open.is_none()
            && !self.hidden
            && self.when.is_none()
            && self.style.is_empty()
            && self.class.is_empty()
    }
}

/// Declarations of a `style` attribute, without those that could load something.
pub type Style = Vec<(String, String)>;

/// An item of a `List`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// By which a `Ranker` names it.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its text; HTML (`html`) as it is written.
    pub body: String,
}

/// A label that a part of an object can get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What is saved: the alias, if there is one.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A colour of CSS.
    pub color: String,
    /// More words on it; empty: none.
    pub hint: String,
    /// The key that takes it in Label Studio; empty: none.
    pub key: String,
}

/// What a condition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// `choice-selected`
    ChoiceSelected,
    /// `choice-unselected`
    ChoiceUnselected,
    /// `region-selected`
    RegionSelected,
    /// `no-region-selected`
    NoRegionSelected,
    /// `whenChoiceValue` without `visibleWhen`: some control has exactly this value.
    Chosen,
}

/// When a part of the screen is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// What is asked for.
    pub is: Is,
    /// In which control; `None`: in any.
    pub tag: Option<String>,
    /// Which choices, of which one is enough; none: any.
    pub choices: Vec<String>,
    /// Which labels, of which one is enough; none: any.
    pub labels: Vec<String>,
}

impl When {
    /// In a sentence.
    pub fn sentence(&self) -> String {
        let quoted =
            |words: &[String]| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(" or ");
        let tag = self.tag.as_ref().map(|tag| format!(" in “{tag}”")).unwrap_or_default();
        let (choice, label) = (quoted(&self.choices), quoted(&self.labels));
        match self.is {
            Is::ChoiceSelected if choice.is_empty() => format!("Shown when something is chosen{tag}"),
            Is::ChoiceSelected => format!("Shown when {choice} is chosen{tag}"),
            Is::ChoiceUnselected if choice.is_empty() => format!("Shown when nothing is chosen{tag}"),
            Is::ChoiceUnselected => format!("Shown when {choice} is not chosen{tag}"),
            Is::RegionSelected if label.is_empty() => format!("Shown when a region is selected{tag}"),
            Is::RegionSelected => format!("Shown when a region labelled {label} is selected{tag}"),
            Is::NoRegionSelected => "Shown when no region is selected".to_owned(),
            Is::Chosen => format!("Shown when {choice} is chosen"),
        }
    }
}
