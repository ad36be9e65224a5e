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
