//! Judged tasks as examples: to put into a prompt, or to train with, in the chat format of the OpenAI API.

use super::schema::Schema;
use crate::core::mapping::convert::written;
use serde_json::{Map, Value, json};

/// What a task shows, and what was answered: the person's word, else the model's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// The task's data.
    pub data: Map<String, Value>,
    /// By question.
    pub answers: Map<String, Value>,
}

/// The answers of a result list, by control: one value, or a list of several.
pub fn answers(result: &Value) -> Map<String, Value> {
    let mut answers = Map::new();
    for region in result.as_array().into_iter().flatten() {
        let part = |name: &str| region.get(name).and_then(Value::as_str);
        let (Some(name), Some(kind)) = (part("from_name"), part("type")) else { continue };
        let key = if kind == "textarea" { "text" } else { kind };
        let Some(value) = region.get("value").and_then(|value| value.get(key)) else { continue };
        let value = match value.as_array().map(Vec::as_slice) {
            Some([one]) => one.clone(),
            _ => value.clone(),
        };
        answers.insert(name.to_owned(), value);
    }
    answers
}

/// How far two sets of answers agree, 0 to 1: of the questions that both answer, the share with the same answer.
pub fn agreement(one: &Map<String, Value>, other: &Map<String, Value>) -> Option<f64> {
    let both: Vec<bool> =
        one.iter().filter_map(|(name, value)| other.get(name).map(|theirs| same(value, theirs))).collect();
    let same = both.iter().filter(|same| **same).count();
    #[allow(clippy::cast_precision_loss, reason = "a handful of questions")]
    (!both.is_empty()).then(|| same as f64 / both.len() as f64)
}

fn same(one: &Value, other: &Value) -> bool {
    written(one).trim() == written(other).trim()
}

/// As an example for a prompt: `{"input": …, "output": …}`, with `messages` where the schema has templates.
pub fn icl(schema: &Schema, judged: &Judged) -> Value {
    let (input, output) = parts(schema, judged);
    let mut example = json!({"input": input, "output": output});
    let format = schema.export.as_ref().and_then(|export| export.icl_format.as_ref());
    if let (Some(format), Some(example)) = (format, example.as_object_mut()) {
        let user = filled(&format.user_prompt_template, judged);
        let assistant = filled(&format.assistant_response_template, judged);
        example.insert("messages".to_owned(), messages(&format.system_prompt, &user, &assistant));
    }
    example
}

/// As a line for training: `{"messages": […]}`.
pub fn finetuning(schema: &Schema, judged: &Judged) -> Value {
    let (input, output) = parts(schema, judged);
    let icl = schema.export.as_ref().and_then(|export| export.icl_format.as_ref());
    let system = icl.map_or(schema.description.as_str(), |format| format.system_prompt.as_str());
    // What the model was really asked is the best question, where the task has it.
    let asked =
        ["input_messages", "messages", "conversation"].iter().find_map(|name| match judged.data.get(*name) {
            Some(Value::Array(turns)) => last_user(turns),
            _ => None,
        });
    let user = match icl.filter(|format| !format.user_prompt_template.is_empty()) {
        Some(format) => filled(&format.user_prompt_template, judged),
        None => asked.unwrap_or_else(|| Value::Object(input).to_string()),
    };
    json!({"messages": messages(system, &user, &Value::Object(output).to_string())})
}

fn last_user(turns: &[Value]) -> Option<String> {
    let turn = turns.iter().rev().find(|turn| {
        ["role", "author"].iter().any(|key| turn.get(*key).and_then(Value::as_str) == Some("user"))
    })?;
    ["content", "text"].iter().find_map(|key| turn.get(*key)?.as_str().map(str::to_owned))
}

fn messages(system: &str, user: &str, assistant: &str) -> Value {
    let turns = [("system", system), ("user", user), ("assistant", assistant)];
    let turns = turns.into_iter().filter(|(_, text)| !text.is_empty());
    turns.map(|(role, content)| json!({"role": role, "content": content})).collect()
}

