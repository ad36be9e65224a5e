//! The `$variables` of a configuration: what a task must carry, and as what.

use super::bind;
use super::rules;
use super::span::Span;
use super::tree::{Document, NodeId};
use serde_json::Value;
use std::collections::HashMap;

/// One field of a task that the configuration speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// As the import asks for it: `text`, `a.b`, `rows[0].text`.
    pub name: String,
    /// The tag that decides its type: the last that shows it.
    pub tag: NodeId,
    /// That tag's name as written.
    pub tag_name: String,
    /// The value in which it is named.
    pub span: Span,
    /// The import refuses a task without it.
    pub required: bool,
    /// What the import accepts for it.
    pub kind: ValueKind,
}

impl Variable {
    /// The field of the task's data in which it lies: `a` of `a.b[0]`.
    pub fn field(&self) -> &str {
        self.name.split(['.', '[']).next().unwrap_or_default()
    }
}

/// What the import accepts for a field. Numbers count as numbers, and so do `true` and `false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// A text: most tags.
    Text,
    /// A text or a number: `Header`.
    TextOrNumber,
    /// A text, a number or a list: `Text`.
    TextNumberOrList,
    /// A text or a list: `Image`, `Choices` and the labels.
    TextOrList,
    /// A list, or a text that says where it is: `Paragraphs`, `List`, `Chat`, `Ranker`.
    ListOrText,
    /// An object, a list or a text: `Table`, `TimeSeries`.
    Structure,
    /// A text, a list or null: `Taxonomy`.
    TextListOrNull,
    /// A list: whatever is named with `[`.
    List,
    /// Anything: the import does not ask for it.
    Any,
}

impl ValueKind {
    /// Python's names of the accepted types, in the order in which Label Studio lists them.
    pub const fn expected(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["str"],
            Self::TextOrNumber => &["str", "int", "float"],
            Self::TextNumberOrList => &["str", "int", "float", "list"],
            Self::TextOrList => &["str", "list"],
            Self::ListOrText => &["list", "str"],
            Self::Structure => &["dict", "list", "str"],
            Self::TextListOrNull => &["str", "list", "NoneType"],
            Self::List => &["list"],
            Self::Any => &[],
        }
    }

    /// Whether the import accepts a value of this kind.
    pub fn accepts(self, value: &Value) -> bool {
        let is = |name: &str| self.expected().contains(&name);
        match (self, value) {
            (Self::Any, _) => true,
            (_, Value::Null) => is("NoneType"),
            (_, Value::Bool(_)) => is("int"),
            (_, Value::Number(number)) => is(if number.is_f64() { "float" } else { "int" }),
            (_, Value::String(_)) => is("str"),
            (_, Value::Array(_)) => is("list"),
            (_, Value::Object(_)) => is("dict"),
        }
    }

    /// What a tag accepts. The import knows tags in their canonical spelling only.
    fn of(tag: &str) -> Self {
        match tag {
            "Text" => Self::TextNumberOrList,
            "Header" => Self::TextOrNumber,
            "Image" | "Choices" | "PolygonLabels" | "Labels" | "BrushLabels" | "EllipseLabels"
            | "HyperTextLabels" | "KeyPointLabels" | "ParagraphLabels" | "RectangleLabels"
            | "TimeSeriesLabels" => Self::TextOrList,
            "Paragraphs" | "Chat" | "List" | "Ranker" => Self::ListOrText,
            "Table" | "TimeSeries" | "TimeSeriesChannel" => Self::Structure,
            "Taxonomy" => Self::TextListOrNull,
            _ => Self::Text,
        }
    }
}

/// Attributes besides `value` in which the editor resolves `$variables`.
const BOUND: [&str; 5] = ["value", "valueList", "on", "apiUrl", "audioUrl"];

