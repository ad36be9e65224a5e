//! A conversation as text and as the paragraphs of Label Studio.

use crate::core::results::conversation::{Part, Role, Turn};
use serde_json::{Map, Value};

/// All turns, each as `[role] what is said`, with an empty line between them.
pub fn as_text(turns: &[Turn]) -> String {
    let turn = |turn: &Turn| format!("[{}] {}", role(&turn.role), said(turn));
    turns.iter().map(turn).collect::<Vec<_>>().join("\n\n")
}

/// A list of turns as they stand in the result document, as the same text; `None`: it is no such list.
pub fn of_value(value: &Value) -> Option<String> {
    let items = value.as_array().filter(|items| !items.is_empty())?;
    let turn =
        |item: &Value| Some(format!("[{}] {}", item.get("role")?.as_str()?, item.get("content")?.as_str()?));
    Some(items.iter().map(turn).collect::<Option<Vec<_>>>()?.join("\n\n"))
}

/// One turn as an object.
pub fn paragraph(name: &str, text: &str, name_key: &str, text_key: &str) -> Value {
    let mut object = Map::new();
    object.insert(name_key.to_owned(), name.into());
    object.insert(text_key.to_owned(), text.into());
    Value::Object(object)
}

/// What a turn says, as text; its reasoning is left out.
pub fn said(turn: &Turn) -> String {
    turn.parts.iter().filter_map(part).collect::<Vec<_>>().join("\n\n")
}

/// The reasoning of some turns; `None`: there is none.
pub fn reasoning(turns: &[Turn]) -> Option<String> {
    let parts = turns.iter().flat_map(|turn| &turn.parts);
    let texts: Vec<&str> = parts
        .filter_map(|part| match part {
            Part::Reasoning(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// As the wire writes it.
pub fn role(role: &Role) -> &str {
    match role {
        Role::System => "system",
        Role::Developer => "developer",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
        Role::Other(other) => other,
    }
}

fn part(part: &Part) -> Option<String> {
    match part {
        Part::Text(text) | Part::Refusal(text) => Some(text.clone()),
        Part::Reasoning(_) => None,
        Part::ToolCall { name, arguments, .. } => Some(format!("{name}({arguments})")),
        // A picture inside the text would be megabytes of letters.
        Part::Image { url } if url.starts_with("data:") => Some("[image]".to_owned()),
        Part::Image { url } => Some(format!("[image: {url}]")),
        Part::Embedding { dimensions, .. } => Some(format!("[vector of {dimensions} numbers]")),
        Part::Other { json, .. } => Some(json.clone()),
    }
}
