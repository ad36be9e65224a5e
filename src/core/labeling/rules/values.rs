//! Objects that show nothing, and choices that say nothing.

use super::{Config, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::entity;
use crate::core::labeling::span::Span;
use crate::core::labeling::tags::{Edition, Kind};
use crate::core::labeling::tree::{Element, NodeId};

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let community = element.tag.filter(|tag| tag.edition == Edition::Community && tag.requires("value"));
        let Some(tag) = community else { continue };
        if element.attribute("value").is_some() || element.attribute("valueList").is_some() {
            continue;
        }
        let diagnostic = match tag.kind {
            Kind::Object => object(config, element),
            Kind::Subtag => choice(config, id, element),
            Kind::Control | Kind::Visual => continue,
        };
        found.push(diagnostic.doc(Some(tag.doc())).about(id));
    }
}

fn object(config: &Config, element: &Element) -> Diagnostic {
    let name = element.value("name").filter(|name| !name.is_empty()).unwrap_or("text");
    let message = format!(
        "{} has no `value`: it must say which field of the task it shows, such as `value=\"${name}\"`.",
        title(element)
    );
    let simple = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let text = format!(" value=\"${name}\"");
    let fix = Fix::one(format!("Add `{}`", text.trim_start()), Span::at(element.attribute_end()), text);
    let body = !config.document.inner(element).trim().is_empty();
    if element.is("HyperText") && body {
        let message = format!(
            "{} shows what is written inside it, but Label Studio's server wants a `value`.",
            title(element)
        );
        return Diagnostic::warning("object-without-value", element.name_span, message);
    }
    Diagnostic::error("object-without-value", element.name_span, message).with_fixes(simple.then_some(fix))
}

fn choice(config: &Config, id: NodeId, element: &Element) -> Diagnostic {
    let text = config.document.text(element);
    let message = if text.is_empty() {
        format!("`<{}>` has no `value`: it would stand there without a word.", element.tag_name())
    } else {
        format!(
            "Label Studio's server wants the word in `value`: `<{} value=\"{text}\"/>`.",
            element.tag_name()
        )
    };
    let elements = element.children.iter().any(|&child| config.document.element(child).is_some());
    let fix = (!text.is_empty() && !elements).then(|| {
        let value = (Span::at(element.attribute_end()), format!(" value=\"{}\"", entity::encode(&text)));
        let inside =
            Span::new(element.open.end, element.close.map_or(element.open.end, |(_, close)| close.start));
        Fix { title: "Write it as `value`".into(), edits: vec![value, (inside, String::new())] }
    });
    // The server looks inside Choices and Labels only; elsewhere the text is taken.
    let strict =
        config.document.parent(id).is_some_and(|(_, around)| around.is("Choices") || around.is("Labels"));
    let severity = if text.is_empty() || strict { Diagnostic::error } else { Diagnostic::warning };
    severity("choice-without-value", element.name_span, message).drawn().with_fixes(fix)
}
