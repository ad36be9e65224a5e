//! From a result to a task and its predictions: which part of a result each field and each control gets.
//!
//! - [`result`]: the result document, the parts of a result that a mapping reads
//! - [`path`](mod@path), [`template`], [`convert`], [`source`]: where a value comes from, and what is done with it
//! - [`task`](mod@task): the task as Label Studio imports it, or why it cannot be sent; [`Mapper`] makes many
//! - `shape`: a value made to fit the object tag that shows it
//! - [`control`]: a value made to fit the control tag that is pre-answered with it
//! - [`target`]: what a mapping fills
//! - [`mod@suggest`]: a first mapping, by the usual names and by what the results hold
//! - [`chosen`]: a mapping as a person makes it: what it began with, and what was changed by hand
//! - [`preset`]: a mapping as a file; [`changes`](mod@changes): what differs where the configuration is another one
//! - [`facts`]: what is known of the batch, and what its metadata asks for
//! - [`fault`]: why there is no value, or none that fits; [`causes`]: the problems of many tasks, by cause;
//!   [`remedy`]: what can be done about one
//! - [`mod@json`], `repair`: JSON in a model's answer: bare, fenced, inside prose, nearly right
//! - [`turns`]: a conversation as text and as paragraphs

pub mod causes;
pub mod changes;
pub mod chosen;
pub mod control;
pub mod convert;
pub mod facts;
pub mod fault;
pub mod json;
pub mod path;
pub mod preset;
pub mod remedy;
mod repair;
pub mod result;
mod shape;
pub mod source;
pub mod suggest;
pub mod target;
pub mod task;
pub mod template;
pub mod turns;

pub use convert::Conversion;
pub use facts::BatchFacts;
pub use fault::{Fault, Kind};
pub use source::{Otherwise, Source};
pub use suggest::{Confidence, Suggested, default_mapping, suggest};
pub use target::Target;
pub use task::{Mapper, task};

use serde_json::{Map, Value, json};

/// How a result becomes a task.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mapping {
    /// One for each field of the task's data.
    pub fields: Vec<Field>,
    /// Further fields of the task's `meta`.
    pub meta: Vec<Field>,
    /// One for each model whose answers the annotator starts from.
    pub predictions: Vec<Prediction>,
}

/// One field of the task's data or meta.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name: in the data a `$variable` of the configuration without the `$`.
    pub variable: String,
    /// Where its value comes from.
    pub source: Source,
}

/// One prediction of a task.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prediction {
    /// Who predicts; without it the model of the result.
    pub model_version: Option<Source>,
    /// How sure it is: 0 to 1.
    pub score: Option<Source>,
    /// By the name of a control tag, where its value comes from.
    pub controls: Vec<Field>,
}

/// One task, ready for the import unless it has problems.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Task {
    /// What the configuration shows; `batch_id` and `custom_id` are always in it.
    pub data: Map<String, Value>,
    /// What the task is known by: `key`, `batch_id`, `custom_id`, `source`.
    pub meta: Map<String, Value>,
    /// Answers that the annotator starts from, as Label Studio's predictions.
    pub predictions: Vec<Value>,
    /// Which of the mapping's predictions each of them is: one that says nothing is none.
    pub predicted: Vec<usize>,
    /// Why it cannot be sent; empty: it can.
    pub problems: Vec<Problem>,
    /// What it goes without, and may: fields that are not asked for, controls that nothing answers.
    pub notes: Vec<Problem>,
}

impl Task {
    /// Whether Label Studio would take it.
    pub fn is_sendable(&self) -> bool {
        self.problems.is_empty()
    }

    /// What a prediction of the mapping became; `None`: it says nothing.
    pub fn prediction(&self, at: usize) -> Option<&Value> {
        let place = self.predicted.iter().position(|one| *one == at)?;
        self.predictions.get(place)
    }

    /// As the import wants it.
    pub fn to_value(&self) -> Value {
        let mut task = json!({ "data": self.data, "meta": self.meta });
        if let Some(task) = task.as_object_mut().filter(|_| !self.predictions.is_empty()) {
            task.insert("predictions".to_owned(), Value::Array(self.predictions.clone()));
        }
        task
    }
}

/// Why one field or one control of one result cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field, or the control.
    pub target: Target,
    /// What is wrong, in words that follow its name.
    pub fault: Fault,
}

impl Problem {
    const fn new(target: Target, fault: Fault) -> Self {
        Self { target, fault }
    }
}

#[cfg(test)]
mod tests;
