//! A value made to fit the tag that shows it, where that loses nothing: turns as text or as a list, numbers
//! and structures as text. What cannot fit stays as it is, and the import's refusal becomes a problem.

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
    pub(super) fn fit(&self, found: Value) -> Value {
        let Some(keys) = &self.paragraphs else {
            return match turns::of_value(&found).filter(|_| !self.takes_lists()) {
                Some(spoken) => spoken.into(),
                None => self.plain(found),
            };
        };
        match found {
            // A text is an address to Paragraphs; as a single turn it is shown.
            Value::String(text) if !keys.by_url => {
                Value::Array(vec![turns::paragraph("assistant", &text, &keys.name_key, &keys.text_key)])
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|item| keys.turn(item)).collect()),
            other => self.plain(other),
        }
    }

    fn takes_lists(&self) -> bool {
        matches!(self.kind, ValueKind::Any | ValueKind::ListOrText | ValueKind::Structure | ValueKind::List)
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

impl Paragraphs {
    /// A turn under the tag's own keys.
    fn turn(&self, item: Value) -> Value {
        let has = |key: &str| item.get(key).is_some_and(Value::is_string);
        if has(&self.name_key) && has(&self.text_key) {
            return item;
        }
        match (item.get("role").and_then(Value::as_str), item.get("content").and_then(Value::as_str)) {
            (Some(role), Some(said)) => turns::paragraph(role, said, &self.name_key, &self.text_key),
            _ => item,
        }
    }
}
