//! The JSON Schema of an LLM's answer that can be taken over as a prediction without a change.

use super::tree::Document;
use crate::core::mapping::control::{Control, PATH};
use serde_json::{Map, Value, json};

/// The schema: one property for each control tag that a result can answer, named as it is. What keeps to it, the
/// mapping takes over as it is.
pub fn output_schema(document: &Document) -> Value {
    let mut properties = Map::new();
    for control in Control::all(document).into_iter().filter(Control::is_predictable) {
        if let Some(schema) = of(&control) {
            properties.insert(control.name.clone(), schema);
        }
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

/// The same as the `response_format` of a request.
pub fn response_format(document: &Document) -> Value {
    json!({"type": "json_schema", "json_schema": {"name": "labels", "strict": true, "schema": output_schema(document)}})
}

fn of(control: &Control) -> Option<Value> {
    let words: Vec<&str> = control.options.iter().map(|choice| choice.saved.as_str()).collect();
    let word = one_of(&words);
    let (least, most) = control.limits;
    let bounded = |kind: &str, least: Option<f64>, most: Option<f64>| {
        let mut schema = Map::new();
        schema.insert("type".into(), kind.into());
        for (name, bound) in [("minimum", least), ("maximum", most)] {
            if let Some(bound) = bound {
                #[allow(clippy::cast_possible_truncation, reason = "it is whole and fits")]
                let bound = if bound.fract() == 0.0 && bound.abs() < 1e15 {
                    json!(bound as i64)
                } else {
                    json!(bound)
                };
                schema.insert(name.into(), bound);
            }
        }
        Value::Object(schema)
    };
    Some(match control.tag.as_str() {
        "Choices" if control.multiple => json!({"type": "array", "items": word}),
        "Choices" => word,
        "Rating" => bounded("integer", Some(1.0), Some(most.unwrap_or(5.0))),
        "Number" => bounded("number", least, most),
        "TextArea" => json!({"type": "string"}),
        "DateTime" => json!({"type": "string", "description": "Such as 2024-05-06"}),
        "Pairwise" => json!({"type": "string", "enum": ["left", "right"]}),
        "Taxonomy" => json!({"type": "array", "items": one_of(&paths(control))}),
        "Ranker" => ranker(control),
        "Labels" | "ParagraphLabels" => {
            json!({"type": "array", "description": "Quoted word for word", "items": {
                "type": "object", "additionalProperties": false, "required": ["text", "label"],
                "properties": {"text": {"type": "string"}, "label": word}
            }})
        }
        _ => return None,
    })
}

/// One of these words; of none: any word, since the task brings them.
fn one_of<T: AsRef<str>>(words: &[T]) -> Value {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    if words.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "enum": words}) }
}

/// Every path of a Taxonomy that may be chosen, as one text.
fn paths(control: &Control) -> Vec<String> {
    let all = &control.options;
    let inner = |path: &[String]| {
        all.iter().any(|other| other.path.len() > path.len() && other.path.starts_with(path))
    };
    let chosen = all.iter().filter(|choice| !(control.leafs_only && inner(&choice.path)));
    chosen.map(|choice| choice.path.join(PATH)).collect()
}

