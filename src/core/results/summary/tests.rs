#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

mod columns;

fn both(bytes: &[u8]) -> Summary {
    let fast = summarize(bytes, 2, 90);
    let whole = of_line(&line::read(bytes, 2), bytes, 90);
    assert_eq!(fast, whole, "{}", String::from_utf8_lossy(bytes));
    fast
}

fn of(line: &Value) -> Summary {
    both(line.to_string().as_bytes())
}

fn answered(body: &Value) -> String {
    of(&json!({"custom_id": "c", "response": {"status_code": 200, "body": body}})).excerpt
}

#[test]
fn the_usual_line_needs_no_tree() {
    let line = r#"{"id":"r","custom_id":"c\u002d1","response":{"status_code":200,"request_id":"q","body":{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"```json\n{\"a\": 1}\n```"},"finish_reason":"length"}],"usage":{"prompt_tokens":9,"completion_tokens":4}}},"error":null,"input":{"model":"other"}}"#;
    assert!(scan::skim::line(line.as_bytes()).is_some());
    let row = both(line.as_bytes());
    assert_eq!((row.number, row.offset, row.len as usize), (2, 90, line.len()));
    assert_eq!((row.custom_id.as_str(), row.excerpt.as_str()), ("c-1", "```json {\"a\": 1} ```"));
    assert_eq!((row.finish_reason.as_str(), row.model.as_str(), row.output_tokens), ("length", "m", Some(4)));
    assert_eq!(row.outcome, RowOutcome::Succeeded);
}

#[test]
fn the_usual_response_needs_no_tree_either() {
    let body = json!({"object": "response", "model": "m", "status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"},
        "output": [
            {"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "thinking"}]},
            {"type": "message", "content": [{"type": "output_text", "text": "one", "annotations": []}, {"type": "output_text", "text": ""}]},
            {"type": "web_search_call", "status": "completed"},
            {"type": "message", "content": []}
        ], "usage": {"input_tokens": 3, "output_tokens": 2}, "error": null});
    let line = json!({"custom_id": "c", "response": {"status_code": 200, "body": body}}).to_string();
    assert!(scan::skim::line(line.as_bytes()).is_some());
    let row = both(line.as_bytes());
    assert_eq!(
        (row.excerpt.as_str(), row.finish_reason.as_str(), row.output_tokens),
        ("one", "max_output_tokens", Some(2))
    );
}

/// JSON texts for a field: the usual one most of the time, else something odd.
fn field(usual: &'static [&'static str]) -> impl Strategy<Value = String> {
    let odd = [
        "null",
        "\"\"",
        "\" \"",
        "0",
        "7",
        "-1",
        "2.5",
        "1e999",
        "true",
        "false",
        "[]",
        "{}",
        "[1]",
        "[[]]",
        "\"text\"",
        "{\"message\":\"m\",\"code\":\"c\"}",
        "{\"error\":{\"message\":\"m\",\"code\":400}}",
        "\"{\\\"a\\\":1}\"",
        "\"\\ud83d\"",
        "\"é\\n\\u0000 日本\"",
        "[{\"type\":\"text\",\"text\":\"part\"}]",
        "[{\"function\":{\"name\":\"f\"}}]",
        "nonsense",
    ];
    prop_oneof![20 => prop::sample::select(usual), 1 => prop::sample::select(odd.to_vec())]
        .prop_map(str::to_owned)
}

