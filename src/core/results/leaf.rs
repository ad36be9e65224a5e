//! A value within JSON: its path as a person writes it, and its text as one copies it.

use super::probe::path::{self, Step};
use serde_json::Value;

/// The path of what a JSON Pointer (RFC 6901) names in `root`, as filters and mappings write it: `name`,
/// `scores[0].value`, `"odd key"`. Empty: the root itself.
pub fn path(root: &Value, pointer: &str) -> String {
    let mut steps = Vec::new();
    let mut here = Some(root);
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let at = step.parse::<usize>().ok().filter(|_| here.is_some_and(Value::is_array));
        here = here.and_then(|value| match at {
            Some(at) => value.get(at),
            None => value.get(&step),
        });
        steps.push(at.map_or(Step::Key(step), Step::At));
    }
    path::text(&steps)
}

/// A value as one pastes it: a text without its quotes, anything else as JSON.
pub fn text(root: &Value, pointer: &str) -> String {
    match root.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_read_as_they_are_written() {
        let root = json!({ "a": [{ "b c": 1, "d/e": "x", "": true }, 2], "0": { "f.g": null } });
        for (pointer, expected) in [
            ("", ""),
            ("/a", "a"),
            ("/a/1", "a[1]"),
            ("/a/0/b c", "a[0].\"b c\""),
            ("/a/0/d~1e", "a[0].d/e"),
            ("/a/0/", "a[0].\"\""),
            ("/0/f.g", "0.\"f.g\""),
            ("/nowhere/1", "nowhere.1"),
        ] {
            assert_eq!(path(&root, pointer), expected);
        }
        assert_eq!(text(&root, "/a/0/d~1e"), "x");
        assert_eq!(text(&root, "/a/1"), "2");
        assert_eq!(text(&root, "/a/9"), "");
    }
}
