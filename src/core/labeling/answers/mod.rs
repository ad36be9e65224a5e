//! The answers that an annotator gives on a screen, and the result that Label Studio would make of them.
//!
//! An answer is kept as the result has it: `["A"]` for choices, `4` for stars, `[["A", "B"]]` for a taxonomy. So what
//! a prediction says and what a person says are one thing.

mod fits;
mod mark;
mod region;
mod results;
mod shows;

pub use fits::misfit;
pub use region::{Piece, Place, Region, Units, pieces};

use super::preview::{Asked, How, Per, Screen};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An answer, and whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// As a result has it.
    pub value: Value,
    /// It is a prediction's, untouched.
    pub predicted: bool,
}

/// A part of a prediction that Label Studio's screen would not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshown {
    /// The control that it is for.
    pub control: String,
    /// Why.
    pub reason: String,
}

/// What was answered so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// By control, and by region (empty: the task).
    given: BTreeMap<(String, String), Answer>,
    /// What stands in the boxes of text controls and is no answer yet.
    drafts: BTreeMap<(String, String), String>,
    /// The marked parts, in the order in which they were marked.
    pub regions: Vec<Region>,
    /// The region that is selected.
    pub selected: Option<String>,
    /// What of the prediction is not shown.
    pub unshown: Vec<Unshown>,
    marked: usize,
}

impl Answers {
    /// The answers that a screen opens with: those of the first prediction, else what is chosen from the beginning.
    pub fn new(screen: &Screen, predictions: &[Value]) -> Self {
        let mut answers = Self::default();
        for control in &screen.controls {
            if let How::TextArea { value, .. } = &control.how
                && !value.is_empty()
            {
                answers.drafts.insert((control.name.clone(), String::new()), value.clone());
            }
        }
        let results = predictions.iter().find_map(|prediction| prediction.get("result")?.as_array());
        match results.filter(|results| !results.is_empty()) {
            Some(results) => answers.take(screen, results),
            None => answers.begin(screen),
        }
        answers
    }

    /// What `selected="true"` says. Label Studio looks at it only where there is no prediction.
    fn begin(&mut self, screen: &Screen) {
        for control in &screen.controls {
            let chosen = control.choices().iter().filter(|choice| choice.selected);
            let value: Vec<Value> = match &control.how {
                How::Choices { nested: false, .. } => {
                    chosen.map(|choice| choice.value.clone().into()).collect()
                }
                _ => chosen.map(|choice| choice.path.clone().into()).collect(),
            };
            if !value.is_empty() {
                self.put(control, value.into());
            }
        }
    }

    /// Fills in what a prediction says, as far as the editor shows it.
    fn take(&mut self, screen: &Screen, results: &[Value]) {
        for result in results {
            let word = |name: &str| result.get(name).and_then(Value::as_str).unwrap_or_default();
            let from = word("from_name");
            let Some(control) = screen.control(from) else {
                let reason = format!("no control is named “{from}”");
                self.unshown.push(Unshown { control: from.to_owned(), reason });
                continue;
            };
            let value = result.get("value").and_then(Value::as_object);
            if let Some(reason) = misfit(control, result) {
                self.unshown.push(Unshown { control: from.to_owned(), reason });
                continue;
            }
            let id = word("id").to_owned();
            if let How::Labels { .. } = control.how {
                if let Some(region) = value.and_then(|value| Region::read(control, id, value)) {
                    self.regions.push(region);
                }
                continue;
            }
            let Some(said) = value.and_then(|value| value.get(control.part())) else { continue };
            let about = if control.per == Per::Task { String::new() } else { id };
            let said = match (&control.how, said) {
                (How::TextArea { .. }, Value::String(_)) => Value::Array(vec![said.clone()]),
                _ => said.clone(),
            };
            self.given.insert((from.to_owned(), about), Answer { value: said, predicted: true });
        }
    }

    // ---- reading ---------------------------------------------------------------------------------

    /// What a control is about now: the task, or the selected region.
    fn about(&self, control: &Asked) -> String {
        match control.per {
            Per::Task => String::new(),
            Per::Region | Per::Item => self.selected.clone().unwrap_or_default(),
        }
    }

    /// The answer of a control, for the task or for the selected region.
    pub fn answer(&self, control: &Asked) -> Option<&Answer> {
        self.given.get(&(control.name.clone(), self.about(control)))
    }

    /// The same as a value.
    pub fn value(&self, control: &Asked) -> Option<&Value> {
        self.answer(control).map(|answer| &answer.value)
    }

