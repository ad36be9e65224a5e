//! What may be done with a value on its way into a field, step by step.

use super::fault::{Fault, Kind};
use crate::core::labeling::bind::as_text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conversion {
    /// As text: numbers and truth values as they are written, lists and objects as JSON.
    Text,
    /// As indented JSON text, also where it is a text already.
    Json,
    /// A text that is JSON as that JSON; the JSON inside a model's answer is found as people write it.
    Parse,
    /// A list of turns for `Paragraphs`: who speaks and what is said under these keys. A text becomes one turn.
    Turns {
        /// Key of who speaks, `author` where nothing is said.
        #[serde(default = "author")]
        name_key: String,
        /// Key of what is said, `text` where nothing is said.
        #[serde(default = "text")]
        text_key: String,
    },
    /// The first item of a list; any other value as it is.
    First,
    /// The items of a list as one text, this between them.
    Join(String),
    /// This instead of nothing: of null, of an empty text or list, and where the result has no such value.
    Default(Value),
    /// Other words for some values, or for the items of a list, compared as text. What is not named stays.
    Map(Map<String, Value>),
    /// The number in a text: `"4"`, `"4/5"`, `"about 0.86"`.
    Number,
    /// A number, or the number in a text, times this: 100 makes a share a percentage.
    Scale(f64),
    /// So many characters at most; the last is an ellipsis where something was left out.
    Truncate(usize),
}

fn author() -> String {
    "author".to_owned()
}

fn text() -> String {
    "text".to_owned()
}

impl Conversion {
    /// Its name in files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Parse => "parse",
            Self::Turns { .. } => "turns",
            Self::First => "first",
            Self::Join(_) => "join",
            Self::Default(_) => "default",
            Self::Map(_) => "map",
            Self::Number => "number",
            Self::Scale(_) => "scale",
            Self::Truncate(_) => "truncate",
        }
    }

    /// A value after this step, or why it cannot be taken.
    ///
    /// # Errors
    /// There was no value before and this step brings none, or the value is not of the kind that the step takes.
    pub fn apply(&self, value: Result<Value, Fault>) -> Result<Value, Fault> {
        if let Self::Default(other) = self {
            return Ok(value.ok().filter(|value| !is_nothing(value)).unwrap_or_else(|| other.clone()));
        }
        let value = value?;
        match self {
            Self::Text => Ok(written(&value).into()),
            Self::Json => Ok(serde_json::to_string_pretty(&value).unwrap_or_default().into()),
            Self::Parse => match &value {
                Value::String(text) => {
                    let whole = serde_json::from_str(text).ok();
                    let found = whole.or_else(|| super::json::find_or_repair(text).map(|(value, _)| value));
                    found.ok_or_else(|| Fault::new(Kind::NoJson, "the text holds no JSON that can be read"))
                }
                _ => Ok(value),
            },
            Self::Turns { name_key, text_key } => turns(&value, name_key, text_key),
            Self::First => match value {
                Value::Array(items) => {
                    items.into_iter().next().ok_or_else(|| Fault::new(Kind::Empty, "the list is empty"))
                }
                other => Ok(other),
            },
            Self::Join(between) => match &value {
                Value::Array(items) => Ok(items.iter().map(written).collect::<Vec<_>>().join(between).into()),
                other => Ok(written(other).into()),
            },
            Self::Map(words) => Ok(match value {
                Value::Array(items) => items.into_iter().map(|item| other_word(words, item)).collect(),
                value => other_word(words, value),
            }),
            Self::Number => match &value {
                Value::Number(_) => Ok(value),
                other => number(&written(other)).map(Value::Number).ok_or_else(|| {
                    Fault::wrong_type(format!("there is no number in `{}`", short(&written(other))))
                }),
            },
            Self::Scale(factor) => match Self::Number.apply(Ok(value))?.as_f64() {
                Some(number) => Ok(scaled(number * factor)),
                None => Err(Fault::wrong_type("the number is too large")),
            },
            Self::Truncate(most) => Ok(truncate(&written(&value), *most).into()),
            Self::Default(_) => Ok(value),
        }
    }
}

/// Nothing that an annotator could see.
pub(super) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// A value as text: lists and objects as JSON, null as nothing.
pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Array(_) | Value::Object(_) => serde_json::to_string(value).unwrap_or_default(),
        other => as_text(other),
    }
}

/// The word that stands for a value; the value where there is none.
fn other_word(words: &Map<String, Value>, value: Value) -> Value {
    let word = written(&value);
    words.get(&word).or_else(|| words.get(word.trim())).cloned().unwrap_or(value)
}

/// A product without the last digits that floating point adds: 0.57 times 100 is 57.
fn scaled(product: f64) -> Value {
    let rounded = (product * 1e9).round() / 1e9;
    #[allow(clippy::cast_possible_truncation, reason = "whole and small enough to be exact")]
    if rounded.fract() == 0.0 && rounded.abs() < 9e15 { (rounded as i64).into() } else { rounded.into() }
}

fn short(text: &str) -> String {
    crate::core::text::one_line(text, 40)
}

fn truncate(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.extend((most > 0).then_some('…'));
    cut
}

/// The first number in a text.
pub(super) fn number(text: &str) -> Option<Number> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let signed = text.get(..start).is_some_and(|before| before.ends_with('-'));
    let rest = text.get(start..)?;
    let whole = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let part = rest.get(whole..).and_then(|after| after.strip_prefix('.')).unwrap_or_default();
    let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
    // JSON has no leading zeros.
    let whole = match rest.get(..whole)?.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let sign = if signed { "-" } else { "" };
    let point = if digits > 0 { "." } else { "" };
    serde_json::from_str(&format!("{sign}{whole}{point}{}", part.get(..digits)?)).ok()
}

fn turns(value: &Value, name_key: &str, text_key: &str) -> Result<Value, Fault> {
    let turn = |value: &Value| {
        let part = |keys: [&str; 3]| keys.iter().find_map(|key| value.get(*key)).map(written);
        let who = part(["role", "author", "name"]).unwrap_or_else(|| "assistant".to_owned());
        let said = match value {
            Value::Object(_) => part(["content", "text", "value"]).unwrap_or_default(),
            other => written(other),
        };
        super::turns::paragraph(&who, &said, name_key, text_key)
    };
    match value {
        Value::Array(items) => Ok(Value::Array(items.iter().map(turn).collect())),
        Value::Null => Err(Fault::new(Kind::Null, "null is no conversation")),
        other => Ok(Value::Array(vec![turn(other)])),
    }
}
