//! A path into the result document: `output.json.scores[0].value`, or any JSONPath (RFC 9535).

use super::json;
use super::result::{PARTS, Part, Reading};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json_path::JsonPath;
use std::borrow::Cow;

/// A path, ready to be followed. Two of them are equal when they are written alike.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path {
    text: String,
    part: Part,
    rest: Rest,
}

/// What is left of a path behind the part of the document that it begins in.
#[derive(Debug, Clone)]
enum Rest {
    /// Names and numbers only: `scores[0].value`; empty: the part itself.
    Steps(String),
    /// Anything else.
    Query(Box<JsonPath>),
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no path: {why}")]
pub struct BadPath {
    /// As written.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Path {}

impl Path {
    /// Reads a path. The `$.` at its begin may be left out.
    ///
    /// # Errors
    /// It does not begin in the result document, or is no JSONPath.
    pub fn parse(text: &str) -> Result<Self, BadPath> {
        let text = text.trim();
        let bad = |why: String| BadPath { text: text.to_owned(), why };
        let bare = text.strip_prefix('$').unwrap_or(text);
        let bare = if bare.starts_with("..") { bare } else { bare.strip_prefix('.').unwrap_or(bare) };
        if bare.is_empty() && text.is_empty() {
            return Err(bad("it is empty".into()));
        }
        let (part, behind) = match begin(bare) {
            Some(found) => found,
            None if text.starts_with('$') => (Part::Document, bare),
            None => return Err(bad(format!("it must begin with {}", roots()))),
        };
        let rest = if is_plain(behind) {
            Rest::Steps(behind.strip_prefix('.').unwrap_or(behind).to_owned())
        } else {
            let dotted = behind.starts_with(['.', '[']);
            let query = if dotted { format!("${behind}") } else { format!("$.{behind}") };
            let query = JsonPath::parse(&query).map_err(|error| bad(error.to_string()))?;
            Rest::Query(Box::new(query))
        };
        Ok(Self { text: text.to_owned(), part, rest })
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it names in a result, or why there is nothing. A query that can name several values names their list.
    ///
    /// # Errors
    /// There is nothing: why, in words that follow the name of a field.
    pub fn follow<'a>(&self, reading: &'a Reading<'_>) -> Result<Cow<'a, Value>, String> {
        let value = reading.part(self.part)?;
        match &self.rest {
            Rest::Steps(steps) => {
                let found = if steps.is_empty() { Some(value) } else { json::at(value, steps) };
                found.map(Cow::Borrowed).ok_or_else(|| self.nothing(steps))
            }
            Rest::Query(query) => {
                let found = query.query(value).all();
                match found.as_slice() {
                    [] => Err(self.nothing(&self.text)),
                    _ => Ok(Cow::Owned(Value::Array(found.into_iter().cloned().collect()))),
                }
            }
        }
    }

    fn nothing(&self, rest: &str) -> String {
        match self.part {
            Part::Json => format!("the answer's JSON has no `{rest}`"),
            Part::Batch => match rest.strip_prefix("metadata.") {
                Some(name) => format!("the batch's metadata has no `{name}`"),
                None => format!("the batch has no `{rest}`"),
            },
            Part::Raw => format!("the line has no `{rest}`"),
            _ => format!("the result has no `{}`", self.text),
        }
    }
}

/// The part that a path begins in, and what follows.
fn begin(path: &str) -> Option<(Part, &str)> {
    PARTS.iter().find_map(|(name, part)| {
        let rest = path.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some((*part, rest))
    })
}

fn roots() -> String {
    let mut names: Vec<&str> =
        PARTS.iter().map(|(path, _)| *path).filter(|path| !path.contains('.')).collect();
    let last = names.pop().unwrap_or_default();
    format!("{} or {last}", names.join(", "))
}

/// Names behind dots and whole numbers in brackets only.
fn is_plain(rest: &str) -> bool {
    let mut left = rest;
    while !left.is_empty() {
        let (inside, end) = if let Some(index) = left.strip_prefix('[') {
            (index, index.find(|c: char| !c.is_ascii_digit()))
        } else {
            let Some(name) = left.strip_prefix('.') else { return false };
            (name, name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))))
        };
        let (step, after) = inside.split_at_checked(end.unwrap_or(inside.len())).unwrap_or_default();
        let closed = if left.starts_with('[') { after.strip_prefix(']') } else { Some(after) };
        match closed {
            Some(after) if !step.is_empty() => left = after,
            _ => return false,
        }
    }
    true
}

impl TryFrom<String> for Path {
    type Error = BadPath;

    fn try_from(text: String) -> Result<Self, BadPath> {
        Self::parse(&text)
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.text
    }
}
