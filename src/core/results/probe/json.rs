//! A value of every answer that is JSON.

use super::block::put;
use super::found::Kind;
use super::path::{self, Step};
use crate::core::results::{line, parse, summary::usual};
use scan::seek::next_line;
use serde_json::Value;

/// Characters of a value that are kept; the rest of it is neither shown nor looked at.
pub(super) const KEPT: usize = 500;

/// Looks one path up.
#[derive(Debug)]
pub(super) struct JsonSeeker {
    steps: Vec<Step>,
    /// A line that does not hold the last key has no such value.
    key: Option<memchr::memmem::Finder<'static>>,
    last: u64,
}

impl JsonSeeker {
    /// `None`: that is no path.
    pub(super) fn new(path: &str) -> Option<Self> {
        let steps = path::parse(path)?;
        let last = steps.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_bytes()),
            Step::At(_) => None,
        });
        // Only a key that is written the same however often it is escaped.
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_- .".contains(byte);
        let key =
            last.filter(|key| key.iter().all(plain)).map(|key| memchr::memmem::Finder::new(key).into_owned());
        Some(Self { steps, key, last: 0 })
    }

    /// Looks through whole lines and writes the values that are there, each with where its line begins.
    pub(super) fn seek(&mut self, offset: u64, lines: &[u8], out: &mut Vec<u8>) {
        let mut from = 0;
        let next = |key: &Option<memchr::memmem::Finder<'_>>, from| {
            next_line(lines, from, |rest| key.as_ref().map_or(Some(0), |key| key.find(rest)))
        };
        while let Some(line) = next(&self.key, from) {
            if let Some((kind, text)) = lines.get(line.clone()).and_then(|line| value(line, &self.steps)) {
                let at = offset + line.start as u64;
                put(out, at.wrapping_sub(self.last));
                self.last = at;
                put(out, kind as u64);
                put(out, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            from = line.end + 1;
        }
    }
}

/// The value in the answer's text, if that is JSON (as it is, or in one fence), else in the answer's body.
fn value(bytes: &[u8], steps: &[Step]) -> Option<(Kind, String)> {
    let mut room = String::new();
    if let Some(text) = usual::answer(bytes, &mut room)
        && let Some(json) = answer_json(text)
    {
        return path::get(&json, steps).map(described);
    }
    let line = line::read(bytes, 0);
    match answer_json(&line.text()) {
        Some(json) => path::get(&json, steps).map(described),
        None => path::get(&line.body, steps).map(described),
    }
}

/// The object or list that a text is, as it is written or within one code fence.
pub(in crate::core::results) fn answer_json(text: &str) -> Option<Value> {
    let text = text.trim();
    let inner = match text.strip_prefix("```") {
        // Behind the fence stands perhaps a language.
        Some(fenced) => fenced.strip_suffix("```")?.split_once('\n')?.1.trim(),
        None => text,
    };
    inner.starts_with(['{', '[']).then(|| parse::json(inner.as_bytes()).ok())?
}

fn described(value: &Value) -> (Kind, String) {
    let cut = |text: &str| match text.char_indices().nth(KEPT) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text.to_owned(),
    };
    match value {
        Value::Null => (Kind::Null, "null".to_owned()),
        Value::Bool(is) => (Kind::Bool, is.to_string()),
        Value::Number(number) => (Kind::Number, number.to_string()),
        Value::String(text) => (Kind::Text, cut(text)),
        Value::Array(_) => (Kind::List, cut(&value.to_string())),
        Value::Object(_) => (Kind::Object, cut(&value.to_string())),
    }
}
