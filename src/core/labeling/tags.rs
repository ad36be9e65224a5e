//! The tags of Label Studio: what each is, which attributes it takes, what may stand inside it.
//!
//! The facts are a small text table (`tags.txt`), read once. Tag and attribute names are looked up
//! regardless of case, as the editor does; the canonical spelling is the one that the server wants.

use std::sync::OnceLock;

/// What a tag is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Shows data: `Text`, `Image`, …; `toName` points at one of these.
    Object,
    /// Takes an answer: `Choices`, `TextArea`, …
    Control,
    /// Arranges and explains: `View`, `Header`, …
    Visual,
    /// Part of another tag: `Choice`, `Label`, …
    Subtag,
}

/// Who can use a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Everybody.
    Community,
    /// Label Studio Enterprise only: the community editor stops at it.
    Enterprise,
}

/// What an attribute may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Anything.
    Text,
    /// `true` or `false`.
    Bool,
    /// A CSS colour.
    Color,
    /// A number from 0 to 1.
    Range,
    /// A number.
    Number,
    /// One of these words.
    OneOf(Vec<&'static str>),
}

/// One attribute of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeInfo {
    /// In its canonical spelling.
    pub name: &'static str,
    /// Whether the tag is of no use without it.
    pub required: bool,
    /// What it may say.
    pub kind: Type,
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// In its canonical spelling.
    pub name: &'static str,
    /// What it is for.
    pub kind: Kind,
    /// Who can use it.
    pub edition: Edition,
    /// Its attributes.
    pub attributes: Vec<AttributeInfo>,
    /// Tags that may stand directly inside it.
    pub children: Vec<&'static str>,
    /// Objects that it can be put on by `toName`; empty: any.
    pub targets: Vec<&'static str>,
    /// It must be somewhere inside one of these; empty: anywhere.
    pub inside: Vec<&'static str>,
}

impl Tag {
    /// One of its attributes, regardless of case.
    pub fn attribute(&self, name: &str) -> Option<&AttributeInfo> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// Whether it is of no use without this attribute.
    pub fn requires(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|attribute| attribute.required)
    }

    /// Whether a tag of this canonical name may stand directly inside it.
    pub fn allows(&self, child: &str) -> bool {
        self.children.contains(&child)
    }

    /// Whether its `toName` can name an object of this canonical name.
    pub fn takes(&self, object: &str) -> bool {
        self.targets.is_empty() || self.targets.contains(&object)
    }

    /// Label Studio's own page about it.
    pub fn doc(&self) -> String {
        format!("https://labelstud.io/tags/{}", self.name.to_ascii_lowercase())
    }
}

/// The tag of this name, regardless of case.
pub fn find(name: &str) -> Option<&'static Tag> {
    all().iter().find(|tag| tag.name.eq_ignore_ascii_case(name))
}

/// Every tag.
pub fn all() -> &'static [Tag] {
    static TAGS: OnceLock<Vec<Tag>> = OnceLock::new();
    TAGS.get_or_init(|| read(include_str!("tags.txt")))
}

fn read(table: &'static str) -> Vec<Tag> {
    let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    let mut tags = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((name, words)) = line.split_once(" = ") {
            groups.push((name, words.split_whitespace().collect()));
            continue;
        }
        let mut fields = line.split(" | ");
        let Some((kind, name)) = fields.next().and_then(|head| head.split_once(' ')) else { continue };
        let mut words = || expand(fields.next().unwrap_or("-"), &groups);
        tags.push(Tag {
            name,
            kind: match kind.trim_end_matches('+') {
                "object" => Kind::Object,
                "control" => Kind::Control,
                "subtag" => Kind::Subtag,
                _ => Kind::Visual,
            },
            edition: if kind.ends_with('+') { Edition::Enterprise } else { Edition::Community },
            attributes: words().into_iter().map(attribute).collect(),
            children: words(),
            targets: words(),
            inside: words(),
        });
    }
    tags
}

/// The words of a field: groups replaced by their members, `-Word` taken out again.
fn expand(field: &'static str, groups: &[(&'static str, Vec<&'static str>)]) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for word in field.split_whitespace() {
        if let Some((_, members)) = groups.iter().find(|(name, _)| *name == word) {
            words.extend(members);
        } else if let Some(taken) = word.strip_prefix('-') {
            words.retain(|other| *other != taken);
        } else {
            words.push(word);
        }
    }
    words
}

fn attribute(word: &'static str) -> AttributeInfo {
    let (name, kind) = word.split_once(':').unwrap_or((word, ""));
    let kind = match kind {
        "" => Type::Text,
        "b" => Type::Bool,
        "c" => Type::Color,
        "r" => Type::Range,
        "n" => Type::Number,
        words => Type::OneOf(words.split('|').collect()),
    };
    AttributeInfo { name: name.trim_end_matches('!'), required: name.ends_with('!'), kind }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let choices = find("CHOICES").unwrap();
        assert_eq!(
            (choices.name, choices.kind, choices.edition),
            ("Choices", Kind::Control, Edition::Community)
        );
        assert!(choices.requires("toname") && choices.requires("name") && !choices.requires("value"));
        assert_eq!(choices.attribute("perItem").unwrap().kind, Type::Bool);
        assert_eq!(
            choices.attribute("LAYOUT").unwrap().kind,
            Type::OneOf(vec!["select", "inline", "vertical"])
        );
        assert!(choices.allows("Choice") && !choices.allows("Choices"));
        assert_eq!(find("Choice").unwrap().inside, ["Choices", "Taxonomy"]);
        assert_eq!(find("Chat").unwrap().edition, Edition::Enterprise);
        assert_eq!(find("Ranker").unwrap().targets, ["List"]);
        assert!(find("View").unwrap().allows("Markdown") && !find("Panel").unwrap().allows("Markdown"));
        assert!(find("Checkbox").is_none());
    }

    #[test]
    fn every_word_of_the_table_is_understood() {
        assert!(all().len() > 60, "{}", all().len());
        for tag in all() {
            for other in tag.children.iter().chain(&tag.targets).chain(&tag.inside) {
                assert!(find(other).is_some_and(|found| found.name == *other), "{}: {other}", tag.name);
            }
            for attribute in &tag.attributes {
                assert!(
                    attribute.name.chars().all(char::is_alphanumeric),
                    "{}: {}",
                    tag.name,
                    attribute.name
                );
            }
        }
    }
}
