//! Object tags: what shows the task's data.

use super::{Block, Builder, Item};
use crate::core::labeling::bind;
use crate::core::labeling::tree::Element;
use serde_json::{Map, Value};

/// Longer tables and lists are cut: nobody reads on, and a page of them takes its time.
const ROWS: usize = 500;

impl<'a> Builder<'a> {
    pub(super) fn text(&self, element: &'a Element) -> Block {
        Block::Text { name: self.named(element), text: self.shown(element) }
    }

    pub(super) fn hyper_text(&self, element: &'a Element) -> Block {
        let html = match self.attribute(element, "value") {
            Some(value) => bind::resolve_text(&value, self.data),
            None => bind::resolve_text(self.document.inner(element).trim(), self.data),
        };
        Block::HyperText { name: self.named(element), html }
    }

    pub(super) fn markdown(&self, element: &'a Element) -> Block {
        Block::Markdown { text: self.shown(element), when: self.when(element) }
    }

    pub(super) fn paragraphs(&self, element: &'a Element) -> Block {
        let name = self.named(element);
        let shows = self.word(element, "value");
        let value = bind::resolve(&shows, self.data);
        let broken = |message: String| Block::Broken { message, code: "paragraphs-data" };
        if element.value("valueType") == Some("url") {
            let reason = format!("Label Studio fetches the conversation from {}", bind::as_text(&value));
            return Block::Placeholder { tag: "Paragraphs".into(), name, reason, labels: Vec::new() };
        }
        let Value::Array(items) = &value else {
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

    /// A list that a `Ranker` orders is drawn there, and nowhere else.
    pub(super) fn list(&self, element: &'a Element) -> Block {
        let name = self.named(element);
        let ranked = |other: &Element| other.is("Ranker") && other.value("toName") == Some(&name);
        if self.document.elements().any(|(_, other)| ranked(other)) {
            return Block::View(super::View::default());
        }
        Block::List { title: self.word(element, "title"), items: self.items(element), name }
    }

    /// The items of a list.
    pub(super) fn items(&self, element: &'a Element) -> Vec<Item> {
        let value = bind::resolve(&self.word(element, "value"), self.data);
        let part = |item: &Value, name: &str| item.get(name).map(bind::as_text);
        let item = |item: &Value| Item {
            // What has no id is called so in Label Studio, all of them alike.
            id: part(item, "id").unwrap_or_else(|| "undefined".to_owned()),
            title: part(item, "title").unwrap_or_default(),
            body: part(item, "body").or_else(|| part(item, "html")).unwrap_or_default(),
        };
        value.as_array().map(|items| items.iter().take(ROWS).map(item).collect()).unwrap_or_default()
    }

    pub(super) fn table(&self, element: &'a Element) -> Block {
        let name = self.named(element);
        let mut value = bind::resolve(&self.word(element, "value"), self.data);
        if let Value::String(text) = &value {
            match serde_json::from_str(text) {
                Ok(read) => value = read,
                Err(error) => {
                    let message = format!(
                        "Table wants JSON; its text is none ({error}): Label Studio's screen would go blank."
                    );
                    return Block::Broken { message, code: "table-data" };
                }
            }
        }
        let (columns, rows) = match &value {
            Value::Array(items) if items.first().is_some_and(Value::is_object) => records(items),
            Value::Array(items) => {
                let row = |(at, item): (usize, &Value)| vec![at.to_string(), cell(item)];
                (pair(), items.iter().enumerate().take(ROWS).map(row).collect())
            }
            Value::Object(map) => {
                let mut keys: Vec<_> = map.iter().collect();
                keys.sort_by_key(|(key, _)| key.to_lowercase());
                (
                    pair(),
                    keys.into_iter().take(ROWS).map(|(key, value)| vec![key.clone(), cell(value)]).collect(),
                )
            }
            _ => (pair(), Vec::new()),
        };
        Block::Table { name, columns, rows }
    }
}

fn pair() -> Vec<String> {
    vec!["Name".to_owned(), "Value".to_owned()]
}

/// Objects under the columns of all of them, in the order in which they appear.
fn records(items: &[Value]) -> (Vec<String>, Vec<Vec<String>>) {
    let maps: Vec<&Map<String, Value>> = items.iter().take(ROWS).filter_map(Value::as_object).collect();
    let mut columns: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for key in maps.iter().flat_map(|map| map.keys()) {
        if known.insert(key) {
            columns.push(key.clone());
        }
    }
    let value = |map: &Map<String, Value>, key: &String| map.get(key).map(cell).unwrap_or_default();
    let rows = maps.iter().map(|map| columns.iter().map(|key| value(map, key)).collect()).collect();
    (columns, rows)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        other => bind::as_text(other),
    }
}

/// A null or missing text is shown as an empty one.
fn spoken(value: Option<&Value>) -> String {
    value.filter(|value| !value.is_null()).map(bind::as_text).unwrap_or_default()
}
