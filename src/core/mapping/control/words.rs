//! Values as the words and numbers that a control takes.

use crate::core::mapping::{convert, fault::Fault};
use crate::core::text::one_line;
use serde_json::Value;

/// A value in a message.
pub(super) fn shown(value: &Value) -> String {
    one_line(&convert::written(value), 60)
}

/// One word, or a list of them.
pub(super) fn words(value: &Value) -> Result<Vec<String>, Fault> {
    let word = |value: &Value| match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Ok(convert::written(value)),
        other => Err(Fault::wrong_type(format!("`{}` is neither a text nor a list of texts", shown(other)))),
    };
    match value {
        Value::Array(items) => items.iter().map(word).collect(),
        other => Ok(vec![word(other)?]),
    }
}

/// Texts as they are: one, or each item of a list.
pub(super) fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(convert::written).collect(),
        other => vec![convert::written(other)],
    }
}

/// A number, or a text that is one.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            let text = text.trim();
            let plain = text.strip_prefix('-').unwrap_or(text);
            let digits = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            digits.then(|| convert::number(text)?.as_f64()).flatten()
        }
        _ => None,
    }
}

/// A bound as a person writes it.
pub(super) fn plain(bound: f64) -> String {
    let places = if bound.fract() == 0.0 { 0 } else { 3 };
    crate::core::text::decimals(bound, places)
}
