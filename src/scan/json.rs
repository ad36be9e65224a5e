//! Strict JSON, walked and not built: exactly the texts that RFC 8259 allows, and nothing is allocated.

use crate::text::{Text, hex};
use wide::u8x16;

/// Deeper than any answer; what is deeper is refused before it can exhaust the stack.
const DEPTH: u32 = 600;

/// A place in a text of JSON. Each step is `None` where the text is none.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is no white space; it stays.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Nothing more follows.
    pub(crate) fn end(&mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    #[inline]
    fn byte(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    /// Steps over `null`, if it is there.
    pub(crate) fn null(&mut self) -> Option<bool> {
        if self.peek()? != b'n' {
            return Some(false);
        }
        self.word("null").map(|()| true)
    }

    /// A text.
    #[inline]
    pub(crate) fn string(&mut self) -> Option<Text<'a>> {
        self.byte(b'"')?;
        let begin = self.at;
        let mut escaped = false;
        loop {
            match self.plain()? {
                b'"' => {
                    let raw = self.text.get(begin..self.at)?;
                    self.at += 1;
                    return Some(Text { raw, escaped });
                }
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return None,
            }
        }
    }

    /// Over everything that stands for itself, to a quote, a backslash or a control character.
    #[inline]
    fn plain(&mut self) -> Option<u8> {
        let mut rest = self.text.as_bytes().get(self.at..)?;
        let length = loop {
            let Some((block, after)) = rest.split_first_chunk::<16>() else {
                break rest.iter().position(|byte| is_special(*byte))?;
            };
            let marks = specials(*block);
            if marks != 0 {
                break marks.trailing_zeros() as usize;
            }
            rest = after;
        };
        self.at = self.text.len() - rest.len() + length;
        rest.get(length).copied()
    }

    fn escape(&mut self) -> Option<()> {
        let escape = self.text.as_bytes().get(self.at..)?;
        self.at += match escape.get(1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
            b'u' => match hex(escape, 2)? {
                0xD800..=0xDBFF => {
                    let low = escape.get(6..8).filter(|next| next == b"\\u").and_then(|_| hex(escape, 8))?;
                    (0xDC00..=0xDFFF).contains(&low).then_some(12)?
                }
                0xDC00..=0xDFFF => return None,
                _ => 6,
            },
            _ => return None,
        };
        Some(())
    }

    /// A number, as it is written.
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        self.peek()?;
        let begin = self.at;
        let bytes = self.text.as_bytes();
        let next = |at: usize| bytes.get(at).copied().unwrap_or(0);
        let digits = |mut at: usize| {
            let from = at;
            while next(at).is_ascii_digit() {
                at += 1;
            }
            (at > from).then_some(at)
        };
        let mut at = begin + usize::from(next(begin) == b'-');
        at = if next(at) == b'0' { at + 1 } else { digits(at)? };
        if next(at) == b'.' {
            at = digits(at + 1)?;
        }
        if matches!(next(at), b'e' | b'E') {
            at = digits(at + 1 + usize::from(matches!(next(at + 1), b'+' | b'-')))?;
        }
        self.at = at;
        self.text.get(begin..at)
    }

    /// An object: what to do with each key's value, which must be stepped over. Keys with escapes are refused: they
    /// may be any key.
    #[inline]
    pub(crate) fn object(&mut self, mut each: impl FnMut(&mut Self, &'a str) -> Option<()>) -> Option<()> {
        self.byte(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.byte(b':')?;
            if key.escaped {
                return None;
            }
            each(self, key.raw)?;
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// A list: what to do with each item, which must be stepped over.
    #[inline]
    pub(crate) fn list(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.byte(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            each(self)?;
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// Steps over a value, whatever it is.
    pub(crate) fn skip(&mut self) -> Option<()> {
        self.skip_at(0)
    }

    fn skip_at(&mut self, depth: u32) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match self.peek()? {
            b'"' => self.string().map(drop),
            // Not `object`: here a key may hold escapes.
            b'{' => {
                self.at += 1;
                if self.peek()? == b'}' {
                    self.at += 1;
                    return Some(());
                }
                loop {
                    self.string()?;
                    self.byte(b':')?;
                    self.skip_at(depth + 1)?;
                    match self.peek()? {
                        b',' => self.at += 1,
                        b'}' => {
                            self.at += 1;
                            return Some(());
                        }
                        _ => return None,
                    }
                }
            }
            b'[' => self.list(|walk| walk.skip_at(depth + 1)),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number().map(drop),
        }
    }

    /// Steps over a value and gives it as it is written.
    pub(crate) fn raw(&mut self) -> Option<&'a str> {
        self.peek()?;
        let begin = self.at;
        self.skip()?;
        self.text.get(begin..self.at)
    }
}

fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < b' '
}

/// A bit for each of sixteen bytes, the lowest for the first: it does not stand for itself.
#[inline]
fn specials(block: [u8; 16]) -> u32 {
    let block = u8x16::new(block);
    let special = block.simd_eq(u8x16::splat(b'"'))
        | block.simd_eq(u8x16::splat(b'\\'))
        | block.simd_lt(u8x16::splat(b' '));
    special.to_bitmask()
}

/// Whether a text is one JSON object or list, and nothing else but white space.
pub fn is_object_or_list(text: &str) -> bool {
    let mut walk = Walk::new(text);
    matches!(walk.peek(), Some(b'{' | b'[')) && walk.skip().and_then(|()| walk.end()).is_some()
}
