//! One message: its role, and its content as parts.

use super::{Part, Role, Turn};
use serde_json::{Map, Value};

/// A message of a chat, or an item of a responses list that has a role.
pub(super) fn turn(message: &Value, fallback: &Role) -> Turn {
    let Value::Object(map) = message else {
        return Turn::new(fallback.clone(), parts(message, "message"));
    };
    let role = text(map, "role").map_or_else(|| fallback.clone(), Role::parse);
    let name = text(map, "name").or_else(|| text(map, "tool_call_id")).map(str::to_owned);
    Turn { role, name, parts: message_parts(map) }
}

/// Reasoning first, then what is said, then what is called.
pub(super) fn message_parts(message: &Map<String, Value>) -> Vec<Part> {
    let reasoning = text(message, "reasoning_content").or_else(|| text(message, "reasoning"));
    let mut out: Vec<Part> = reasoning.map(|text| Part::Reasoning(text.to_owned())).into_iter().collect();
    out.extend(message.get("content").map(|content| parts(content, "content")).unwrap_or_default());
    out.extend(text(message, "refusal").map(|text| Part::Refusal(text.to_owned())));
    let calls = message.get("tool_calls").and_then(Value::as_array);
    out.extend(calls.into_iter().flatten().map(tool_call));
    if let Some(call @ Value::Object(_)) = message.get("function_call") {
        out.push(tool_call(call));
    }
    if let Some(audio @ Value::Object(_)) = message.get("audio") {
        out.push(other("audio", audio));
    }
    out
}

/// Content: text, a list of parts, one part, or nothing.
pub(super) fn parts(content: &Value, kind: &str) -> Vec<Part> {
    match content {
        Value::Null => Vec::new(),
        Value::String(text) => vec![Part::Text(text.clone())],
        Value::Array(items) => items.iter().map(|item| part(item, kind)).collect(),
        single => vec![part(single, kind)],
    }
}

fn part(item: &Value, kind: &str) -> Part {
    let Value::Object(map) = item else {
        return item.as_str().map_or_else(|| other(kind, item), |text| Part::Text(text.to_owned()));
    };
    let kind = text(map, "type").unwrap_or(kind);
    let known = match kind {
        "refusal" => text(map, "refusal").map(|text| Part::Refusal(text.to_owned())),
        "thinking" => text(map, "thinking").map(|text| Part::Reasoning(text.to_owned())),
        "reasoning" | "reasoning_text" | "summary_text" => {
            text(map, "text").map(|text| Part::Reasoning(text.to_owned()))
        }
        "image_url" | "input_image" => image(map),
        "tool_use" | "function_call" => Some(tool_call(item)),
        "text" | "input_text" | "output_text" | "content" => {
            map.get("text").and_then(Value::as_str).map(|text| Part::Text(text.to_owned()))
        }
        _ => None,
    };
    known.unwrap_or_else(|| other(kind, item))
}

/// `{"image_url": {"url": …}}` (chat) or `{"image_url": "…"}` (responses).
fn image(part: &Map<String, Value>) -> Option<Part> {
    let at = part.get("image_url")?;
    let url = at.as_str().or_else(|| at.get("url")?.as_str())?;
    Some(Part::Image { url: url.to_owned() })
}

/// `{"id", "function": {"name", "arguments"}}` (chat), `{"call_id", "name", "arguments"}` (responses),
/// `{"id", "name", "input"}`.
pub(super) fn tool_call(call: &Value) -> Part {
    let function = call.get("function").unwrap_or(call);
    let of = |key: &str| call.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let Some(name) = function.get("name").and_then(Value::as_str) else {
        return other(of("type").unwrap_or("tool_call"), call);
    };
    let arguments = match function.get("arguments").or_else(|| function.get("input")) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    Part::ToolCall {
        id: of("call_id").or_else(|| of("id")).map(str::to_owned),
        name: name.to_owned(),
        arguments,
    }
}

pub(super) fn other(kind: &str, value: &Value) -> Part {
    Part::Other { kind: kind.to_owned(), json: value.to_string() }
}

/// A field's text; blank counts as absent.
pub(super) fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}
