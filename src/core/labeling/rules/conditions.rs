//! What is shown only sometimes: `visibleWhen` and its companions.

use super::{Config, only, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::{Attribute, entity};
use crate::core::labeling::options::{come_from_elsewhere, options};
use crate::core::labeling::span::Span;
use crate::core::labeling::suggest;
use crate::core::labeling::tags::Kind;
use crate::core::labeling::tree::{Element, NodeId};
use std::collections::{HashMap, HashSet};

/// What `visibleWhen` can say.
pub(crate) const WHEN: [&str; 4] =
    ["choice-selected", "choice-unselected", "region-selected", "no-region-selected"];

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    let mut known = HashMap::new();
    for (id, element) in config.elements() {
        let Some(tag) = element.tag.filter(|tag| {
            tag.attribute("visibleWhen").is_some() || tag.attribute("whenLabelValue").is_some()
        }) else {
            continue;
        };
        let mut push = |diagnostic: Diagnostic| found.push(diagnostic.doc(Some(tag.doc())).about(id));
        let when = element.attribute("visibleWhen");
        if let Some(when) = when.filter(|when| !WHEN.contains(&when.value.as_str())) {
            push(unknown_word(element, when));
        }
        if when.is_none() {
            let ignored = ["whenTagName", "whenChoiceValue"]
                .into_iter()
                .chain(tag.name.eq("View").then_some("whenLabelValue"));
            for attribute in ignored.filter_map(|name| element.attribute(name)) {
                if tag.attribute(&attribute.name).is_some() {
                    push(without_when(element, attribute));
                    break;
                }
            }
        }
        let choices = when.is_some_and(|when| when.value.starts_with("choice-"));
        if let Some(name) = element.attribute("whenTagName") {
            match config.named(&name.value) {
                None if when.is_some() => push(unknown_tag(config, element, name)),
                Some(other)
                    if choices
                        && !matches!(other.tag_name(), "Choices" | "Taxonomy")
                        && other.tag.is_some() =>
                {
                    let message = format!(
                        "`whenTagName=\"{}\"` names {}, which has no choices: Label Studio's screen would go blank.",
                        name.value,
                        title(other)
                    );
                    push(
                        Diagnostic::error("when-tag-without-choices", name.value_span, message)
                            .related(other.name_span, "it is here"),
                    );
                }
                Some(other) if !choices && when.is_some() && super::is_kind(other, Kind::Object) => {
                    let message = format!(
                        "`whenTagName=\"{}\"` names an object tag. Label Studio compares it with the control that labels the region, so this is never shown.",
                        name.value
                    );
                    push(
                        Diagnostic::warning("when-tag-is-object", name.value_span, message)
                            .related(other.name_span, "it is here"),
                    );
                }
                _ => {}
            }
        }
        values(config, element, &mut known, &mut push);
        cycle(config, (id, element), choices, &mut push);
    }
}

fn unknown_word(element: &Element, when: &Attribute) -> Diagnostic {
    let near = suggest::nearest(when.value.trim(), WHEN).or(match when.value.trim() {
        "selected" | "choice" => Some("choice-selected"),
        "region" => Some("region-selected"),
        _ => None,
    });
    let message = format!(
        "`visibleWhen=\"{}\"` in {} means nothing, so it is always shown. It can say `choice-selected`, `choice-unselected`, `region-selected` or `no-region-selected`.",
        when.value,
        title(element)
    );
    let fix = near.map(|near| Fix::one(format!("Write `{near}`"), when.value_span, near));
    Diagnostic::error("bad-visible-when", when.value_span, message).drawn().with_fixes(fix)
}

fn without_when(element: &Element, attribute: &Attribute) -> Diagnostic {
    let when = if attribute.name.eq_ignore_ascii_case("whenLabelValue") {
        "region-selected"
    } else {
        "choice-selected"
    };
    let message = format!(
        "`{}` does nothing without `visibleWhen`: {} is always shown.",
        attribute.name,
        title(element)
    );
    let fix = Fix::one(
        format!("Add `visibleWhen=\"{when}\"`"),
        Span::at(attribute.span.start),
        format!("visibleWhen=\"{when}\" "),
    );
    Diagnostic::warning("when-without-visible-when", attribute.name_span, message).fix(fix)
}