/// Every `$variable`: first those that the import asks for, in its own order, then those that are only shown.
pub fn variables(document: &Document) -> Vec<Variable> {
    let mut found: Vec<Variable> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    // The import reads every tag below the outermost one that has both `name` and `value`, spelt just so.
    for (id, element) in document.elements().filter(|(id, _)| Some(*id) != document.root) {
        let exact = |name: &str| element.attributes.iter().find(|attribute| attribute.name == name);
        let named = exact("name").is_some_and(|name| !name.value.is_empty());
        let Some(value) = exact("value").filter(|_| named) else { continue };
        let Some(name) = import_key(&value.value) else { continue };
        let kind = if name.contains('[') { ValueKind::List } else { ValueKind::of(&element.name) };
        let tag_name = element.name.clone();
        let variable = Variable {
            name: name.to_owned(),
            tag: id,
            tag_name,
            span: value.value_span,
            required: true,
            kind,
        };
        match places.get(name).and_then(|&place| found.get_mut(place)) {
            // Video keeps a field that another tag shows too; otherwise the last tag decides.
            Some(before) if before.tag_name == "Video" => {}
            Some(before) => *before = variable,
            None => {
                places.insert(variable.name.clone(), found.len());
                found.push(variable);
            }
        }
    }
    for (id, element) in rules::elements(document) {
        for attribute in BOUND.iter().filter_map(|name| element.attribute(name)) {
            for (_, path) in bind::references(&attribute.value) {
                let name = path.trim_end_matches(['.', '[']);
                // `$rows[{{idx}}].text` names `rows`, once the Repeater has counted.
                let strange = name.is_empty() || name.starts_with(['{', '}', ']', '[', '.']);
                if strange || places.contains_key(name) {
                    continue;
                }
                places.insert(name.to_owned(), found.len());
                let (tag_name, span) = (element.name.clone(), attribute.value_span);
                let (required, kind) = (false, ValueKind::Any);
                found.push(Variable { name: name.to_owned(), tag: id, tag_name, span, required, kind });
            }
        }
    }
    found
}

/// The key that the import reads out of a value: all after a leading `$`, else the first `$word`.
fn import_key(value: &str) -> Option<&str> {
    if let Some(key) = value.strip_prefix('$').filter(|key| !key.is_empty()) {
        return Some(key);
    }
    value.split('$').skip(1).find_map(|after| {
        let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
        after.get(..end).filter(|word| !word.is_empty())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(inside: &str) -> Vec<(String, bool, ValueKind)> {
        let document = Document::parse(&format!("<View>{inside}</View>"));
        variables(&document).into_iter().map(|found| (found.name, found.required, found.kind)).collect()
    }

    #[test]
    fn keys_as_the_import_reads_them() {
        for (value, key) in [
            ("$text", Some("text")),
            ("text", None),
            ("$a.b[0].c", Some("a.b[0].c")),
            ("Title: $text!", Some("text")),
            ("$text and $x_1", Some("text and $x_1")),
            ("cost $5 and $text", Some("5")),
            ("${text}", Some("{text}")),
            ("{{text}}", None),
            ("$$text", Some("$text")),
            ("$my-field", Some("my-field")),
            ("$ünï", Some("ünï")),
            ("$", None),
            ("", None),
        ] {
            assert_eq!(import_key(value), key, "{value}");
        }
    }

    #[test]
    fn the_last_tag_decides_the_type() {
        let text = "<Text name=\"a\" value=\"$x\"/>";
        let area = "<TextArea name=\"b\" toName=\"a\" value=\"$x\" rows=\"3\"/>";
        assert_eq!(names(&format!("{text}{area}")), [("x".to_owned(), true, ValueKind::Text)]);
        assert_eq!(names(&format!("{area}{text}")), [("x".to_owned(), true, ValueKind::TextNumberOrList)]);
        assert_eq!(
            names(&format!("<Video name=\"v\" value=\"$x\"/>{text}")),
            [("x".to_owned(), true, ValueKind::Text)]
        );
    }

    #[test]
    fn what_is_only_shown_is_not_required() {
        let found =
            names("<Header value=\"$title of $x\"/><Text name=\"a\" value=\"$x\"/><Repeater on=\"$rows\"/>");
        let required: Vec<_> = found.iter().map(|(name, required, _)| (name.as_str(), *required)).collect();
        assert_eq!(required, [("x", true), ("title", false), ("rows", false)]);
        assert_eq!(names("<!-- <Text name=\"a\" value=\"$x\"/> -->"), []);
        assert_eq!(
            names("<Text name=\"a\" value=\"$rows[0].text\"/>"),
            [("rows[0].text".to_owned(), true, ValueKind::List)]
        );
    }
}
