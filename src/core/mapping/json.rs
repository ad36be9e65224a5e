//! JSON in a model's answer, as models write it.

use super::repair::repair;
use serde_json::Value;

/// How the JSON stood in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The answer is JSON and nothing else.
    Bare,
    /// In a block between three backquotes.
    Fenced,
    /// Somewhere between words.
    InProse,
    /// Nearly: with commas too many, line breaks inside texts, or cut off.
    Repaired,
}

impl Found {
    /// `bare`, `fenced`, `in prose`, `repaired`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Fenced => "fenced",
            Self::InProse => "in prose",
            Self::Repaired => "repaired",
        }
    }
}

/// The same as [`find`]; where there is none that can be read as it stands, the first that can be repaired.
pub fn find_or_repair(text: &str) -> Option<(Value, Found)> {
    find(text).or_else(|| {
        // A block whose end is missing counts too: the answer was cut off.
        let block = fenced(text).find(|block| block.trim_start().starts_with(['{', '[']));
        let from = block.or_else(|| text.get(text.find(['{', '['])?..))?;
        repair(from).map(|value| (value, Found::Repaired))
    })
}

/// The object or list in an answer: the whole of it, else its first fenced block that is JSON, else the
/// outermost braces. `None`: there is none that can be read.
pub fn find(text: &str) -> Option<(Value, Found)> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Some(value) = read(text) {
        return Some((value, Found::Bare));
    }
    if let Some(value) = fenced(text).find_map(read) {
        return Some((value, Found::Fenced));
    }
    in_prose(text).map(|value| (value, Found::InProse))
}

/// What a path names in a value: `name`, `candidate.name`, `skills[0]`, `skills.0`. Empty: the value itself.
/// A key that is the whole path comes first.
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if let Some(found) = value.get(path) {
        return Some(found);
    }
    let mut steps = path.split(['.', '[', ']']).filter(|step| !step.is_empty());
    steps.try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// An object or a list; a lone number or word is no structured answer.
fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

/// The insides of the fenced blocks, with or without the name of a language.
fn fenced(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").skip(1).step_by(2).map(|block| {
        let word = block.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '+');
        if word.starts_with(['\n', '\r', ' ', '{', '[']) { word } else { block }
    })
}

fn in_prose(text: &str) -> Option<Value> {
    [('{', '}'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let (first, last) = (text.find(open)?, text.rfind(close)?);
        // The outermost braces; or, with braces in the words around, whatever is whole from some brace on.
        read(text.get(first..=last)?).or_else(|| {
            let starts = text.match_indices(open).map(|(at, _)| at).take(20);
            starts
                .filter_map(|at| text.get(at..))
                .find_map(|from| serde_json::Deserializer::from_str(from).into_iter::<Value>().next()?.ok())
        })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn as_models_write_it() {
        let value = json!({"a": 1});
        for (text, how) in [
            ("{\"a\": 1}", Found::Bare),
            ("\n {\"a\": 1}\n", Found::Bare),
            ("Here it is:\n```json\n{\"a\": 1}\n```\nDone.", Found::Fenced),
            ("```\n{\"a\": 1}\n```", Found::Fenced),
            ("```JSON {\"a\": 1} ```", Found::Fenced),
            ("```python\nx = 1\n```\nthen\n```json\n{\"a\": 1}```", Found::Fenced),
            ("The answer is {\"a\": 1}, I think.", Found::InProse),
            ("Given {x}, it is {\"a\": 1}.", Found::InProse),
        ] {
            assert_eq!(find(text), Some((value.clone(), how)), "{text}");
        }
        for text in ["", "42", "\"a\"", "no braces", "{\"a\": 1", "{a}", "[", "```json\n{\"a\":\n```"] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_nearly_json_is_repaired_and_said_to_be() {
        for (text, value) in [
            ("{\"a\": 1,}", json!({"a": 1})),
            ("```json\n{\"a\": [1, 2,],\n}\n```", json!({"a": [1, 2]})),
            ("So: ```json\n{\"a\": \"b\", \"c\": \"cut of", json!({"a": "b", "c": "cut of"})),
            ("{\"a\": {\"b\": [true, fal", json!({"a": {"b": [true]}})),
            ("{\"a\": 1, \"b", json!({"a": 1})),
        ] {
            assert_eq!(find_or_repair(text), Some((value, Found::Repaired)), "{text}");
        }
        assert_eq!(find_or_repair("{\"a\": 1}").unwrap().1, Found::Bare);
        for text in ["no JSON at all", "{x} and {y}", "[1] see", "", "{"] {
            assert!(find_or_repair(text).is_none_or(|(_, how)| how != Found::Repaired), "{text}");
        }
    }

    #[test]
    fn paths() {
        let value = json!({"a": {"b": ["x", {"c": 2}]}, "d.e": 3});
        for (path, found) in
            [("a.b[0]", json!("x")), ("a.b.1.c", json!(2)), ("d.e", json!(3)), ("", value.clone())]
        {
            assert_eq!(at(&value, path), Some(&found), "{path}");
        }
        assert_eq!(at(&value, "a.x"), None);
        assert_eq!(at(&value, "a.b.x"), None);
    }
}
