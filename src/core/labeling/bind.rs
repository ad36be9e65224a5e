//! What `$variable` shows in Label Studio's editor, down to its oddities.
//!
//! A value that is one `$variable` and nothing else keeps what it names as it is (a list stays a list). Inside
//! other text each `$variable` becomes text as JavaScript writes it: `undefined`, `[object Object]`, `x0,x1`.
//! The import does not read `$variable` the same way: see [`super::import`].

use serde_json::{Map, Value};

/// The places of `$variable` in a value: a `$` with at least one of the characters that may follow.
pub fn references(template: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + template.get(from..)?.find('$')?;
            let after = template.get(at + 1..)?;
            let length = after.find(|c: char| !is_path(c)).unwrap_or(after.len());
            from = at + 1 + length;
            if length > 0 {
                return Some((at, after.get(..length)?));
            }
        }
    })
}

/// What the editor takes a value for. Missing or null, standing alone: an empty text.
pub fn resolve(template: &str, data: &Map<String, Value>) -> Value {
    let mut found = references(template).peekable();
    match found.peek() {
        None => return Value::String(template.to_owned()),
        Some((0, path)) if path.len() + 1 == template.len() => {
            let value = look_up(path, data).filter(|value| !value.is_null());
            return value.unwrap_or_else(|| Value::String(String::new()));
        }
        Some(_) => {}
    }
    let mut text = String::with_capacity(template.len() + 64);
    let mut done = 0;
    for (at, path) in found {
        text.push_str(template.get(done..at).unwrap_or_default());
        match look_up(path, data) {
            Some(value) => text.push_str(&as_text(&value)),
            None => text.push_str("undefined"),
        }
        done = at + 1 + path.len();
    }
    text.push_str(template.get(done..).unwrap_or_default());
    Value::String(text)
}

/// What a `Text` shows of a value.
pub fn resolve_text(template: &str, data: &Map<String, Value>) -> String {
    as_text(&resolve(template, data))
}

/// What a `Header` shows of a value: it holds texts only, so that a number standing alone shows nothing.
pub fn resolve_header(template: &str, data: &Map<String, Value>) -> String {
    match resolve(template, data) {
        Value::String(text) => text,
        _ => String::new(),
    }
}

/// A value as JavaScript writes it into a text.
pub fn as_text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => match number.as_f64() {
            // 2.0 is written 2.
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e21 => {
                // As an integer where it is one; Rust's printing of floats is 15 kB of page.
                #[allow(clippy::cast_possible_truncation, reason = "below 1e18 it fits")]
                let whole = float as i64;
                if float.abs() < 1e18 { whole.to_string() } else { number.to_string() }
            }
            _ => number.to_string(),
        },
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let text = |item: &Value| if item.is_null() { String::new() } else { as_text(item) };
            items.iter().map(text).collect::<Vec<_>>().join(",")
        }
        Value::Object(_) => "[object Object]".to_owned(),
    }
}

/// What a path names. The whole path as a key comes before the path as steps.
fn look_up(path: &str, data: &Map<String, Value>) -> Option<Value> {
    if let Some(value) = data.get(path) {
        return Some(value.clone());
    }
    let mut steps = path.split(['[', ']', '.']).filter(|step| !step.is_empty());
    let mut value = data.get(steps.next()?)?.clone();
    for step in steps {
        value = match &value {
            Value::Object(map) => map.get(step)?.clone(),
            Value::Array(items) if step == "length" => items.len().into(),
            Value::Array(items) => items.get(index(step)?)?.clone(),
            Value::String(text) if step == "length" => text.encode_utf16().count().into(),
            Value::String(text) => Value::String(text.chars().nth(index(step)?)?.to_string()),
            _ => return None,
        };
    }
    Some(value)
}

/// `0`, `12`, but not `01`, as JavaScript takes an index.
fn index(step: &str) -> Option<usize> {
    let canonical = step == "0" || !step.starts_with('0');
    (canonical && step.bytes().all(|byte| byte.is_ascii_digit())).then(|| step.parse().ok()).flatten()
}

const fn is_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '[' | ']' | '.' | '{' | '}')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data() -> Map<String, Value> {
        let data = json!({
            "text": "T0", "a": {"b": [{"c": "ABC"}, "B1"]}, "a.b": "DOTKEY", "arr": ["x0", "x1"], "my-field": "M",
            "num": 3.5, "obj": {"k": 1}, "nul": null, "x_1": "X1", "n": 0, "f": false, "whole": 2.0
        });
        data.as_object().unwrap().clone()
    }

    /// The table of what the real editor showed.
    #[test]
    fn as_the_editor_shows_it() {
        for (template, shown) in [
            ("$text", "T0"),
            ("text", "text"),
            ("$nope", ""),
            ("$a.b[0].c", "ABC"),
            ("$a.b[0][c]", "ABC"),
            ("$a.b", "DOTKEY"),
            ("$arr[0]", "x0"),
            ("$arr.0", "x0"),
            ("$a['b'][0]", "[object Object]'b'][0]"),
            ("$arr[-1]", "x0,x1-1]"),
            ("$arr[*]", "x0,x1*]"),
            ("$obj", "[object Object]"),
            ("$nul", ""),
            ("$num", "3.5"),
            ("$my-field", "undefined-field"),
            ("$my field", "undefined field"),
            ("$ünï", "$ünï"),
            ("Title: $text!", "Title: T0!"),
            ("$text and $x_1", "T0 and X1"),
            ("cost $5 and $text", "cost undefined and T0"),
            ("${text}", ""),
            ("{{text}}", "{{text}}"),
            ("$$text", "$T0"),
            ("$text.", "T0"),
            ("$text.length", "2"),
            ("is $whole", "is 2"),
            ("", ""),
            ("$", "$"),
        ] {
            assert_eq!(resolve_text(template, &data()), shown, "{template}");
        }
    }

    #[test]
    fn alone_it_stays_what_it_is() {
        assert_eq!(resolve("$arr", &data()), json!(["x0", "x1"]));
        assert_eq!(resolve("$obj", &data()), json!({"k": 1}));
        assert_eq!(resolve("$n", &data()), json!(0));
    }

    #[test]
    fn a_header_holds_texts_only() {
        for (template, shown) in [("$num", ""), ("$n", ""), ("$f", ""), ("n=$n", "n=0"), ("$text", "T0")] {
            assert_eq!(resolve_header(template, &data()), shown, "{template}");
        }
    }
}
