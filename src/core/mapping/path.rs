//! A path into the result document: `output.json.scores[0].value`, or any JSONPath (RFC 9535).

use super::fault::Fault;
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
    /// Names and numbers only: `scores[0].value`; none: the part itself.
    Steps(Steps),
    /// Anything else.
    Query(Box<JsonPath>),
}

/// Names and numbers, and how they are written: a key may be the whole of it.
#[derive(Debug, Clone, Default)]
struct Steps {
    written: String,
    each: Vec<String>,
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
        let rest = if let Some(each) = steps(behind) {
            Rest::Steps(Steps { written: behind.strip_prefix('.').unwrap_or(behind).to_owned(), each })
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
    pub fn follow<'a>(&self, reading: &'a Reading<'_>) -> Result<Cow<'a, Value>, Fault> {
        let value = reading.part(self.part)?;
        match &self.rest {
            Rest::Steps(steps) => {
                steps.of(value).map(Cow::Borrowed).ok_or_else(|| self.nothing(&steps.written))
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

    fn nothing(&self, rest: &str) -> Fault {
        Fault::missing(match self.part {
            Part::Json => format!("the answer's JSON has no `{rest}`"),
            Part::Batch => match rest.strip_prefix("metadata.") {
                Some(name) => format!("the batch's metadata has no `{name}`"),
                None => format!("the batch has no `{rest}`"),
            },
            Part::InputJson => format!("the JSON of the request has no `{rest}`"),
            Part::Raw => format!("the line has no `{rest}`"),
            _ => format!("the result has no `{}`", self.text),
        })
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

impl Steps {
    fn of<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        if self.each.is_empty() {
            return Some(value);
        }
        let step = |value: &'a Value, step: &String| match value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            other => other.get(step),
        };
        value.get(&self.written).or_else(|| self.each.iter().try_fold(value, step))
    }
}

/// Names behind dots, whole numbers in brackets and quoted names in brackets; `None`: there is something else.
fn steps(rest: &str) -> Option<Vec<String>> {
    let mut steps = Vec::new();
    let mut left = rest;
    while !left.is_empty() {
        let (step, after) = if let Some(inside) = left.strip_prefix('[') {
            match inside.chars().next().filter(|quote| matches!(quote, '\'' | '"')) {
                Some(quote) => quoted(inside.get(1..)?, quote)?,
                None => inside.split_once(']').map(|(index, after)| (index.to_owned(), after))?,
            }
        } else {
            let name = left.strip_prefix('.')?;
            let end = name.find(|c: char| !is_plain(c)).unwrap_or(name.len());
            name.split_at_checked(end).map(|(name, after)| (name.to_owned(), after))?
        };
        let index = left.starts_with('[') && !left.starts_with("['") && !left.starts_with("[\"");
        if step.is_empty() || (index && !step.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        steps.push(step);
        left = after;
    }
    Some(steps)
}

/// A quoted name up to `']`, its backslashes undone, and what follows.
fn quoted(inside: &str, quote: char) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => name.push(chars.next()?.1),
            c if c == quote => return Some((name, inside.get(at + 1..)?.strip_prefix(']')?)),
            c => name.push(c),
        }
    }
    None
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')
}

/// The path of what lies at a key of what another path names.
pub fn at_key(path: &str, key: &str) -> String {
    if !key.is_empty() && key.chars().all(is_plain) {
        return format!("{path}.{key}");
    }
    let mut quoted = String::with_capacity(key.len());
    for c in key.chars() {
        if matches!(c, '\\' | '\'') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    format!("{path}['{quoted}']")
}

/// The path of an item of the list that another path names.
pub fn at_index(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

/// The path of what a JSON Pointer (RFC 6901) names in the result document.
pub fn of_pointer(document: &Value, pointer: &str) -> String {
    let mut path = String::new();
    let mut at = Some(document);
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        let (next, longer) = match at {
            Some(Value::Array(items)) => {
                let index = key.parse().unwrap_or(0);
                (items.get(index), at_index(&path, index))
            }
            other => (other.and_then(|value| value.get(&key)), at_key(&path, &key)),
        };
        at = next;
        path = longer;
    }
    path.trim_start_matches('.').to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pointers_become_paths_that_are_read() {
        let document = json!({"output": {"json": {"a b": [{"it's": 1}], "x/y": {"~": 2}, "": 3}}});
        for (pointer, path) in [
            ("/output/json", "output.json"),
            ("/output/json/a b/0", "output.json.a b[0]"),
            ("/output/json/a b/0/it's", "output.json.a b[0]['it\\'s']"),
            ("/output/json/x~1y/~0", "output.json['x/y']['~']"),
        ] {
            let made = of_pointer(&document, pointer);
            assert_eq!(made, path);
            let steps = steps(made.strip_prefix("output.json").unwrap_or_default());
            assert_eq!(steps.map(|steps| steps.len()), Some(pointer.split('/').count() - 3), "{made}");
        }
    }
}
