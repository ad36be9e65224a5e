//! A text with `{{ path }}` parts.

use super::fault::Fault;
use super::path::{BadPath, Path};
use super::result::Reading;
use crate::core::labeling::bind::as_text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A text with parts of a result in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Path(Path),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// A `{{` is not closed, or what stands inside is no path.
    pub fn parse(text: &str) -> Result<Self, BadPath> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once("{{") {
            let unclosed = || BadPath { text: format!("{{{{{after}"), why: "its `}}` is missing".into() };
            let (inside, behind) = after.split_once("}}").ok_or_else(unclosed)?;
            pieces.push(Piece::Words(words.to_owned()));
            pieces.push(Piece::Path(Path::parse(inside)?));
            rest = behind;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        pieces.retain(|piece| *piece != Piece::Words(String::new()));
        Ok(Self { text: text.to_owned(), pieces })
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text with its parts filled in: lists and objects as JSON, null as nothing.
    ///
    /// # Errors
    /// A part is not there: why.
    pub fn fill(&self, reading: &Reading<'_>) -> Result<String, Fault> {
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Path(path) => match path.follow(reading)?.as_ref() {
                    Value::Null => {}
                    value @ (Value::Array(_) | Value::Object(_)) => {
                        filled.push_str(&serde_json::to_string(value).unwrap_or_default());
                    }
                    value => filled.push_str(&as_text(value)),
                },
            }
        }
        Ok(filled)
    }
}

impl TryFrom<String> for Template {
    type Error = BadPath;

    fn try_from(text: String) -> Result<Self, BadPath> {
        Self::parse(&text)
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.text
    }
}
