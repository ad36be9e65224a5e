//! A task schema as a JSON file: the original's fields, and a mapping.
//!
//! ```json
//! {"id": "ticket_triage", "name": "Ticket triage", "description": "…", "version": "1.0.0",
//!  "dataSources": [{"id": "ticket", "name": "The ticket", "type": "text"}],
//!  "questions": [{"id": "urgency", "text": "How urgent is it?", "type": "choice", "options": ["now", "later"]}],
//!  "rendering": {"layout": "two-column"},
//!  "mapping": {"version": 1, "data": {"ticket": {"path": "input.last_user"}}}}
//! ```

use super::config;
use crate::core::labeling::check::check_document;
use crate::core::labeling::tags::Edition;
use crate::core::labeling::{Document, Severity};
use crate::core::mapping::preset::Preset;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// A kind of task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    /// What `schema_type` names.
    pub id: String,
    /// For people; its project is called after it.
    pub name: String,
    /// For people.
    #[serde(default)]
    pub description: String,
    /// Such as `1.0.0`.
    #[serde(default = "first_version")]
    pub version: String,
    /// What is shown.
    #[serde(default)]
    pub data_sources: Vec<DataSource>,
    /// What is asked.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// How it is laid out.
    #[serde(default)]
    pub rendering: Rendering,
    /// How judged tasks become examples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<Export>,
    /// The labeling configuration, where it is not made of the questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_studio_config: Option<String>,
    /// How a result becomes a task, as the page saves it; without it the suggested mapping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Value>,
    /// What else the file says.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

fn first_version() -> String {
    "1.0.0".to_owned()
}

/// Something that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataSource {
    /// The field of the task's data.
    pub id: String,
    /// Its heading.
    pub name: String,
    /// `text`, `structured` or `file`.
    #[serde(rename = "type", default = "as_text")]
    pub kind: String,
    /// Whether a task needs it.
    #[serde(default = "yes")]
    pub required: bool,
    /// `header`, `list`, `collapsible`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_format: Option<String>,
}

fn as_text() -> String {
    "text".to_owned()
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The name of its control.
    pub id: String,
    /// The question.
    pub text: String,
    /// `choice`, `rating`, `boolean`, `text`, `number` or `structured`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What can be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
    /// Whether it must be answered.
    #[serde(default = "yes")]
    pub required: bool,
    /// Further words for who answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help_text: Option<String>,
    /// Bounds: `min` and `max` of a number, `max` of a rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation: Option<Map<String, Value>>,
}

const fn yes() -> bool {
    true
}

/// How it is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rendering {
    /// `single-column` or `two-column`.
    pub layout: String,
    /// Kept, not used: Label Studio has its own looks.
    pub theme: String,
    /// Whether the model's answer is shown.
    #[serde(rename = "showLLMPrediction")]
    pub show_llm_prediction: bool,
    /// Whether the data sources are shown.
    pub show_data_sources: bool,
    /// Whether the help texts are shown.
    pub show_rubrics: bool,
    /// What else the file says.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Default for Rendering {
    fn default() -> Self {
        Self {
            layout: "two-column".to_owned(),
            theme: "minimal".to_owned(),
            show_llm_prediction: true,
            show_data_sources: true,
            show_rubrics: true,
            extra: Map::new(),
        }
    }
}

/// How judged tasks become examples.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Export {
    /// For prompts with examples in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icl_format: Option<IclFormat>,
    /// For training.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finetuning_format: Option<FinetuningFormat>,
}

/// Templates; `{field}` stands for a field of the task, or for an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct IclFormat {
    pub system_prompt: String,
    pub user_prompt_template: String,
    pub assistant_response_template: String,
}

/// Which fields are asked with, and which are answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct FinetuningFormat {
    pub input_fields: Vec<String>,
    pub output_fields: Vec<String>,
}

const QUESTIONS: [&str; 6] = ["choice", "rating", "boolean", "text", "number", "structured"];

