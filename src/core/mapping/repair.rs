//! JSON that is nearly right, as models write it: a comma too many, a line break inside a text, an end that was
//! cut off.

use serde_json::Value;

/// The object or list that a text begins with, mended. What was cut off in the middle is left out, except for a
/// text: of that the beginning is kept. `None`: nothing of it can be read.
pub(super) fn repair(text: &str) -> Option<Value> {
    let mut mending = Mending::default();
    for c in text.trim_start().chars() {
        if !mending.take(c) {
            break;
        }
    }
    let value: Value = serde_json::from_str(&mending.finish()).ok()?;
    let empty = value.as_object().is_some_and(serde_json::Map::is_empty)
        || value.as_array().is_some_and(Vec::is_empty);
    (!empty).then_some(value)
}

#[derive(Default)]
struct Mending {
    out: String,
    /// Brackets that are open, as their closing ones.
    open: Vec<char>,
    text: Option<Text>,
    /// In an object: a name is expected next.
    names_next: bool,
    /// Up to here everything is whole, and so many brackets were open.
    whole: usize,
}

/// A text under way.
#[derive(Clone, Copy)]
struct Text {
    /// It is the name of a field.
    is_name: bool,
    /// A backslash was the last character.
    escaped: bool,
}

impl Mending {
    /// `false`: it ends here.
    fn take(&mut self, c: char) -> bool {
        if let Some(text) = self.text {
            self.inside(text, c);
            return true;
        }
        match c {
            '"' => {
                self.text = Some(Text { is_name: self.names_next, escaped: false });
                self.out.push(c);
            }
            '{' | '[' => {
                self.out.push(c);
                self.open.push(if c == '{' { '}' } else { ']' });
                self.names_next = c == '{';
                self.whole = self.out.len();
            }
            '}' | ']' => {
                // The brackets do not match: what follows means nothing.
                if self.open.last() != Some(&c) {
                    return false;
                }
                self.drop_comma();
                self.out.push(c);
                self.open.pop();
                self.whole = self.out.len();
                self.names_next = false;
                return !self.open.is_empty();
            }
            ',' => {
                self.drop_comma();
                self.whole = self.out.len();
                self.out.push(c);
                self.names_next = self.open.last() == Some(&'}');
            }
            ':' => {
                self.names_next = false;
                self.out.push(c);
            }
            _ => self.out.push(c),
        }
        true
    }

    fn inside(&mut self, text: Text, c: char) {
        self.text = Some(Text { escaped: c == '\\' && !text.escaped, ..text });
        match c {
            _ if text.escaped => self.out.push(c),
            '"' => {
                self.text = None;
                self.out.push(c);
                if !text.is_name {
                    self.whole = self.out.len();
                }
            }
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            c => self.out.push(c),
        }
    }

    /// A comma before a closing bracket, or after another comma, separates nothing.
    fn drop_comma(&mut self) {
        let end = self.out.trim_end().len();
        if self.out.get(..end).is_some_and(|out| out.ends_with(',')) {
            self.out.truncate(end - 1);
        }
    }

    /// The text with all brackets closed.
    fn finish(mut self) -> String {
        if self.open.is_empty() {
            return self.out;
        }
        if let Some(text) = self.text.filter(|text| !text.is_name) {
            // Half an escape says nothing: `\`, `\u12`.
            let half = self.out.rfind('\\').filter(|at| {
                text.escaped
                    || self.out.get(at + 1..).is_some_and(|after| after.starts_with('u') && after.len() < 5)
            });
            self.out.truncate(half.unwrap_or(self.out.len()));
            self.out.push('"');
        } else {
            self.out.truncate(self.whole);
        }
        self.drop_comma();
        self.out.extend(self.open.iter().rev());
        self.out
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn the_usual_faults() {
        for (text, value) in [
            ("{\"a\": 1,}", json!({"a": 1})),
            ("[1, 2,, 3, ]", json!([1, 2, 3])),
            ("{\"a\": \"two\nlines\"}", json!({"a": "two\nlines"})),
            ("{\"a\": \"cut", json!({"a": "cut"})),
            ("{\"a\": \"cut \\", json!({"a": "cut "})),
            ("{\"a\": \"cut \\u00e", json!({"a": "cut "})),
            ("{\"a\": \"ü \\u00e9", json!({"a": "ü é"})),
            ("{\"a\": 1, \"b\": 12", json!({"a": 1})),
            ("{\"a\": 1, \"b\":", json!({"a": 1})),
            ("{\"a\": [{\"b\": \"c\"}, {\"b\"", json!({"a": [{"b": "c"}, {}]})),
            ("{\"a\": 1} and more }", json!({"a": 1})),
        ] {
            assert_eq!(repair(text), Some(value), "{text}");
        }
        for text in ["", "words", "{", "[", "{]", "{x}", "{\"a"] {
            assert_eq!(repair(text), None, "{text}");
        }
    }

    proptest! {
        /// Whatever is cut off, what stands before it comes out, and nothing panics.
        #[test]
        fn any_beginning_of_json_can_be_read(a in "[a-z\"\\\\\n ü]{0,9}", n in any::<i32>(), cut in 0usize..60) {
            let whole = json!({"first": a, "second": [n, {"third": a}], "last": true}).to_string();
            let cut: String = whole.chars().take(cut).collect();
            if let Some(value) = repair(&cut) {
                let first = value["first"].as_str().unwrap_or_default();
                prop_assert!(a.starts_with(first), "{cut}: {value}");
                prop_assert!(value["second"][0].is_null() || value["second"][0] == n);
            }
        }

        #[test]
        fn any_text(text in "[\\{\\}\\[\\]\",:a1 \\\\]{0,30}") {
            repair(&text);
        }
    }
}