fn object(fields: Vec<(&'static str, String, u8)>) -> String {
    // 0 leaves a field out, 1 writes it twice.
    let mut out = Vec::new();
    for (key, value, times) in fields {
        let written = format!("\"{key}\":{value}");
        out.extend(std::iter::repeat_n(
            written,
            match times {
                0 => 0,
                1 => 2,
                _ => 1,
            },
        ));
    }
    format!("{{{}}}", out.join(","))
}

prop_compose! {
    fn body()(
        times in prop::collection::vec(0u8..60, 10), model in field(&["\"m\""]), content in field(&["\"Hello\"", "\"a\\tb\""]),
        text in field(&["\"t\""]), finish in field(&["\"stop\""]), tokens in field(&["12"]), error in field(&["null"]),
        output in field(&["null"]), calls in field(&["null", "null", "[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"]), second in 0u8..30, usage in field(&["null"]),
    ) -> String {
        let message = object(vec![("role", "\"assistant\"".into(), 2), ("content", content, times[0]), ("tool_calls", calls, times[1])]);
        let choice = object(vec![("message", message, times[2]), ("text", text, times[3] / 20), ("finish_reason", finish, times[4])]);
        let choices = if second == 0 { format!("[{choice},{choice}]") } else { format!("[{choice}]") };
        let counted = object(vec![("prompt_tokens", "3".into(), 2), ("completion_tokens", tokens, times[5])]);
        let usage = if usage == "null" { counted } else { usage };
        object(vec![("model", model, times[6]), ("choices", choices, times[7]), ("usage", usage, times[8]),
            ("error", error, times[9] / 15), ("output", output, times[9] / 15)])
    }
}

prop_compose! {
    fn response_body()(
        times in prop::collection::vec(0u8..60, 10), model in field(&["\"m\""]), kind in field(&["\"message\""]),
        part in field(&["\"output_text\"", "\"output_text\"", "\"refusal\"", "\"text\""]), text in field(&["\"Hello\"", "\"\""]),
        status in field(&["\"completed\"", "\"incomplete\""]), why in field(&["null", "{\"reason\":\"\"}", "{\"reason\":\"max_output_tokens\"}"]),
        other in field(&["{\"type\":\"reasoning\",\"summary\":[{\"text\":\"hm\"}]}", "{\"type\":\"function_call\",\"name\":\"f\"}"]),
        content in field(&["@"]), output in field(&["@"]), choices in field(&["null"]),
    ) -> String {
        let part = object(vec![("type", part, times[0]), ("text", text, times[1]), ("refusal", "\"no\"".into(), times[2] / 20)]);
        let content = if content == "@" { format!("[{part},{part}]") } else { content };
        let item = object(vec![("type", kind, times[3]), ("content", content, times[4]), ("role", "\"assistant\"".into(), 2)]);
        let output = if output == "@" { format!("[{other},{item}]") } else { output };
        object(vec![("model", model, times[5]), ("output", output, times[6]), ("status", status, times[7]),
            ("incomplete_details", why, times[8]), ("choices", choices, times[9] / 20)])
    }
}

prop_compose! {
    fn any_line()(
        times in prop::collection::vec(0u8..60, 8), body in prop_oneof![body(), response_body()], other in field(&["@"]), id in field(&["\"c-1\""]),
        status in field(&["200", "201", "400"]), error in field(&["null"]), inner in field(&["null"]),
        response in field(&["@"]), cut in prop::option::weighted(0.1, 0usize..300),
    ) -> Vec<u8> {
        let body = if other == "@" { body } else { other };
        let whole = object(vec![("status_code", status, times[0]), ("body", body, times[1]), ("error", inner, times[2] / 15)]);
        let response = if response == "@" { whole } else { response };
        let line = object(vec![("custom_id", id, times[3]), ("response", response, times[4]), ("error", error, times[5]),
            ("input", "{\"model\":\"asked\",\"messages\":[{\"content\":\"q\"}]}".into(), times[6])]);
        let mut bytes = line.into_bytes();
        bytes.truncate(cut.unwrap_or(usize::MAX));
        bytes
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(proptest::test_runner::Config::default().cases.max(2000)))]

    #[test]
    fn the_fast_way_agrees_with_the_whole(line in any_line()) {
        let row = both(&line);
        prop_assert!(row.excerpt.chars().count() <= 121);
        prop_assert!(!row.excerpt.chars().any(char::is_control));
    }

    #[test]
    fn any_bytes_give_a_row(line in prop::collection::vec(any::<u8>(), 0..60)) {
        both(&line);
    }
}

