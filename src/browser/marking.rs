//! What a person marks in a text: the selection as places in it, and places as nodes.

use crate::core::labeling::answers::Units;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, Node, Range, Selection};

/// A marked part: from and up to, in all the text of an element, where a `<br>` is one more; and what it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it covers.
    pub text: String,
}

/// The part of an element that is selected, counted in `units`; `None`: nothing is, or not only in it.
pub fn selected(within: &Element, units: Units) -> Option<Marked> {
    let document = within.owner_document()?;
    let range = composed(&document, within).or_else(|| {
        let selection = document.get_selection().ok().flatten()?;
        (selection.range_count() > 0).then(|| selection.get_range_at(0).ok()).flatten()
    })?;
    let (from, to) = (range.start_container().ok()?, range.end_container().ok()?);
    if !within.contains(Some(&from)) || !within.contains(Some(&to)) {
        return None;
    }
    let before = document.create_range().ok()?;
    before.set_start(within, 0).ok()?;
    before.set_end(&from, range.start_offset().ok()?).ok()?;
    let start = length(&before, units);
    let text: String = range.to_string().into();
    (!text.trim().is_empty()).then(|| Marked { start, end: start + length(&range, units), text })
}

fn length(range: &Range, units: Units) -> usize {
    let breaks = range.clone_contents().and_then(|inside| inside.query_selector_all("br"));
    let breaks = breaks.map(|found| found.length() as usize).unwrap_or_default();
    units.count(&String::from(range.to_string())) + breaks
}

/// A selection inside shadow roots. The page may stand in one, whose selection the document does not tell.
fn composed(document: &Document, within: &Element) -> Option<Range> {
    let root = within.get_root_node();
    let selection = document.get_selection().ok().flatten()?;
    let ask = Reflect::get(&selection, &"getComposedRanges".into()).ok()?.dyn_into::<Function>().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"shadowRoots".into(), &Array::of1(&root)).ok()?;
    let ranges = ask.call1(&selection, &options).ok()?.dyn_into::<Array>().ok()?;
    let part = |name: &str| Reflect::get(&ranges.get(0), &JsValue::from_str(name)).ok();
    let node = |name: &str| part(name)?.dyn_into::<Node>().ok();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a node")]
    let offset = |name: &str| part(name)?.as_f64().map(|offset| offset as u32);
    let range = document.create_range().ok()?;
    range.set_start(&node("startContainer")?, offset("startOffset")?).ok()?;
    range.set_end(&node("endContainer")?, offset("endOffset")?).ok()?;
    Some(range)
}

/// Nothing is selected any more.
pub fn unselect(document: &Document) {
    if let Some(selection) = document.get_selection().ok().flatten() {
        Selection::remove_all_ranges(&selection).unwrap_or_default();
    }
}

/// The nodes of text in an element and its line breaks, in order, each with how many code points it is.
fn leaves(within: &Node) -> Vec<(Node, usize)> {
    let (mut found, mut waiting) = (Vec::new(), vec![within.clone()]);
    while let Some(node) = waiting.pop() {
        if is_text(&node) {
            let length = Units::CodePoints.count(&node.text_content().unwrap_or_default());
            found.push((node, length));
            continue;
        }
        if node.node_name().eq_ignore_ascii_case("br") {
            found.push((node, 1));
            continue;
        }
        let children = node.child_nodes();
        waiting.extend((0..children.length()).rev().filter_map(|at| children.get(at)));
    }
    found
}

fn is_text(node: &Node) -> bool {
    node.node_type() == Node::TEXT_NODE
}

/// The node of text at a place, and the place in it. At a border: the end of the earlier one where a part `ends`; at a
/// line break: the text after it.
fn at(within: &Node, place: usize, ends: bool) -> Option<(Node, usize)> {
    let mut before = 0;
    for (node, length) in leaves(within) {
        let reached = place < before + length || (ends && place == before + length && length > 0);
        if reached && is_text(&node) {
            return Some((node, place.saturating_sub(before)));
        }
        before += length;
    }
    None
}

/// A node as Label Studio names it: the steps from `within`, each counted among those of its name.
fn x_path(within: &Node, node: &Node) -> String {
    let (mut steps, mut node) = (Vec::new(), node.clone());
    while !node.is_same_node(Some(within)) {
        let name = node.node_name();
        let (mut number, mut sibling) = (1, node.previous_sibling());
        while let Some(earlier) = sibling {
            number += usize::from(earlier.node_name() == name);
            sibling = earlier.previous_sibling();
        }
        let step = if is_text(&node) { "text()".to_owned() } else { name.to_ascii_lowercase() };
        steps.push(format!("/{step}[{number}]"));
        let Some(parent) = node.parent_node() else { break };
        node = parent;
    }
    steps.into_iter().rev().collect()
}

/// The ends of a part as nodes and places in them, in code points: `(start, start offset, end, end offset)`.
pub fn ends(within: &Node, from: usize, to: usize) -> Option<(String, usize, String, usize)> {
    let (first, start) = at(within, from, false)?;
    let (last, end) = at(within, to, true)?;
    Some((x_path(within, &first), start, x_path(within, &last), end))
}

/// Takes all marks off, so that the nodes are what they were.
pub fn clear(within: &Element) {
    let Ok(marks) = within.query_selector_all("mark[data-region]") else { return };
    for at in 0..marks.length() {
        let Some(mark) = marks.get(at) else { continue };
        let Some(parent) = mark.parent_node() else { continue };
        while let Some(child) = mark.first_child() {
            if parent.insert_before(&child, Some(&mark)).is_err() {
                break;
            }
        }
        parent.remove_child(&mark).map(drop).unwrap_or_default();
        parent.normalize();
    }
}

/// Marks a part of an element: the text between two places, in a colour.
pub fn paint(within: &Element, from: usize, to: usize, region: &str, color: &str) {
    let Some(document) = within.owner_document() else { return };
    let mut before = 0;
    for (node, length) in leaves(within) {
        let (start, end) = (from.max(before), to.min(before + length));
        if start < end && is_text(&node) {
            wrap(&document, &node, start - before, end - before, region, color).unwrap_or_default();
        }
        before += length;
    }
}

fn wrap(
    document: &Document,
    node: &Node,
    from: usize,
    to: usize,
    region: &str,
    color: &str,
) -> Result<(), JsValue> {
    let text = node.text_content().unwrap_or_default();
    // A range counts as JavaScript does.
    let unit = |place: usize| {
        let units: usize = text.chars().take(place).map(char::len_utf16).sum();
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    let range = document.create_range()?;
    range.set_start(node, unit(from))?;
    range.set_end(node, unit(to))?;
    let mark = document.create_element("mark")?;
    mark.set_attribute("data-region", region)?;
    let background = format!("color-mix(in srgb, {color} 35%, transparent)");
    if let Some(mark) = mark.dyn_ref::<web_sys::HtmlElement>() {
        mark.style().set_property("background", &background)?;
    }
    range.surround_contents(&mark)
}
