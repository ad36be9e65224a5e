//! A control of the annotator's screen: what it asks, and what it takes for an answer.

use super::model::{Item, Label, When};

/// A control, its variables filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its name, with the number of its repetition.
    pub name: String,
    /// The tag in its canonical spelling.
    pub tag: String,
    /// The object that it is about: the first, where it names several.
    pub to_name: String,
    /// What is asked.
    pub how: How,
    /// An answer is required.
    pub required: bool,
    /// What Label Studio says without one; empty: its own sentence.
    pub required_message: String,
    /// Asked once for the task, or for each region.
    pub per: Per,
    /// With [`Per::Region`]: only for regions with one of these labels; none: for all.
    pub when_label: Vec<String>,
    /// Its own condition.
    pub when: Option<When>,
    /// The conditions of all that it lies in, outermost first.
    pub around: Vec<When>,
}

/// What an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// The task.
    Task,
    /// A region.
    Region,
    /// An item of a list of images.
    Item,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// Choose one or several.
    Choices {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Several may be chosen.
        multiple: bool,
        /// How they are laid out.
        layout: Layout,
        /// `allowNested`: an answer is a list of paths.
        nested: bool,
    },
    /// Choose in a tree.
    Taxonomy {
        /// The tree, from top to bottom.
        choices: Vec<Choice>,
        /// Only what has nothing below it can be chosen.
        leafs_only: bool,
        /// How many may be chosen; `None`: any number.
        most: Option<usize>,
        /// The whole path is shown of what is chosen.
        full_path: bool,
        /// Between the parts of a path.
        separator: String,
    },
    /// Stars.
    Rating {
        /// How many there are.
        max: u32,
    },
    /// Write texts.
    TextArea {
        /// Lines of the box; 1: a single line, which loses line breaks.
        rows: u32,
        /// What stands in it while it is empty.
        placeholder: String,
        /// What stands in it at first.
        value: String,
        /// How many texts may be given; `None`: any number.
        most: Option<usize>,
        /// Texts can be added before the annotation is sent.
        submits: bool,
        /// The same text is taken once.
        unique: bool,
        /// Texts to put in by a press.
        shortcuts: Vec<String>,
    },
    /// A number.
    Number {
        /// The least.
        min: Option<f64>,
        /// The most.
        max: Option<f64>,
        /// Only whole multiples of it, from the least on.
        step: Option<f64>,
        /// What is saved when nothing was entered.
        default: Option<f64>,
        /// A slider instead of a box.
        slider: bool,
    },
    /// A day, a time, a month or a year.
    DateTime {
        /// Which.
        kind: DateKind,
        /// The earliest day or year, as it is written.
        min: Option<String>,
        /// The latest.
        max: Option<String>,
    },
    /// Which of two is better.
    Pairwise {
        /// Name of the left object.
        left: String,
        /// Name of the right object.
        right: String,
    },
    /// Put in order, or into buckets.
    Ranker {
        /// The items.
        items: Vec<Item>,
        /// Where they can go: name and title. One of the control's own name when there are no buckets.
        buckets: Vec<(String, String)>,
        /// Where they are at first.
        first: String,
    },
    /// Mark parts of a text.
    Labels {
        /// The labels.
        labels: Vec<Label>,
        /// A part may have several.
        multiple: bool,
        /// In what.
        within: Within,
    },
}

/// In what parts are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A text: by places in it.
    Text,
    /// HTML: by nodes, and by places in its text.
    Html,
    /// The turns of a conversation: by turn, and by places in its text.
    Turns,
}

/// What a `DateTime` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKind {
    /// A day and a time.
    DateTime,
    /// A day.
    Date,
    /// A time.
    Time,
    /// A month of a year.
    Month,
    /// A year.
    Year,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is saved: the alias, if there is one.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Chosen at first.
    pub selected: bool,
    /// More words on it; empty: none.
    pub hint: String,
    /// What is saved of the choices around it, outermost first, and of itself.
    pub path: Vec<String>,
    /// Something lies below it.
    pub inner: bool,
    /// The key that chooses it in Label Studio; empty: none.
    pub key: String,
}

impl Choice {
    /// Choices around it: 0 for the outermost.
    pub const fn level(&self) -> usize {
        self.path.len().saturating_sub(1)
    }
}

/// How choices are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One below the other.
    Vertical,
    /// Side by side.
    Inline,
    /// As a list that opens.
    Select,
}

impl Asked {
    /// What an answer is called in a result: `choices`, `rating`, `text`, …
    pub const fn part(&self) -> &'static str {
        match &self.how {
            How::Choices { .. } => "choices",
            How::Taxonomy { .. } => "taxonomy",
            How::Rating { .. } => "rating",
            How::TextArea { .. } => "text",
            How::Number { .. } => "number",
            How::DateTime { .. } => "datetime",
            How::Pairwise { .. } => "selected",
            How::Ranker { .. } => "ranker",
            How::Labels { within: Within::Turns, .. } => "paragraphlabels",
            // `Labels` may mark HTML, too.
            How::Labels { within: Within::Html, .. } if self.tag.len() > "Labels".len() => "hypertextlabels",
            How::Labels { .. } => "labels",
        }
    }

    /// The type of its results.
    pub fn result_type(&self) -> String {
        self.tag.to_ascii_lowercase()
    }

    /// What can be chosen; none where nothing can.
    pub fn choices(&self) -> &[Choice] {
        match &self.how {
            How::Choices { choices, .. } | How::Taxonomy { choices, .. } => choices,
            _ => &[],
        }
    }

    /// What Label Studio says when a required answer is missing.
    pub fn demand(&self) -> String {
        if !self.required_message.is_empty() {
            return self.required_message.clone();
        }
        let name = &self.name;
        match &self.how {
            How::Choices { .. } => format!("Checkbox \"{name}\" is required."),
            How::TextArea { .. } => format!("Input for the textarea \"{name}\" is required."),
            _ => format!("{} \"{name}\" is required.", self.tag),
        }
    }
}
