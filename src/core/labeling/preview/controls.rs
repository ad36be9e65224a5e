//! Control tags: where the answers go, filled from predictions.

use super::{Block, Choice, DEEPEST, Layout, Screen, named};
use crate::core::labeling::bind;
use crate::core::labeling::tree::Element;
use serde_json::Value;

impl Screen<'_> {
    pub(super) fn choices(&self, element: &Element) -> Block {
        let name = named(element);
        let predicted = self.predicted(&name, "choices").and_then(Value::as_array);
        let mut choices = Vec::new();
        self.collect(element, 0, 0, &mut choices);
        if let Some(Value::Array(items)) = element.value("value").map(|value| bind::resolve(value, self.data))
        {
            choices.extend(items.iter().map(dynamic));
        }
        if let Some(predicted) = predicted {
            for choice in &mut choices {
                choice.selected = predicted.iter().any(|value| value.as_str() == Some(&choice.value));
            }
        }
        let layout = match element.value("layout") {
            Some("select") => Layout::Select,
            Some("inline") => Layout::Inline,
            _ if element.is_true("showInline") => Layout::Inline,
            _ => Layout::Vertical,
        };
        Block::Choices {
            name,
            to_name: to_name(element),
            choices,
            multiple: element.value("choice") == Some("multiple"),
            layout,
            required: element.is_true("required"),
            predicted: predicted.is_some(),
        }
    }

    /// The choices in a tag, also those inside its views, outermost first.
    fn collect(&self, element: &Element, level: usize, depth: usize, choices: &mut Vec<Choice>) {
        if depth > DEEPEST {
            return;
        }
        for (_, child) in self.document.children(element) {
            if !child.is("Choice") {
                self.collect(child, level, depth + 1, choices);
                continue;
            }
            let label = self.shown(child);
            let alias = child.value("alias").filter(|alias| !alias.is_empty());
            choices.push(Choice {
                value: alias.map_or_else(|| label.clone(), str::to_owned),
                label,
                selected: child.is_true("selected"),
                hint: child.value("hint").unwrap_or_default().to_owned(),
                level,
            });
            self.collect(child, level + 1, depth + 1, choices);
        }
    }

    pub(super) fn rating(&self, element: &Element) -> Block {
        let name = named(element);
        let number =
            |attribute: &str| element.value(attribute).and_then(|value| value.trim().parse::<u32>().ok());
        let predicted = self.predicted(&name, "rating").and_then(Value::as_u64);
        let max = number("maxRating").unwrap_or(5).min(100);
        let value = predicted
            .and_then(|value| u32::try_from(value).ok())
            .or_else(|| number("defaultValue"))
            .unwrap_or(0);
        let (required, to_name) = (element.is_true("required"), to_name(element));
        Block::Rating { name, to_name, max, value, required, predicted: predicted.is_some() }
    }

    pub(super) fn text_area(&self, element: &Element) -> Block {
        let name = named(element);
        let predicted = self.predicted(&name, "text").map(|text| match text {
            Value::Array(texts) => texts.iter().map(bind::as_text).collect::<Vec<_>>().join("\n"),
            other => bind::as_text(other),
        });
        let own = element.value("value").map(|value| bind::resolve_text(value, self.data));
        Block::TextArea {
            to_name: to_name(element),
            rows: element.value("rows").and_then(|rows| rows.trim().parse().ok()).unwrap_or(1).clamp(1, 100),
            // Not resolved: Label Studio shows `$variables` in a placeholder as they are written.
            placeholder: element.value("placeholder").unwrap_or_default().to_owned(),
            required: element.is_true("required"),
            predicted: predicted.is_some(),
            value: predicted.or(own).unwrap_or_default(),
            name,
        }
    }
}

fn to_name(element: &Element) -> String {
    element.value("toName").unwrap_or_default().to_owned()
}

/// A choice that comes with the task: an object with `value`; a bare text shows nothing in Label Studio.
fn dynamic(item: &Value) -> Choice {
    let part = |name: &str| item.get(name).map(bind::as_text).unwrap_or_default();
    let (label, alias) = (part("value"), part("alias"));
    let value = if alias.is_empty() { label.clone() } else { alias };
    let selected = item.get("selected").is_some_and(|selected| selected == &Value::Bool(true));
    Choice { value, label, selected, hint: part("hint"), level: 0 }
}
