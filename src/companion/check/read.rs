//! What the command reads: configurations and tasks. Every failure is a sentence that names the file.

use crate::core::labeling::import::shape_check;
use serde_json::{Map, Value};
use std::io::Read;
use std::path::Path;

/// As the answer names the file; `-` stays `-`.
pub(in crate::companion) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// A configuration's text; `-` is the standard input.
pub(in crate::companion) fn configuration(path: &Path) -> Result<String, String> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map(|_| bytes)
            .map_err(|error| format!("The standard input cannot be read: {error}."))?
    } else {
        std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", name(path)))?
    };
    String::from_utf8(bytes).map_err(|error| {
        let (good, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let what = if utf16 { "it is UTF-16" } else { "some of its bytes are no text" };
        let line = bytes.iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
        let file = if path.as_os_str() == "-" { "The standard input".to_owned() } else { name(path) };
        format!("{file} is not UTF-8: {what} (line {line}, byte {good}). Save it as UTF-8.")
    })
}

/// A task to try.
pub(super) struct Tried {
    /// Its data.
    pub(super) data: Map<String, Value>,
    /// Its predictions.
    pub(super) predictions: Vec<Value>,
    /// Why the import refuses it whatever the configuration.
    pub(super) faults: Vec<String>,
}

/// Every task in a file: a task, bare data, or a list of either.
pub(super) fn tasks(path: &Path) -> Result<Vec<Tried>, String> {
    let file = name(path);
    let text = configuration(path)?;
    let read = serde_json::from_str(text.trim_start_matches('\u{feff}'));
    let tasks = match read.map_err(|error| format!("{file} is not JSON: {error}."))? {
        Value::Array(tasks) => tasks,
        one => vec![one],
    };
    if tasks.is_empty() {
        return Err(format!("{file} holds no task: its list is empty."));
    }
    let tried = |(at, task): (usize, Value)| match task {
        Value::Object(mut task) => {
            let faults = shape_check(&task);
            let data = match task.remove("data") {
                None => return Ok(Tried { data: task, predictions: Vec::new(), faults }),
                Some(Value::Object(data)) => data,
                Some(_) => Map::new(),
            };
            let predictions = match task.remove("predictions") {
                Some(Value::Array(predictions)) => predictions,
                _ => Vec::new(),
            };
            Ok(Tried { data, predictions, faults })
        }
        _ => Err(format!("{file}: task {} is not an object. A task is `{{\"data\": {{…}}}}`.", at + 1)),
    };
    tasks.into_iter().enumerate().map(tried).collect()
}
