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
            mapping.fields.push(Field { variable: name.to_owned(), source: guess(name, &variable) });
        }
    }
    mapping
}

fn guess(name: &str, variable: &Variable) -> Source {
    let turns = variable.tag_name == "Paragraphs" || variable.tag_name == "Chat";
    let plain = name.to_ascii_lowercase().replace('-', "_");
    match plain.as_str() {
        "custom_id" | "id" | "request_id" | "key" => Source::CustomId,
        "batch_id" | "batch" => Source::BatchId,
        "model" | "model_name" | "llm" | "llm_model" => Source::Model,
        "conversation" | "dialogue" | "dialog" | "chat" | "humanmachinedialogue" if turns => Source::AllTurns,
        "input_messages" | "messages" | "prompt" | "input" | "input_prompt" | "input_text" | "prompts"
        | "conversation" | "dialogue" | "dialog" | "chat" | "request" => {
            if turns {
                Source::InputTurns
            } else {
                Source::InputText
            }
        }
        "question" | "query" | "user" | "user_message" | "user_prompt" | "instruction" => Source::LastUser,
        "system" | "system_prompt" | "system_message" => Source::System,
        "llm_response" | "response" | "output" | "answer" | "completion" | "text" | "generated_text"
        | "output_text" | "llm_output" | "model_response" | "model_output" | "prediction" | "assistant" => {
            Source::OutputText
        }
        "reasoning" | "reasoning_content" | "thinking" | "chain_of_thought" => Source::Reasoning,
        "finish_reason" | "stop_reason" => Source::FinishReason,
        "json" | "output_json" | "llm_json" | "response_json" => Source::OutputJson(String::new()),
        "raw" | "raw_result" => Source::Raw,
        _ => Source::OutputJson(name.to_owned()),
    }
}
