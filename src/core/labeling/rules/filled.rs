//! Controls that offer nothing to choose from.

use super::{Config, is_kind, title};
use crate::core::labeling::diagnostic::Diagnostic;
use crate::core::labeling::options::come_from_elsewhere;
use crate::core::labeling::tags::Kind;
use crate::core::labeling::tree::{Document, Element};

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let name = element.tag_name();
        let (inner, strict) = match name {
            "Choices" => ("Choice", true),
            "Labels" => ("Label", true),
            "Taxonomy" => ("Choice", false),
            _ if name.ends_with("Labels") && element.tag.is_some_and(|tag| tag.allows("Label")) => {
                ("Label", false)
            }
            _ => continue,
        };
        if come_from_elsewhere(element) || offers(config.document, element, inner) {
            continue;
        }
        let message = format!("{} has no `<{inner}>` in it: there is nothing to choose.", title(element));
        let severity = if strict { Diagnostic::error } else { Diagnostic::warning };
        let doc = element.tag.map(crate::core::labeling::tags::Tag::doc);
        found.push(severity("nothing-to-choose", element.name_span, message).drawn().doc(doc).about(id));
    }
}

/// Whether a tag is somewhere inside, or one that the editor would refuse (that is said elsewhere).
fn offers(document: &Document, element: &Element, inner: &str) -> bool {
    let mut waiting: Vec<_> = document.children(element).collect();
    while let Some((_, child)) = waiting.pop() {
        if child.is(inner) || child.tag.is_none() || matches!(child.tag_name(), "Choice" | "Label") {
            return true;
        }
        if !is_kind(child, Kind::Control) {
            waiting.extend(document.children(child));
        }
    }
    false
}
