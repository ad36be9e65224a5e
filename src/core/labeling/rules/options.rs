//! What a control offers: choices and labels, each once.

use super::{Config, title};
use crate::core::labeling::diagnostic::Diagnostic;
use crate::core::labeling::span::Span;
use crate::core::labeling::tree::{Document, Element};
use std::collections::HashMap;

/// One choice or label.
pub(super) struct Offered {
    pub(super) value: String,
    pub(super) alias: Option<String>,
    /// Where it says its value.
    pub(super) span: Span,
    /// What it lies in: alike ones there are alike to Label Studio.
    around: usize,
    selected: Option<Span>,
}

/// Whether a control offers choices or labels.
pub(super) fn takes_options(element: &Element) -> bool {
    element.is("Choices")
        || element.is("Taxonomy")
        || element.tag.is_some_and(|tag| tag.allows("Label") && tag.name != "View" && tag.name != "Panel")
}

/// What a control offers, in the order of the source.
pub(super) fn options(document: &Document, control: &Element) -> Vec<Offered> {
    let mut found = Vec::new();
    let mut waiting: Vec<(&Element, usize)> = vec![(control, 0)];
    while let Some((element, around)) = waiting.pop() {
        for (id, child) in document.children(element) {
            if child.is("Choice") || child.is("Label") {
                let value = child.attribute("value");
                found.push(Offered {
                    value: value.map_or_else(|| document.text(child), |value| value.value.clone()),
                    alias: child.value("alias").filter(|alias| !alias.is_empty()).map(str::to_owned),
                    span: value.map_or(child.name_span, |value| value.value_span),
                    around,
                    selected: child
                        .attribute("selected")
                        .filter(|selected| selected.value == "true")
                        .map(|selected| selected.span),
                });
                waiting.push((child, id.index() + 1));
            } else if !child.tag.is_some_and(|tag| tag.kind == crate::core::labeling::tags::Kind::Control) {
                waiting.push((child, around));
            }
        }
    }
    found.sort_by_key(|offered| offered.span);
    found
}

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements().filter(|(_, element)| takes_options(element)) {
        let offered = options(config.document, element);
        let nested = element.is("Taxonomy") || element.is_true("allowNested");
        let doc = element.tag.map(crate::core::labeling::tags::Tag::doc);
        let mut first: HashMap<(usize, &str), Span> = HashMap::new();
        for option in
            offered.iter().filter(|option| !option.value.is_empty() && !option.value.starts_with('$'))
        {
            let around = if nested { option.around } else { 0 };
            let saved = option.alias.as_deref().unwrap_or(&option.value);
            match first.get(&(around, saved)) {
                Some(&before) => {
                    let message = format!(
                        "`{saved}` stands twice in {}: one click takes both, and a single choice can never be submitted.",
                        title(element)
                    );
                    found.push(
                        Diagnostic::warning("option-twice", option.span, message)
                            .related(before, "it stands here first")
                            .doc(doc.clone())
                            .about(id),
                    );
                }
                None => drop(first.insert((around, saved), option.span)),
            }
        }
        let single =
            element.is("Choices") && element.value("choice").is_none_or(|choice| choice != "multiple");
        let mut selected = offered.iter().filter_map(|option| option.selected);
        if let (true, Some(before), Some(second)) = (single, selected.next(), selected.next()) {
            let message = format!(
                "{} takes one choice and two are selected at first: it cannot be submitted.",
                title(element)
            );
            found.push(
                Diagnostic::error("two-selected", second, message)
                    .related(before, "this one is selected too")
                    .doc(doc)
                    .about(id),
            );
        }
    }
}
