//! What each column says.
use super::*;

#[test]
fn excerpts_say_what_there_is() {
    let chat = |message: Value| answered(&json!({"model": "m", "choices": [{"message": message}]}));
    assert_eq!(chat(json!({"content": null, "refusal": "I can't."})), "I can't.");
    assert_eq!(
        chat(json!({"content": "", "tool_calls": [{"function": {"name": "f", "arguments": "{\"a\":1}"}}]})),
        "f({\"a\":1})"
    );
    assert_eq!(chat(json!({"content": " ", "reasoning": "hm"})), "hm");
    assert_eq!(chat(json!({"content": null})), "");
    assert_eq!(answered(&json!({"data": [{"embedding": vec![0.5; 1536]}]})), "a vector of 1,536 numbers");
    assert_eq!(answered(&json!({"echo": 1})), "{\"echo\":1}");
    assert_eq!(answered(&json!("as text")), "as text");
    assert_eq!(chat(json!({"content": "日本".repeat(100)})).chars().count(), EXCERPT + 1);
}

#[test]
fn failures_and_unreadable_lines() {
    let row = of(
        &json!({"custom_id": "c", "response": null, "error": {"code": "batch_expired", "message": "late\nagain"}}),
    );
    assert_eq!((row.outcome, row.excerpt.as_str()), (RowOutcome::Failed, "batch_expired: late again"));
    let row = both(b"Processed batch b-1 at 2026-01-01");
    assert_eq!(row.outcome, RowOutcome::Unreadable);
    assert_eq!(row.excerpt, "no JSON at column 1: expected value: Processed batch b-1 at 2026-01-01");
}

#[test]
fn lists_are_no_objects() {
    for line in [
        r#"["c",[200,["m",[[["hello"],"t","stop"]]]],null]"#,
        r#"{"custom_id":"c","response":[200,{"model":"m","choices":[{"message":{"content":"x"}}]}]}"#,
        r#"{"custom_id":"c","response":{"status_code":200,"body":{"model":"m","choices":[{"message":["x"]}]}}}"#,
    ] {
        both(line.as_bytes());
    }
}

#[test]
fn columns_of_an_answer() {
    let chat = |content: &str| {
        of(
            &json!({"custom_id": "c", "response": {"status_code": 200, "body": {"model": "m", "choices": [{"message": {"content": content}}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 4}}}}),
        )
    };
    let plain = chat("é😀 \"x\"\n");
    assert_eq!(
        (plain.length, plain.input_tokens, plain.output_tokens, plain.traits),
        (7, Some(9), Some(4), Traits::default())
    );
    for (text, traits) in [
        (" {\"a\": 1}\n", Traits::JSON),
        ("[1]", Traits::JSON),
        ("{\"a\": 1} and more", Traits::default()),
        ("{\"a\": }", Traits::default()),
        ("7", Traits::default()),
        ("```json\n{\"a\": 1}\n```\n", Traits::FENCED),
        ("```\n[]\n```", Traits::FENCED),
        ("```json\n{}\n``` so", Traits::default()),
        ("```python\n[]\n```", Traits::default()),
        ("```", Traits::default()),
    ] {
        assert_eq!(chat(text).traits, traits, "{text}");
    }
    assert_eq!(chat("same").digest, chat("same").digest);
    assert_ne!(chat("same").digest, chat("Same").digest);
    let escaped =
        r#"{"response":{"status_code":200,"body":{"choices":[{"message":{"content":"s\u0061me"}}]}}}"#;
    assert_eq!(both(escaped.as_bytes()).digest, chat("same").digest);
}

#[test]
fn traits_of_what_stands_beside() {
    let of = |message: Value| {
        of(&json!({"response": {"status_code": 200, "body": {"choices": [{"message": message}]}}}))
    };
    let call = |arguments: &str| {
        of(json!({"content": null, "tool_calls": [{"function": {"name": "f", "arguments": arguments}}]}))
    };
    assert_eq!((call("{}").traits, call("{}").length), (Traits::TOOL_CALLS, 0));
    assert_ne!(call("{}").digest, call("[]").digest);
    assert_eq!(of(json!({"content": "x", "refusal": "no"})).traits, Traits::REFUSAL);
    assert_eq!(of(json!({"content": "{}", "reasoning": "hm"})).traits, Traits::REASONING.and(Traits::JSON));
    assert_eq!(of(json!({"content": null})).digest, 0);
}
