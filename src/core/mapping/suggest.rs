//! A first mapping: right for the usual names.

use super::{Field, Mapping, Source};
use crate::core::labeling::{Document, Variable, variables};

/// What each `$variable` of a configuration gets, judged by its name and by the tag that shows it. A name that
/// says nothing is looked for in the answer's JSON.
pub fn default_mapping(document: &Document) -> Mapping {
    let mut mapping = Mapping::default();
    for variable in variables(document) {
        let name = variable.field();
        if mapping.source(name).is_none() {
            // A name that cannot stand in a path has no source; that is said of its tasks.
            if let Ok(source) = Source::path(&guess(name, &variable)) {
                mapping.fields.push(Field { variable: name.to_owned(), source });
            }
        }
    }
    mapping
}

/// The path of what a name usually means.
fn guess(name: &str, variable: &Variable) -> String {
    let turns = variable.tag_name == "Paragraphs" || variable.tag_name == "Chat";
    let plain = name.to_ascii_lowercase().replace('-', "_");
    match plain.as_str() {
        "custom_id" | "id" | "request_id" | "key" | "candidate_ref" | "candidate_id" => {
            "custom_id".to_owned()
        }
        "batch_id" | "batch" => "batch.id".to_owned(),
        "model" | "model_name" | "llm" | "llm_model" => "model".to_owned(),
        "conversation" | "dialogue" | "dialog" | "chat" | "humanmachinedialogue" if turns => {
            "conversation".to_owned()
        }
        "input_messages" | "messages" | "prompt" | "input" | "input_prompt" | "input_text" | "prompts"
        | "conversation" | "dialogue" | "dialog" | "chat" | "request" => {
            if turns {
                "input.messages".to_owned()
            } else {
                "input.text".to_owned()
            }
        }
        "question" | "query" | "user" | "user_message" | "user_prompt" | "instruction" | "source_text"
        | "document" | "profile" => "input.last_user".to_owned(),
        "system" | "system_prompt" | "system_message" => "input.system".to_owned(),
        "llm_response" | "response" | "output" | "answer" | "completion" | "text" | "generated_text"
        | "output_text" | "llm_output" | "model_response" | "model_output" | "prediction" | "assistant"
        | "extracted_json" | "answer_a" | "response_a" => "output.text".to_owned(),
        "reasoning" | "reasoning_content" | "thinking" | "chain_of_thought" => "output.reasoning".to_owned(),
        "finish_reason" | "stop_reason" => "output.finish_reason".to_owned(),
        "json" | "output_json" | "llm_json" | "response_json" => "output.json".to_owned(),
        "raw" | "raw_result" => "raw".to_owned(),
        _ => format!("output.json.{name}"),
    }
}
