//! What a mapping knows of the batch, and what the batch's own metadata asks for.
//!
//! The handler that this replaces read four names in a batch's metadata; they keep their meaning:
//!
//! | name | meaning |
//! |---|---|
//! | `label_studio_project_id` | the project that the results are for |
//! | `schema_type` | the mapping that they are for, by its name |
//! | `task_data` | a JSON object: further fields of every task's data |
//! | `task_meta` | a JSON object: further fields of every task's meta |

use crate::core::batch::Batch;
use serde_json::{Map, Value};

/// The name in a batch's metadata of further fields of every task's data.
pub const TASK_DATA: &str = "task_data";
/// The name in a batch's metadata of further fields of every task's meta.
pub const TASK_META: &str = "task_meta";

/// What a mapping knows of the batch that a result belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BatchFacts {
    /// The batch's id.
    pub id: String,
    /// Its model, where the server names one.
    pub model: Option<String>,
    /// Its metadata.
    pub metadata: Vec<(String, String)>,
    /// When it was created, in Unix seconds.
    pub created_at: Option<i64>,
    /// When it was done, in Unix seconds.
    pub completed_at: Option<i64>,
}

impl BatchFacts {
    /// What is known of some results: what they are known by, and their batch where there is one.
    pub fn of(identity: String, batch: Option<&Batch>) -> Self {
        let known = batch.map(|batch| Self {
            model: batch.model.clone(),
            metadata: batch.metadata.clone(),
            created_at: batch.created_at,
            completed_at: batch.times.completed_at,
            ..Self::default()
        });
        Self { id: identity, ..known.unwrap_or_default() }
    }

    /// As the part `batch` of the result document.
    pub(super) fn to_value(&self) -> Value {
        let metadata: Map<String, Value> =
            self.metadata.iter().map(|(name, value)| (name.clone(), read(name, value))).collect();
        let mut batch = Map::new();
        batch.insert("id".into(), self.id.clone().into());
        if let Some(model) = &self.model {
            batch.insert("model".into(), model.clone().into());
        }
        batch.insert("metadata".into(), metadata.into());
        for (name, time) in [("created_at", self.created_at), ("completed_at", self.completed_at)] {
            if let Some(time) = time {
                batch.insert(name.into(), time.into());
            }
        }
        Value::Object(batch)
    }

    /// The fields that a name in the metadata carries as a JSON object; none: it is not there, or is none.
    pub(super) fn carried(&self, name: &str) -> Map<String, Value> {
        let text = self.metadata(name);
        match text.map(|text| read(name, text)) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        }
    }

    /// A value of the metadata.
    pub fn metadata(&self, name: &str) -> Option<&str> {
        let found = self.metadata.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// The project that the batch's results are for.
    pub fn project(&self) -> Option<u64> {
        self.metadata("label_studio_project_id")?.trim().parse().ok()
    }

    /// The name of the mapping that the batch's results are for; `generic` is what servers write by themselves.
    pub fn schema_type(&self) -> Option<&str> {
        self.metadata("schema_type").map(str::trim).filter(|name| *name != "generic")
    }

    /// What is wrong with the metadata that a mapping reads, in sentences.
    pub fn faults(&self) -> Vec<String> {
        let wrong = |name: &&str| self.metadata(name).is_some_and(|text| !read(name, text).is_object());
        let wrong = [TASK_DATA, TASK_META].into_iter().filter(wrong);
        wrong
            .map(|name| format!("The batch's metadata `{name}` is no JSON object, so it is left out."))
            .collect()
    }
}

/// Metadata are texts; two of them hold an object.
fn read(name: &str, text: &str) -> Value {
    let object = matches!(name, TASK_DATA | TASK_META).then(|| serde_json::from_str(text).ok()).flatten();
    object.filter(Value::is_object).unwrap_or_else(|| text.into())
}
