//! A value made to fit the tag that shows it, where that loses nothing: turns as text or as a list, numbers
//! and structures as text. What cannot fit stays as it is, and the import's refusal becomes a problem.

use super::source::Found;
use super::turns;
use crate::core::labeling::{Document, ValueKind, Variable};
use serde_json::Value;

/// What a tag wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    kind: ValueKind,
    /// Text takes a list and shows its items run together; as JSON it can be read.
    is_text: bool,
    paragraphs: Option<Paragraphs>,
}

/// How a Paragraphs tag reads its turns.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Paragraphs {
    name_key: String,
    text_key: String,
    /// A text is the address of the turns.
    by_url: bool,
}

impl Shape {
    /// What the tag of a variable wants; without one, anything goes.
    pub(super) fn of(document: &Document, variable: Option<&Variable>) -> Self {
        let paragraphs = variable.filter(|variable| variable.tag_name == "Paragraphs").map(|variable| {
            let element = document.element(variable.tag);
            let value = |attribute: &str| element.and_then(|element| element.value(attribute));
            Paragraphs {
                name_key: value("nameKey").unwrap_or("author").to_owned(),
                text_key: value("textKey").unwrap_or("text").to_owned(),
                by_url: value("valueType") == Some("url"),
            }
        });
        Self {
            kind: variable.map_or(ValueKind::Any, |variable| variable.kind),
            is_text: variable.is_some_and(|variable| variable.tag_name == "Text"),
            paragraphs,
        }
    }

    /// The value as the tag wants it.
    pub(super) fn fit(&self, found: Found) -> Value {
        match (found, &self.paragraphs) {
            (Found::Turns(list), paragraphs) => {
                let list: Vec<_> = list.into_iter().cloned().collect();
                match (paragraphs, self.kind) {
                    (Some(keys), _) => turns::as_paragraphs(&list, &keys.name_key, &keys.text_key),
                    (
                        None,
                        ValueKind::Any | ValueKind::ListOrText | ValueKind::Structure | ValueKind::List,
                    ) => turns::as_paragraphs(&list, "role", "content"),
                    _ => turns::as_text(&list).into(),
                }
            }
            // A text is an address to Paragraphs; as a single turn it is shown.
            (Found::Plain(Value::String(text)), Some(keys)) if !keys.by_url => {
                Value::Array(vec![turns::paragraph("assistant", &text, &keys.name_key, &keys.text_key)])
            }
            (Found::Plain(value), _) => self.plain(value),
        }
    }

    fn plain(&self, value: Value) -> Value {
        let only_text = !self.kind.accepts(&value) && self.kind.expected().contains(&"str");
        match value {
            Value::Array(_) | Value::Object(_) if self.is_text || only_text => {
                serde_json::to_string_pretty(&value).unwrap_or_default().into()
            }
            Value::Number(_) | Value::Bool(_) if only_text => value.to_string().into(),
            other => other,
        }
    }
}
