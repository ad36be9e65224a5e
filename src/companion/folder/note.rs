//! `batch.json`: what else is known of a batch. Any field of a batch object; each overrides what the files say.

use serde_json::{Map, Value};
use std::path::Path;

/// No note is larger.
const LIMIT: u64 = 1 << 20;

/// Reads a note.
///
/// # Errors
/// A sentence with the file's name, and with line and column where it is no JSON.
pub fn read(path: &Path) -> Result<Map<String, Value>, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unreadable = |error: std::io::Error| format!("{name} cannot be read: {error}.");
    if path.metadata().map_err(unreadable)?.len() > LIMIT {
        return Err(format!("{name} is larger than 1 MiB and was not read."));
    }
    let text = std::fs::read(path).map_err(unreadable)?;
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
    match serde_json::from_slice(text) {
        Ok(Value::Object(note)) => Ok(note),
        Ok(_) => Err(format!("{name} holds no JSON object; what it says is not used.")),
        Err(error) => Err(format!("{name} is no JSON ({error}); what it says is not used.")),
    }
}
