//! What can be written at a place of a configuration, also where it is not whole yet.

use super::lexer::{Piece, pieces};
use super::options::{options, takes_options};
use super::rules::WHEN;
use super::tags::{self, Edition, Kind, Tag, Type};
use super::tree::{Document, Element};
use super::variables;

/// What can be written, and what it takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// First byte that is replaced.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// The likeliest first.
    pub items: Vec<Item>,
}

/// One thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// As a list shows it.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// What it is: `tag`, `attribute`, `value`, `name`, `variable`.
    pub kind: &'static str,
    /// More words on it; empty: none.
    pub detail: String,
    /// Where in `insert` the caret goes, in bytes; `None`: behind it.
    pub caret: Option<usize>,
}

impl Item {
    fn new(label: &str, kind: &'static str, detail: String) -> Self {
        Self { label: label.to_owned(), insert: label.to_owned(), kind, detail, caret: None }
    }
}

/// Where a place is.
enum Place<'a> {
    /// In the name of a tag.
    Tag,
    /// In the name of a closing tag.
    Closing,
    /// Between the attributes of this tag, or in the name of one.
    Attribute(&'a str),
    /// In the value of this tag's attribute.
    Value(&'a str, &'a str),
}

/// What can be written at a byte of the source. `fields` are the fields of a task that are known besides those that the
/// configuration names. `None`: nothing.
pub fn complete(document: &Document, offset: usize, fields: &[String]) -> Option<Completions> {
    let source = document.source.as_str();
    let before = source.get(..offset)?;
    let start = before.rfind('<')?;
    let inside = before.get(start + 1..)?;
    let (place, from) = place(inside)?;
    let word = inside.get(from..)?;
    let typed = word.to_ascii_lowercase();
    let element =
        document.elements().find(|(_, element)| element.open.start == start).map(|(_, element)| element);
    let open = open_tags(before.get(..start)?);
    let after = source.get(offset..)?;
    let mut items = match place {
        Place::Tag => children(open.last().map(String::as_str), after),
        Place::Closing => open.iter().rev().take(1).map(|name| closing(name, after)).collect(),
        Place::Attribute(tag) => attributes(tags::find(tag)?, inside, after),
        Place::Value(tag, attribute) => values(document, element, tags::find(tag)?, attribute, fields),
    };
    // What is typed already is no help.
    items.retain(|item| item.label.to_ascii_lowercase().contains(&typed) && item.insert != word);
    items.sort_by_key(|item| !item.label.to_ascii_lowercase().starts_with(&typed));
    items.truncate(100);
    Some(Completions { from: start + 1 + from, to: offset, items })
}

