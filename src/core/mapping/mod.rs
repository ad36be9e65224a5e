//! From a result to a task: which part of a result each `$variable` of the labeling configuration gets.
//!
//! - [`source`]: the parts of a result that a field can be filled from
//! - [`suggest`]: a first mapping, by the usual names
//! - [`task`](mod@task): the task as Label Studio imports it, or why it cannot be sent; [`Mapper`] makes many
//! - `shape`: a value made to fit the tag that shows it
//! - [`json`]: JSON in a model's answer, bare, fenced or inside prose
//! - [`turns`]: a conversation as text and as paragraphs
//!
//! Predictions have their place in [`Task`]; nothing fills it yet.

pub mod json;
mod shape;
pub mod source;
pub mod suggest;
pub mod task;
pub mod turns;

pub use source::Source;
pub use suggest::default_mapping;
pub use task::{Mapper, task};

use serde_json::{Map, Value, json};

/// How a result becomes a task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// One for each field of the task's data.
    pub fields: Vec<Field>,
}

/// One field of the task's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name: a `$variable` of the configuration without the `$`.
    pub variable: String,
    /// Where its value comes from.
    pub source: Source,
}

impl Mapping {
    /// Where a field's value comes from.
    pub fn source(&self, variable: &str) -> Option<&Source> {
        self.fields.iter().find(|field| field.variable == variable).map(|field| &field.source)
    }

    /// Fills a field from elsewhere.
    pub fn set(&mut self, variable: &str, source: Source) {
        match self.fields.iter_mut().find(|field| field.variable == variable) {
            Some(field) => field.source = source,
            None => self.fields.push(Field { variable: variable.to_owned(), source }),
        }
    }
}

/// What a mapping knows of the batch that a result belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchFacts {
    /// The batch's id.
    pub id: String,
    /// Its model, where the server names one.
    pub model: Option<String>,
    /// Its metadata.
    pub metadata: Vec<(String, String)>,
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
    /// Why it cannot be sent; empty: it can.
    pub problems: Vec<Problem>,
}

impl Task {
    /// Whether Label Studio would take it.
    pub fn is_sendable(&self) -> bool {
        self.problems.is_empty()
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

/// Why one field of one result cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub variable: String,
    /// What is wrong, in a sentence.
    pub reason: String,
}

#[cfg(test)]
mod tests;
