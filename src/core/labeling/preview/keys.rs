//! The keys by which Label Studio's editor chooses without a mouse.

use crate::core::labeling::tree::{Document, Element};
use std::collections::HashSet;

/// In the order in which the editor hands them out to what names none itself.
const ORDER: &str = "1234567890qwetasdfgzxcvbyiopjklnm";

/// The keys that are left.
pub(super) struct Keys {
    left: std::str::Chars<'static>,
    named: HashSet<String>,
}

impl Keys {
    pub(super) fn new(document: &Document) -> Self {
        let named = document.elements().filter_map(|(_, element)| element.value("hotkey"));
        Self { left: ORDER.chars(), named: named.map(str::to_owned).collect() }
    }

    /// The key of a tag: the one that it names, else the next that is left; empty: none is.
    pub(super) fn of(&mut self, element: &Element) -> String {
        if let Some(own) = element.value("hotkey").filter(|own| !own.is_empty()) {
            return own.to_owned();
        }
        let Self { left, named } = self;
        left.map(String::from).find(|key| !named.contains(key)).unwrap_or_default()
    }
}
