//! JSON of a line, as tolerantly as truth allows: what is broken within a text does not break the line.

use serde_json::Value;

/// Reads a line's JSON. The error is a reason with the column.
///
/// Invalid UTF-8 and halves of surrogate pairs (`\ud83d` alone, where a model was cut off) become U+FFFD: the
/// rest of the line is worth reading.
pub(super) fn json(bytes: &[u8]) -> Result<Value, String> {
    let refused = match serde_json::from_slice(bytes) {
        Ok(value) => return Ok(value),
        Err(why) => why,
    };
    let text = String::from_utf8_lossy(bytes);
    let mended = mend_surrogates(text.as_bytes());
    if mended != bytes
        && let Ok(value) = serde_json::from_slice(&mended)
    {
        return Ok(value);
    }
    Err(reason(bytes, &refused))
}

fn reason(bytes: &[u8], why: &serde_json::Error) -> String {
    let before = bytes.get(..why.column().saturating_sub(1)).unwrap_or(bytes);
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    let words = why.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    if why.is_eof() {
        format!("cut off at column {column}")
    } else {
        format!("no JSON at column {column}: {words}")
    }
}

/// Replaces `\uD800`-`\uDFFF` without their other half by `\ufffd`.
fn mend_surrogates(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at(at);
        out.extend_from_slice(plain);
        let length = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(false), Some(true)) => 12,
            (Some(_), _) => {
                out.extend_from_slice(b"\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (None, _) => 2.min(escape.len()),
        };
        let (kept, after) = escape.split_at(length);
        out.extend_from_slice(kept);
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// Whether an escape is half of a surrogate pair, and if so, whether the second half.
fn surrogate(escape: &[u8]) -> Option<bool> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    match digits {
        [b'd' | b'D', b'8'..=b'9' | b'a' | b'b' | b'A' | b'B', ..] => Some(false),
        [b'd' | b'D', b'c'..=b'f' | b'C'..=b'F', ..] => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn broken_text_does_not_break_the_line() {
        assert_eq!(json(br#"{"a":"x\ud83d"}"#).unwrap()["a"], "x\u{FFFD}");
        assert_eq!(json(br#"{"a":"\ude00\ud83d\ude00\ud83d\n"}"#).unwrap()["a"], "\u{FFFD}😀\u{FFFD}\n");
        assert_eq!(json(br#"{"a":"\\ud83d \udc00"}"#).unwrap()["a"], "\\ud83d \u{FFFD}");
        assert_eq!(json(b"{\"a\":\"\xff\"}").unwrap()["a"], "\u{FFFD}");
    }

    #[test]
    fn reasons_name_the_column() {
        assert_eq!(json(b"Processed batch x").unwrap_err(), "no JSON at column 1: expected value");
        assert_eq!(json("{\"é\":x}".as_bytes()).unwrap_err(), "no JSON at column 6: expected value");
        assert_eq!(json(b"{\"a\":\"b").unwrap_err(), "cut off at column 7");
        assert_eq!(json(b"{} {}").unwrap_err(), "no JSON at column 4: trailing characters");
        assert!(json(b"").is_err());
        assert!(json(b"\"\\").is_err());
    }
}