/// For each bucket the items in it, best first.
fn ranker(control: &Control) -> Value {
    let ids =
        || json!({"type": "array", "description": "Ids of items, best first", "items": {"type": "string"}});
    let buckets: Map<String, Value> = control.buckets.iter().map(|name| (name.clone(), ids())).collect();
    json!({"type": "object", "additionalProperties": false, "required": control.buckets, "properties": buckets})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::labeling::{check, prediction::validate_prediction, preview};

    #[test]
    fn every_control_has_its_property() {
        let xml = "<View><Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$u\"/>
            <Choices name=\"c\" toName=\"t\"><Choice value=\"Yes\" alias=\"y\"/><Choice value=\"No\"/></Choices>
            <Choices name=\"m\" toName=\"t\" choice=\"multiple\"><Choice value=\"A\"/></Choices>
            <Rating name=\"r\" toName=\"t\" maxRating=\"3\"/><Number name=\"n\" toName=\"t\" min=\"0\" max=\"0.5\"/>
            <TextArea name=\"a\" toName=\"t\"/><Pairwise name=\"p\" toName=\"t,u\"/>
            <Labels name=\"l\" toName=\"t\"><Label value=\"PER\"/></Labels></View>";
        let schema = output_schema(&Document::parse(xml));
        assert_eq!(schema["required"], json!(["c", "m", "r", "n", "a", "p", "l"]));
        let properties = &schema["properties"];
        assert_eq!(properties["c"], json!({"type": "string", "enum": ["y", "No"]}));
        assert_eq!(properties["m"]["items"]["enum"], json!(["A"]));
        assert_eq!(properties["r"], json!({"type": "integer", "minimum": 1, "maximum": 3}));
        assert_eq!(properties["n"], json!({"type": "number", "minimum": 0, "maximum": 0.5}));
        assert_eq!(properties["l"]["items"]["properties"]["label"]["enum"], json!(["PER"]));
        assert_eq!(response_format(&Document::parse(xml))["json_schema"]["schema"], schema);
    }

    /// Answers that keep to a schema: each word of an enumeration, and the ends of a range.
    fn answers(schema: &Value) -> Vec<Value> {
        let inner = |name: &str| schema["properties"][name].clone();
        match schema["type"].as_str().unwrap_or_default() {
            "string" => schema["enum"].as_array().cloned().unwrap_or_else(|| vec![json!("2031-04-12")]),
            "integer" | "number" => {
                [schema["minimum"].clone(), schema["maximum"].clone()].into_iter().collect()
            }
            "array" => vec![answers(&schema["items"]).into()],
            _ if schema["required"] == json!(["text", "label"]) => answers(&inner("label"))
                .into_iter()
                .map(|label| json!({"text": "Ada", "label": label}))
                .collect(),
            _ => vec![
                schema["properties"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| (name.clone(), json!(["1"])))
                    .collect::<Map<_, _>>()
                    .into(),
            ],
        }
    }

    #[test]
    fn what_keeps_to_the_schema_is_a_prediction_that_arrives() {
        let xml = "<View><Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$t\"/><List name=\"i\" value=\"$i\"/>
            <Choices name=\"c\" toName=\"t\"><Choice value=\"Yes\" alias=\"y\"/><Choice value=\"No / never\"/></Choices>
            <Choices name=\"m\" toName=\"t\" choice=\"multiple\"><Choice value=\"A\"/><Choice value=\"B\"/></Choices>
            <Choices name=\"nested\" toName=\"t\" allowNested=\"true\"><Choice value=\"A\"/></Choices>
            <Rating name=\"r\" toName=\"t\" maxRating=\"3\"/><Number name=\"n\" toName=\"t\" min=\"0\" max=\"0.5\"/>
            <TextArea name=\"a\" toName=\"t\"/><DateTime name=\"d\" toName=\"t\" only=\"date\"/><Pairwise name=\"p\" toName=\"t,u\"/>
            <Taxonomy name=\"x\" toName=\"t\"><Choice value=\"A\" alias=\"a\"><Choice value=\"B / C\"/></Choice></Taxonomy>
            <Ranker name=\"k\" toName=\"i\"/>
            <Labels name=\"l\" toName=\"t\"><Label value=\"PER\" alias=\"person\"/></Labels>
            <Rating name=\"each\" toName=\"t\" perRegion=\"true\"/></View>";
        let document = Document::parse(xml);
        let data = json!({"t": "Ada 🎉", "i": [{"id": "1", "title": "one"}]});
        let data = data.as_object().cloned().unwrap_or_default();
        let screen = preview(&document, &check(xml), &data);
        let schema = output_schema(&document);
        let names = ["c", "m", "r", "n", "a", "d", "p", "x", "k", "l"];
        assert_eq!(schema["required"], json!(names), "not what is nested, nor what is asked of each region");
        let mut said = 0;
        for control in Control::all(&document).into_iter().filter(Control::is_predictable) {
            for answer in answers(&schema["properties"][&control.name]) {
                let regions = control.regions(&answer, &data);
                assert!(regions.is_ok(), "{}: {answer}: {regions:?}", control.name);
                let prediction = json!({"result": regions.unwrap_or_default()});
                let refused = validate_prediction(&document, &screen, &prediction);
                assert!(refused.is_empty(), "{}: {answer}: {prediction}: {refused:?}", control.name);
                said += 1;
            }
        }
        assert_eq!(said, 14);
    }
}
