//! The built-in labeling templates as task schemas: the same configuration, described by its own tags.

use super::schema::{DataSource, Question, Rendering, Schema};
use crate::core::labeling::templates::{TEMPLATES, Template};
use crate::core::labeling::{Document, variables};
use crate::core::mapping::control::Control;
use serde_json::{Map, json};

/// One for each template, named with `_`.
pub fn schemas() -> Vec<Schema> {
    TEMPLATES.iter().map(schema).collect()
}

fn schema(template: &Template) -> Schema {
    let document = Document::parse(template.xml);
    let mut data_sources: Vec<DataSource> = Vec::new();
    for variable in variables(&document) {
        let id = variable.field().to_owned();
        if data_sources.iter().all(|source| source.id != id) {
            data_sources.push(DataSource {
                name: words(&id),
                kind: if variable.tag_name == "Paragraphs" { "structured" } else { "text" }.to_owned(),
                required: variable.required,
                display_format: None,
                id,
            });
        }
    }
    let controls = Control::all(&document);
    let questions = controls.iter().filter(|control| control.is_predictable()).map(question);
    Schema {
        id: template.id.replace('-', "_"),
        name: template.title.to_owned(),
        description: template.description.to_owned(),
        version: "1.0.0".to_owned(),
        data_sources,
        questions: questions.collect(),
        rendering: Rendering { layout: "single-column".to_owned(), ..Rendering::default() },
        export: None,
        label_studio_config: Some(template.xml.to_owned()),
        mapping: None,
        extra: Map::new(),
    }
}

fn question(control: &Control) -> Question {
    let options: Vec<String> = match control.tag.as_str() {
        "Pairwise" => vec!["left".to_owned(), "right".to_owned()],
        _ => control.options.iter().map(|choice| choice.saved.clone()).collect(),
    };
    let kind = match control.tag.as_str() {
        "Rating" => "rating",
        "Number" => "number",
        "TextArea" | "DateTime" => "text",
        "Choices" | "Pairwise" if !control.multiple => "choice",
        _ => "structured",
    };
    let bounds = [("min", control.limits.0), ("max", control.limits.1)];
    let bounds: Map<_, _> =
        bounds.into_iter().filter_map(|(name, bound)| Some((name.to_owned(), json!(bound?)))).collect();
    Question {
        id: control.name.clone(),
        text: words(&control.name),
        kind: kind.to_owned(),
        options: (!options.is_empty()).then_some(options),
        required: false,
        help_text: None,
        validation: (!bounds.is_empty()).then_some(bounds),
    }
}

/// `llm_response` as `Llm response`.
fn words(name: &str) -> String {
    let text = name.replace(['_', '-'], " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_is_a_schema_that_could_be_a_file() {
        let all = schemas();
        assert_eq!(all.len(), TEMPLATES.len());
        for schema in all {
            let text = serde_json::to_string(&schema).unwrap();
            assert_eq!(Schema::read(&text), Ok(schema.clone()), "{}", schema.id);
            assert!(!schema.questions.is_empty() && !schema.data_sources.is_empty(), "{}", schema.id);
        }
    }
}
