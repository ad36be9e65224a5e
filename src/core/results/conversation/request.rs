//! What was asked, from the body of a request.

use super::message::{other, parts, text, tool_call, turn};
use super::{Part, Role, Turn};
use serde_json::{Map, Value};

/// A request's body as turns: `messages` (chat), `instructions` and `input` (responses, embeddings),
/// `prompt` (completions). A body of another shape is one turn of [`Part::Other`]; `null` is none.
pub fn asked(body: &Value) -> Vec<Turn> {
    match body {
        Value::Null => Vec::new(),
        Value::Object(map) if map.is_empty() => Vec::new(),
        Value::Object(map) => of_object(map).unwrap_or_else(|| unknown(body)),
        Value::String(said) => vec![Turn::new(Role::User, vec![Part::Text(said.clone())])],
        Value::Array(items) if items.iter().any(has_role) => items.iter().map(item).collect(),
        _ => unknown(body),
    }
}

fn of_object(body: &Map<String, Value>) -> Option<Vec<Turn>> {
    let head =
        ["instructions", "system"].into_iter().find_map(|key| body.get(key).filter(|value| !value.is_null()));
    let said = if let Some(Value::Array(messages)) = body.get("messages") {
        Some(messages.iter().map(|message| turn(message, &Role::User)).collect())
    } else {
        ["input", "prompt"].into_iter().find_map(|key| body.get(key).map(|value| prompt(key, value)))
    };
    let mut turns: Vec<Turn> =
        head.map(|value| Turn::new(Role::System, parts(value, "instructions"))).into_iter().collect();
    match said {
        Some(said) => turns.extend::<Vec<Turn>>(said),
        None if turns.is_empty() => return None,
        None => {}
    }
    Some(turns)
}

/// `input` or `prompt`: a text, texts, numbered tokens, messages, or items of the responses API.
fn prompt(key: &str, value: &Value) -> Vec<Turn> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if items.iter().any(Value::is_object) => items.iter().map(item).collect(),
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_string) => {
            items.iter().map(|said| Turn::new(Role::User, parts(said, key))).collect()
        }
        Value::Array(_) => vec![Turn::new(Role::User, vec![other("tokens", value)])],
        Value::Object(map) if map.contains_key("messages") => asked(value),
        single => vec![Turn::new(Role::User, parts(single, key))],
    }
}

/// An item of a responses list: a message, or something that was called, returned or thought.
fn item(item: &Value) -> Turn {
    let kind = item.get("type").and_then(Value::as_str).unwrap_or("message");
    match (item, kind) {
        (Value::Object(map), "function_call_output") => {
            let name = text(map, "call_id").map(str::to_owned);
            Turn { role: Role::Tool, name, parts: parts(map.get("output").unwrap_or(&Value::Null), "output") }
        }
        (_, "function_call") => Turn::new(Role::Assistant, vec![tool_call(item)]),
        (Value::Object(map), "reasoning") => Turn::new(Role::Assistant, super::answer::reasoning(map, item)),
        (Value::Object(map), _) if map.contains_key("role") || map.contains_key("content") => {
            turn(item, &Role::User)
        }
        // A bare part, as embeddings of images and texts take them.
        _ => Turn::new(Role::User, parts(item, kind)),
    }
}

fn has_role(item: &Value) -> bool {
    item.get("role").is_some()
}

fn unknown(body: &Value) -> Vec<Turn> {
    vec![Turn::new(Role::User, vec![other("request", body)])]
}
