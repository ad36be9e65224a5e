//! Tags that the editor does not know: it stops there, and the annotator sees nothing at all.

use super::{Config, is_kind};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::{Attribute, entity};
use crate::core::labeling::span::Span;
use crate::core::labeling::suggest;
use crate::core::labeling::tags::{self, Edition, Kind};
use crate::core::labeling::tree::{Document, Element};

/// HTML that people write between the tags.
const HTML: [&str; 40] = [
    "a", "article", "aside", "b", "body", "br", "button", "center", "code", "dd", "div", "dl", "dt", "em",
    "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "i", "iframe", "img",
    "li", "main", "ol", "p", "pre", "script", "section", "span", "strong", "u", "ul",
];

/// Names of other tools, and what Label Studio has for them.
const MEANT: [(&str, &str); 13] = [
    ("radio", "`<Choices choice=\"single\">`"),
    ("radiobutton", "`<Choices choice=\"single\">`"),
    ("radiogroup", "`<Choices choice=\"single\">`"),
    ("select", "`<Choices layout=\"select\">`"),
    ("dropdown", "`<Choices layout=\"select\">`"),
    ("option", "`<Choice>`"),
    ("input", "`<TextArea>`"),
    ("textbox", "`<TextArea>`"),
    ("textinput", "`<TextArea>`"),
    ("slider", "`<Number slider=\"true\">`"),
    ("stars", "`<Rating>`"),
    ("title", "`<Header>`"),
    ("row", "`<View>`"),
];

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let diagnostic = match element.tag {
            None => unknown(config.document, element),
            Some(tag) if tag.edition == Edition::Enterprise && config.edition == Edition::Community => {
                let message = format!(
                    "`<{}>` is a tag of Label Studio Enterprise. The community edition saves it and then shows nothing.",
                    tag.name
                );
                Diagnostic::error("enterprise-tag", element.name_span, message).doc(Some(tag.doc()))
            }
            Some(_) => continue,
        };
        found.push(diagnostic.about(id));
    }
}

fn unknown(document: &Document, element: &Element) -> Diagnostic {
    let name = &element.name;
    let lower = name.to_ascii_lowercase();
    let error = |message: String| Diagnostic::error("unknown-tag", element.name_span, message);
    if matches!(lower.as_str(), "checkbox" | "checkboxes" | "checkboxgroup") {
        let message = format!(
            "`<{name}>` is no tag of Label Studio; its screen would stay blank. \
             For boxes to tick use `<Choices choice=\"multiple\">` with a `<Choice>` for each box."
        );
        let doc = tags::find("Choices").map(tags::Tag::doc);
        return error(message).with_fixes(checkbox(document, element)).doc(doc);
    }
    if HTML.contains(&lower.as_str()) {
        let message = format!(
            "HTML tags such as `<{name}>` are not allowed here; Label Studio's screen would stay blank. \
             Use `<View>` and `<Header>`, or `<HyperText>` for HTML."
        );
        return Diagnostic::error("html-tag", element.name_span, message);
    }
    let blank = format!("`<{name}>` is no tag of Label Studio; its screen would stay blank.");
    if let Some((_, meant)) = MEANT.iter().find(|(other, _)| *other == lower) {
        return error(format!("{blank} Use {meant}."));
    }
    let candidates = tags::all().iter().filter(|tag| tag.edition == Edition::Community);
    match suggest::nearest(name, candidates.map(|tag| tag.name)) {
        Some(near) => error(format!("{blank} Did you mean `<{near}>`?"))
            .fix(Fix { title: format!("Write `<{near}>`"), edits: rename(element, near) }),
        None => error(blank),
    }
}

fn rename(element: &Element, name: &str) -> Vec<(Span, String)> {
    let close = element.close.map(|(close, _)| close);
    std::iter::once(element.name_span).chain(close).map(|span| (span, name.to_owned())).collect()
}

/// Boxes to tick as Label Studio has them. What the box says becomes a `Choice`, if there is none yet.
fn checkbox(document: &Document, element: &Element) -> Option<Fix> {
    let title = "Use `<Choices choice=\"multiple\">`".to_owned();
    let mut edits = rename(element, "Choices");
    let kind = match element.attribute("choice") {
        Some(choice) => (choice.value_span, "multiple".to_owned()),
        None => (Span::at(element.attribute_end()), " choice=\"multiple\"".to_owned()),
    };
    let has_choice = document.children(element).any(|(_, child)| is_kind(child, Kind::Subtag));
    let dynamic = element.value("value").is_some_and(|value| value.starts_with('$'));
    if has_choice || dynamic {
        edits.push(kind);
        return Some(Fix { title, edits });
    }
    let text = document.text(element);
    let says = ["value", "label", "title"].into_iter().find_map(|name| element.attribute(name));
    let label = match says {
        Some(attribute) => attribute.value.clone(),
        None if !text.is_empty() => text,
        None => element.value("name")?.replace('_', " "),
    };
    // The whole tag is written anew: its text moves into the Choice.
    let is_kept = |attribute: &&Attribute| {
        Some(attribute.span) != says.map(|says| says.span) && !attribute.name.eq_ignore_ascii_case("choice")
    };
    let kept = element
        .attributes
        .iter()
        .filter(is_kept)
        .flat_map(|attribute| [" ", attribute.span.of(&document.source)]);
    let attributes: String = kept.collect();
    let label = entity::encode(&label);
    let whole = Span::new(element.open.start, element.close.map_or(element.open.end, |(_, close)| close.end));
    let anew = format!("<Choices{attributes} choice=\"multiple\"><Choice value=\"{label}\"/></Choices>");
    Some(Fix { title, edits: vec![(whole, anew)] })
}
