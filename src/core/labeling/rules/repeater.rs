//! `Repeater`: its list, and the names inside it, which must differ from item to item.

use super::Config;
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::{Attribute, entity};
use crate::core::labeling::span::Span;
use crate::core::labeling::suggest;
use crate::core::labeling::tags::Tag;
use crate::core::labeling::tree::{Element, NodeId};
use std::collections::HashMap;

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    if config.repeaters.is_empty() {
        return;
    }
    let mut pointing: HashMap<&str, Vec<(NodeId, Span)>> = HashMap::new();
    for (id, element) in config.elements() {
        if let Some(to_name) = element.attribute("toName") {
            let all = pointing.entry(&to_name.value).or_default();
            if all.len() < super::FEW {
                all.push((id, to_name.value_span));
            }
        }
    }
    for (id, element) in config.elements() {
        if let Some(repeater) = nearest(config, id) {
            inside(config, repeater, (id, element), &pointing, found);
        }
    }
    for (id, element) in config.elements().filter(|(_, element)| element.is("Repeater")) {
        let doc = || element.tag.map(Tag::doc);
        match element.attribute("on") {
            None => {
                let message =
                    "`<Repeater>` must say in `on` which list it goes through, such as `on=\"$items\"`.";
                found.push(
                    Diagnostic::error("repeater-without-on", element.name_span, message).doc(doc()).about(id),
                );
            }
            Some(on) if !on.value.starts_with('$') => {
                let message =
                    format!("`on=\"{}\"` names no field of the task: write `on=\"$items\"`.", on.value);
                let word =
                    !on.value.is_empty() && on.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                let fix = word.then(|| {
                    Fix::one(format!("Write `${}`", on.value), on.value_span, format!("${}", on.value))
                });
                found.push(
                    Diagnostic::error("repeater-without-on", on.value_span, message)
                        .with_fixes(fix)
                        .doc(doc())
                        .about(id),
                );
            }
            Some(_) => {}
        }
    }
}

/// `$target_image[{{idx}}]` where the Repeater goes through `$target_images`.
fn other_list(repeater: &Element, attribute: &Attribute, flag: &str) -> Option<Diagnostic> {
    let list = repeater.value("on")?.strip_prefix('$')?;
    let before = attribute.value.split_once(&format!("[{flag}]"))?.0;
    let name = before.rsplit_once('$')?.1;
    if name == list || suggest::nearest(name, [list]).is_none() {
        return None;
    }
    let message = format!(
        "`${name}[{flag}]`: the `<Repeater>` goes through `${list}`. Of another list there may be no such item."
    );
    let mended = attribute.value.replace(&format!("${name}[{flag}]"), &format!("${list}[{flag}]"));
    let error = Diagnostic::error("repeater-other-list", attribute.value_span, message);
    let error = error.related(repeater.name_span, "the list is named here");
    Some(error.fix(Fix::one(
        format!("Write `${list}[{flag}]`"),
        attribute.value_span,
        entity::encode(&mended),
    )))
}

/// The `Repeater` that an element is repeated by.
fn nearest<'a>(config: &Config<'a>, id: NodeId) -> Option<(NodeId, &'a Element)> {
    config.around(id).find(|(_, around)| around.is("Repeater"))
}

fn inside(
    config: &Config,
    (repeater_id, repeater): (NodeId, &Element),
    (id, child): (NodeId, &Element),
    pointing: &HashMap<&str, Vec<(NodeId, Span)>>,
    found: &mut Vec<Diagnostic>,
) {
    let flag = repeater.value("indexFlag").filter(|flag| !flag.is_empty()).unwrap_or("{{idx}}");
    let name = child.attribute("name").filter(|name| !name.value.is_empty() && !name.value.contains(flag));
    if let Some(name) = name {
        let message = format!(
            "`name=\"{}\"` is the same for every item of the `<Repeater>`: the screen goes blank with two items. Put `{flag}` into it.",
            name.value
        );
        // What points at it inside the same Repeater follows.
        let theirs = pointing.get(name.value.as_str()).into_iter().flatten();
        let theirs =
            theirs.filter(|(other, _)| nearest(config, *other).is_some_and(|(id, _)| id == repeater_id));
        let spans = std::iter::once(name.value_span).chain(theirs.map(|(_, span)| *span));
        let edits = spans.map(|span| (Span::at(span.end), format!("_{flag}"))).collect();
        let fix = Fix { title: format!("Name it `{}_{flag}`", name.value), edits };
        found.push(Diagnostic::error("repeater-name", name.value_span, message).fix(fix).about(id));
    }
    let direct = config.document.parent(id).is_some_and(|(parent, _)| parent == repeater_id);
    let (allowed, times) = if direct { (2, "twice") } else { (1, "once") };
    for attribute in &child.attributes {
        found.extend(other_list(repeater, attribute, flag).map(|wrong| wrong.about(id)));
        if attribute.value.matches(flag).count() > allowed {
            let message = format!(
                "Label Studio fills in `{flag}` {times} in an attribute here: the next one stays as it is written."
            );
            found.push(
                Diagnostic::error("repeater-index-twice", attribute.value_span, message).drawn().about(id),
            );
        }
    }
}
