//! The JSON Schema of an LLM's answer that can be taken over as a prediction without a change.

use super::tree::Document;
use crate::core::mapping::control::Control;
use serde_json::{Map, Value, json};

/// The schema: one property for each control tag, named as it is.
pub fn output_schema(document: &Document) -> Value {
    let mut properties = Map::new();
    for control in Control::all(document) {
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
    let word =
        if words.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "enum": words}) };
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
        "Taxonomy" => {
            json!({"type": "array", "description": "Paths from the outermost choice to the chosen one", "items": {"type": "array", "items": word}})
        }
        "Labels" => json!({"type": "array", "description": "Quoted word for word", "items": {
            "type": "object", "additionalProperties": false, "required": ["text", "label"],
            "properties": {"text": {"type": "string"}, "label": word}
        }}),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
