//! The sample task: what a configuration is shown with while there is no other.

use super::tree::{Document, NodeKind};
use super::variables::{ValueKind, variables};
use serde_json::{Map, Value, json};

/// A task to look at a configuration with.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Its data.
    pub data: Map<String, Value>,
    /// Its predictions.
    pub predictions: Vec<Value>,
    /// It stands in a comment of the configuration; else it is made up.
    pub written: bool,
}

/// The sample task of a configuration: what its first comment with an object says (`data` and `predictions`, or the
/// data alone), over made-up values for every `$variable`.
pub fn sample_task(document: &Document) -> Sample {
    let mut data = Map::new();
    for variable in variables(document) {
        let name = variable.name.split(['[', '.']).next().unwrap_or_default();
        let tag = document.element(variable.tag).map(super::tree::Element::tag_name).unwrap_or_default();
        if !name.is_empty() && !data.contains_key(name) {
            data.insert(name.to_owned(), example(tag, variable.kind, document, &variable));
        }
    }
    let Some(mut written) = comment(document) else {
        return Sample { data, predictions: Vec::new(), written: false };
    };
    let mut predictions = Vec::new();
    // Of a whole task its data; without a word that a task has, the object is the data.
    if let Some(Value::Object(inner)) = written.remove("data") {
        if let Some(Value::Array(all)) = written.remove("predictions") {
            predictions = all;
        }
        written = inner;
    }
    data.extend(written);
    Sample { data, predictions, written: true }
}

/// The object in the first comment that holds one.
fn comment(document: &Document) -> Option<Map<String, Value>> {
    let comments = document.nodes.iter().filter(|node| node.kind == NodeKind::Comment);
    comments.filter_map(|node| document.source.get(node.span.start..node.span.end)).find_map(|text| {
        let text = text.strip_prefix("<!--")?;
        let text = text.strip_suffix("-->").unwrap_or(text).trim();
        serde_json::from_str(text).ok().filter(|_| text.starts_with('{'))
    })
}

/// A made-up value for a tag.
fn example(tag: &str, kind: ValueKind, document: &Document, variable: &super::Variable) -> Value {
    let attribute = |name: &str, otherwise: &str| {
        let element = document.element(variable.tag);
        element.and_then(|element| element.value(name)).unwrap_or(otherwise).to_owned()
    };
    match tag {
        "HyperText" => json!("<h3>A heading</h3><p>Some <b>HTML</b> of the task.</p>"),
        "Paragraphs" => {
            let (who, said) = (attribute("nameKey", "author"), attribute("textKey", "text"));
            let turn = |name: &str, text: &str| {
                Value::Object(Map::from_iter([(who.clone(), name.into()), (said.clone(), text.into())]))
            };
            json!([turn("user", "A question of somebody."), turn("assistant", "An answer to it.")])
        }
        "List" | "Ranker" => json!([
            {"id": "1", "title": "First item", "body": "What it says."},
            {"id": "2", "title": "Second item", "body": "What it says."}
        ]),
        "Table" => json!({"a name": "a value", "another": 2}),
        "Choices" | "Taxonomy" => json!([{"value": "First choice"}, {"value": "Second choice"}]),
        "Labels" | "HyperTextLabels" | "ParagraphLabels" => {
            json!([{"value": "First label"}, {"value": "Second label"}])
        }
        "Repeater" => json!([{}, {}]),
        "Image" | "Audio" | "Video" | "Pdf" | "TimeSeries" => json!("https://example.org/sample"),
        _ if kind == ValueKind::List => json!(["Sample text", "More of it"]),
        _ => json!("Sample: what the task says stands here."),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::core::labeling::{TEMPLATES, import_check};

    fn sample(inside: &str) -> Sample {
        sample_task(&Document::parse(&format!("<View>{inside}</View>")))
    }

    #[test]
    fn a_comment_comes_before_what_is_made_up() {
        let tags = "<Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$u\"/>";
        let made_up = sample(tags);
        assert!(!made_up.written && made_up.data.len() == 2);
        let whole = sample(&format!(
            "{tags}<!-- just words --><!-- {{\"data\": {{\"t\": \"mine\"}}, \"predictions\": [{{}}]}} -->"
        ));
        assert!(whole.written);
        assert_eq!(
            (&whole.data["t"], &whole.data["u"], whole.predictions.len()),
            (&json!("mine"), &made_up.data["u"], 1)
        );
        let bare = sample(&format!("{tags}<!-- {{\"t\": 3}} --><!-- {{\"t\": 4}} -->"));
        assert_eq!((&bare.data["t"], bare.predictions.len()), (&json!(3), 0));
        assert!(!sample(&format!("{tags}<!-- {{broken -->")).written);
    }

    #[test]
    fn what_is_made_up_can_be_imported_and_shown() {
        let tags = "<Paragraphs name=\"p\" value=\"$p\" nameKey=\"role\" textKey=\"content\"/><List name=\"l\" value=\"$l\"/>\
            <Table name=\"b\" value=\"$b\"/><HyperText name=\"h\" value=\"$h\"/><Text name=\"t\" value=\"$rows[0]\"/>\
            <Choices name=\"c\" toName=\"h\" value=\"$c\"/>";
        let document = Document::parse(&format!("<View>{tags}</View>"));
        let sample = sample_task(&document);
        assert_eq!(import_check(&document, &sample.data), Vec::<String>::new());
        assert_eq!(sample.data["p"][0]["role"], "user");
        for template in TEMPLATES {
            let document = Document::parse(template.xml);
            let sample = sample_task(&document);
            assert!(sample.written, "{}", template.id);
            assert_eq!(import_check(&document, &sample.data), Vec::<String>::new(), "{}", template.id);
        }
    }
}
