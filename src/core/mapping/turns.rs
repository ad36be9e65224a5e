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
    let parts = turn.parts.iter().filter_map(|one| match one {
        Part::Text(text) if turn.role == Role::Assistant => Some(thought(text).1.to_owned()),
        other => part(other),
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

/// The reasoning that stands before an answer between `<think>` tags, and the answer. Servers that are not told which
/// model they run leave it there; some models' prompts hold the opening tag, so that the answer has the closing one alone.
fn thought(text: &str) -> (Option<&str>, &str) {
    const CLOSES: &str = "</think>";
    let Some((before, after)) = text.split_once(CLOSES) else { return (None, text) };
    let before = before.trim();
    let inside = before.strip_prefix("<think>").unwrap_or(before);
    if inside.contains("<think>") { (None, text) } else { (Some(inside.trim()), after.trim_start()) }
}

/// The reasoning of some turns; `None`: there is none.
pub fn reasoning(turns: &[Turn]) -> Option<String> {
    let parts = turns.iter().flat_map(|turn| turn.parts.iter().map(|part| (&turn.role, part)));
    let texts: Vec<&str> = parts
        .filter_map(|part| match part {
            (_, Part::Reasoning(text)) => Some(text.as_str()),
            (Role::Assistant, Part::Text(text)) => thought(text).0.filter(|inside| !inside.is_empty()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasoning_between_tags_is_kept_apart_from_the_answer() {
        let turn = |role, text: &str| Turn { role, name: None, parts: vec![Part::Text(text.to_owned())] };
        for (text, inside, answer) in [
            (
                "<think>\nIs {\"a\": 1} right?\n</think>\n\n{\"a\": 2}",
                Some("Is {\"a\": 1} right?"),
                "{\"a\": 2}",
            ),
            ("It is so.</think> Yes.", Some("It is so."), "Yes."),
            ("<think></think>Yes.", None, "Yes."),
            ("<think>cut off", None, "<think>cut off"),
            ("Say <think>so</think>.", None, "Say <think>so</think>."),
        ] {
            let turn = turn(Role::Assistant, text);
            assert_eq!(
                (reasoning(std::slice::from_ref(&turn)).as_deref(), said(&turn).as_str()),
                (inside, answer)
            );
        }
        let asked = turn(Role::User, "What does a</think>b mean?");
        assert_eq!(said(&asked), "What does a</think>b mean?", "only models think");
    }
}
