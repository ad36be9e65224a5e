//! What there is to know of a result beside its words: how it was asked, how it ended, what it cost.

use super::line::ResultLine;
use crate::core::text;
use serde_json::Value;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name, such as `Finish reason`.
    pub name: &'static str,
    /// Its value in words.
    pub value: String,
    /// An id or another text of machines.
    pub code: bool,
}

/// The facts of a result, those that are known, in a fixed order.
pub fn facts(result: &ResultLine) -> Vec<Fact> {
    let usage = result.body.get("usage").unwrap_or(&Value::Null);
    let detail =
        |outer: [&str; 2], inner| outer.iter().find_map(|name| usage.get(name)?.get(inner)?.as_u64());
    let tokens = |number: u64| text::counted(number, "token");
    let prompt = result.usage.map(|usage| {
        let cached = detail(["prompt_tokens_details", "input_tokens_details"], "cached_tokens");
        match cached.filter(|cached| *cached > 0) {
            Some(cached) => format!("{}, {} cached", tokens(usage.input), text::count(cached)),
            None => tokens(usage.input),
        }
    });
    let reasoning = detail(["completion_tokens_details", "output_tokens_details"], "reasoning_tokens");
    let asked = |names: &[&str]| names.iter().find_map(|name| plain(result.input.get(name)?));
    let response = result.raw.get("response").unwrap_or(&Value::Null);
    let all = [
        ("Model", result.model.clone(), false),
        ("Status", result.status_code.map(|code| code.to_string()), false),
        ("Finish reason", result.finish_reason.clone(), false),
        ("Temperature", asked(&["temperature"]), false),
        ("Prompt", prompt, false),
        ("Top p", asked(&["top_p"]), false),
        ("Completion", result.usage.map(|usage| tokens(usage.output)), false),
        ("Max tokens", asked(&["max_completion_tokens", "max_output_tokens", "max_tokens"]), false),
        ("Reasoning", reasoning.filter(|number| *number > 0).map(tokens), false),
        ("Seed", asked(&["seed"]), false),
        ("Request", response.get("request_id").and_then(plain), true),
    ];
    let known = all.into_iter().filter_map(|(name, value, code)| {
        let value = text::one_line(&value?, 200);
        (!value.is_empty()).then_some(Fact { name, value, code })
    });
    known.collect()
}

/// A text or a number as people read it; anything else is no fact.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.as_u64().map_or_else(|| number.to_string(), text::count)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::results::line;
    use serde_json::json;

    fn said(facts: &[Fact]) -> Vec<String> {
        facts.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect()
    }

    #[test]
    fn what_is_known_is_said_in_order() {
        let text = json!({
            "custom_id": "a",
            "response": { "status_code": 200, "request_id": "req_1", "body": {
                "model": "m", "choices": [{ "message": { "content": "x" }, "finish_reason": "stop" }],
                "usage": { "prompt_tokens": 2614, "completion_tokens": 1, "prompt_tokens_details": { "cached_tokens": 2000 },
                    "completion_tokens_details": { "reasoning_tokens": 388 } }
            } }
        });
        let request = json!({ "temperature": 0.2, "max_tokens": 2048, "seed": 7, "messages": [] });
        let result = line::read(text.to_string().as_bytes(), 1).with_input(request);
        let expected = [
            "Model: m",
            "Status: 200",
            "Finish reason: stop",
            "Temperature: 0.2",
            "Prompt: 2,614 tokens, 2,000 cached",
            "Completion: 1 token",
            "Max tokens: 2,048",
            "Reasoning: 388 tokens",
            "Seed: 7",
            "Request: req_1",
        ];
        assert_eq!(said(&facts(&result)), expected);
    }

    #[test]
    fn odd_values_are_left_out_and_nothing_breaks() {
        let text =
            br#"{"custom_id":"a","response":{"status_code":200,"request_id":{},"body":{"usage":[1]}}}"#;
        let result = line::read(text, 1).with_input(json!({ "temperature": [], "seed": "a\u{202E}b" }));
        assert_eq!(said(&facts(&result)), ["Status: 200", "Seed: ab"]);
        assert!(facts(&line::read(b"no json", 1)).is_empty());
    }
}
