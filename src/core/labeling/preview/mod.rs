//! What the annotator will see of a task, as a model that a page renders.

mod asked;
mod controls;
mod keys;
mod model;
mod objects;
mod repeat;
mod style;
mod view;

pub use asked::{Asked, Choice, DateKind, How, Layout, Per, Within};
pub use model::{Block, Is, Item, Label, Screen, Style, View, When};
pub use style::loads;

use super::bind;
use super::check::Report;
use super::diagnostic::{Diagnostic, Severity};
use super::tree::{Document, Element, NodeId};
use repeat::Repeat;
use serde_json::{Map, Value};
use std::{borrow::Cow, collections::HashMap, sync::Arc};

/// Deeper than this nobody nests what is to be seen.
const DEEPEST: usize = 64;

/// More than this is not drawn: a `Repeater` in a `Repeater` can ask for millions.
const MOST: usize = 5_000;

/// What the annotator will see of a task with this data; `report` is what is wrong with the configuration.
pub fn preview(document: &Document, report: &Report, data: &Map<String, Value>) -> Screen {
    let mut faults = HashMap::new();
    for diagnostic in &report.diagnostics {
        if let Some(id) = diagnostic.element.filter(|_| blanks(diagnostic)) {
            faults.entry(id).or_insert(diagnostic);
        }
    }
    let mut builder = Builder {
        document,
        data,
        faults,
        repeats: Vec::new(),
        whens: Vec::new(),
        drawn: 0,
        keys: keys::Keys::new(document),
        screen: Screen::default(),
    };
    let mut blocks = Vec::new();
    if let Some(problem) = document.syntax.first() {
        let place = document.position(problem.span.start);
        let message = format!("Line {}, column {}: {}", place.line, place.column, problem.message);
        blocks.push(Block::Broken { message, code: problem.code });
    }
    if let Some(root) = document.root {
        blocks.push(builder.block(root, 0));
    }
    let mut screen = builder.screen;
    screen.blocks = blocks;
    screen
}

/// Whether a fault leaves nothing of its tag on the screen, or nothing of the answer.
fn blanks(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error && !diagnostic.drawn
}

/// What all the parts of a screen need while it is built.
struct Builder<'a> {
    document: &'a Document,
    data: &'a Map<String, Value>,
    faults: HashMap<NodeId, &'a Diagnostic>,
    /// The repetitions that one is in, outermost first.
    repeats: Vec<Repeat<'a>>,
    /// The conditions that one is in, outermost first.
    whens: Vec<When>,
    drawn: usize,
    keys: keys::Keys,
    screen: Screen,
}

impl<'a> Builder<'a> {
    fn block(&mut self, id: NodeId, depth: usize) -> Block {
        let document: &'a Document = self.document;
        let Some(element) = document.element(id) else {
            return Block::Broken { message: "Nothing is here.".into(), code: "no-root" };
        };
        if let Some(fault) = self.faults.get(&id) {
            return Block::Broken { message: fault.message.clone(), code: fault.code };
        }
        self.drawn += 1;
        if depth > DEEPEST {
            let message = format!("Tags are nested more than {DEEPEST} deep.");
            return Block::Broken { message, code: "too-deep" };
        }
        match element.tag_name() {
            "View" | "Panel" | "Collapse" => self.view(element, depth),
            "Header" => self.header(element),
            "Text" => self.text(element),
            "HyperText" => self.hyper_text(element),
            "Markdown" => self.markdown(element),
            "Paragraphs" => self.paragraphs(element),
            "List" => self.list(element),
            "Table" => self.table(element),
            "Style" => self.style(element),
            "Repeater" => self.repeater(element, depth),
            _ => match self.asked(element) {
                Some(asked) => {
                    let asked = Arc::new(asked);
                    self.screen.controls.push(Arc::clone(&asked));
                    Block::Control(asked)
                }
                None => self.placeholder(element),
            },
        }
    }

    /// What is in a tag, as far as it is drawn.
    fn inside(&mut self, element: &'a Element, depth: usize) -> Vec<Block> {
        let document = self.document;
        let mut blocks = Vec::new();
        for (id, _) in document.children(element) {
            if self.drawn > MOST {
                break;
            }
            match self.block(id, depth + 1) {
                // A style sheet is seen by what it does.
                Block::View(view) if view == View::default() => {}
                block => blocks.push(block),
            }
        }
        blocks
    }

    /// What an attribute says, in the repetition that one is in.
    fn attribute(&self, element: &'a Element, name: &str) -> Option<Cow<'a, str>> {
        let value = element.value(name)?;
        Some(self.repeats.iter().fold(Cow::Borrowed(value), |text, repeat| repeat.applied(element, text)))
    }

    /// The same, as words; none: empty.
    fn word(&self, element: &'a Element, name: &str) -> String {
        self.attribute(element, name).unwrap_or_default().into_owned()
    }

    /// What an attribute says as a number.
    fn number(&self, element: &'a Element, name: &str) -> Option<f64> {
        self.attribute(element, name)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// What `value` says, `$variables` filled in; without it, what is written inside the tag.
    fn value(&self, element: &'a Element) -> Value {
        match self.attribute(element, "value") {
            Some(value) => bind::resolve(&value, self.data),
            None => bind::resolve(&self.document.text(element), self.data),
        }
    }

    /// The same as a text.
    fn shown(&self, element: &'a Element) -> String {
        bind::as_text(&self.value(element))
    }

    fn named(&self, element: &'a Element) -> String {
        self.word(element, "name")
    }
}

#[cfg(test)]
pub(in crate::core::labeling) mod tests;
