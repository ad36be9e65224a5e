//! `&amp;` and its like: what they stand for, and what is wrong with a bare `&`.

use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;

/// What `text` says once its entities are resolved; what is none stays as written.
pub fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        match reference(from) {
            Reference::Character(character, length) => {
                decoded.push(character);
                rest = from.get(length..).unwrap_or_default();
            }
            Reference::Unknown(_) | Reference::Bare => {
                decoded.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// An attribute's value: entities resolved, line ends and tabs as blanks, as XML wants it.
pub fn decode_value(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) {
        decode(&text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " "))
    } else {
        decode(text)
    }
}

/// `text` as it is written between double quotes.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => encoded.push_str("&amp;"),
            '<' => encoded.push_str("&lt;"),
            '>' => encoded.push_str("&gt;"),
            '"' => encoded.push_str("&quot;"),
            '\n' => encoded.push_str("&#10;"),
            other => encoded.push(other),
        }
    }
    encoded
}

/// Notes each `&` in `span` that begins no entity.
pub(crate) fn check(source: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    let text = span.of(source);
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let start = span.start + at;
        let (length, message) = match reference(text.get(at..).unwrap_or_default()) {
            Reference::Character(..) => continue,
            Reference::Unknown(length) => {
                let name = Span::new(start, start + length).of(source);
                (
                    length,
                    format!(
                        "XML does not know `{name}`. It knows `&amp;` `&lt;` `&gt;` `&quot;` `&apos;` and numbers such as `&#160;`."
                    ),
                )
            }
            Reference::Bare => (1, "A `&` must be written as `&amp;`.".to_owned()),
        };
        let (title, with) = match Span::new(start, start + length).of(source) {
            "&nbsp;" => ("Write it as `&#160;`", "&#160;"),
            _ => ("Write the `&` as `&amp;`", "&amp;"),
        };
        let edited = Span::new(start, start + if with == "&#160;" { length } else { 1 });
        let problem = Diagnostic::error("raw-ampersand", Span::new(start, start + length), message);
        problems.push(problem.fix(Fix::one(title, edited, with)));
    }
}

/// Characters that an XML document may hold.
pub(crate) const fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

enum Reference {
    /// This character, written in so many bytes.
    Character(char, usize),
    /// Looks like an entity of so many bytes, and is none.
    Unknown(usize),
    /// An `&` and nothing more.
    Bare,
}

/// What begins at the `&` that `text` begins with.
fn reference(text: &str) -> Reference {
    // No entity is longer than `&#x0010FFFF;`, give or take zeros.
    let Some(end) = text.bytes().take(32).position(|byte| byte == b';') else { return Reference::Bare };
    let Some(name) = text.get(1..end) else { return Reference::Bare };
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix("#x").map(|hex| (hex, 16));
            let number = number.or_else(|| name.strip_prefix('#').map(|decimal| (decimal, 10)));
            number
                .filter(|(digits, radix)| !digits.is_empty() && digits.chars().all(|c| c.is_digit(*radix)))
                .and_then(|(digits, radix)| u32::from_str_radix(digits, radix).ok())
                .and_then(char::from_u32)
                .filter(|&c| is_allowed(c))
        }
    };
    match character {
        Some(character) => Reference::Character(character, end + 1),
        None if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') => {
            Reference::Unknown(end + 1)
        }
        None => Reference::Bare,
    }
}
