//! `toName`: which object an answer is about. Label Studio saves most mistakes here, and then loses answers.

use super::{Config, either, is_kind, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::Attribute;
use crate::core::labeling::span::Span;
use crate::core::labeling::suggest;
use crate::core::labeling::tags::{Edition, Kind, Tag};
use crate::core::labeling::tree::{Element, NodeId};

/// More to choose from help no one.
const MOST_FIXES: usize = 6;

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let control =
            element.tag.filter(|tag| tag.kind == Kind::Control && tag.edition == Edition::Community);
        let Some(tag) = control.filter(|tag| tag.requires("toName")) else { continue };
        match element.attribute("toName").filter(|to_name| !to_name.value.trim().is_empty()) {
            None => found.push(missing(config, element, tag).about(id)),
            Some(to_name) => targets(config, (id, element), tag, to_name, found),
        }
    }
}

fn missing(config: &Config, element: &Element, tag: &Tag) -> Diagnostic {
    let message = format!(
        "{} has no `toName`: it must name the object tag that the answer is about.{}",
        title(element),
        offer(config)
    );
    let fixes = fitting(config, element, tag).into_iter().map(|object| {
        let title = format!("Add `toName=\"{object}\"`");
        let after = element.attribute("name").map_or(element.name_span.end, |name| name.span.end);
        let empty =
            element.attribute("toName").map(|empty| Fix::one(title.clone(), empty.value_span, object));
        empty.unwrap_or_else(|| Fix::one(title, Span::at(after), format!(" toName=\"{object}\"")))
    });
    let severity = if is_inferred(config, element, tag) { Diagnostic::warning } else { Diagnostic::error };
    let error = severity("to-name-missing", element.name_span, message).with_fixes(fixes);
    with_objects(config, error).doc(Some(tag.doc()))
}

fn targets(
    config: &Config,
    (id, element): (NodeId, &Element),
    tag: &Tag,
    to_name: &Attribute,
    found: &mut Vec<Diagnostic>,
) {
    for name in to_name.value.split(',') {
        let diagnostic = match config.named(name) {
            Some(target) if is_target(target) => continue,
            Some(target) => not_object(config, element, tag, to_name, target),
            None if config.named(name.trim()).is_some() => {
                let names: Vec<&str> = to_name.value.split(',').map(str::trim).collect();
                let message = "Names in `toName` are set apart by commas alone, without blanks.";
                let fix = Fix::one("Remove the blanks", to_name.value_span, names.join(","));
                Diagnostic::error("to-name-blank", to_name.value_span, message).fix(fix)
            }
            None => unknown(config, element, tag, to_name, name),
        };
        found.push(diagnostic.doc(Some(tag.doc())).about(id));
    }
}

/// The editor takes the only object there is, unless it is a `Text` or `HyperText` (the answer would be lost),
/// and unless the server insists.
fn is_inferred(config: &Config, element: &Element, tag: &Tag) -> bool {
    let mut objects = config.objects();
    let only = objects.next().filter(|(object, _)| !object.is("Text") && !object.is("HyperText"));
    let insists = matches!(tag.name, "Choices" | "Labels" | "TextArea" | "Number")
        || element.attribute("toName").is_some();
    only.is_some() && objects.next().is_none() && !insists
}

/// An object; or a tag that is a fault itself, so that there is nothing to say about who points at it.
fn is_target(target: &Element) -> bool {
    target.tag.is_none_or(|tag| tag.kind == Kind::Object || tag.edition == Edition::Enterprise)
}

fn not_object(
    config: &Config,
    element: &Element,
    tag: &Tag,
    to_name: &Attribute,
    target: &Element,
) -> Diagnostic {
    let what = match target.tag.map(|tag| tag.kind) {
        Some(Kind::Control) if std::ptr::eq(target, element) => "itself",
        Some(Kind::Control) => "another control",
        _ => "a tag that shows no data",
    };
    let message = format!(
        "`toName=\"{}\"` points at {what}, {}. It must name an object tag, or the screen goes blank at the first answer.{}",
        to_name.value,
        title(target),
        offer(config)
    );
    // What the other control is about is most likely meant here too.
    let through = target
        .value("toName")
        .filter(|name| config.named(name).is_some_and(|found| is_kind(found, Kind::Object)));
    let objects = through
        .into_iter()
        .chain(fitting(config, element, tag).into_iter().filter(|name| Some(*name) != through));
    let fixes =
        objects.map(|object| Fix::one(format!("Write `toName=\"{object}\"`"), to_name.value_span, object));
    let error = Diagnostic::error("to-name-not-object", to_name.value_span, message).with_fixes(fixes);
    with_objects(config, error.related(target.name_span, format!("{} is here", title(target))))
}

fn unknown(config: &Config, element: &Element, tag: &Tag, to_name: &Attribute, name: &str) -> Diagnostic {
    let near = suggest::nearest(name.trim(), config.objects().take(500).map(|(_, object)| object));
    let hint = near.map_or_else(|| offer(config), |near| format!(" Did you mean `{near}`?"));
    let message = format!("`toName=\"{}\"`: no tag is named `{name}`.{hint}", to_name.value);
    let single = !to_name.value.contains(',');
    let others = fitting(config, element, tag).into_iter().filter(|other| single && Some(*other) != near);
    let fixes = near.into_iter().chain(others).map(|meant| {
        let names: Vec<&str> =
            to_name.value.split(',').map(|other| if other == name { meant } else { other }).collect();
        let names = names.join(",");
        Fix::one(format!("Write `toName=\"{names}\"`"), to_name.value_span, names)
    });
    with_objects(config, Diagnostic::error("to-name-unknown", to_name.value_span, message).with_fixes(fixes))
}

/// The objects that can be meant, the likeliest first: one that shows the same data, one in the same `Repeater`, the
/// nearest before the control, the nearest after it.
fn fitting<'a>(config: &Config<'a>, element: &Element, tag: &Tag) -> Vec<&'a str> {
    if tag.name == "Pairwise" {
        return Vec::new();
    }
    let at = element.open.start;
    let around = |at: usize| config.repeaters.iter().filter(|repeater| repeater.touches(at)).count();
    let depth = around(at);
    let value = element.value("value").filter(|value| value.starts_with('$'));
    let fits = config.objects().filter(|(object, _)| tag.takes(object.tag_name()));
    let mut objects: Vec<_> = fits.take(super::FEW).collect();
    objects.sort_by_key(|(object, _)| {
        let start = object.open.start;
        let same = value.is_some() && object.value("value") == value;
        (!same, around(start) != depth, start > at, start.abs_diff(at))
    });
    objects.into_iter().map(|(_, name)| name).take(MOST_FIXES).collect()
}

/// The objects that can be named, for a message.
fn offer(config: &Config) -> String {
    let names: Vec<&str> = config.objects().map(|(_, name)| name).take(9).collect();
    match names.len() {
        0 => " There is no object tag yet: add one, such as `<Text name=\"text\" value=\"$text\"/>`."
            .to_owned(),
        1 => format!(" The object tag here is {}.", either(&names, "and")),
        9 => " Object tags here are marked below.".to_owned(),
        _ => format!(" The object tags here are {}.", either(&names, "and")),
    }
}

fn with_objects(config: &Config, error: Diagnostic) -> Diagnostic {
    config.objects().take(20).fold(error, |error, (object, name)| {
        error.related(object.name_span, format!("object tag `{name}` ({})", object.tag_name()))
    })
}
