//! Controls that answer for a region, and controls that make regions: whether they can do it on their object.

use super::{Config, is_kind, title};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::tags::{Edition, Kind, Tag};
use crate::core::labeling::tree::Element;
use std::collections::HashSet;

/// Tools that draw on an image, for a `Labels` beside them.
const TOOLS: [&str; 11] = [
    "Rectangle",
    "Ellipse",
    "Polygon",
    "KeyPoint",
    "Brush",
    "Bitmask",
    "MagicWand",
    "Vector",
    "VideoRectangle",
    "RectangleLabels",
    "BrushLabels",
];

pub(super) fn check(config: &Config, found: &mut Vec<Diagnostic>) {
    let drawn =
        objects_of(config, |element| TOOLS.contains(&element.tag_name()) || element.is("TimelineLabels"));
    let with_regions = objects_of(config, makes_regions);
    for (id, element) in config.elements().filter(|(_, element)| is_kind(element, Kind::Control)) {
        let Some(tag) = element.tag.filter(|tag| tag.edition == Edition::Community) else { continue };
        let per_region = element.attribute("perRegion").filter(|per| per.value == "true");
        let per_item = element.attribute("perItem").filter(|per| per.value == "true");
        let mut push = |diagnostic: Diagnostic| found.push(diagnostic.doc(Some(tag.doc())).about(id));
        if let (Some(region), Some(item)) = (per_region, per_item) {
            let message = format!("{} cannot be both `perRegion` and `perItem`.", title(element));
            let fix = Fix::one("Remove `perItem`", item.span, "");
            push(
                Diagnostic::error("per-region-and-item", item.span, message)
                    .related(region.span, "`perRegion` is here")
                    .fix(fix),
            );
            continue;
        }
        if let Some(per) = per_region
            && !makes_regions(element)
            && names(element).next().is_some()
            && names(element).all(|name| config.named(name).is_none_or(knows_regions))
            && !names(element).any(|name| with_regions.contains(name))
        {
            let message = format!(
                "{} is shown for a selected region, but no control here makes regions on its object: it is never shown.",
                title(element)
            );
            let fix = config.without("Remove `perRegion`", per);
            push(Diagnostic::error("per-region-without-regions", per.span, message).fix(fix).drawn());
        }
        targets(config, element, tag, &drawn, &mut push);
    }
}

/// Not an Enterprise tag, whose messages are regions of their own, and no fault itself.
fn knows_regions(object: &Element) -> bool {
    object.tag.is_some_and(|tag| tag.edition == Edition::Community)
}

fn makes_regions(element: &Element) -> bool {
    let name = element.tag_name();
    name.ends_with("Labels")
        || TOOLS.contains(&name)
        || (element.is("Taxonomy") && element.is_true("labeling"))
}

fn names(element: &Element) -> impl Iterator<Item = &str> {
    element.value("toName").unwrap_or_default().split(',').filter(|name| !name.is_empty())
}

/// The names of the objects that some controls are about.
fn objects_of<'a>(config: &Config<'a>, which: impl Fn(&Element) -> bool) -> HashSet<&'a str> {
    config.elements().filter(|(_, element)| which(element)).flat_map(|(_, element)| names(element)).collect()
}

fn targets(
    config: &Config,
    element: &Element,
    tag: &'static Tag,
    drawn: &HashSet<&str>,
    push: &mut impl FnMut(Diagnostic),
) {
    let labeling = element.is("Taxonomy") && element.is_true("labeling");
    let wanted: &[&str] = if labeling { &["Text", "HyperText"] } else { &tag.targets };
    for name in names(element) {
        let Some(object) = config.named(name).filter(|object| is_kind(object, Kind::Object)) else {
            continue;
        };
        if object.tag.is_none_or(|tag| tag.edition == Edition::Enterprise) {
            continue;
        }
        let span = element.attribute("toName").map_or(element.name_span, |to_name| to_name.value_span);
        if !wanted.is_empty() && !wanted.contains(&object.tag_name()) {
            let fits = config.objects().filter(|(other, _)| wanted.contains(&other.tag_name()));
            let fixes = fits.take(5).map(|(_, fit)| Fix::one(format!("Write `toName=\"{fit}\"`"), span, fit));
            let message = format!(
                "{} works on {} and `{name}` is a {}: it cannot be used there, or Label Studio's screen goes blank.",
                title(element),
                super::either(wanted, "or"),
                object.tag_name()
            );
            let single = !element.value("toName").unwrap_or_default().contains(',');
            push(
                Diagnostic::error("to-name-wrong-type", span, message)
                    .related(object.name_span, format!("`{name}` is here"))
                    .with_fixes(fixes.filter(|_| single)),
            );
        } else if element.is("Labels")
            && matches!(object.tag_name(), "Image" | "Video")
            && !drawn.contains(name)
        {
            let tool = if object.is("Video") { "VideoRectangle" } else { "Rectangle" };
            let message = format!(
                "{} has nothing to draw with on `{name}`: add a tool such as `<{tool} name=\"…\" toName=\"{name}\"/>`.",
                title(element)
            );
            push(
                Diagnostic::error("labels-without-tool", element.name_span, message)
                    .drawn()
                    .related(object.name_span, format!("`{name}` is here")),
            );
        }
    }
}