impl Schema {
    /// Reads a file.
    ///
    /// # Errors
    /// A sentence with the place: line and column, or the field that is at fault.
    pub fn read(text: &str) -> Result<Self, String> {
        let schema: Self = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let said = error.to_string();
            let what = said.split(" at line ").next().unwrap_or_default();
            format!("line {}, column {}: {what}.", error.line(), error.column())
        })?;
        schema.fault().map_or(Ok(schema), Err)
    }

    /// What is wrong with it, in a sentence with the field.
    fn fault(&self) -> Option<String> {
        if self.id.is_empty()
            || !self.id.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
        {
            return Some(format!("id: {:?} is no id; use letters, digits, `_`, `-` and `.`.", self.id));
        }
        if self.name.trim().chars().count() < 3 {
            return Some("name: give it at least three letters; its project is called after it.".to_owned());
        }
        let mut ids = HashSet::new();
        for (at, source) in self.data_sources.iter().enumerate() {
            let word = source.id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            if !word || source.id.starts_with(|first: char| !first.is_ascii_alphabetic()) {
                return Some(format!(
                    "dataSources.{at}.id: {:?} cannot be a field of a task; use letters, digits and `_`.",
                    source.id
                ));
            }
            if !ids.insert(&source.id) {
                return Some(format!("dataSources.{at}.id: {:?} is there twice.", source.id));
            }
        }
        let mut ids = HashSet::new();
        for (at, question) in self.questions.iter().enumerate() {
            if question.id.trim().is_empty() || !ids.insert(&question.id) {
                return Some(format!("questions.{at}.id: {:?} is empty or there twice.", question.id));
            }
            if !QUESTIONS.contains(&question.kind.as_str()) {
                let known = QUESTIONS.join(", ");
                return Some(format!("questions.{at}.type: {:?} is none of {known}.", question.kind));
            }
            if question.kind == "choice" && question.options.as_ref().is_none_or(Vec::is_empty) {
                return Some(format!("questions.{at}.options: a choice needs something to choose."));
            }
        }
        if let Some(mapping) = &self.mapping
            && let Err(error) = Preset::of_value(mapping)
        {
            return Some(format!("mapping.{error}."));
        }
        let xml = self.config();
        if self.label_studio_config.is_none() && self.questions.is_empty() {
            return Some("questions: there are none, and no labelStudioConfig either.".to_owned());
        }
        let document = Document::parse(&xml);
        let report = check_document(&document, Edition::Community);
        let error = report.diagnostics.into_iter().find(|found| found.severity == Severity::Error)?;
        let place = document.position(error.span.start);
        Some(format!("labelStudioConfig: line {}, column {}: {}", place.line, place.column, error.message))
    }

    /// The labeling configuration: its own, or the one that its questions come to.
    pub fn config(&self) -> String {
        self.label_studio_config.clone().unwrap_or_else(|| config::of(self))
    }

    /// The mapping, where the schema brings one.
    pub fn preset(&self) -> Option<Preset> {
        Preset::of_value(self.mapping.as_ref()?).ok()
    }

    /// Whether `schema_type` names it: `-` and `_` are one.
    pub fn is(&self, schema_type: &str) -> bool {
        let plain = |text: &str| text.trim().to_lowercase().replace('-', "_");
        plain(&self.id) == plain(schema_type)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn wrong(text: &str) -> String {
        Schema::read(text).unwrap_err()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        assert!(wrong("{\n \"id\": 1}").starts_with("line 2, column 8: invalid type: integer `1`"));
        assert!(wrong("{").starts_with("line 1, column 1:"));
        assert!(wrong(r#"{"id":"a","name":"Abc"}"#).starts_with("questions: there are none"));
        let of = |rest: &str| wrong(&format!(r#"{{"id":"a","name":"Abc",{rest}}}"#));
        assert!(of(r#""dataSources":[{"id":"work history","name":"x"}]"#).starts_with("dataSources.0.id:"));
        assert!(of(r#""questions":[{"id":"q","text":"?","type":"stars"}]"#).contains("\"stars\" is none of"));
        assert!(
            of(r#""questions":[{"id":"q","text":"?","type":"choice"}]"#).starts_with("questions.0.options:")
        );
        assert!(
            of(r#""labelStudioConfig":"<View><Choices name='a' toName='b'/></View>""#)
                .starts_with("labelStudioConfig: line 1")
        );
        assert!(
            of(r#""mapping":{"version":9},"questions":[{"id":"q","text":"?","type":"text"}]"#)
                .starts_with("mapping.")
        );
    }

    #[test]
    fn a_file_of_the_original_is_read_and_written_as_it_was() {
        let text = r#"{"id":"cv","name":"CV parsing","description":"d","version":"1.0.0","dataSources":[{"id":"resume","name":"Resume","type":"text","required":true,"displayFormat":"collapsible"}],"questions":[{"id":"years","text":"Years?","type":"number","required":false}],"rendering":{"layout":"single-column","theme":"gradient","showLLMPrediction":true,"showDataSources":true,"showRubrics":false,"customTemplate":"cv"},"export":{"finetuningFormat":{"inputFields":["resume"],"outputFields":["years"]}}}"#;
        let schema = Schema::read(text).unwrap();
        assert_eq!(serde_json::to_string(&schema).unwrap(), text);
        assert!(schema.is("CV") && !schema.is("cv2"));
    }
}