fn unknown_tag(config: &Config, element: &Element, name: &Attribute) -> Diagnostic {
    let named = config.elements().filter_map(|(_, other)| other.value("name")).take(super::FEW);
    let near = suggest::nearest(&name.value, named);
    let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
    let message = format!(
        "`whenTagName=\"{}\"`: no tag has that name, so {} is never shown.{hint}",
        name.value,
        title(element)
    );
    let fix = near
        .or_else(|| only(config.offering()))
        .map(|near| Fix::one(format!("Write `{near}`"), name.value_span, near));
    Diagnostic::error("when-tag-unknown", name.value_span, message).with_fixes(fix)
}

/// What some controls offer.
struct Offers {
    words: HashSet<String>,
    /// More comes with the task, or there is no such control: nothing can be said of what they do not offer.
    open: bool,
}

impl Offers {
    fn of<'a>(config: &Config, controls: impl Iterator<Item = &'a Element>) -> Self {
        let controls: Vec<&Element> = controls.collect();
        let options = controls.iter().flat_map(|control| options(config.document, control));
        let words = options
            .flat_map(|option| [Some(option.value(config.document)), option.alias().map(str::to_owned)]);
        let open = controls.is_empty() || controls.iter().any(|control| come_from_elsewhere(control));
        Self { words: words.flatten().collect(), open }
    }
}

/// Choices and labels that the named control does not offer.
fn values<'a>(
    config: &Config<'a>,
    element: &'a Element,
    known: &mut HashMap<(Option<&'a str>, &'static str), Offers>,
    push: &mut impl FnMut(Diagnostic),
) {
    let named = element.value("whenTagName").and_then(|name| config.named(name));
    for (name, what) in [("whenChoiceValue", "choice"), ("whenLabelValue", "label")] {
        let Some(attribute) = element.attribute(name).filter(|attribute| !attribute.value.is_empty()) else {
            continue;
        };
        let wanted = |other: &Element| {
            if what == "choice" {
                matches!(other.tag_name(), "Choices" | "Taxonomy")
            } else {
                other.tag_name().ends_with("Labels")
            }
        };
        let own = named.filter(|named| wanted(named)).and_then(|named| named.value("name"));
        // What a control offers is asked for by many: it is collected once.
        let offers =
            known.entry((own, what)).or_insert_with(|| match own.and_then(|own| config.named(own)) {
                Some(own) => Offers::of(config, std::iter::once(own)),
                None => Offers::of(
                    config,
                    config.elements().map(|(_, other)| other).filter(|other| wanted(other)),
                ),
            });
        let Offers { words: offered, open: false } = offers else { continue };
        if offered.contains(&attribute.value) && attribute.value.contains(',') {
            let message = format!(
                "`{name}=\"{}\"`: Label Studio reads the comma as the end of one {what} and the begin of another, so this is never shown. Give the {what} an `alias` or a value without a comma.",
                attribute.value
            );
            push(Diagnostic::error("when-value-comma", attribute.value_span, message).drawn());
            continue;
        }
        let Some(wrong) = attribute.value.split(',').find(|word| !offered.contains(*word)) else {
            continue;
        };
        let mut near: Vec<&str> = offered.iter().map(String::as_str).collect();
        near.sort_unstable();
        let near = suggest::nearest(wrong.trim(), near.into_iter().take(500));
        let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
        let message = format!(
            "`{name}=\"{}\"`: no {what} is `{wrong}`, so {} is never shown.{hint}",
            attribute.value,
            title(element)
        );
        let fix = near.map(|near| {
            let words: Vec<&str> =
                attribute.value.split(',').map(|word| if word == wrong { near } else { word }).collect();
            let words = words.join(",");
            Fix::one(format!("Write `{words}`"), attribute.value_span, entity::encode(&words))
        });
        push(Diagnostic::error("when-value-unknown", attribute.value_span, message).drawn().with_fixes(fix));
    }
}

/// A part of the screen that waits for a control inside itself.
fn cycle(
    config: &Config,
    (id, element): (NodeId, &Element),
    choices: bool,
    push: &mut impl FnMut(Diagnostic),
) {
    let Some(name) = element.attribute("whenTagName").filter(|_| choices) else { return };
    let Some(&control) = config.names.get(name.value.as_str()) else { return };
    if control == id || config.around(control).any(|(around, _)| around == id) {
        let message = format!(
            "{} is shown when `{}` is answered, which lies inside it: Label Studio's screen would go blank. Move the control out.",
            title(element),
            name.value
        );
        push(Diagnostic::error("visibility-cycle", name.value_span, message));
    }
}
