//! Two JSON values, path by path. The order of keys does not count.

use serde_json::Value;

/// No more differences than this are listed.
pub const MOST: usize = 500;

/// A place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where: `evidence[0].text`; a key that is no plain word stands in brackets, `["a b"]`. Empty: the whole.
    pub path: String,
    /// What the left value has there, if anything.
    pub left: Option<Value>,
    /// What the right value has there, if anything.
    pub right: Option<Value>,
}

/// The differences, in the order of the left value's keys, at most [`MOST`]. Empty: both are equal.
pub fn changes(left: &Value, right: &Value) -> Vec<Change> {
    let mut out = Vec::new();
    // On a stack of our own: how deep a value goes is the model's choice.
    let mut open = vec![(String::new(), Some(left), Some(right))];
    while let Some((path, left, right)) = open.pop() {
        if left == right {
            continue;
        }
        if out.len() >= MOST {
            break;
        }
        let mut children = match (left, right) {
            (Some(Value::Object(left)), Some(Value::Object(right))) => {
                let added = right.iter().filter(|(key, _)| !left.contains_key(*key));
                let both =
                    left.iter().map(|(key, value)| (with_key(&path, key), Some(value), right.get(key)));
                both.chain(added.map(|(key, value)| (with_key(&path, key), None, Some(value)))).collect()
            }
            (Some(Value::Array(left)), Some(Value::Array(right))) => (0..left.len().max(right.len()))
                .map(|at| (format!("{path}[{at}]"), left.get(at), right.get(at)))
                .collect::<Vec<_>>(),
            _ => {
                out.push(Change { path, left: left.cloned(), right: right.cloned() });
                continue;
            }
        };
        children.reverse();
        open.append(&mut children);
    }
    out
}

fn with_key(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    match (plain, path.is_empty()) {
        (true, true) => key.to_owned(),
        (true, false) => format!("{path}.{key}"),
        (false, _) => format!("{path}[{}]", Value::from(key)),
    }
}
