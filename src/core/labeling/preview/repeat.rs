//! `Repeater`: what it holds, once for each item of a list.

use super::{Block, Builder, MOST, View};
use crate::core::labeling::bind;
use crate::core::labeling::tree::{Document, Element};
use serde_json::Value;
use std::borrow::Cow;

/// One repetition.
pub(super) struct Repeat<'a> {
    document: &'a Document,
    repeater: &'a Element,
    flag: &'a str,
    number: String,
}

impl<'a> Repeat<'a> {
    /// The text of an attribute in it. Label Studio replaces the flag once in each attribute, and once more in
    /// those of tags that lie directly in the Repeater.
    pub(super) fn applied(&self, element: &Element, text: Cow<'a, str>) -> Cow<'a, str> {
        if !text.contains(self.flag) {
            return text;
        }
        let direct = self.document.children(self.repeater).any(|(_, child)| std::ptr::eq(child, element));
        text.replacen(self.flag, &self.number, if direct { 2 } else { 1 }).into()
    }
}

impl<'a> Builder<'a> {
    pub(super) fn repeater(&mut self, element: &'a Element, depth: usize) -> Block {
        let on = self.attribute(element, "on").map(|on| bind::resolve(&on, self.data));
        let Some(Value::Array(items)) = on else { return Block::View(View::default()) };
        let flag = element.value("indexFlag").filter(|flag| !flag.is_empty()).unwrap_or("{{idx}}");
        let mut pages = Vec::new();
        for number in 0..items.len() {
            if self.drawn > MOST {
                break;
            }
            let (document, number) = (self.document, number.to_string());
            self.repeats.push(Repeat { document, repeater: element, flag, number });
            pages.push(self.inside(element, depth));
            self.repeats.pop();
        }
        if element.value("mode") == Some("pagination") && !pages.is_empty() {
            return Block::Pages(pages);
        }
        Block::View(View { children: pages.into_iter().flatten().collect(), ..View::default() })
    }
}
