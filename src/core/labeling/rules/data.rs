//! `$variables` that the editor and the import read differently, or not at all.

use super::{Config, is_kind, title};
use crate::core::labeling::bind;
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::Attribute;
use crate::core::labeling::tags::{Edition, Kind};
use crate::core::labeling::tree::Element;
use crate::core::labeling::variables;
use std::cell::LazyCell;
use std::collections::HashSet;

/// Objects that show nothing of a text that stands in the configuration itself.
const STRUCTURED: [&str; 4] = ["Paragraphs", "List", "Table", "TimeSeries"];

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    // Asked for only where an object shows words of its own, which is rare.
    let keys = LazyCell::new(|| -> HashSet<String> {
        variables(config.document).into_iter().map(|variable| variable.field().to_owned()).collect()
    });
    for (id, element) in config.elements() {
        let Some(tag) = element.tag.filter(|tag| tag.edition == Edition::Community) else { continue };
        let object = is_kind(element, Kind::Object);
        let Some(value) = element.attribute("value").filter(|value| object || value.value.contains('$'))
        else {
            continue;
        };
        if element.is("HyperText") && value.value.contains('<') {
            continue;
        }
        let wrong = variable(element, value, object)
            .or_else(|| object.then(|| literal(element, value, |said| keys.contains(said))).flatten());
        found.extend(wrong.map(|wrong| wrong.doc(Some(tag.doc())).about(id)));
    }
}

fn variable(element: &Element, value: &Attribute, object: bool) -> Option<Diagnostic> {
    let said = value.value.as_str();
    let error = |what: &str| {
        let message = format!("`value=\"{said}\"` in {}: {what}", title(element));
        Diagnostic::error("bad-variable", value.value_span, message).drawn()
    };
    let write = |name: &str| Fix::one(format!("Write `${name}`"), value.value_span, format!("${name}"));
    let plain = |name: &str| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']'))
    };
    if let Some(name) = said.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        return Some(
            error("the braces become part of the name. A variable is written `$name`.")
                .with_fixes(plain(name).then(|| write(name))),
        );
    }
    if let Some(name) = said.strip_prefix("$$") {
        return Some(error("one `$` is enough.").with_fixes(plain(name).then(|| write(name))));
    }
    if let Some(name) = said
        .trim()
        .strip_prefix("{{")
        .and_then(|rest| rest.strip_suffix("}}"))
        .filter(|name| object && name.trim() != "idx")
    {
        let name = name.trim();
        return Some(
            error("Label Studio shows this as it stands. A variable is written `$name`.")
                .with_fixes(plain(name).then(|| write(name))),
        );
    }
    // Only what has a name is asked for by the import.
    if !object || !said.trim_start().starts_with('$') {
        return None;
    }
    if said != said.trim() {
        return Some(error("the blank becomes part of the name that the import asks for.").fix(Fix::one(
            "Remove the blank",
            value.value_span,
            said.trim(),
        )));
    }
    let after = said.strip_prefix('$').unwrap_or_default();
    let (_, path) = bind::references(said).next().unwrap_or_default();
    if path.len() < after.len() {
        let at = after.chars().nth(path.chars().count()).unwrap_or(' ');
        let message = format!(
            "the import asks for a field `{after}` and the editor shows `{path}`: a name ends at `{at}`. Use letters, digits and `_`."
        );
        let snake: String = after.chars().map(|c| if c == '-' || c == ' ' { '_' } else { c }).collect();
        return Some(
            error(&message).with_fixes((plain(&snake) && !snake.contains("_$")).then(|| write(&snake))),
        );
    }
    if path.ends_with('.') || path.contains("..") {
        let mended = path.trim_end_matches('.');
        return Some(
            error("the import fails at a dot without a name behind it.")
                .with_fixes((plain(mended) && !mended.contains("..")).then(|| write(mended))),
        );
    }
    None
}

fn literal(element: &Element, value: &Attribute, is_field: impl Fn(&str) -> bool) -> Option<Diagnostic> {
    let said = value.value.trim();
    if said.contains('$') || said.is_empty() || said.contains("{{") {
        return None;
    }
    let word = said.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let fix = word.then(|| Fix::one(format!("Write `${said}`"), value.value_span, format!("${said}")));
    if STRUCTURED.contains(&element.tag_name()) && word {
        let message = format!(
            "{} shows data of the task: `value=\"${said}\"`. Without the `$` it has nothing to show.",
            title(element)
        );
        return Some(
            Diagnostic::error("variable-without-dollar", value.value_span, message).drawn().with_fixes(fix),
        );
    }
    let media = matches!(element.tag_name(), "Image" | "Audio" | "Video" | "Pdf" | "AudioPlus");
    if (word && media) || is_field(said) {
        let message = format!(
            "{} shows the word `{said}` itself. Did you mean the field `${said}` of the task?",
            title(element)
        );
        return Some(
            Diagnostic::warning("variable-without-dollar", value.value_span, message).with_fixes(fix),
        );
    }
    None
}