/// What is asked with and what is answered: the fields that the schema names, else its sources and questions.
fn parts(schema: &Schema, judged: &Judged) -> (Map<String, Value>, Map<String, Value>) {
    let format = schema.export.as_ref().and_then(|export| export.finetuning_format.as_ref());
    let sources = || schema.data_sources.iter().map(|source| source.id.clone()).collect::<Vec<_>>();
    let questions = || schema.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
    let inputs = format.map(|format| format.input_fields.clone()).filter(|fields| !fields.is_empty());
    let outputs = format.map(|format| format.output_fields.clone()).filter(|fields| !fields.is_empty());
    let pick = |names: Vec<String>, from: &[&Map<String, Value>]| {
        let found = names.into_iter().filter_map(|name| {
            let value = from.iter().find_map(|map| map.get(&name))?.clone();
            Some((name, value))
        });
        found.collect::<Map<_, _>>()
    };
    (
        pick(inputs.unwrap_or_else(sources), &[&judged.data]),
        pick(outputs.unwrap_or_else(questions), &[&judged.answers, &judged.data]),
    )
}

/// `{field}` replaced by what the task or its answers hold; what nothing is known of becomes empty.
fn filled(template: &str, judged: &Judged) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let inner = from.get(1..).unwrap_or_default();
        let name = inner.split('}').next().unwrap_or_default();
        let is_name = inner.len() > name.len()
            && !name.is_empty()
            && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        if is_name {
            let value = judged.answers.get(name).or_else(|| judged.data.get(name));
            out.push_str(&value.map(written).unwrap_or_default());
            rest = inner.get(name.len() + 1..).unwrap_or_default();
        } else {
            out.push('{');
            rest = inner;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn judged() -> Judged {
        let data = json!({"name": "Ana", "history": [{"at": "X"}], "recommendation": "No"});
        let answers = json!({"recommendation": "Yes", "notes": "fine {x}"});
        Judged { data: data.as_object().unwrap().clone(), answers: answers.as_object().unwrap().clone() }
    }

    fn schema() -> Schema {
        serde_json::from_value(json!({
            "id": "c", "name": "Candidates",
            "dataSources": [{"id": "name", "name": "Name"}],
            "questions": [{"id": "recommendation", "text": "?", "type": "text"}],
            "export": {
                "iclFormat": {"systemPrompt": "Judge.", "userPromptTemplate": "{name}: {history} {", "assistantResponseTemplate": "{recommendation}, {notes}{none}"},
                "finetuningFormat": {"inputFields": ["name", "history"], "outputFields": ["recommendation", "notes"]},
            },
        }))
        .unwrap()
    }

    #[test]
    fn templates_are_filled_once_and_people_win_over_models() {
        let example = icl(&schema(), &judged());
        assert_eq!(example["messages"][1]["content"], "Ana: [{\"at\":\"X\"}] {");
        assert_eq!(example["messages"][2]["content"], "Yes, fine {x}");
        assert_eq!(example["output"], json!({"recommendation": "Yes", "notes": "fine {x}"}));
        let line = finetuning(&schema(), &judged());
        assert_eq!(line["messages"][0], json!({"role": "system", "content": "Judge."}));
        assert_eq!(line["messages"][2]["content"], r#"{"recommendation":"Yes","notes":"fine {x}"}"#);
    }

    #[test]
    fn answers_are_read_from_regions_and_compared() {
        let result = json!([
            {"from_name": "verdict", "type": "choices", "value": {"choices": ["right"]}},
            {"from_name": "tags", "type": "choices", "value": {"choices": ["a", "b"]}},
            {"from_name": "note", "type": "textarea", "value": {"text": ["x"]}},
            {"type": "relation"},
        ]);
        let found = answers(&result);
        assert_eq!(
            Value::Object(found.clone()),
            json!({"verdict": "right", "tags": ["a", "b"], "note": "x"})
        );
        let other = json!({"verdict": "wrong", "note": "x ", "more": 1});
        assert_eq!(agreement(&found, other.as_object().unwrap()), Some(0.5));
        assert_eq!(agreement(&found, &Map::new()), None);
    }
}
