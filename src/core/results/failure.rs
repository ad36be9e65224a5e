//! What became of a request: the rule of success, and the error's code and words wherever a server puts them.

use super::line::Outcome;
use crate::core::protocol::error::said_by;
use serde_json::Value;

/// Success means a 2xx status (or a body without a status), a body, and no error *value* (D3, D4).
///
/// `errors` are the places where a server may say why, best first.
pub(super) fn outcome(status: Option<u16>, body: &Value, errors: [Option<&Value>; 3]) -> Outcome {
    let good = status.is_none_or(|status| (200..300).contains(&status));
    let said = errors.into_iter().flatten().find(|error| is_said(error));
    match said {
        Some(error) => failed(status, error),
        None if good && is_present(body) => Outcome::Succeeded,
        None if good => Outcome::Failed {
            code: "no_answer".to_owned(),
            message: status.map_or_else(
                || "the line holds neither an answer nor an error".to_owned(),
                |status| format!("the line holds status {status}, but no answer and no error"),
            ),
        },
        None if is_said(body) => failed(status, body),
        None => Outcome::Failed {
            code: code_of_status(status),
            message: format!("status {}, without a reason", code_of_status(status)),
        },
    }
}

fn failed(status: Option<u16>, error: &Value) -> Outcome {
    // A whole error response may be wrapped once more.
    let error = error.get("error").filter(|inner| is_said(inner)).unwrap_or(error);
    Outcome::Failed { code: code(error).unwrap_or_else(|| code_of_status(status)), message: message(error) }
}

/// The code as a word, else the type, else the code as a number (D2): a word tells more than `400`.
fn code(error: &Value) -> Option<String> {
    let word = |key: &str| error.get(key)?.as_str().filter(|word| !word.is_empty()).map(str::to_owned);
    let number = || error.get("code").filter(|code| code.is_number()).map(Value::to_string);
    word("code").or_else(|| word("type")).or_else(number)
}

pub(super) fn code_of_status(status: Option<u16>) -> String {
    status.map_or_else(|| "error".to_owned(), |status| status.to_string())
}

/// The server's words, whole.
fn message(error: &Value) -> String {
    if let Some(text) = error.as_str() {
        return text.to_owned();
    }
    let told = ["message", "detail", "msg"]
        .into_iter()
        .find_map(|key| error.get(key).filter(|value| is_said(value)));
    match told {
        Some(Value::String(text)) => text.clone(),
        Some(other) => said_by(other).unwrap_or_else(|| other.to_string()),
        None => said_by(error).unwrap_or_else(|| error.to_string()),
    }
}

/// An answer, however little it holds.
fn is_present(body: &Value) -> bool {
    match body {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// An error that says something: not `null`, `""`, `false`, `0`, `{}`, `[]`, nor an object of nothing but these.
fn is_said(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => items.iter().any(is_said),
        Value::Object(map) => map.values().any(is_said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(status: Option<u16>, body: &Value, error: &Value) -> (String, String) {
        match outcome(status, body, [Some(error), None, body.get("error")]) {
            Outcome::Failed { code, message } => (code, message),
            Outcome::Succeeded => ("succeeded".into(), String::new()),
            Outcome::Unreadable { reason } => ("unreadable".into(), reason),
        }
    }

    #[test]
    fn success_is_a_status_a_body_and_no_error_value() {
        let fine = ("succeeded".to_owned(), String::new());
        for nothing in [json!(null), json!(""), json!({}), json!({"code": null, "message": ""}), json!(false)]
        {
            assert_eq!(of(Some(200), &json!({"id": "x"}), &nothing), fine, "{nothing}");
        }
        assert_eq!(of(None, &json!({"id": "x"}), &Value::Null), fine);
        assert_eq!(of(Some(204), &json!("text"), &Value::Null), fine);
        assert_eq!(of(Some(200), &json!({"results": [{"flagged": false}]}), &Value::Null), fine);
        assert_eq!(of(Some(200), &json!({}), &Value::Null).0, "no_answer", "an empty answer is none");
        assert_eq!(of(Some(200), &Value::Null, &Value::Null).0, "no_answer");
        assert_eq!(of(None, &Value::Null, &Value::Null).0, "no_answer");
        assert_eq!(
            of(Some(200), &json!({"id": "x"}), &json!({"code": "c", "message": "m"})),
            ("c".into(), "m".into())
        );
    }

    #[test]
    fn codes_and_words() {
        let cases = [
            (Some(500), json!(null), json!("out of memory"), "500", "out of memory"),
            (None, json!(null), json!({"type": "t", "message": "m"}), "t", "m"),
            (
                Some(400),
                json!(null),
                json!({"object": "error", "message": "m", "type": "BadRequestError", "code": 400}),
                "BadRequestError",
                "m",
            ),
            (Some(400), json!(null), json!({"error": {"message": "m", "code": 400}}), "400", "m"),
            (
                Some(429),
                json!({"error": {"message": "slow", "type": "t", "code": "rate_limit_exceeded"}}),
                json!(null),
                "rate_limit_exceeded",
                "slow",
            ),
            (Some(404), json!({"detail": "gone"}), json!(null), "404", "gone"),
            (Some(404), json!("gone"), json!(null), "404", "gone"),
            (Some(503), json!(null), json!(null), "503", "status 503, without a reason"),
            (Some(400), json!({"error": "text"}), json!(null), "400", "text"),
            (
                None,
                json!({"id": "r", "status": "failed", "error": {"code": "server_error", "message": "m"}}),
                json!(null),
                "server_error",
                "m",
            ),
        ];
        for (status, body, error, code, message) in cases {
            assert_eq!(of(status, &body, &error), (code.into(), message.into()), "{body} {error}");
        }
    }
}
