//! What is to be said of a place in a configuration.

use super::span::Span;
use super::tags::{AttributeInfo, Kind, Tag, Type};
use super::tree::Document;

/// Own words for tags and attributes: `Tag words` and `.attribute words`.
const WORDS: &str = include_str!("words.txt");

/// What is said, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// Such as `<Choices>`, or `toName`.
    pub title: String,
    /// What it is.
    pub text: String,
    /// Where to read more.
    pub doc: Option<String>,
}

/// What is to be said of the byte at `offset`; `None`: nothing.
pub fn hover(document: &Document, offset: usize) -> Option<Hover> {
    let (_, element) = document.elements().find(|(_, element)| {
        element.open.touches(offset) || element.close.is_some_and(|(_, close)| close.touches(offset))
    })?;
    let tag = element.tag?;
    let names = std::iter::once(element.name_span).chain(element.close.map(|(name, _)| name));
    if let Some(span) = names.into_iter().find(|name| name.touches(offset)) {
        return Some(Hover {
            span,
            title: format!("<{}>", tag.name),
            text: about(tag),
            doc: Some(tag.doc()),
        });
    }
    let attribute = element.attributes.iter().find(|attribute| attribute.span.touches(offset))?;
    let known = tag.attribute(&attribute.name)?;
    let (title, doc) = (known.name.to_owned(), Some(tag.doc()));
    let target = attribute.value.split(',').next().unwrap_or_default();
    let points = matches!(known.name, "toName" | "whenTagName") && attribute.value_span.touches(offset);
    let pointed = document.elements().find(|(_, other)| points && other.value("name") == Some(target));
    if let Some((_, other)) = pointed {
        let shows = other.value("value").map(|value| format!(", which shows `{value}`")).unwrap_or_default();
        let line = document.position(other.open.start).line;
        let text = format!("`{target}` is the `<{}>` in line {line}{shows}.", other.tag_name());
        return Some(Hover { span: attribute.value_span, title, text, doc });
    }
    Some(Hover { span: attribute.span, title, text: about_attribute(known), doc })
}

/// What a tag is for.
pub(super) fn about(tag: &Tag) -> String {
    let kind = match tag.kind {
        Kind::Object => "Shows data of the task.",
        Kind::Control => "Takes answers.",
        Kind::Visual => "Arranges the screen.",
        Kind::Subtag => "A part of another tag.",
    };
    words(tag.name).unwrap_or(kind).to_owned()
}

/// What an attribute is for, and what it takes.
pub(super) fn about_attribute(attribute: &AttributeInfo) -> String {
    let takes = match &attribute.kind {
        Type::Bool => "`true` or `false`.".to_owned(),
        Type::Color => "A colour, such as `red` or `#ff8800`.".to_owned(),
        Type::Range => "A number from 0 to 1.".to_owned(),
        Type::Number => "A number.".to_owned(),
        Type::OneOf(words) => format!("One of `{}`.", words.join("`, `")),
        Type::Text => String::new(),
    };
    let required = if attribute.required { "Required." } else { "" };
    let said = words(&format!(".{}", attribute.name)).unwrap_or_default();
    let parts: Vec<&str> =
        [said, takes.as_str(), required].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn words(name: &str) -> Option<&'static str> {
    WORDS
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(known, _)| *known == name)
        .map(|(_, words)| words)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::core::labeling::tags;

    const SOURCE: &str =
        "<View>\n<Text name=\"t\" value=\"$a\"/><Rating name=\"r\" toName=\"t\" maxRating=\"3\"/></View>";

    fn at(needle: &str) -> Option<Hover> {
        hover(&Document::parse(SOURCE), SOURCE.find(needle).unwrap() + 1)
    }

    #[test]
    fn tags_attributes_and_what_a_name_points_at() {
        let tag = at("Rating ").unwrap();
        assert_eq!((tag.title.as_str(), tag.span.of(SOURCE)), ("<Rating>", "Rating"));
        assert_eq!(at("\"t\" max").unwrap().text, "`t` is the `<Text>` in line 2, which shows `$a`.");
        assert_eq!(at("maxRating").unwrap().title, "maxRating");
        assert_eq!(at("/View").map(|found| found.title), Some("<View>".into()));
        assert_eq!(at("\n"), None);
    }

    #[test]
    fn every_word_is_about_something_and_every_tag_has_words() {
        for (name, _) in WORDS.lines().filter_map(|line| line.split_once(' ')) {
            let known = match name.strip_prefix('.') {
                Some(attribute) => tags::all().iter().any(|tag| tag.attribute(attribute).is_some()),
                None => tags::find(name).is_some(),
            };
            assert!(known, "{name}");
        }
        for tag in tags::all() {
            assert!(words(tag.name).is_some(), "{}", tag.name);
        }
    }
}
