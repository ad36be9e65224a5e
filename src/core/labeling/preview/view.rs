//! What arranges the screen, and what it does not draw.

use super::{Block, Builder, Is, View, When, style};
use crate::core::labeling::bind;
use crate::core::labeling::tags::Kind;
use crate::core::labeling::tree::Element;
use serde_json::Value;

impl<'a> Builder<'a> {
    pub(super) fn view(&mut self, element: &'a Element, depth: usize) -> Block {
        let when = self.when(element);
        let around = self.whens.len();
        self.whens.extend(when.clone());
        let children = self.inside(element, depth);
        self.whens.truncate(around);
        let mut style = style::declarations(&self.word(element, "style"));
        let hidden = |(name, value): &(String, String)| name == "display" && value.starts_with("none");
        let hides = style.iter().any(hidden) || element.value("display") == Some("none");
        style.retain(|declaration| !hidden(declaration));
        let title = self.attribute(element, "value").map(|value| bind::resolve_text(&value, self.data));
        Block::View(View {
            title,
            open: element.is("Panel").then(|| element.value("open") != Some("false")),
            hidden: hides,
            when,
            style,
            class: self.word(element, "className"),
            children,
        })
    }

    pub(super) fn header(&self, element: &'a Element) -> Block {
        let size = element.value("size").and_then(|size| size.trim().parse().ok()).unwrap_or(4);
        // It holds texts only: a number standing alone shows nothing.
        let text = match self.value(element) {
            Value::String(text) => text,
            _ => String::new(),
        };
        let style = style::declarations(&self.word(element, "style"));
        Block::Header { text, size: u8::clamp(size, 1, 6), style }
    }

    pub(super) fn placeholder(&mut self, element: &'a Element) -> Block {
        let tag = element.tag_name().to_owned();
        let control = element.tag.is_some_and(|tag| tag.kind == Kind::Control);
        let shows: String =
            if control { String::new() } else { self.shown(element).chars().take(200).collect() };
        let reason = match shows.as_str() {
            "" => "Drawn in Label Studio only.".to_owned(),
            shows => format!("Drawn in Label Studio only: {shows}"),
        };
        let labels = if control { self.labels(element) } else { Vec::new() };
        Block::Placeholder { tag, name: self.named(element), reason, labels }
    }

    /// When a tag is shown.
    pub(super) fn when(&self, element: &'a Element) -> Option<When> {
        let list = |name: &str| -> Vec<String> {
            let words = self.word(element, name);
            if words.is_empty() { Vec::new() } else { words.split(',').map(str::to_owned).collect() }
        };
        let is = match element.value("visibleWhen").unwrap_or_default() {
            "choice-selected" => Is::ChoiceSelected,
            "choice-unselected" => Is::ChoiceUnselected,
            "region-selected" => Is::RegionSelected,
            "no-region-selected" => Is::NoRegionSelected,
            "" if element.tag.is_some_and(|tag| tag.attribute("visibleWhen").is_some()) => {
                // Not split here: the whole of it has to be what is chosen.
                let choice = self.word(element, "whenChoiceValue");
                let choices = vec![choice];
                return (choices != [""]).then_some(When {
                    is: Is::Chosen,
                    tag: None,
                    choices,
                    labels: Vec::new(),
                });
            }
            // The editor does not know the word and shows it always.
            _ => return None,
        };
        let tag = Some(self.word(element, "whenTagName")).filter(|tag| !tag.is_empty());
        Some(When { is, tag, choices: list("whenChoiceValue"), labels: list("whenLabelValue") })
    }
}
