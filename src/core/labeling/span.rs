//! Places in a source: bytes inside, line and column for people, UTF-16 for browsers.

/// Bytes `start..end` of the source, always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// An empty span: the place between two bytes, where something is to be inserted.
    pub const fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// The text that it covers; empty when it does not fit the source.
    pub fn of(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether `offset` lies inside or at an end.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }
}

/// A place as people count: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1. A byte order mark does not count.
    pub column: usize,
}

/// Where the lines of a source begin, so that a place is found without reading from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of `source`: they end with `\n` or `\r\n`.
    pub fn new(source: &str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1));
        Self { starts: starts.collect() }
    }

    /// Line and column of a byte of the same `source`; an offset beyond the end is the end.
    pub fn position(&self, source: &str, offset: usize) -> Position {
        let offset = floor(source, offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|before| self.starts.get(before)).copied().unwrap_or(0);
        let text = source.get(start..offset).unwrap_or_default();
        let text = if start == 0 { text.trim_start_matches('\u{feff}') } else { text };
        Position { line, column: text.chars().count() + 1 }
    }

    /// The text of a line (from 1) without its end.
    pub fn text<'a>(&self, source: &'a str, line: usize) -> &'a str {
        let start =
            line.checked_sub(1).and_then(|before| self.starts.get(before)).copied().unwrap_or(source.len());
        let end = self.starts.get(line).copied().unwrap_or(source.len());
        source.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }
}

/// The same place counted in UTF-16 units, as JavaScript counts.
pub fn to_utf16(source: &str, offset: usize) -> usize {
    source.get(..floor(source, offset)).unwrap_or_default().encode_utf16().count()
}

/// The byte at a place counted in UTF-16 units; in the middle of a pair: the pair's start.
pub fn from_utf16(source: &str, units: usize) -> usize {
    let mut left = units;
    for (at, character) in source.char_indices() {
        if left < character.len_utf16() {
            return at;
        }
        left -= character.len_utf16();
    }
    source.len()
}

/// The nearest character boundary at or before `offset`.
fn floor(source: &str, offset: usize) -> usize {
    let offset = offset.min(source.len());
    (0..=offset).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = "<View>\r\n  ü🎉<Text/>\n";
        let lines = Lines::new(source);
        let at = source.find("<Text").unwrap_or(0);
        assert_eq!(lines.position(source, at), Position { line: 2, column: 5 });
        assert_eq!(lines.position(source, 0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(source, 9_999), Position { line: 3, column: 1 });
        assert_eq!(lines.text(source, 1), "<View>");
        assert_eq!(lines.text(source, 2), "  ü🎉<Text/>");
        assert_eq!(lines.text(source, 9), "");
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let source = "\u{feff}<View/>";
        assert_eq!(Lines::new(source).position(source, 3).column, 1);
    }

    #[test]
    fn utf16_there_and_back() {
        let source = "aü🎉b";
        for (at, _) in source.char_indices() {
            assert_eq!(from_utf16(source, to_utf16(source, at)), at);
        }
        assert_eq!(to_utf16(source, source.len()), 5);
        assert_eq!(from_utf16(source, 3), 3, "inside the pair: its start");
        assert_eq!(from_utf16(source, 99), source.len());
    }
}
