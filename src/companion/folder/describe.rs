//! A batch's files and counts become a batch object.

use super::count::Counts;
use super::scan::{Found, OnDisk};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What is known of one file's lines.
#[derive(Debug, Clone)]
pub enum Part {
    /// There is no such file.
    Absent,
    /// It is being counted.
    Counting,
    /// It could not be read, and why.
    Unreadable(String),
    /// Counted.
    Known(Arc<Counts>),
}

/// What is known of a batch's files.
#[derive(Debug, Clone)]
pub struct Counted {
    /// What was asked.
    pub input: Part,
    /// What came back.
    pub output: Part,
    /// What failed.
    pub errors: Part,
}

/// Never from a note: the ids are those of the files here, whatever the server called them.
const OURS: [&str; 5] = ["id", "object", "input_file_id", "output_file_id", "error_file_id"];

/// The batch object.
pub fn batch(found: &Found, counted: &Counted) -> Value {
    let newest = [&found.output, &found.errors].into_iter().flatten().map(OnDisk::seconds).max();
    let file = |file: &Option<OnDisk>| file.as_ref().map(|file| file.id.clone());
    let first = |field: fn(&Counts) -> Option<&String>| {
        let parts = [&counted.input, &counted.output, &counted.errors];
        parts.into_iter().filter_map(Part::known).find_map(|counts| field(counts).cloned())
    };
    let status = if newest.is_some() { "completed" } else { "in_progress" };
    let mut batch = json!({
        "id": found.id,
        "object": "batch",
        "endpoint": first(|counts| counts.endpoint.as_ref()).unwrap_or_default(),
        "model": first(|counts| counts.model.as_ref()),
        "errors": null,
        "input_file_id": file(&found.input),
        "completion_window": "24h",
        "status": status,
        "output_file_id": file(&found.output),
        "error_file_id": file(&found.errors),
        "created_at": found.created_at,
        "completed_at": newest,
        "request_counts": request_counts(counted),
        "usage": usage(counted),
        "metadata": {"name": found.name},
    });
    if let Some(batch) = batch.as_object_mut() {
        apply(batch, found);
        let faults = faults(found, counted);
        if !faults.is_empty() {
            batch.insert("errors".to_owned(), json!({"object": "list", "data": faults}));
        }
    }
    batch
}

fn apply(batch: &mut Map<String, Value>, found: &Found) {
    for (key, value) in found.note.iter().filter(|(key, _)| !OURS.contains(&key.as_str())) {
        match (key.as_str(), value) {
            ("metadata", Value::Object(said)) => {
                if let Some(Value::Object(metadata)) = batch.get_mut("metadata") {
                    metadata.extend(said.iter().map(|(key, value)| (key.clone(), value.clone())));
                }
            }
            _ => {
                batch.insert(key.clone(), value.clone());
            }
        }
    }
    // A note that was saved while the batch ran has no end: then it has not ended.
    let done = batch.get("status").and_then(Value::as_str).is_none_or(|status| status == "completed");
    if !done && !found.note.contains_key("completed_at") {
        batch.insert("completed_at".to_owned(), Value::Null);
    }
}

/// `null` until every file is counted: half a count misleads.
fn request_counts(counted: &Counted) -> Value {
    let parts = [&counted.output, &counted.errors];
    if parts.iter().any(|part| part.is_open()) || counted.input.is_open() {
        return Value::Null;
    }
    let sum =
        |field: fn(&Counts) -> u64| -> u64 { parts.iter().filter_map(|part| part.known()).map(field).sum() };
    let total = counted.input.known().map_or_else(|| sum(|counts| counts.lines), |input| input.lines);
    json!({
        "total": total, "completed": sum(|counts| counts.succeeded), "failed": sum(|counts| counts.failed),
    })
}

fn usage(counted: &Counted) -> Value {
    match &counted.output {
        Part::Known(counts) if counts.tokens != (0, 0) => {
            let (input, output) = counts.tokens;
            json!({"input_tokens": input, "output_tokens": output, "total_tokens": input + output})
        }
        _ => Value::Null,
    }
}

fn faults(found: &Found, counted: &Counted) -> Vec<Value> {
    let mut faults = Vec::new();
    if let Some(fault) = &found.note_fault {
        faults.push(json!({"code": "batch_json_unreadable", "message": fault, "param": null, "line": null}));
    }
    let parts = [&counted.input, &counted.output, &counted.errors].into_iter().zip(found.parts());
    for (part, file) in parts {
        if let (Part::Unreadable(error), Some(file)) = (part, file) {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            let message = format!("{name} cannot be read: {error}.");
            faults.push(json!({"code": "file_unreadable", "message": message, "param": null, "line": null}));
        }
    }
    faults
}

impl Part {
    fn known(&self) -> Option<&Counts> {
        match self {
            Self::Known(counts) => Some(counts),
            _ => None,
        }
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Counting | Self::Unreadable(_))
    }
}
