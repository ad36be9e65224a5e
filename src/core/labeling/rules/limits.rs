//! Numbers that contradict each other: an answer can never be right.

use super::{Config, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::lexer::Attribute;
use crate::core::labeling::tree::Element;

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    for (id, element) in config.elements() {
        let Some(tag) = element.tag else { continue };
        let mut push = |diagnostic: Diagnostic| found.push(diagnostic.doc(Some(tag.doc())).about(id));
        match tag.name {
            "Number" => {
                for name in ["min", "max", "step", "defaultValue"] {
                    number(element, name, &mut push);
                }
                order(element, "min", "max", &mut push);
                order(element, "defaultValue", "max", &mut push);
                order(element, "min", "defaultValue", &mut push);
            }
            "DateTime" => order_of_dates(element, &mut push),
            "Rating" => {
                number(element, "maxRating", &mut push);
                number(element, "defaultValue", &mut push);
                order(element, "defaultValue", "maxRating", &mut push);
                whole(element, &mut push);
            }
            "Vector" | "VectorLabels" => order(element, "minPoints", "maxPoints", &mut push),
            "Video" => video(element, &mut push),
            _ => {}
        }
        for name in ["maxUsages", "maxSubmissions"] {
            if tag.attribute(name).is_some() {
                number(element, name, &mut push);
            }
        }
    }
}

fn read(element: &Element, name: &str) -> Option<f64> {
    element.value(name)?.trim().parse().ok()
}

fn number(element: &Element, name: &str, push: &mut impl FnMut(Diagnostic)) {
    let Some(attribute) = element.attribute(name) else { return };
    if attribute.value.trim().parse::<f64>().is_ok_and(f64::is_finite)
        || attribute.value.contains('$')
        || matches!(attribute.value.as_str(), "true" | "false")
    {
        return;
    }
    let message = format!("`{name}=\"{}\"` in {} is no number.", attribute.value, title(element));
    push(Diagnostic::error("not-a-number", attribute.value_span, message));
}

fn order(element: &Element, low: &str, high: &str, push: &mut impl FnMut(Diagnostic)) {
    let (Some(least), Some(most)) = (read(element, low), read(element, high)) else { return };
    if least <= most {
        return;
    }
    let pair =
        |name: &str| element.attribute(name).map(|attribute| (attribute.value_span, attribute.value.clone()));
    let (Some((at, first)), Some((other, second))) = (pair(low), pair(high)) else { return };
    let message = format!(
        "{}: `{low}` ({first}) is more than `{high}` ({second}); no answer can be right.",
        title(element)
    );
    let swap = Fix { title: "Swap them".into(), edits: vec![(at, second), (other, first)] };
    let bounds = low.starts_with("min") && high.starts_with("max");
    push(
        Diagnostic::error("limits-crossed", at, message)
            .drawn()
            .related(other, format!("`{high}` is here"))
            .with_fixes(bounds.then_some(swap)),
    );
}

/// Dates written as `2024-05-06` are in the order of their letters.
fn order_of_dates(element: &Element, push: &mut impl FnMut(Diagnostic)) {
    let date =
        |name: &str| element.attribute(name).filter(|date| date.value.len() >= 10 && date.value.is_ascii());
    if let (Some(min), Some(max)) = (date("min"), date("max"))
        && min.value.len() == max.value.len()
        && min.value > max.value
    {
        let message =
            format!("{}: `min` ({}) is later than `max` ({}).", title(element), min.value, max.value);
        push(
            Diagnostic::error("limits-crossed", min.value_span, message)
                .drawn()
                .related(max.value_span, "`max` is here"),
        );
    }
}

fn whole(element: &Element, push: &mut impl FnMut(Diagnostic)) {
    let wrong = |attribute: &&Attribute| {
        attribute.value.trim().parse::<f64>().is_ok_and(|number| number < 1.0 || number.fract() != 0.0)
    };
    if let Some(attribute) = element.attribute("maxRating").filter(wrong) {
        let message = format!(
            "`maxRating=\"{}\"` in {}: the number of stars must be a whole number from 1.",
            attribute.value,
            title(element)
        );
        push(Diagnostic::error("not-a-number", attribute.value_span, message));
    }
}

fn video(element: &Element, push: &mut impl FnMut(Diagnostic)) {
    for name in ["defaultPlaybackSpeed", "minPlaybackSpeed"] {
        let speed = read(element, name).filter(|speed| !(0.05..=10.0).contains(speed));
        if let (Some(_), Some(attribute)) = (speed, element.attribute(name)) {
            let message = format!(
                "`{name}=\"{}\"` in {}: it must be from 0.05 to 10.",
                attribute.value,
                title(element)
            );
            push(Diagnostic::error("video-speed", attribute.value_span, message));
        }
    }
    let default = read(element, "defaultPlaybackSpeed").unwrap_or(1.0);
    if let Some(attribute) = element
        .attribute("minPlaybackSpeed")
        .filter(|least| least.value.trim().parse::<f64>().is_ok_and(|least| least > default && least <= 10.0))
    {
        let message =
            format!("`minPlaybackSpeed` ({}) is more than `defaultPlaybackSpeed`.", attribute.value);
        push(Diagnostic::error("video-speed", attribute.value_span, message));
    }
}
