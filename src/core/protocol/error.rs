//! What a server's error body says, whatever its shape (D15): one sentence, with the status.
//!
//! Shapes met: `{"error":{"message"}}`, `{"error":"text"}`, `{"detail":"text"}`, `{"detail":[{"loc","msg"}]}`,
//! Label Studio's envelope with `validation_errors`, bare `{"field":["text"]}`, HTML, plain text, nothing.

use crate::core::text::one_line;
use serde_json::{Map, Value};
use thiserror::Error;

/// Why an answer could not be used. The sentences are for the person who waits.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ApiError {
    /// The server refused or failed.
    #[error("{sentence}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// From [`explain`].
        sentence: String,
        /// Seconds to wait, where the server says so.
        retry_after: Option<u32>,
    },
    /// The status is fine, the body is not what was asked for.
    #[error("the server answered {status}, but not with {expected}: {found}")]
    Unexpected {
        /// HTTP status.
        status: u16,
        /// `a batch`, `a list of batches`.
        expected: &'static str,
        /// What came instead.
        found: String,
    },
}

/// A sentence is no longer than this.
const MAX: usize = 300;

/// One sentence: the status with its name, and what the body says. At most 300 characters, no control
/// characters, nothing of what Label Studio echoes of the data that was sent.
pub fn explain(status: u16, body: &str) -> String {
    let name = reason(status);
    let head = if name.is_empty() { status.to_string() } else { format!("{status} {name}") };
    match words(body) {
        Some(said) if !said.eq_ignore_ascii_case(name) => one_line(&format!("{head}: {said}"), MAX - 1),
        Some(_) => head,
        None => format!("{head}: the server gave no reason"),
    }
}

/// What an error body says, without the status. `None` when it says nothing.
pub fn words(body: &str) -> Option<String> {
    let body = body.trim().trim_start_matches('\u{FEFF}');
    let said = match serde_json::from_str::<Value>(body) {
        Ok(value) => said_by(&value)?,
        Err(_) if body.starts_with('<') => html(body),
        Err(_) => clean(body),
    };
    let said = one_line(&said, MAX);
    (!said.is_empty()).then_some(said)
}

/// What an error value says: the message in it, else its text, else the value itself as JSON.
pub fn said_by(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(_) => None,
        Value::String(text) => Some(clean(text)).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => joined(items.iter().filter_map(item)),
        Value::Object(map) if map.is_empty() => None,
        Value::Object(map) => said_by_object(map).or_else(|| Some(value.to_string())),
    }
}

fn said_by_object(map: &Map<String, Value>) -> Option<String> {
    let of = |key: &str| map.get(key).and_then(said_by);
    if let Some(Value::Object(fields)) = map.get("validation_errors")
        && let Some(errors) = said_by_fields(fields)
    {
        let detail = of("detail").filter(|text| text != "Validation error");
        return Some(detail.map_or_else(|| errors.clone(), |detail| format!("{detail}: {errors}")));
    }
    ["error", "detail", "message", "msg", "title", "error_description", "reason", "errors", "code", "type"]
        .into_iter()
        .find_map(of)
        .or_else(|| said_by_fields(map))
}

/// `{"field": ["text", {}]}`: the texts, each with its field unless it concerns the whole.
fn said_by_fields(fields: &Map<String, Value>) -> Option<String> {
    joined(fields.iter().filter_map(|(field, value)| {
        let said = match value {
            Value::Array(_) | Value::String(_) | Value::Object(_) => said_by(value)?,
            _ => return None,
        };
        Some(if field == "non_field_errors" { said } else { format!("{field}: {said}") })
    }))
}

/// One item of a list: `FastAPI` writes `{"loc": [...], "msg": "..."}`, which names the place.
fn item(value: &Value) -> Option<String> {
    let said = said_by(value)?;
    let place: Vec<String> = value
        .get("loc")
        .and_then(Value::as_array)
        .map(|steps| {
            steps.iter().map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned)).collect()
        })
        .unwrap_or_default();
    Some(if place.is_empty() { said } else { format!("{}: {said}", place.join(".")) })
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Without the echo of the sent task after ` :: `, and without the `[assume: …]` note before it.
fn clean(text: &str) -> String {
    let kept = text.split(" :: ").next().unwrap_or_default();
    let kept = kept.split(" [assume: ").next().unwrap_or_default();
    kept.trim().to_owned()
}

/// The title, else the first heading, else the text of a page.
fn html(page: &str) -> String {
    let of = |tag: &str| element(page, tag).map(|inner| text_of_html(&inner)).filter(|text| !text.is_empty());
    of("title").or_else(|| of("h1")).or_else(|| of("body")).unwrap_or_else(|| text_of_html(page))
}

