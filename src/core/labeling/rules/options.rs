//! Choices and labels that stand twice, or are selected twice.

use super::{Config, title};
use crate::core::labeling::diagnostic::Diagnostic;
use crate::core::labeling::options::{options, takes_options};
use crate::core::labeling::span::Span;
use crate::core::labeling::tags::Tag;
use std::collections::{HashMap, hash_map::Entry};

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements().filter(|(_, element)| takes_options(element)) {
        let offered = options(config.document, element);
        let nested = element.is("Taxonomy") || element.is_true("allowNested");
        let doc = element.tag.map(Tag::doc);
        let mut first: HashMap<(Option<usize>, String), Span> = HashMap::new();
        for option in &offered {
            let value = option.value(config.document);
            if value.is_empty() || value.starts_with('$') {
                continue;
            }
            // In a tree, alike ones are alike only beside each other.
            let around = option.inside.filter(|_| nested);
            let saved = option.alias().map_or(value, str::to_owned);
            let at = option.element;
            let span = at.attribute("value").map_or(at.name_span, |value| value.value_span);
            match first.entry((around, saved)) {
                Entry::Occupied(before) => {
                    let message = format!(
                        "`{}` stands twice in {}: one click takes both, and a single choice can never be submitted.",
                        before.key().1,
                        title(element)
                    );
                    found.push(
                        Diagnostic::warning("option-twice", span, message)
                            .related(*before.get(), "it stands here first")
                            .doc(doc.clone())
                            .about(id),
                    );
                }
                Entry::Vacant(free) => drop(free.insert(span)),
            }
        }
        let single =
            element.is("Choices") && element.value("choice").is_none_or(|choice| choice != "multiple");
        let mut selected = offered.iter().filter_map(|option| {
            option.element.attribute("selected").filter(|selected| selected.value == "true")
        });
        if let (true, Some(before), Some(second)) = (single, selected.next(), selected.next()) {
            let message = format!(
                "{} takes one choice and two are selected at first: it cannot be submitted.",
                title(element)
            );
            found.push(
                Diagnostic::error("two-selected", second.span, message)
                    .drawn()
                    .related(before.span, "this one is selected too")
                    .doc(doc)
                    .about(id),
            );
        }
    }
}
