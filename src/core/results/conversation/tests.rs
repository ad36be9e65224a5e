use super::*;
use serde_json::{Value, json};

fn words(text: &str) -> Part {
    Part::Text(text.into())
}

fn turn(role: Role, part: Part) -> Turn {
    Turn::new(role, vec![part])
}

#[test]
fn chat_request() {
    let turns = asked(&json!({"model": "m", "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "name": "Ada", "content": [
            {"type": "text", "text": "Look:"},
            {"type": "image_url", "image_url": {"url": "https://x/y.png"}},
            {"type": "input_audio", "input_audio": {"data": "AA"}}
        ]},
        {"role": "assistant", "content": null, "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "see", "arguments": "{\"a\":1}"}}
        ]},
        {"role": "tool", "tool_call_id": "c1", "content": "a cat"},
        "loose"
    ]}));
    assert_eq!(turns[0], turn(Role::System, words("Be brief.")));
    assert_eq!((turns[1].name.as_deref(), turns[1].parts.len()), (Some("Ada"), 3));
    assert_eq!(turns[1].parts[1], Part::Image { url: "https://x/y.png".into() });
    assert!(matches!(&turns[1].parts[2], Part::Other { kind, .. } if kind == "input_audio"));
    let call = Part::ToolCall { id: Some("c1".into()), name: "see".into(), arguments: "{\"a\":1}".into() };
    assert_eq!(turns[2], turn(Role::Assistant, call));
    assert_eq!((&turns[3].role, turns[3].name.as_deref()), (&Role::Tool, Some("c1")));
    assert_eq!(turns[4], turn(Role::User, words("loose")));
}

#[test]
fn responses_request() {
    let turns = asked(&json!({"instructions": "Be kind.", "input": "Hi"}));
    assert_eq!(turns, [turn(Role::System, words("Be kind.")), turn(Role::User, words("Hi"))]);
    let turns = asked(&json!({"input": [
        {"role": "user", "content": [{"type": "input_text", "text": "Q"}, {"type": "input_image", "image_url": "data:x"}]},
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
        {"type": "function_call", "call_id": "k", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "k", "output": "42"}
    ]}));
    assert_eq!(turns[0].parts, [words("Q"), Part::Image { url: "data:x".into() }]);
    assert_eq!(turns[1], turn(Role::Assistant, Part::Reasoning("hm".into())));
    let call = Part::ToolCall { id: Some("k".into()), name: "f".into(), arguments: "{}".into() };
    assert_eq!(turns[2], turn(Role::Assistant, call));
    assert_eq!(turns[3], Turn { role: Role::Tool, name: Some("k".into()), parts: vec![words("42")] });
}

#[test]
fn completions_embeddings_and_unknown_requests() {
    assert_eq!(asked(&json!({"prompt": "Once"})), [turn(Role::User, words("Once"))]);
    assert_eq!(asked(&json!({"input": ["a", "b"]})).len(), 2);
    assert!(
        matches!(&asked(&json!({"input": [1, 2]}))[0].parts[0], Part::Other { kind, json } if kind == "tokens" && json == "[1,2]")
    );
    assert!(matches!(&asked(&json!({"x": 1}))[0].parts[0], Part::Other { json, .. } if json == "{\"x\":1}"));
    assert!(asked(&Value::Null).is_empty());
}

#[test]
fn chat_answer() {
    let turns = answered(&json!({"object": "chat.completion", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Hello", "reasoning_content": "say hi", "refusal": null}},
        {"index": 1, "message": {"role": "assistant", "content": null, "refusal": "No."}},
        {"index": 2}
    ]}));
    assert_eq!(turns[0].parts, [Part::Reasoning("say hi".into()), words("Hello")]);
    assert_eq!(turns[1].parts, [Part::Refusal("No.".into())]);
    assert!(matches!(&turns[2].parts[0], Part::Other { kind, .. } if kind == "choice"));
    assert_eq!(text_of(&turns), "Hello");
}

#[test]
fn content_in_parts_and_a_legacy_call() {
    let turns = answered(&json!({"choices": [{"message": {
        "content": [{"type": "text", "text": "a"}, {"type": "refusal", "refusal": "b"}, "c"],
        "function_call": {"name": "f", "arguments": {"x": 1}}
    }}]}));
    let call = Part::ToolCall { id: None, name: "f".into(), arguments: "{\"x\":1}".into() };
    assert_eq!(turns[0].parts, [words("a"), Part::Refusal("b".into()), words("c"), call]);
    assert_eq!(text_of(&turns), "a\n\nc");
}

#[test]
fn responses_answer() {
    let turns = answered(&json!({"object": "response", "output": [
        {"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "think"}]},
        {"type": "message", "role": "assistant", "content": [
            {"type": "output_text", "text": "one", "annotations": []}, {"type": "output_text", "text": "two"}
        ]},
        {"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "web_search_call", "id": "w"}
    ]}));
    assert_eq!(turns.len(), 1);
    assert_eq!(turns[0].parts[..3], [Part::Reasoning("think".into()), words("one"), words("two")]);
    assert!(matches!(&turns[0].parts[3], Part::ToolCall { id: Some(id), .. } if id == "c"));
    assert!(matches!(&turns[0].parts[4], Part::Other { kind, .. } if kind == "web_search_call"));
}

#[test]
fn completions_and_embeddings() {
    assert_eq!(answered(&json!({"choices": [{"text": "upon"}]})), [turn(Role::Assistant, words("upon"))]);
    let turns = answered(&json!({"object": "list", "data": [
        {"index": 0, "embedding": [3.0, 4.0]}, {"index": 1, "embedding": "AACAPwAAAEA="}, {"embedding": "?"}
    ]}));
    assert_eq!(
        turns[0].parts[..2],
        [Part::Embedding { dimensions: 2, norm: Some(5.0) }, Part::Embedding { dimensions: 2, norm: None }]
    );
    assert!(matches!(&turns[0].parts[2], Part::Other { kind, .. } if kind == "embedding"));
}

#[test]
fn any_other_body_is_shown_as_it_is() {
    let echo = json!({"object": "echo", "z": 1, "a": 2});
    assert!(
        matches!(&answered(&echo)[0].parts[0], Part::Other { kind, json } if kind == "echo" && json == &echo.to_string())
    );
    for body in
        [json!({"choices": []}), json!({"choices": 3}), json!([1]), json!(7), json!({"data": [{"url": "u"}]})]
    {
        assert!(
            matches!(&answered(&body)[0].parts[0], Part::Other { json, .. } if json == &body.to_string()),
            "{body}"
        );
    }
    assert_eq!(answered(&json!("plain")), [turn(Role::Assistant, words("plain"))]);
    assert!(answered(&Value::Null).is_empty());
}

#[test]
fn roles() {
    assert_eq!(Role::parse("developer").label(), "Developer");
    assert_eq!(Role::parse("critic").label(), "critic");
}
