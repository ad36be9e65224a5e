//! One line of an output or error file.

use super::conversation::{Turn, answered, asked, text_of};
use super::{failure, parse, summary::usual};
use crate::core::batch::{Usage, kind};
use scan::skim;
use serde_json::Value;
use std::borrow::Cow;

/// One result, read whole: what the detail pane shows and what a mapping reads.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultLine {
    /// Line in its file, from 1.
    pub number: u64,
    /// The caller's own id for the request. `None`: the line has none.
    pub custom_id: Option<String>,
    /// What became of the request.
    pub outcome: Outcome,
    /// HTTP status of the single request, where the line has one.
    pub status_code: Option<u16>,
    /// The answer's body; a body that is a JSON string is parsed (D1). `Null` when there is none.
    pub body: Value,
    /// The request's body, where the line carries it (`input`, D5) or the input file was joined. `Null` otherwise.
    pub input: Value,
    /// The model that answered.
    pub model: Option<String>,
    /// Why the answer ended: `stop`, `length`, `tool_calls`, …
    pub finish_reason: Option<String>,
    /// Tokens of this request.
    pub usage: Option<Usage>,
    /// What was asked, turn by turn; empty when the input is not known.
    pub asked: Vec<Turn>,
    /// What was answered, turn by turn.
    pub answered: Vec<Turn>,
    /// The whole line as JSON; `Null` when it is no JSON.
    pub raw: Value,
}

/// What became of a request. Success means a 2xx status, a body, and no error *value*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Answered.
    Succeeded,
    /// Refused or failed, with the server's code and words.
    Failed {
        /// Such as `rate_limit_exceeded`, `batch_expired`, or the HTTP status as text.
        code: String,
        /// In the server's words.
        message: String,
    },
    /// The line cannot be read: no JSON, cut off, not an object.
    Unreadable {
        /// What is wrong, with the column.
        reason: String,
    },
}

/// Reads a line. Never fails: what cannot be read is [`Outcome::Unreadable`].
pub fn read(bytes: &[u8], number: u64) -> ResultLine {
    match parse::json(bytes) {
        Ok(raw @ Value::Object(_)) => of_object(raw, number),
        Ok(other) => unreadable(number, format!("{}, where an object was expected", kind(&other)), other),
        // Too deep or with numbers too large for a tree, yet its answer may be plain.
        Err(reason) => usual::line(bytes, number).unwrap_or_else(|| unreadable(number, reason, Value::Null)),
    }
}

/// The result of a request that no line answers; `number` is the request's line in the input file.
pub fn missing(number: u64, custom_id: &str) -> ResultLine {
    let message = "Neither the output file nor the error file has a line for this request.".to_owned();
    let mut line = unreadable(number, String::new(), Value::Null);
    line.custom_id = Some(custom_id.to_owned());
    line.outcome = Outcome::Failed { code: "no_result".to_owned(), message };
    line
}

/// Reads a line of an input file: the request's id and its body. `index` counts requests from 0; servers call a
/// request without an id `request-{index}`. `None`: no request is there.
pub fn request_line(bytes: &[u8], index: u64) -> Option<(String, Value)> {
    let Ok(Value::Object(mut map)) = parse::json(bytes) else { return None };
    let id = map.get("custom_id").and_then(id).unwrap_or_else(|| format!("request-{index}"));
    let body =
        ["body", "params"].into_iter().find_map(|key| map.shift_remove(key).filter(|body| !body.is_null()));
    let bare = ["messages", "input", "prompt"].iter().any(|key| map.contains_key(*key));
    let body = body.or_else(|| bare.then_some(Value::Object(map)))?;
    Some((id, parsed_again(&body).into_owned()))
}