/// What stands between `<` and a place: where that is, and where the word there begins.
fn place(inside: &str) -> Option<(Place<'_>, usize)> {
    if let Some(name) = inside.strip_prefix('/') {
        return name.chars().all(char::is_alphanumeric).then_some((Place::Closing, 1));
    }
    let end = inside.find(|c: char| !c.is_alphanumeric()).unwrap_or(inside.len());
    let tag = inside.get(..end)?;
    if end == inside.len() {
        return Some((Place::Tag, 0));
    }
    let mut at = end;
    loop {
        let rest = inside.get(at..)?;
        let blank = rest.len() - rest.trim_start().len();
        let name_at = at + blank;
        let rest = inside.get(name_at..)?;
        let length =
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        if length == rest.len() {
            // A name needs a blank before it.
            return (blank > 0).then_some((Place::Attribute(tag), name_at));
        }
        let name = rest.get(..length).filter(|name| !name.is_empty())?;
        let value = rest.get(length..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value_at = inside.len() - value.len() + 1;
        if let Some(close) = inside.get(value_at..)?.find(quote) {
            at = value_at + close + 1;
            continue;
        }
        // Of several names or choices only the last one is written.
        let listed = matches!(name, "toName" | "whenChoiceValue" | "whenLabelValue");
        let comma = inside.get(value_at..)?.rfind(',').filter(|_| listed);
        return Some((Place::Value(tag, name), value_at + comma.map_or(0, |comma| comma + 1)));
    }
}

/// The tags that are open at the end of a text, outermost first.
fn open_tags(before: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for piece in pieces(before).0 {
        match piece {
            Piece::Open(tag) if !tag.self_closing => open.push(tag.name.of(before).to_owned()),
            Piece::Close { name, .. } => {
                if let Some(at) = open.iter().rposition(|other| *other == name) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    open
}

fn closing(name: &str, after: &str) -> Item {
    let mut item = Item::new(name, "tag", format!("Closes `<{name}>`."));
    if !after.starts_with('>') {
        item.insert.push('>');
    }
    item
}

/// The tags that may stand here.
fn children(parent: Option<&str>, after: &str) -> Vec<Item> {
    let parent_tag = parent.map(tags::find);
    let allowed = |tag: &&Tag| match parent_tag {
        None => tag.name == "View",
        Some(None) => true,
        Some(Some(parent)) => parent.allows(tag.name) || (tag.name == "Repeater" && parent.name == "View"),
    };
    // With attributes behind it only the name is missing.
    let alone = after.chars().next().is_none_or(|next| matches!(next, '\n' | '\r' | '<' | ' '))
        && !after.trim_start_matches(' ').starts_with(|c: char| c.is_alphanumeric() || c == '/' || c == '>');
    let community = tags::all().iter().filter(|tag| tag.edition == Edition::Community).filter(allowed);
    let mut items: Vec<Item> = community.map(|tag| whole(tag, alone)).collect();
    if let Some(parent) = parent.filter(|_| alone) {
        let mut close = Item::new(&format!("/{parent}"), "tag", format!("Closes `<{parent}>`."));
        close.insert.push('>');
        items.insert(0, close);
    }
    items
}

/// A tag with what it cannot do without.
fn whole(tag: &Tag, alone: bool) -> Item {
    let mut item = Item::new(tag.name, "tag", super::hover::about(tag));
    if !alone {
        return item;
    }
    for attribute in tag.attributes.iter().filter(|attribute| attribute.required) {
        let data = attribute.name == "value" && tag.kind == Kind::Object;
        let value = if data { "$" } else { "" };
        item.insert.extend([" ", attribute.name, "=\"", value, "\""]);
        // Between the quotes of the first.
        let inside = item.insert.len() - 1;
        item.caret.get_or_insert(inside);
    }
    if tag.children.is_empty() {
        item.insert.push_str("/>");
    } else {
        item.caret = item.caret.or(Some(item.insert.len() + 1));
        item.insert.extend(["></", tag.name, ">"]);
    }
    item
}

/// The attributes that a tag does not have yet, those first that it needs.
fn attributes(tag: &Tag, inside: &str, after: &str) -> Vec<Item> {
    let lower = inside.to_ascii_lowercase();
    let mut free: Vec<_> = tag
        .attributes
        .iter()
        .filter(|attribute| !lower.contains(&format!(" {}=", attribute.name.to_ascii_lowercase())))
        .collect();
    free.sort_by_key(|attribute| !attribute.required);
    let item = |attribute: &&tags::AttributeInfo| {
        let mut item = Item::new(attribute.name, "attribute", super::hover::about_attribute(attribute));
        if !after.starts_with('=') {
            item.insert.push_str("=\"\"");
            item.caret = Some(item.insert.len() - 1);
        }
        item
    };
    free.iter().map(item).collect()
}

fn values(
    document: &Document,
    element: Option<&Element>,
    tag: &Tag,
    attribute: &str,
    fields: &[String],
) -> Vec<Item> {
    let Some(known) = tag.attribute(attribute) else { return Vec::new() };
    let word = |word: &str| Item::new(word, "value", String::new());
    match (&known.kind, known.name) {
        (Type::Bool, _) => ["true", "false"].map(word).to_vec(),
        (Type::OneOf(words), _) => words.iter().map(|one| word(one)).collect(),
        (_, "toName") if tag.name == "Filter" => {
            named(document, |other| !offered(document, other).is_empty())
        }
        (_, "toName") => named(document, |other| {
            other.tag.is_some_and(|object| object.kind == Kind::Object && tag.takes(object.name))
        }),
        (_, "whenTagName") => named(document, |other| !offered(document, other).is_empty()),
        (_, "visibleWhen") => WHEN.map(word).to_vec(),
        (_, "whenChoiceValue" | "whenLabelValue") => {
            let when = element.and_then(|element| element.value("whenTagName"));
            let controls =
                document.elements().filter(|(_, other)| when.is_none() || other.value("name") == when);
            let mut all: Vec<String> = controls.flat_map(|(_, control)| offered(document, control)).collect();
            all.dedup();
            all.iter().map(|one| word(one)).collect()
        }
        (_, "value" | "valueList" | "on" | "apiUrl" | "audioUrl") => {
            let mut names: Vec<String> = fields.to_vec();
            names.extend(variables(document).into_iter().map(|variable| variable.name));
            let mut seen = std::collections::HashSet::new();
            names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
            names
                .iter()
                .map(|name| Item::new(&format!("${name}"), "variable", "A field of the task.".into()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What a tag offers to choose from, as it is shown. Empty: nothing.
fn offered(document: &Document, element: &Element) -> Vec<String> {
    let options = takes_options(element).then(|| options(document, element));
    options.into_iter().flatten().map(|option| option.value(document)).collect()
}

/// The names of some tags, and what each is.
fn named(document: &Document, which: impl Fn(&Element) -> bool) -> Vec<Item> {
    let tags = document.elements().filter(|(_, element)| which(element));
    tags.filter_map(|(_, element)| {
        let name = element.value("name").filter(|name| !name.is_empty())?;
        let shows = element.value("value").map(|value| format!(" that shows {value}")).unwrap_or_default();
        Some(Item::new(name, "name", format!("`<{}>`{shows}", element.tag_name())))
    })
    .take(200)
    .collect()
}

#[cfg(test)]
mod tests;
