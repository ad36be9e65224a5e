//! A batch or a file from JSON, of every shape that was met. Each field is optional but the id.

use super::fields::{self, Fields};
use super::{Batch, BatchError, Counts, File, Status, Times, Usage};
use serde_json::{Map, Value};
use thiserror::Error;

/// What cannot be a batch or a file at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Malformed {
    /// It is a list, a number, text, …
    #[error("expected a JSON object, found {found}")]
    NotAnObject {
        /// What it is: `a list`.
        found: &'static str,
    },
    /// Without an id nothing can be asked about it.
    #[error("the object has no id (its fields: {fields})")]
    NoId {
        /// Names of the fields that it has.
        fields: String,
    },
}

impl Batch {
    /// Reads one batch, also as a job history lists it (`batch_id`, `total_requests`).
    pub fn from_value(value: &Value) -> Result<Self, Malformed> {
        let (mut fields, id) = identified(value, &["id", "batch_id"])?;
        fields.take("object");
        let metadata = metadata(&mut fields);
        let model = fields.text(&["model", "model_name", "model_id"]).or_else(|| {
            let named = metadata.iter().find(|(key, value)| {
                !value.is_empty()
                    && ["model", "model_name", "model_id"].contains(&key.to_ascii_lowercase().as_str())
            });
            named.map(|(_, value)| value.clone())
        });
        Ok(Self {
            id,
            endpoint: fields.text(&["endpoint"]).unwrap_or_default(),
            status: Status::parse(&fields.text(&["status"]).unwrap_or_default()),
            model,
            input_file_id: fields.text(&["input_file_id"]),
            output_file_id: fields.text(&["output_file_id"]),
            error_file_id: fields.text(&["error_file_id"]),
            completion_window: fields.text(&["completion_window"]),
            created_at: fields.time("created_at"),
            times: Times {
                in_progress_at: fields.time("in_progress_at"),
                expires_at: fields.time("expires_at"),
                finalizing_at: fields.time("finalizing_at"),
                completed_at: fields.time("completed_at"),
                failed_at: fields.time("failed_at"),
                expired_at: fields.time("expired_at"),
                cancelling_at: fields.time("cancelling_at"),
                cancelled_at: fields.time("cancelled_at").or_else(|| fields.time("canceled_at")),
            },
            counts: counts(&mut fields),
            usage: usage(&mut fields),
            metadata,
            errors: errors(&mut fields),
            extra: fields.0,
        })
    }
}

impl File {
    /// Reads one file.
    pub fn from_value(value: &Value) -> Result<Self, Malformed> {
        let (mut fields, id) = identified(value, &["id", "file_id"])?;
        Ok(Self {
            id,
            filename: fields.text(&["filename", "name"]),
            bytes: fields.count(&["bytes", "size"]),
            created_at: fields.time("created_at"),
            purpose: fields.text(&["purpose"]),
        })
    }
}

fn identified(value: &Value, keys: &[&str]) -> Result<(Fields, String), Malformed> {
    let Value::Object(map) = value else {
        return Err(Malformed::NotAnObject { found: kind(value) });
    };
    let mut fields = Fields(map.clone());
    match fields.text(keys) {
        Some(id) => Ok((fields, id)),
        None => Err(Malformed::NoId { fields: names(map) }),
    }
}

fn names(map: &Map<String, Value>) -> String {
    let names: Vec<&str> = map.keys().map(String::as_str).collect();
    if names.is_empty() { "none".to_owned() } else { crate::core::text::one_line(&names.join(", "), 120) }
}

/// What a JSON value is, for a sentence.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Key and value; a value that is no text is kept as compact JSON.
fn metadata(fields: &mut Fields) -> Vec<(String, String)> {
    if !matches!(fields.0.get("metadata"), Some(Value::Object(_) | Value::Null)) {
        return Vec::new();
    }
    let Some(Value::Object(map)) = fields.take("metadata") else { return Vec::new() };
    let shown = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, shown(value))).collect()
}

/// Nested as the standard has it, or flat (D9).
fn counts(fields: &mut Fields) -> Counts {
    let nested = match fields.0.get("request_counts") {
        Some(Value::Object(map)) => map.clone(),
        _ => Map::new(),
    };
    let mut within = Fields(nested);
    let told = Counts {
        total: within.count(&["total"]),
        completed: within.count(&["completed"]),
        failed: within.count(&["failed"]),
    };
    if within.0.is_empty() && matches!(fields.0.get("request_counts"), Some(Value::Object(_) | Value::Null)) {
        fields.take("request_counts");
    }
    let flat = Counts {
        total: fields.count(&["total_requests"]),
        completed: fields.count(&["completed_requests"]),
        failed: fields.count(&["failed_requests"]),
    };
    Counts {
        total: told.total.or(flat.total),
        completed: told.completed.or(flat.completed),
        failed: told.failed.or(flat.failed),
    }
}

/// Stays in `extra` too, for its details (cached tokens, reasoning tokens).
fn usage(fields: &mut Fields) -> Option<Usage> {
    let usage = fields.0.get("usage").and_then(Usage::from_value);
    if fields.0.get("usage").is_some_and(Value::is_null) {
        fields.take("usage");
    }
    usage
}

/// A list, an object that holds a list, one error as an object, or plain text (D16).
fn errors(fields: &mut Fields) -> Vec<BatchError> {
    match fields.take("errors") {
        None => Vec::new(),
        Some(Value::Array(list)) => list.iter().filter_map(error).collect(),
        Some(Value::Object(map)) => match map.get("data") {
            Some(Value::Array(list)) => list.iter().filter_map(error).collect(),
            _ => error(&Value::Object(map)).into_iter().collect(),
        },
        Some(other) => error(&other).into_iter().collect(),
    }
}

fn error(value: &Value) -> Option<BatchError> {
    let (code, message, line) = match value {
        Value::Null => return None,
        Value::Object(map) if map.values().all(Value::is_null) => return None,
        Value::Object(map) => {
            let of = |key: &str| map.get(key).and_then(fields::text);
            let message = of("message").or_else(|| of("detail")).unwrap_or_else(|| value.to_string());
            (of("code").or_else(|| of("type")), message, map.get("line").and_then(fields::count))
        }
        Value::String(text) => (None, text.clone(), None),
        other => (None, other.to_string(), None),
    };
    let line = line.or_else(|| line_in(&message));
    Some(BatchError { code, message, line })
}

/// The number after the word `line`, for servers that only say it in words (D16).
fn line_in(message: &str) -> Option<u64> {
    let lower = message.to_ascii_lowercase();
    lower.match_indices("line").find_map(|(at, word)| {
        let before = lower.get(..at)?.chars().next_back();
        let after = lower.get(at + word.len()..)?;
        let digits: String =
            after.trim_start_matches([' ', '#', ':', '=']).chars().take_while(char::is_ascii_digit).collect();
        if before.is_some_and(char::is_alphanumeric) || digits.is_empty() {
            None
        } else {
            digits.parse().ok()
        }
    })
}

#[cfg(test)]
mod tests;
