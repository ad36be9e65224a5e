//! Object tags: what shows the task's data.

use super::{Block, Screen, named};
use crate::core::labeling::bind;
use crate::core::labeling::tree::Element;
use serde_json::Value;

impl Screen<'_> {
    pub(super) fn text(&self, element: &Element) -> Block {
        Block::Text { name: named(element), text: self.shown(element) }
    }

    pub(super) fn hyper_text(&self, element: &Element) -> Block {
        let html = match element.value("value") {
            Some(value) => bind::resolve_text(value, self.data),
            None => bind::resolve_text(self.document.inner(element).trim(), self.data),
        };
        Block::HyperText { name: named(element), html }
    }

    pub(super) fn paragraphs(&self, element: &Element) -> Block {
        let name = named(element);
        let value = bind::resolve(element.value("value").unwrap_or_default(), self.data);
        let broken = |message: String| Block::Broken { message, code: "paragraphs-data" };
        if element.value("valueType") == Some("url") {
            let reason = format!("Label Studio fetches the conversation from {}", bind::as_text(&value));
            return Block::Placeholder { tag: "Paragraphs".into(), name, reason };
        }
        let Value::Array(items) = &value else {
            let shows = element.value("value").unwrap_or_default();
            return broken(format!("Paragraphs wants a list of turns; `{shows}` is none."));
        };
        let (name_key, text_key) =
            (element.value("nameKey").unwrap_or("author"), element.value("textKey").unwrap_or("text"));
        // Label Studio looks at the first turn for both keys.
        if let Some(first) = items.first()
            && (first.get(name_key).is_none() || first.get(text_key).is_none())
        {
            return broken(format!(
                "Paragraphs wants turns with `{name_key}` and `{text_key}`; the first has not both."
            ));
        }
        let mut turns = Vec::with_capacity(items.len());
        for item in items {
            match item.get(text_key) {
                Some(Value::Array(_) | Value::Object(_)) => {
                    return broken(format!(
                        "`{text_key}` of a turn is no text: Label Studio's screen would go blank."
                    ));
                }
                text => turns.push((spoken(item.get(name_key)), spoken(text))),
            }
        }
        Block::Paragraphs { name, turns, dialogue: element.value("layout") == Some("dialogue") }
    }
}

/// A null or missing text is shown as an empty one.
fn spoken(value: Option<&Value>) -> String {
    value.filter(|value| !value.is_null()).map(bind::as_text).unwrap_or_default()
}
