//! What a control offers to choose from: its choices and labels.

use super::tags::Kind;
use super::tree::{Document, Element};

/// One choice or label of a control.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a> {
    /// Its tag.
    pub element: &'a Element,
    /// Place of the choice that it lies in, among all that the control offers.
    pub inside: Option<usize>,
}

impl Offered<'_> {
    /// What is shown: its value, else what is written inside it.
    pub fn value(&self, document: &Document) -> String {
        self.element.value("value").map_or_else(|| document.text(self.element), str::to_owned)
    }

    /// What is saved in place of the value, where it says so.
    pub fn alias(&self) -> Option<&str> {
        self.element.value("alias").filter(|alias| !alias.is_empty())
    }
}

/// What a control offers, in the order of the source; not what lies in another control inside it.
pub fn options<'a>(document: &'a Document, control: &'a Element) -> Vec<Offered<'a>> {
    let mut found: Vec<Offered> = Vec::new();
    let mut waiting: Vec<(&Element, Option<usize>)> = Vec::new();
    // Last in, first out: the children of a tag wait in the opposite order.
    let inner = |element: &'a Element, inside| {
        let children: Vec<_> = document.children(element).map(|(_, child)| (child, inside)).collect();
        children.into_iter().rev()
    };
    waiting.extend(inner(control, None));
    while let Some((element, inside)) = waiting.pop() {
        if element.is("Choice") || element.is("Label") {
            waiting.extend(inner(element, Some(found.len())));
            found.push(Offered { element, inside });
        } else if element.tag.is_none_or(|tag| tag.kind != Kind::Control) {
            waiting.extend(inner(element, inside));
        }
    }
    found
}

/// Whether a tag is a control that offers choices or labels.
pub fn takes_options(element: &Element) -> bool {
    element.is("Choices")
        || element.is("Taxonomy")
        || element.tag.is_some_and(|tag| tag.allows("Label") && tag.name != "View" && tag.name != "Panel")
}

/// Whether what a control offers comes from elsewhere: with the task, or from an address.
pub fn come_from_elsewhere(control: &Element) -> bool {
    control.attribute("value").is_some() || control.attribute("apiUrl").is_some()
}
