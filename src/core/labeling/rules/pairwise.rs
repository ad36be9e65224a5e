//! `Pairwise` compares two objects, and a `Filter` searches what a control offers.

use super::{Config, is_kind, only, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::options::takes_options;
use crate::core::labeling::suggest;
use crate::core::labeling::tags::{Kind, Tag};

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let Some(to_name) = element.attribute("toName").filter(|to_name| !to_name.value.is_empty()) else {
            continue;
        };
        let doc = element.tag.map(Tag::doc);
        if element.is("Pairwise") {
            let names: Vec<&str> = to_name.value.split(',').map(str::trim).collect();
            if matches!(names.as_slice(), [first, second] if first != second) {
                continue;
            }
            let objects: Vec<&str> = config.objects().map(|(_, name)| name).collect();
            let fix = match objects.as_slice() {
                [first, second] if first != second => Some(Fix::one(
                    format!("Write `toName=\"{first},{second}\"`"),
                    to_name.value_span,
                    format!("{first},{second}"),
                )),
                _ => None,
            };
            let message = format!(
                "{} compares exactly two objects with different names: `toName=\"first,second\"`.",
                title(element)
            );
            found.push(
                Diagnostic::error("pairwise-two", to_name.value_span, message)
                    .with_fixes(fix)
                    .doc(doc)
                    .about(id),
            );
        } else if element.is("Filter") {
            let named = config.named(&to_name.value);
            if named.is_some_and(|named| takes_options(named) || !is_kind(named, Kind::Object)) {
                continue;
            }
            let fix = suggest::nearest(&to_name.value, config.offering())
                .or_else(|| only(config.offering()))
                .map(|name| Fix::one(format!("Write `toName=\"{name}\"`"), to_name.value_span, name));
            let message = format!(
                "A `<Filter>` searches what a control offers; `{}` is no such control.",
                to_name.value
            );
            found.push(
                Diagnostic::error("filter-target", to_name.value_span, message)
                    .with_fixes(fix)
                    .doc(doc)
                    .about(id),
            );
        }
    }
}
