//! What can be wrong with a configuration that reads well. One file for each group of rules.
//!
//! A rule looks at the whole and pushes what it finds; it keeps quiet about what another fault brought about.

mod case;
mod children;
mod conditions;
mod data;
mod filled;
mod limits;
mod names;
mod options;
mod pairwise;
mod regions;
mod repeater;
mod rows;
mod stray;
mod to_name;
mod types;
mod unknown;
mod values;

pub(crate) use conditions::WHEN;

use super::diagnostic::{Diagnostic, Fix};
use super::lexer::Attribute;
use super::options::takes_options;
use super::span::Span;
use super::tags::{Edition, Kind};
use super::tree::{Document, Element, NodeId};
use std::collections::{HashMap, HashSet};

/// Of more than so many nobody looks for the likeliest.
const FEW: usize = 64;

/// All that the rules find.
pub(crate) fn run(document: &Document, edition: Edition) -> Vec<Diagnostic> {
    let config = Config::new(document, edition);
    let mut found = Vec::new();
    for rule in [
        unknown::check,
        children::check,
        names::check,
        to_name::check,
        pairwise::check,
        regions::check,
        values::check,
        data::check,
        types::check,
        conditions::check,
        options::check,
        limits::check,
        repeater::check,
        filled::check,
        stray::check,
        rows::check,
        case::check,
    ] {
        rule(&config, &mut found);
    }
    found
}

/// Every element that is meant as a tag of Label Studio, not as markup inside a `HyperText`.
pub(crate) fn elements(document: &Document) -> Vec<(NodeId, &Element)> {
    Config::new(document, Edition::Community).elements().collect()
}

/// A document, and what several rules ask of it.
struct Config<'a> {
    document: &'a Document,
    /// Whose tags may be used.
    edition: Edition,
    /// Elements inside a `HyperText`: markup to show, no tags of Label Studio.
    markup: HashSet<NodeId>,
    /// Object tags that have a name, with it.
    objects: Vec<(&'a Element, &'a str)>,
    /// Where each `Repeater` begins and ends.
    repeaters: Vec<Span>,
    /// The first element of each name.
    names: HashMap<&'a str, NodeId>,
}

impl<'a> Config<'a> {
    fn new(document: &'a Document, edition: Edition) -> Self {
        let mut config = Self {
            document,
            edition,
            markup: HashSet::new(),
            objects: Vec::new(),
            repeaters: Vec::new(),
            names: HashMap::new(),
        };
        for (id, _) in document.elements() {
            let inside = document.parent(id);
            if inside.is_some_and(|(parent, tag)| config.markup.contains(&parent) || holds_markup(tag)) {
                config.markup.insert(id);
            }
        }
        for (id, element) in document.elements() {
            let markup = config.markup.contains(&id);
            if element.is("Repeater") && !markup && config.repeaters.len() < FEW {
                let end = element.close.map_or(element.open.end, |(_, close)| close.end);
                config.repeaters.push(Span::new(element.open.start, end));
            }
            if let Some(name) = element.value("name").filter(|name| !name.is_empty() && !markup) {
                config.names.entry(name).or_insert(id);
                if is_kind(element, Kind::Object) {
                    config.objects.push((element, name));
                }
            }
        }
        config
    }

    /// Every element that is meant as a tag of Label Studio.
    fn elements(&self) -> impl Iterator<Item = (NodeId, &'a Element)> {
        self.document.elements().filter(|(id, _)| !self.markup.contains(id))
    }

    /// Every object tag that has a name, with it.
    fn objects(&self) -> impl Iterator<Item = (&'a Element, &'a str)> {
        self.objects.iter().copied()
    }

    /// The names of the controls that offer something to choose from.
    fn offering(&self) -> impl Iterator<Item = &'a str> {
        let offering = self.elements().filter(|(_, element)| takes_options(element));
        offering.filter_map(|(_, element)| element.value("name"))
    }

    /// Takes an attribute away, with the blanks before it.
    fn without(&self, title: &str, attribute: &Attribute) -> Fix {
        let before = self.document.source.get(..attribute.span.start).unwrap_or_default();
        Fix::one(title, Span::new(before.trim_end().len(), attribute.span.end), "")
    }

    /// The elements around one, as far out as Label Studio can read at all.
    fn around(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &'a Element)> {
        self.document.ancestors(id).take(256)
    }

    /// The first element of a name.
    fn named(&self, name: &str) -> Option<&'a Element> {
        self.names.get(name).and_then(|&id| self.document.element(id))
    }
}

/// Whether an element's content is not Label Studio's.
fn holds_markup(element: &Element) -> bool {
    element.is("HyperText")
        || element.is("Style")
        || element.tag.is_some_and(|tag| tag.edition == Edition::Enterprise)
}

fn is_kind(element: &Element, kind: Kind) -> bool {
    element.tag.is_some_and(|tag| tag.kind == kind)
}

/// `<Choices name="quality">`, or `<Choices>` where there is no name: how a message speaks of an element.
fn title(element: &Element) -> String {
    match element.value("name").filter(|name| !name.is_empty()) {
        Some(name) => format!("`<{} name=\"{name}\">`", element.tag_name()),
        None => format!("`<{}>`", element.tag_name()),
    }
}

/// `a`, `b` or `c`.
fn either(names: &[&str], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The only one of some.
fn only<T>(mut some: impl Iterator<Item = T>) -> Option<T> {
    some.next().filter(|_| some.next().is_none())
}

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod tests;
