//! Capital and small letters: the editor does not mind them, the server does and sees no such tag.

use super::{Config, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};

/// Tags whose attributes the server looks for.
const SEEN: [&str; 9] =
    ["Labels", "Choices", "Label", "Choice", "Image", "Text", "HyperText", "TextArea", "Number"];

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let Some(tag) = element.tag else { continue };
        if element.name != tag.name {
            let message = format!(
                "The tag is written `<{}>`. The editor takes `<{}>`, but the server does not see it: it checks nothing there.",
                tag.name, element.name
            );
            let spans = std::iter::once(element.name_span).chain(element.close.map(|(close, _)| close));
            let edits = spans.map(|span| (span, tag.name.to_owned())).collect();
            let fix = Fix { title: format!("Write `<{}>`", tag.name), edits };
            found.push(Diagnostic::warning("tag-case", element.name_span, message).fix(fix).about(id));
            continue;
        }
        for attribute in &element.attributes {
            let wanted = ["name", "toName", "value"]
                .into_iter()
                .find(|name| attribute.name.eq_ignore_ascii_case(name));
            let Some(wanted) = wanted.filter(|name| attribute.name != *name && tag.requires(name)) else {
                continue;
            };
            let refused = SEEN.contains(&tag.name);
            let effect = if refused { "refuses it" } else { "does not see it" };
            let message = format!(
                "The attribute is written `{wanted}`. The editor takes `{}` in {}, but the server {effect}.",
                attribute.name,
                title(element)
            );
            let severity = if refused { Diagnostic::error } else { Diagnostic::warning };
            let fix = Fix::one(format!("Write `{wanted}`"), attribute.name_span, wanted);
            found.push(severity("attribute-case", attribute.name_span, message).drawn().fix(fix).about(id));
        }
    }
}
