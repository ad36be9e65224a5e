//! What the annotator will see of a task, as a model that a page renders.
//!
//! Everything in it is data: texts are to be shown as texts, the HTML of a `HyperText` in a sandbox only.

mod controls;
mod objects;
mod view;

use super::bind;
use super::check::check_document;
use super::diagnostic::{Diagnostic, Severity};
use super::tags::Edition;
use super::tree::{Document, Element, NodeId};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Deeper than this nobody nests what is to be seen.
const DEEPEST: usize = 64;

/// One thing on the annotator's screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A part of the screen with more in it: `View`, `Panel`, `Collapse`.
    View {
        /// The heading of a `Panel`.
        title: Option<String>,
        /// `display: none`: it is there and is not shown.
        hidden: bool,
        /// When it is shown, in a sentence; `None`: always.
        condition: Option<String>,
        /// What is in it.
        children: Vec<Block>,
    },
    /// A heading.
    Header {
        /// Its words.
        text: String,
        /// 1 (largest) to 6; 4 when the tag does not say.
        size: u8,
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
    /// A conversation.
    Paragraphs {
        /// The tag's name.
        name: String,
        /// Who speaks and what is said.
        turns: Vec<(String, String)>,
        /// `layout="dialogue"`: in bubbles.
        dialogue: bool,
    },
    /// Choose one or several.
    Choices {
        /// The control's name.
        name: String,
        /// What it is about.
        to_name: String,
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Several may be chosen.
        multiple: bool,
        /// How they are laid out.
        layout: Layout,
        /// An answer is required.
        required: bool,
        /// The answer shown is a prediction's.
        predicted: bool,
    },
    /// Stars.
    Rating {
        /// The control's name.
        name: String,
        /// What it is about.
        to_name: String,
        /// How many stars there are.
        max: u32,
        /// How many are lit; 0: none.
        value: u32,
        /// An answer is required.
        required: bool,
        /// The answer shown is a prediction's.
        predicted: bool,
    },
    /// Write a text.
    TextArea {
        /// The control's name.
        name: String,
        /// What it is about.
        to_name: String,
        /// Lines of the box; 1: a single line, which loses line breaks.
        rows: u32,
        /// What stands in it at first.
        value: String,
        /// What stands in it while it is empty.
        placeholder: String,
        /// An answer is required.
        required: bool,
        /// The answer shown is a prediction's.
        predicted: bool,
    },
    /// A tag that this preview does not draw.
    Placeholder {
        /// The tag.
        tag: String,
        /// Its name; empty when it has none.
        name: String,
        /// What stands there in Label Studio.
        reason: String,
    },
    /// A fault: here Label Studio's screen would go blank, or lose the answer.
    Broken {
        /// What is wrong.
        message: String,
        /// The rule's code.
        code: &'static str,
    },
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
    /// Choices around it: 0 for the outermost.
    pub level: usize,
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

/// What the annotator will see of a task with this data and these predictions (as Label Studio has them).
pub fn preview(document: &Document, data: &Map<String, Value>, predictions: &[Value]) -> Vec<Block> {
    let mut faults = HashMap::new();
    for diagnostic in check_document(document, Edition::Community).diagnostics {
        if let Some(id) = diagnostic.element.filter(|_| blanks(&diagnostic)) {
            faults.entry(id).or_insert(diagnostic);
        }
    }
    let screen = Screen { document, data, predictions, faults };
    let mut blocks = Vec::new();
    if let Some(problem) = document.syntax.first() {
        let place = document.position(problem.span.start);
        let message = format!("Line {}, column {}: {}", place.line, place.column, problem.message);
        blocks.push(Block::Broken { message, code: problem.code });
    }
    if let Some(root) = document.root {
        blocks.push(screen.block(root, 0));
    }
    blocks
}

/// Whether a fault leaves nothing of its tag on the screen, or nothing of the answer.
fn blanks(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error && !diagnostic.drawn
}

/// What all the parts of a screen need.
struct Screen<'a> {
    document: &'a Document,
    data: &'a Map<String, Value>,
    predictions: &'a [Value],
    faults: HashMap<NodeId, Diagnostic>,
}

impl Screen<'_> {
    fn block(&self, id: NodeId, depth: usize) -> Block {
        let Some(element) = self.document.element(id) else {
            return Block::Broken { message: "Nothing is here.".into(), code: "no-root" };
        };
        if let Some(fault) = self.faults.get(&id) {
            return Block::Broken { message: fault.message.clone(), code: fault.code };
        }
        if depth > DEEPEST {
            return Block::Broken {
                message: format!("Tags are nested more than {DEEPEST} deep."),
                code: "too-deep",
            };
        }
        match element.tag_name() {
            "View" | "Panel" | "Collapse" => self.view(element, depth),
            "Header" => self.header(element),
            "Text" => self.text(element),
            "HyperText" => self.hyper_text(element),
            "Paragraphs" => self.paragraphs(element),
            "Choices" => self.choices(element),
            "Rating" => self.rating(element),
            "TextArea" => self.text_area(element),
            _ => self.placeholder(element),
        }
    }

    /// What an attribute says, `$variables` filled in; without the attribute, what is written inside the tag.
    fn shown(&self, element: &Element) -> String {
        match element.value("value") {
            Some(value) => bind::resolve_text(value, self.data),
            None => bind::resolve_text(&self.document.text(element), self.data),
        }
    }

    /// The value that a prediction has for a control.
    fn predicted(&self, control: &str, part: &str) -> Option<&Value> {
        let results =
            self.predictions.iter().filter_map(|prediction| prediction.get("result")?.as_array()).flatten();
        let mut mine =
            results.filter(|result| result.get("from_name").and_then(Value::as_str) == Some(control));
        mine.find_map(|result| result.get("value")?.get(part))
    }
}

fn named(element: &Element) -> String {
    element.value("name").unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
