//! Where in a JSON value something is: `scores[0].value`, `"odd key".x`.

use crate::core::results::query;
use serde_json::Value;
use std::iter::Peekable;
use std::str::Chars;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into an object.
    Key(String),
    /// Into a list.
    At(usize),
}

/// Reads a path, with or without a dot in front. `None`: it is none.
pub fn parse(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.peek().copied() {
        match first {
            '[' => {
                rest.next();
                steps.push(bracket(&mut rest)?);
                continue;
            }
            '.' => {
                rest.next();
            }
            _ if steps.is_empty() => {}
            _ => return None,
        }
        if rest.peek() == Some(&'[') && steps.is_empty() {
            continue;
        }
        steps.push(Step::Key(key(&mut rest)?));
    }
    (!steps.is_empty()).then_some(steps)
}

/// `0]` or `"key"]`.
fn bracket(rest: &mut Peekable<Chars<'_>>) -> Option<Step> {
    if rest.peek() == Some(&'"') {
        let key = quoted(rest)?;
        return (rest.next() == Some(']')).then_some(Step::Key(key));
    }
    let mut digits = String::new();
    loop {
        match rest.next()? {
            ']' => return digits.parse().ok().map(Step::At),
            digit => digits.push(digit),
        }
    }
}

fn key(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    if rest.peek() == Some(&'"') {
        return quoted(rest);
    }
    let mut key = String::new();
    while let Some(next) = rest.next_if(|next| !matches!(next, '.' | '[')) {
        if matches!(next, '"' | ']') {
            return None;
        }
        key.push(next);
    }
    (!key.is_empty()).then_some(key)
}

fn quoted(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    rest.next();
    let mut key = String::new();
    loop {
        match rest.next()? {
            '"' => return Some(key),
            '\\' => match rest.next()? {
                'n' => key.push('\n'),
                't' => key.push('\t'),
                plain @ ('"' | '\\') => key.push(plain),
                other => key.extend(['\\', other]),
            },
            plain => key.push(plain),
        }
    }
}

/// The path as it is always written, without a dot in front.
pub fn text(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::At(at) => out.extend([format!("[{at}]")]),
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                let plain = |character: char| {
                    character.is_alphanumeric() || matches!(character, '_' | '-' | '$' | '/' | '@')
                };
                if !key.is_empty() && key.chars().all(plain) {
                    out.push_str(key);
                } else {
                    out.push_str(&query::quoted(key));
                }
            }
        }
    }
    out
}

/// The field of a filter for this path: `json.name`, `json[0]`.
pub fn field(path: &str) -> String {
    if path.starts_with('[') { format!("json{path}") } else { format!("json.{path}") }
}

/// What is there.
pub fn get<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::At(at) => value.get(at),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_are_read_as_people_write_them() {
        for (written, canonical) in [
            ("recommendation", "recommendation"),
            (".scores[0].value", "scores[0].value"),
            ("[\"a b\"][2]", "\"a b\"[2]"),
            (".[0]", "[0]"),
            (".\"x.y\".z", "\"x.y\".z"),
            ("größe", "größe"),
        ] {
            assert_eq!(parse(written).map(|steps| text(&steps)).as_deref(), Some(canonical), "{written}");
        }
        for wrong in ["", ".", "a.", "a..b", "a[", "a[x]", "a[1", "a[0]b", "\"a", "a\"b"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_there() {
        let value = serde_json::json!({"a b": [{"c": 1}]});
        assert_eq!(get(&value, &parse("\"a b\"[0].c").unwrap()), Some(&serde_json::json!(1)));
        assert_eq!(get(&value, &parse("x").unwrap()), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(keys in proptest::collection::vec(any::<String>(), 1..4), at in any::<usize>()) {
            let mut steps: Vec<Step> = keys.into_iter().map(Step::Key).collect();
            steps.push(Step::At(at));
            prop_assert_eq!(parse(&text(&steps)), Some(steps.clone()));
            prop_assert_eq!(parse(&format!(".{}", text(&steps))), Some(steps));
        }
    }
}
