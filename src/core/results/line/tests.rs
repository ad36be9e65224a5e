#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::super::conversation::{Part, Role};
use super::*;
use serde_json::json;

fn of(line: &Value) -> ResultLine {
    read(line.to_string().as_bytes(), 3)
}

fn chat(content: &str) -> Value {
    json!({"object": "chat.completion", "model": "m",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14}})
}

#[test]
fn a_usual_line() {
    let raw = json!({"id": "r", "custom_id": "c-1", "response": {"status_code": 200, "body": chat("Hello")}, "error": null});
    let line = of(&raw);
    assert_eq!((line.number, line.custom_id.as_deref(), line.status_code), (3, Some("c-1"), Some(200)));
    assert_eq!((line.outcome.clone(), line.text()), (Outcome::Succeeded, "Hello".to_owned()));
    assert_eq!((line.model.as_deref(), line.finish_reason.as_deref()), (Some("m"), Some("stop")));
    assert_eq!(line.usage, Some(Usage { input: 10, output: 4 }));
    assert_eq!(line.raw, raw);
    assert!(line.asked.is_empty() && line.input.is_null());
}

#[test]
fn the_response_may_be_the_answer_itself() {
    let line = of(&json!({"custom_id": 7, "response": chat("bare")}));
    assert_eq!(
        (line.outcome.clone(), line.text(), line.custom_id.as_deref()),
        (Outcome::Succeeded, "bare".into(), Some("7"))
    );
    let empty = of(&json!({"custom_id": "x", "response": {"request_id": "r"}}));
    assert!(matches!(&empty.outcome, Outcome::Failed { code, .. } if code == "no_answer"));
}

#[test]
fn failures_keep_what_was_answered() {
    let body = json!({"error": {"code": "content_filter", "message": "m"}, "choices": [{"message": {"content": "half"}}]});
    let line = of(&json!({"response": {"status_code": 200, "body": body}}));
    assert_eq!(line.outcome, Outcome::Failed { code: "content_filter".into(), message: "m".into() });
    assert_eq!(line.text(), "half");
    let line = of(&json!({"response": {"status_code": 500, "body": {"error": {"message": "m"}}}}));
    assert!(line.answered.is_empty());
}

#[test]
fn why_a_response_ended() {
    let output = json!([{"type": "message", "content": [{"type": "output_text", "text": "t"}]}]);
    let of = |body: Value| of(&json!({"response": {"status_code": 200, "body": body}})).finish_reason;
    assert_eq!(of(json!({"output": output, "status": "completed"})).as_deref(), Some("completed"));
    let cut = json!({"output": output, "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}});
    assert_eq!(of(cut).as_deref(), Some("max_output_tokens"));
    assert_eq!(of(json!({"results": [], "status": "x"})), None);
}

#[test]
fn unreadable_lines() {
    for (line, reason) in [
        ("Processed batch", "no JSON at column 1: expected value"),
        (r#"{"custom_id": "c", "resp"#, "cut off at column 24"),
        ("[1]", "a list, where an object was expected"),
        ("null", "null, where an object was expected"),
    ] {
        let read = read(line.as_bytes(), 1);
        assert_eq!(read.outcome, Outcome::Unreadable { reason: reason.into() }, "{line}");
    }
    assert_eq!(read(b"[1]", 1).raw, json!([1]));
}

#[test]
fn a_line_too_deep_for_a_tree_still_gives_its_answer() {
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let line =
        json!({"custom_id": "c", "response": {"status_code": 200, "body": chat("shallow")}, "logprobs": "@"});
    let line = read(line.to_string().replace("\"@\"", &deep).as_bytes(), 1);
    assert_eq!(
        (line.outcome.clone(), line.text(), line.raw),
        (Outcome::Succeeded, "shallow".into(), Value::Null)
    );
}

#[test]
fn the_input_joins() {
    let line = of(
        &json!({"custom_id": "c", "response": {"status_code": 200, "body": {"choices": [{"text": "t"}]}}}),
    );
    let joined =
        line.clone().with_input(json!({"model": "asked", "messages": [{"role": "user", "content": "Q"}]}));
    assert_eq!(
        (joined.asked[0].role.clone(), joined.asked[0].parts.clone()),
        (Role::User, vec![Part::Text("Q".into())])
    );
    assert_eq!(joined.model.as_deref(), Some("asked"));
    assert_eq!(line.clone().with_input(Value::Null), line);
}

#[test]
fn lines_of_an_input_file() {
    let of = |line: Value| request_line(line.to_string().as_bytes(), 5);
    let body = json!({"messages": []});
    assert_eq!(
        of(json!({"custom_id": "c", "method": "POST", "body": body})),
        Some(("c".into(), body.clone()))
    );
    assert_eq!(of(json!({"body": body})), Some(("request-5".into(), body.clone())));
    assert_eq!(of(json!({"custom_id": "c", "params": body})), Some(("c".into(), body)));
    assert_eq!(of(json!({"prompt": "p"})), Some(("request-5".into(), json!({"prompt": "p"}))));
    assert_eq!(of(json!({"custom_id": "c"})), None);
    assert_eq!(request_line(b"nonsense", 0), None);
}

#[test]
fn ids_of_an_input_file_are_those_of_its_lines() {
    for line in [
        r#"{"custom_id":"c","body":{"messages":[]}}"#,
        r#"{"custom_id":7,"body":{"messages":[]}}"#,
        r#"{"custom_id":"","prompt":"p"}"#,
        r#"{"custom_id":"a","custom_id":"b","prompt":"p"}"#,
        r#"{"custom_id":"\ud83d","prompt":"p"}"#,
        r#"{"prompt":"p"}"#,
        r#"["c"]"#,
        "nonsense",
    ] {
        let whole = request_line(line.as_bytes(), 5).map(|(id, _)| id);
        assert_eq!(request_id(line.as_bytes(), 5), whole, "{line}");
    }
}
