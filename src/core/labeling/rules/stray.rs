//! What Label Studio drops without a word, or trips over: text between tags, names where none belong.

use super::{Config, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;
use crate::core::labeling::tags::{Edition, Kind, Tag};
use crate::core::labeling::tree::{Element, NodeKind};
use crate::core::text::one_line;
use std::collections::HashMap;

/// Tags whose text is shown, or kept.
const SHOWN: [&str; 6] = ["Choice", "Label", "Header", "Style", "Markdown", "HyperText"];

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    let mut keys: HashMap<&str, Span> = HashMap::new();
    for (id, element) in config.elements() {
        let Some(tag) = element.tag.filter(|tag| tag.edition == Edition::Community) else { continue };
        let mut push = |diagnostic: Diagnostic| found.push(diagnostic.doc(Some(tag.doc())).about(id));
        texts(config, element, tag, &mut push);
        name(config, element, tag, &mut push);
        value_and_list(element, tag, &mut push);
        hotkey(element, &mut keys, &mut push);
    }
}

fn texts(config: &Config, element: &Element, tag: &Tag, push: &mut impl FnMut(Diagnostic)) {
    let inner = config.document.children(element).next().is_some();
    if SHOWN.contains(&tag.name) && !(inner && matches!(tag.name, "Header" | "Markdown" | "Label")) {
        return;
    }
    for node in element.children.iter().filter_map(|&child| config.document.node(child)) {
        let (NodeKind::Text(text) | NodeKind::Cdata(text)) = &node.kind else { continue };
        if text.trim().is_empty() {
            continue;
        }
        let whole = node.span.of(&config.document.source);
        let start = node.span.start + whole.len() - whole.trim_start().len();
        let span = Span::new(start, start + whole.trim().len());
        let message = format!(
            "The text “{}” inside {} is not shown by Label Studio. Put it into a `<Header value=\"…\"/>`.",
            one_line(text.trim(), 40),
            title(element)
        );
        push(Diagnostic::warning("stray-text", span, message).fix(Fix::one("Remove the text", span, "")));
    }
}

fn name(config: &Config, element: &Element, tag: &Tag, push: &mut impl FnMut(Diagnostic)) {
    let Some(name) = element.attribute("name") else { return };
    if name.value.contains([',', '@']) {
        let wrong = if name.value.contains(',') { ',' } else { '@' };
        let message = format!(
            "A name must not hold a `{wrong}`: Label Studio cuts it off there, and what refers to it finds nothing."
        );
        let clean: String = name.value.replace([',', '@', ' '], "_");
        let fix = Fix::one(format!("Write `{clean}`"), name.value_span, clean);
        push(Diagnostic::error("name-character", name.value_span, message).drawn().fix(fix));
    } else if tag.kind == Kind::Visual && tag.name != "Filter" && !name.value.is_empty() {
        let message =
            format!("`<{}>` takes no `name`; the server counts it among the names all the same.", tag.name);
        let fix = config.without("Remove the name", name);
        push(Diagnostic::warning("name-on-visual", name.span, message).fix(fix));
    }
}

fn value_and_list(element: &Element, tag: &Tag, push: &mut impl FnMut(Diagnostic)) {
    if let (Some(value), Some(list)) = (element.attribute("value"), element.attribute("valueList"))
        && matches!(tag.name, "Image" | "Text" | "HyperText")
    {
        let message =
            format!("{} has both `value` and `valueList`: the server takes one of them.", title(element));
        let error = Diagnostic::error("value-and-list", list.span, message).drawn();
        push(error.related(value.span, "`value` is here"));
    }
}

fn hotkey<'a>(element: &'a Element, keys: &mut HashMap<&'a str, Span>, push: &mut impl FnMut(Diagnostic)) {
    let Some(hotkey) = element.attribute("hotkey").filter(|hotkey| !hotkey.value.trim().is_empty()) else {
        return;
    };
    match keys.get(hotkey.value.trim()) {
        Some(&before) => {
            let message =
                format!("The key `{}` is taken: Label Studio gives it to one of the two.", hotkey.value);
            push(
                Diagnostic::warning("hotkey-twice", hotkey.value_span, message)
                    .related(before, "it is used here first"),
            );
        }
        None => drop(keys.insert(hotkey.value.trim(), hotkey.value_span)),
    }
}
