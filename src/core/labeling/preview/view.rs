//! What arranges the screen, and what it does not draw.

use super::{Block, Screen, named};
use crate::core::labeling::bind;
use crate::core::labeling::tree::Element;

impl Screen<'_> {
    pub(super) fn view(&self, element: &Element, depth: usize) -> Block {
        let inner = self.document.children(element).map(|(id, _)| self.block(id, depth + 1));
        Block::View {
            title: element.value("value").map(|value| bind::resolve_text(value, self.data)),
            hidden: is_hidden(element),
            condition: condition(element),
            children: inner.collect(),
        }
    }

    pub(super) fn header(&self, element: &Element) -> Block {
        let template = element.value("value").map_or_else(|| self.document.text(element), str::to_owned);
        let size = element.value("size").and_then(|size| size.trim().parse().ok()).unwrap_or(4);
        Block::Header { text: bind::resolve_header(&template, self.data), size: u8::clamp(size, 1, 6) }
    }

    pub(super) fn placeholder(&self, element: &Element) -> Block {
        let tag = element.tag_name().to_owned();
        let shows: String = match tag.as_str() {
            // A style sheet and what is repeated are no values.
            "Style" | "Repeater" => String::new(),
            _ => self.shown(element).chars().take(200).collect(),
        };
        let reason = match shows.as_str() {
            "" => "Drawn in Label Studio only.".to_owned(),
            shows => format!("Drawn in Label Studio only: {shows}"),
        };
        Block::Placeholder { tag, name: named(element), reason }
    }
}

fn is_hidden(element: &Element) -> bool {
    let style = element.value("style").unwrap_or_default();
    let mut declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations
        .any(|(name, value)| name.trim().eq_ignore_ascii_case("display") && value.trim().starts_with("none"))
        || element.value("display") == Some("none")
}

/// `visibleWhen` in a sentence.
fn condition(element: &Element) -> Option<String> {
    let when = element.value("visibleWhen")?;
    let said = |attribute: &str, before: &str| match element.value(attribute) {
        Some(value) if !value.is_empty() => format!("{before}“{value}”"),
        _ => String::new(),
    };
    let tag = said("whenTagName", " in ");
    let choice = said("whenChoiceValue", " ");
    let label = said("whenLabelValue", " labelled ");
    Some(match when {
        "choice-selected" if choice.is_empty() => format!("Shown when something is chosen{tag}"),
        "choice-selected" => format!("Shown when{choice} is chosen{tag}"),
        "choice-unselected" if choice.is_empty() => format!("Shown when nothing is chosen{tag}"),
        "choice-unselected" => format!("Shown when{choice} is not chosen{tag}"),
        "region-selected" => format!("Shown when a region{label} is selected{tag}"),
        "no-region-selected" => "Shown when no region is selected".to_owned(),
        // The editor does not know the word and shows it always.
        _ => return None,
    })
}