fn element(page: &str, tag: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start =
        lower.match_indices(&format!("<{tag}")).map(|(at, found)| at + found.len()).find(|after| {
            // `<h1` must not find `<h10`, nor `<title` a longer name.
            lower.as_bytes().get(*after).is_some_and(|byte| *byte == b'>' || byte.is_ascii_whitespace())
        })?;
    let inner = start + lower.get(start..)?.find('>')? + 1;
    let end = lower.get(inner..)?.find(&format!("</{tag}")).map_or(page.len(), |length| inner + length);
    page.get(inner..end).map(str::to_owned)
}

fn text_of_html(markup: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in markup.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if inside => {}
            other => out.push(other),
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let plain = entities.iter().fold(out, |text, (entity, character)| text.replace(entity, character));
    one_line(&plain, MAX)
}

/// The name of a status, for those that a person meets.
fn reason(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bodies_of_batch_servers() {
        let cases = [
            (
                404,
                r#"{"error":{"message":"No batch 'x'","type":"invalid_request_error"}}"#,
                "404 Not Found: No batch 'x'",
            ),
            (400, r#"{"error":"bad cursor"}"#, "400 Bad Request: bad cursor"),
            (404, r#"{"detail":"Batch not found"}"#, "404 Not Found: Batch not found"),
            (
                422,
                r#"{"detail":[{"type":"int_parsing","loc":["query","limit"],"msg":"not an integer","input":"x"}]}"#,
                "422 Unprocessable Content: query.limit: not an integer",
            ),
            (500, "Internal Server Error", "500 Internal Server Error"),
            (502, "", "502 Bad Gateway: the server gave no reason"),
            (418, "null", "418: the server gave no reason"),
            (400, r#"{"object":"error","message":"too long","code":400}"#, "400 Bad Request: too long"),
            (400, r#"{"error":{"error":{"message":"deep"}}}"#, "400 Bad Request: deep"),
            (400, r#"{"strange":{"a":1}}"#, r#"400 Bad Request: strange: {"a":1}"#),
            (429, "slow\u{0}\r\n down", "429 Too Many Requests: slow down"),
        ];
        for (status, body, sentence) in cases {
            assert_eq!(explain(status, body), sentence, "{body}");
        }
    }

    #[test]
    fn bodies_of_label_studio() {
        let envelope = |errors: &str| {
            format!(
                r#"{{"id":"7bfd","status_code":400,"version":"1.23.2","detail":"Validation error","exc_info":null,"validation_errors":{errors}}}"#
            )
        };
        assert_eq!(
            explain(
                400,
                &envelope(r#"{"label_config":["Validation failed on : 'toName' is a required property"]}"#)
            ),
            "400 Bad Request: label_config: Validation failed on : 'toName' is a required property"
        );
        let echoed = r#"{"non_field_errors":[{},"Error at item 1: \"model\" key is expected in task data [assume: item[\"data\"] = task root with values] :: {'data': {'secret': 'x'}}",{}]}"#;
        assert_eq!(
            explain(400, &envelope(echoed)),
            "400 Bad Request: Error at item 1: \"model\" key is expected in task data"
        );
        assert_eq!(
            explain(400, r#"{"label_config":["mismatched tag: line 1"]}"#),
            "400 Bad Request: label_config: mismatched tag: line 1"
        );
        assert_eq!(
            explain(
                401,
                r#"{"id":"a","status_code":401,"version":"1","detail":"Invalid token.","exc_info":null}"#
            ),
            "401 Unauthorized: Invalid token."
        );
        assert_eq!(explain(400, &envelope("{}")), "400 Bad Request: Validation error");
    }

    #[test]
    fn pages() {
        let page = "<!doctype html><html><head><title>\n 502 &amp; gone </title></head><body><h1>x</h1></body></html>";
        assert_eq!(explain(502, page), "502 Bad Gateway: 502 & gone");
        assert_eq!(explain(404, "<h1>Not <b>here</b></h1>"), "404 Not Found: Not here");
        assert_eq!(explain(404, "<p>Not here"), "404 Not Found: Not here");
    }

    #[test]
    fn long_bodies_are_cut() {
        let said = explain(400, &format!(r#"{{"detail":"{}"}}"#, "x".repeat(5000)));
        assert_eq!(said.chars().count(), 300);
        assert!(said.ends_with('…'));
    }

    proptest! {
        #[test]
        fn any_body_gives_one_short_line(status in 100u16..600, body in "\\PC{0,40}|[\\x00-\\x7f<>{}\"]{0,60}") {
            let said = explain(status, &body);
            prop_assert!(said.chars().count() <= 300);
            prop_assert!(!said.chars().any(char::is_control), "{said:?}");
            prop_assert!(said.starts_with(&status.to_string()));
        }
    }
}