/// The id of a request of an input file, as [`request_line`] gives it, without keeping the body. `None`: the
/// line is no object.
pub fn request_id(bytes: &[u8], index: u64) -> Option<String> {
    let mut room = String::new();
    let found = match skim::request_id(bytes) {
        Some(found) => Some(found.read(&mut room).to_owned()),
        None => match parse::json(bytes) {
            Ok(Value::Object(map)) => map.get("custom_id").and_then(id),
            _ => return None,
        },
    };
    Some(found.unwrap_or_else(|| format!("request-{index}")))
}

impl ResultLine {
    /// Joins the request's body from the input file. It counts more than what the line itself echoes, for an
    /// echo may be shortened; `null` changes nothing.
    #[must_use]
    pub fn with_input(mut self, request_body: Value) -> Self {
        if !request_body.is_null() {
            self.asked = asked(&request_body);
            self.model = self.model.or_else(|| text(&request_body, "model"));
            self.input = request_body;
        }
        self
    }

    /// The answer's text, without reasoning.
    pub fn text(&self) -> String {
        text_of(&self.answered)
    }
}

fn of_object(raw: Value, number: u64) -> ResultLine {
    let (status_code, body, outcome) = response(&raw);
    let shown =
        outcome == Outcome::Succeeded || body.get("choices").is_some() || body.get("output").is_some();
    let input = raw.get("input").cloned().unwrap_or_default();
    let model = text(&body, "model").or_else(|| text(&raw, "model")).or_else(|| text(&input, "model"));
    ResultLine {
        number,
        custom_id: raw.get("custom_id").and_then(id),
        outcome,
        status_code,
        model,
        finish_reason: finish_reason(&body),
        usage: body.get("usage").and_then(Usage::from_value),
        asked: asked(&input),
        answered: if shown { answered(&body) } else { Vec::new() },
        body,
        input,
        raw,
    }
}

/// The status, the answer's body, and what became of the request.
fn response(raw: &Value) -> (Option<u16>, Value, Outcome) {
    let nothing = Value::Null;
    let response = parsed_again(raw.get("response").unwrap_or(&nothing));
    let status_code = ["status_code", "status"].into_iter().find_map(|key| status(response.get(key)?));
    let enveloped =
        status_code.is_some() || ["error", "request_id"].iter().any(|key| response.get(key).is_some());
    let body = match response.get("body") {
        Some(body) => parsed_again(body).into_owned(),
        // The answer itself, without the envelope of an HTTP response.
        None if !enveloped => response.clone().into_owned(),
        None => Value::Null,
    };
    let errors = [raw.get("error"), response.get("error"), body.get("error")];
    let outcome = failure::outcome(status_code, &body, errors);
    (status_code, body, outcome)
}

fn unreadable(number: u64, reason: String, raw: Value) -> ResultLine {
    ResultLine {
        number,
        custom_id: None,
        outcome: Outcome::Unreadable { reason },
        status_code: None,
        body: Value::Null,
        input: Value::Null,
        model: None,
        finish_reason: None,
        usage: None,
        asked: Vec::new(),
        answered: Vec::new(),
        raw,
    }
}

/// Some servers write JSON as a text within the JSON (D1). Text that is none stays text.
fn parsed_again(value: &Value) -> Cow<'_, Value> {
    let packed = value.as_str().filter(|text| text.trim_start().starts_with(['{', '[']));
    match packed.and_then(|text| parse::json(text.as_bytes()).ok()) {
        Some(inner) => Cow::Owned(inner),
        None => Cow::Borrowed(value),
    }
}

/// The first choice's reason; of a response why it is incomplete, else its status.
fn finish_reason(body: &Value) -> Option<String> {
    if let Some(choices) = body.get("choices").filter(|choices| !choices.is_null()) {
        return text(choices.get(0)?, "finish_reason");
    }
    body.get("output")?;
    body.get("incomplete_details").and_then(|why| text(why, "reason")).or_else(|| text(body, "status"))
}

fn status(value: &Value) -> Option<u16> {
    let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    u16::try_from(number).ok().filter(|status| *status > 0)
}

/// A text that is not blank, or a number.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn text(from: &Value, key: &str) -> Option<String> {
    from.get(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests;