/// Lines as servers write them, to be damaged.
const REAL: [&str; 11] = [
    r#"{"id":"r","custom_id":"c\u002d1","response":{"status_code":200,"request_id":"q","body":{"id":"x","object":"chat.completion","created":1795345732,"model":"google\/gemma","choices":[{"index":0,"message":{"role":"assistant","content":"```json\n{\"a\": [1, -2.5e3, null]}\n```","refusal":null,"tool_calls":[]},"logprobs":{"content":[{"token":"a","logprob":-0.5}]},"finish_reason":"length"}],"usage":{"prompt_tokens":9,"completion_tokens":4,"details":{"cached_tokens":0}}}},"error":null,"input":{"model":"other","messages":[{"role":"user","content":"q"}]}}"#,
    r#"{"custom_id":7,"response":{"status_code":200,"body":{"choices":[{"message":{"content":"{\"a\":\"\ud83d\ude00 \\\"\"}","reasoning_content":"hm"}}],"usage":null}},"input":{"model":"asked"}}"#,
    r#"{"custom_id":"c","response":{"status_code":200,"body":{"object":"text_completion","model":"m","choices":[{"index":0,"text":"日本 [1, 2]","finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":0}}},"error":null}"#,
    r#"{"custom_id":"c","response":{"status_code":200,"body":{"object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"model":"m","error":null,"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"s"}]},{"id":"i","type":"message","role":"assistant","content":[{"type":"output_text","text":"one","annotations":[]},{"type":"output_text","text":""}]}],"usage":{"input_tokens":3,"output_tokens":2}}},"error":null}"#,
    r#"{"custom_id":"c","response":{"status_code":200,"body":{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[0.5,-1.25e-3,0]},{"embedding":[]}],"usage":{"prompt_tokens":8,"total_tokens":8}}},"error":null}"#,
    r#"{"custom_id":"c","response":{"status_code":429,"request_id":"q","body":{"error":{"message":"wait 3 s\nplease","type":"t","param":null,"code":"rate_limit_exceeded"}}},"error":null}"#,
    r#"{"custom_id":"c","response":null,"error":{"code":"batch_expired","message":"late \u00e9"}}"#,
    r#"{"id":"x","custom_id":"c","response":{"status_code":400,"request_id":"q","body":null},"error":{"object":"error","message":"too long","type":"BadRequestError","param":null,"code":400}}"#,
    r#"{"custom_id":"c","response":{"status_code":200,"body":{"model":"m","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"look_up","arguments":"{\"order\": \"a\\u0062\"}"}},{"function":{"name":"f"}}]},"finish_reason":"tool_calls"}]}},"error":null}"#,
    r#"{"custom_id":"c","response":{"status_code":200,"body":{"choices":[{"message":{"content":" ","reasoning":"hm","tool_calls":[{"function":{"name":"f","arguments":null}}]}}]}}}"#,
    r#"{"custom_id":"c","response":{"status_code":503,"body":{"error":{"message":"down","code":null}}},"input":{"model":"asked"}}"#,
];

#[test]
fn real_lines_are_usual() {
    for line in REAL {
        assert!(usual::row(line.as_bytes(), 1, 0, &mut Rooms::default()).is_some(), "{line}");
        both(line.as_bytes());
    }
}

prop_compose! {
    /// Something to put into a line, or nothing.
    fn splinter()(text in prop_oneof![
        4 => prop::sample::select(vec!["\"", "\\", "{", "}", "[", "]", ",", ":", "null", "0", "-", "1e999", "\\u", "\\ud83d", "\\ude00", "\n", "é", " ",
            "\"error\":", "\"model\":\"m\",", "\"content\":\"t\",", "\"refusal\":\"no\",", "\"tool_calls\":[{}],", "\"function\":{},", "\"name\":\"g\",", "\"input\":1,", "\"arguments\":{},", "\"output\":null,", "\"status\":\"s\",",
            "\"custom_id\":\"d\",", "\"text\":\"t\",", "\"code\":\"d\",", "\"m\\u006fdel\":\"n\",", "\"choices\":null,", "\"data\":[],", "\"reasoning\":\"r\",", "true", "[[[[]]]]", "{}"]).prop_map(str::as_bytes).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..3),
    ]) -> Vec<u8> { text }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(proptest::test_runner::Config::default().cases.max(4000)))]

    #[test]
    fn damaged_lines_are_read_alike(
        line in prop::sample::select(REAL.to_vec()),
        wounds in prop::collection::vec((any::<prop::sample::Index>(), 0usize..6, splinter()), 1..4),
    ) {
        let mut bytes = line.as_bytes().to_vec();
        for (at, gone, put) in wounds {
            let at = at.index(bytes.len() + 1);
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, put);
        }
        both(&bytes);
    }

    /// Wounds where they hurt: before a key or a value.
    #[test]
    fn fields_too_many_are_read_alike(
        line in prop::sample::select(REAL.to_vec()), marks in prop::collection::vec((any::<prop::sample::Index>(), splinter()), 1..3),
    ) {
        let mut bytes = line.as_bytes().to_vec();
        for (at, put) in marks {
            let places: Vec<usize> = (1..bytes.len()).filter(|at| matches!(bytes.get(at - 1), Some(b'{' | b',' | b':' | b'['))).collect();
            if places.is_empty() { continue }
            let at = *at.get(&places);
            bytes.splice(at..at, put);
        }
        both(&bytes);
    }

    #[test]
    fn deep_lines_are_read_alike(depth in prop::sample::select(vec![1usize, 126, 127, 128, 590, 599, 601, 700]), list in any::<bool>(), which in prop::sample::select(REAL.to_vec())) {
        let (open, close) = if list { ("[", "]") } else { ("{\"a\":", "}") };
        let deep = format!("{}0{}", open.repeat(depth), close.repeat(depth));
        both(which.replacen('{', &format!("{{\"deep\":{deep},"), 1).as_bytes());
    }
}
