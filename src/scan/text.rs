//! A text of JSON as it stands in the file, and what it says.

/// A text as it is written, between its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Text<'a> {
    pub(crate) raw: &'a str,
    pub(crate) escaped: bool,
}

impl<'a> Text<'a> {
    /// The text itself. `room` is used where there are escapes.
    pub fn read<'b>(self, room: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        if !self.escaped {
            return self.raw;
        }
        room.clear();
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
            let Some((plain, escape)) = rest.split_at_checked(at) else { break };
            room.push_str(plain);
            let (character, length) = escaped(escape.as_bytes());
            room.push(character);
            rest = escape.get(length..).unwrap_or_default();
        }
        room.push_str(rest);
        room
    }

    /// A text without escapes.
    pub(crate) fn of(raw: &'a str) -> Self {
        Self { raw, escaped: false }
    }

    /// The text, if it is written without escapes.
    pub(crate) fn plain(self) -> Option<&'a str> {
        (!self.escaped).then_some(self.raw)
    }

    /// Nothing is between the quotes.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }
}

/// An escape that was checked: its character, its bytes.
fn escaped(escape: &[u8]) -> (char, usize) {
    let character = match escape.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let high = hex(escape, 2).unwrap_or(0);
            if let Some(character) = char::from_u32(high) {
                return (character, 6);
            }
            let low = hex(escape, 8).unwrap_or(0);
            let pair = 0x1_0000 + ((high & 0x3FF) << 10) + (low & 0x3FF);
            return (char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
        }
        Some(other) => char::from(*other),
        None => char::REPLACEMENT_CHARACTER,
    };
    (character, 2)
}

pub(crate) fn hex(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |sum, digit| Some(sum << 4 | char::from(*digit).to_digit(16)?))
}

/// On one line: white space collapsed, control characters removed (also those that reverse the writing
/// direction), cut after `max` characters with `…`.
pub fn one_line(text: &str, max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(max + '…'.len_utf8()));
    let mut length = 0;
    let mut gap = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // Most of a text is plain words with one space between them: they are taken as they are, many at a time.
        let room = max.saturating_sub(length + usize::from(gap));
        let plain = plain_words(rest.as_bytes(), room);
        let (taken, after) = rest.split_at_checked(plain.max(first.len_utf8())).unwrap_or((rest, ""));
        rest = after;
        if plain == 0 {
            if first.is_whitespace() {
                gap = length > 0;
                continue;
            }
            if is_unseen(first) {
                continue;
            }
            if room == 0 {
                out.push('…');
                return out;
            }
        }
        if gap {
            out.push(' ');
            length += 1;
            gap = false;
        }
        out.push_str(taken);
        length += plain.max(1);
    }
    out
}

/// How many bytes at the beginning, up to `max`, are graphic characters of ASCII with single spaces between them.
fn plain_words(bytes: &[u8], max: usize) -> usize {
    let mut words = 0;
    let mut space = true;
    for (at, byte) in bytes.iter().take(max).enumerate() {
        if byte.is_ascii_graphic() {
            words = at + 1;
            space = false;
        } else if *byte == b' ' && !space {
            space = true;
        } else {
            break;
        }
    }
    words
}

/// Control characters, and the marks that make text read otherwise than it is written.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{is_unseen, one_line};
    use proptest::prelude::*;

    #[test]
    fn one_line_of_anything() {
        assert_eq!(one_line("  a\r\n\t b\u{0} \u{1b}[31mc  ", 80), "a b [31mc");
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdefg", 6), "abcdef…");
        assert_eq!(one_line("日本 語", 3), "日本…");
        assert_eq!(one_line("ab \u{202E}cd", 80), "ab cd");
        assert_eq!(one_line(" \n ", 10), "");
        assert_eq!(one_line("a ", 1), "a");
        assert_eq!(one_line("a b", 1), "a…");
        assert_eq!(one_line("a b", 2), "a…");
    }

    /// The same, a character at a time.
    fn plainly(text: &str, max: usize) -> String {
        let seen = text.chars().filter(|character| character.is_whitespace() || !is_unseen(*character));
        let seen: String = seen.collect();
        let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= max {
            return line;
        }
        line.chars().take(max).collect::<String>().trim_end().to_owned() + "…"
    }

    proptest! {
        #[test]
        fn words_at_a_time_are_what_characters_are(text in "[a-c日é \n\u{0}\u{202E}\u{A0}]{0,24}", max in 0usize..20) {
            prop_assert_eq!(one_line(&text, max), plainly(&text, max));
        }
    }
}
