//! What an LLM is told, so that its answers fit a schema's questions.

use super::schema::{Question, Schema};
use crate::core::labeling::{Document, schema as output};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The answer of `GET /api/schemas/{id}/prompt`: the prompt, an example, and the JSON Schema of an answer that is
/// taken over as it is.
pub fn prompt(schema: &Schema) -> Value {
    let example = example(schema);
    json!({
        "schema_type": schema.id, "schema_name": schema.name, "schema_description": schema.description,
        "prompt": text(schema, &example), "example_response": example, "schema": schema,
        "output_schema": output::output_schema(&Document::parse(&schema.config())),
    })
}

fn text(schema: &Schema, example: &Value) -> String {
    let mut out = format!("# {}\n\n{}\n", schema.name, schema.description);
    if !schema.data_sources.is_empty() {
        out.push_str("\n## Data Sources\n\n");
    }
    for source in &schema.data_sources {
        let needed = if source.required { " [REQUIRED]" } else { "" };
        let _infallible = writeln!(out, "- **{}** ({}){needed}", source.name, source.kind);
    }
    out.push_str("\n## Output Format\n\nRespond with JSON containing:\n");
    for question in &schema.questions {
        let _infallible = describe(question, &mut out);
    }
    let _infallible = write!(out, "\n## Example Response\n\n```json\n{example:#}\n```\n");
    out
}

fn describe(question: &Question, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "\n### {}\n\n- **Question**: {}\n- **Type**: {}",
        question.id, question.text, question.kind
    )?;
    if let Some(options) = &question.options {
        writeln!(out, "- **Options**: {}", options.join(", "))?;
    }
    if question.required {
        writeln!(out, "- **Required**: Yes")?;
    }
    if let Some(help) = &question.help_text {
        writeln!(out, "- **Help**: {help}")?;
    }
    Ok(())
}

/// An answer that could be: it is accepted, and means nothing.
fn example(schema: &Schema) -> Value {
    let answers = schema.questions.iter().map(|question| {
        let option =
            |at: usize| question.options.as_ref().and_then(|options| options.get(at).or(options.first()));
        let answer = match (question.kind.as_str(), option(0)) {
            ("choice" | "boolean", Some(first)) => json!(first),
            ("rating", Some(first)) => json!(option(2).unwrap_or(first)),
            ("boolean", None) => json!("Yes"),
            ("rating", None) => json!(3),
            ("number", _) => {
                json!(question.validation.as_ref().and_then(|bounds| bounds.get("min")).unwrap_or(&json!(0)))
            }
            ("structured", _) => json!([]),
            _ => json!("Your answer here"),
        };
        (question.id.clone(), answer)
    });
    Value::Object(answers.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    #[test]
    fn every_built_in_schema_says_what_it_asks_for() {
        for schema in built_in::schemas() {
            let prompt = prompt(&schema);
            let text = prompt["prompt"].as_str().unwrap_or_default();
            for question in &schema.questions {
                assert!(text.contains(&format!("### {}", question.id)), "{}", schema.id);
                assert!(prompt["example_response"].get(&question.id).is_some());
            }
        }
    }
}