    /// Whether the answer is a prediction's.
    pub fn is_predicted(&self, control: &Asked) -> bool {
        self.answer(control).is_some_and(|answer| answer.predicted)
    }

    /// What stands in the box of a text control.
    pub fn draft(&self, control: &Asked) -> &str {
        self.drafts.get(&(control.name.clone(), self.about(control))).map_or("", String::as_str)
    }

    /// The texts that a text control was given.
    pub fn texts(&self, control: &Asked) -> Vec<String> {
        let texts = self.value(control).and_then(Value::as_array);
        texts.into_iter().flatten().map(super::bind::as_text).collect()
    }

    /// Whether a choice is chosen: of choices by its value, of a tree by its path.
    pub fn is_chosen(&self, control: &Asked, path: &[String]) -> bool {
        let chosen = self.value(control).and_then(Value::as_array);
        chosen.into_iter().flatten().any(|one| match one {
            Value::Array(steps) => {
                steps.iter().map(Value::as_str).eq(path.iter().map(|step| Some(step.as_str())))
            }
            Value::String(word) => path.last() == Some(word),
            _ => false,
        })
    }

    // ---- answering -------------------------------------------------------------------------------

    fn put(&mut self, control: &Asked, value: Value) {
        let key = (control.name.clone(), self.about(control));
        self.given.insert(key, Answer { value, predicted: false });
    }

    /// Answers with a value; `None` takes the answer back.
    pub fn set(&mut self, control: &Asked, value: Option<Value>) {
        if let Some(value) = value {
            self.put(control, value);
        } else {
            let key = (control.name.clone(), self.about(control));
            self.given.remove(&key);
        }
    }

    /// Presses a choice: chooses it, or takes it back. Of choices of which one can be chosen, the former one goes.
    pub fn press(&mut self, control: &Asked, path: &[String]) {
        let (many, paths, most) = match &control.how {
            How::Choices { multiple, nested, .. } => (*multiple, *nested, None),
            How::Taxonomy { most, .. } => (*most != Some(1), true, *most),
            _ => return,
        };
        let was = self.is_chosen(control, path);
        let same = |one: &Value| match one {
            Value::Array(steps) => {
                steps.iter().map(Value::as_str).eq(path.iter().map(|step| Some(step.as_str())))
            }
            other => other.as_str() == path.last().map(String::as_str),
        };
        let mut chosen: Vec<Value> =
            self.value(control).and_then(Value::as_array).filter(|_| many).cloned().unwrap_or_default();
        chosen.retain(|one| !same(one));
        if !was && most.is_none_or(|most| chosen.len() < most) {
            chosen.push(if paths {
                path.to_vec().into()
            } else {
                path.last().cloned().unwrap_or_default().into()
            });
        }
        self.set(control, (!chosen.is_empty()).then(|| chosen.into()));
    }

    /// Writes into the box of a text control.
    pub fn write(&mut self, control: &Asked, text: String) {
        self.drafts.insert((control.name.clone(), self.about(control)), text);
    }

    /// Adds what stands in the box to the texts.
    pub fn add(&mut self, control: &Asked) {
        let draft = self.draft(control).to_owned();
        let mut texts = self.texts(control);
        if draft.is_empty() || !control.takes_text(texts.len()) || control.has_text(&texts, &draft) {
            return;
        }
        texts.push(draft);
        self.put(control, texts.into());
        self.write(control, String::new());
    }

    /// Takes a text away.
    pub fn drop_text(&mut self, control: &Asked, at: usize) {
        let mut texts = self.texts(control);
        if at < texts.len() {
            texts.remove(at);
        }
        self.set(control, (!texts.is_empty()).then(|| texts.into()));
    }
}

impl Screen {
    /// The control of this name.
    pub fn control(&self, name: &str) -> Option<&Asked> {
        self.controls.iter().find(|control| control.name == name).map(std::convert::AsRef::as_ref)
    }
}

impl Asked {
    /// Whether a text control takes another text, when it has so many.
    pub const fn takes_text(&self, has: usize) -> bool {
        match &self.how {
            How::TextArea { most: Some(most), .. } => has < *most,
            _ => true,
        }
    }

    fn has_text(&self, texts: &[String], text: &str) -> bool {
        let unique = matches!(&self.how, How::TextArea { unique: true, .. });
        let text = text.to_lowercase();
        unique && texts.iter().any(|one| one.to_lowercase() == text)
    }
}

/// Parts of a result's value, as a map.
fn map<const N: usize>(parts: [(&str, Value); N]) -> Map<String, Value> {
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests;
