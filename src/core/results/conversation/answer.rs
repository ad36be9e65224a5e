//! What was answered, from the body of an answer.

use super::message::{message_parts, other, parts, text, tool_call, turn};
use super::{Part, Role, Turn};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// An answer's body as turns: one for each of `choices` (chat, completions), one for all of `output`
/// (responses), one for all vectors of `data` (embeddings). Any other body is one turn of [`Part::Other`], a
/// text its text, `null` none.
pub fn answered(body: &Value) -> Vec<Turn> {
    match body {
        Value::Null => Vec::new(),
        Value::String(said) if said.is_empty() => Vec::new(),
        Value::String(said) => vec![assistant(vec![Part::Text(said.clone())])],
        Value::Object(map) => of_object(map).unwrap_or_else(|| unknown(body)),
        _ => unknown(body),
    }
}

fn of_object(body: &Map<String, Value>) -> Option<Vec<Turn>> {
    if let Some(choices) = list(body, "choices") {
        return Some(choices.iter().map(choice).collect());
    }
    if let Some(output) = list(body, "output") {
        return Some(vec![assistant(output.iter().flat_map(output_item).collect())]);
    }
    if let Some(data) =
        list(body, "data").filter(|data| data.iter().all(|item| item.get("embedding").is_some()))
    {
        return Some(vec![assistant(data.iter().map(embedding).collect())]);
    }
    // A message that stands alone.
    let alone = body.contains_key("content") && text(body, "role").is_some();
    alone.then(|| vec![turn(&Value::Object(body.clone()), &Role::Assistant)])
}

fn choice(choice: &Value) -> Turn {
    if let Some(message) = choice.get("message").filter(|message| message.is_object()) {
        return turn(message, &Role::Assistant);
    }
    match choice.get("text").and_then(Value::as_str) {
        Some(said) => assistant(vec![Part::Text(said.to_owned())]),
        None => assistant(vec![other("choice", choice)]),
    }
}

fn output_item(item: &Value) -> Vec<Part> {
    let Value::Object(map) = item else { return parts(item, "output") };
    match text(map, "type").unwrap_or("message") {
        "message" if map.contains_key("content") => message_parts(map),
        "reasoning" => reasoning(map, item),
        "function_call" => vec![tool_call(item)],
        kind => vec![other(kind, item)],
    }
}

/// A reasoning item: its summary, else its own text; without either (it may be encrypted) the item itself.
pub(super) fn reasoning(map: &Map<String, Value>, item: &Value) -> Vec<Part> {
    let told = |key: &str| {
        let texts = list(map, key)?.iter().filter_map(|part| part.get("text").and_then(Value::as_str));
        let parts: Vec<Part> = texts.map(|text| Part::Reasoning(text.to_owned())).collect();
        (!parts.is_empty()).then_some(parts)
    };
    told("summary").or_else(|| told("content")).unwrap_or_else(|| vec![other("reasoning", item)])
}

fn embedding(item: &Value) -> Part {
    match item.get("embedding") {
        Some(Value::Array(numbers)) => {
            let square = |number: &Value| number.as_f64().map(|number| number * number);
            let sum: Option<f64> = numbers.iter().map(square).sum();
            Part::Embedding { dimensions: numbers.len(), norm: sum.map(f64::sqrt) }
        }
        // Little-endian 32-bit floats in base64.
        Some(Value::String(packed)) => match STANDARD.decode(packed) {
            Ok(bytes) if bytes.len() % 4 == 0 => Part::Embedding { dimensions: bytes.len() / 4, norm: None },
            _ => other("embedding", item),
        },
        _ => other("embedding", item),
    }
}

fn list<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Vec<Value>> {
    map.get(key).and_then(Value::as_array).filter(|items| !items.is_empty())
}

fn assistant(parts: Vec<Part>) -> Turn {
    Turn::new(Role::Assistant, parts)
}

fn unknown(body: &Value) -> Vec<Turn> {
    let kind = body.get("object").and_then(Value::as_str).unwrap_or("answer");
    vec![assistant(vec![other(kind, body)])]
}
