//! Places in a source: bytes inside, line and column for people, UTF-16 for browsers.

use std::borrow::Cow;

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

/// Both ways between a source and an editor that counts in UTF-16 units and ends every line with one `\n`, for many
/// places: the source is read once.
#[derive(Debug, Clone)]
pub struct Units<'a> {
    source: &'a str,
    /// Byte and unit of every [`STRIDE`]th character.
    stops: Vec<(usize, usize)>,
}

/// Characters from stop to stop.
const STRIDE: usize = 64;

impl<'a> Units<'a> {
    /// Reads the source.
    pub fn new(source: &'a str) -> Self {
        let mut units = 0;
        let mut stops = vec![(0, 0)];
        for (nth, (at, character)) in source.char_indices().enumerate() {
            if nth % STRIDE == 0 && nth > 0 {
                stops.push((at, units));
            }
            units += Self::width(source, at, character);
        }
        Self { source, stops }
    }

    /// The first half of `\r\n` takes no place in the editor.
    fn width(source: &str, at: usize, character: char) -> usize {
        let halved = character == '\r' && source.as_bytes().get(at + 1) == Some(&b'\n');
        if halved { 0 } else { character.len_utf16() }
    }

    /// The characters from a stop on: byte, unit, width.
    fn from(&self, stop: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        let (byte, mut unit) = self.stops.get(stop).copied().unwrap_or_default();
        self.source.get(byte..).unwrap_or_default().char_indices().map(move |(at, character)| {
            let (at, here) = (byte + at, unit);
            let width = Self::width(self.source, at, character);
            unit += width;
            (at, here, width)
        })
    }

    /// Where a byte is in the editor; inside a character: where that begins; beyond the end: the end.
    pub fn of(&self, byte: usize) -> usize {
        let stop = self.stops.partition_point(|(at, _)| *at <= byte).saturating_sub(1);
        let mut end = 0;
        for (at, unit, width) in self.from(stop) {
            let next = self.source.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            if byte < at + next {
                return unit;
            }
            end = unit + width;
        }
        end.max(self.stops.get(stop).map_or(0, |(_, unit)| *unit))
    }

    /// The byte of a place in the editor; in the middle of a pair: the pair's start.
    pub fn byte(&self, unit: usize) -> usize {
        let stop = self.stops.partition_point(|(_, at)| *at <= unit).saturating_sub(1);
        let found = self.from(stop).find(|(_, at, width)| unit < at + width || (unit == *at && *width == 0));
        found.map_or(self.source.len(), |(at, ..)| at)
    }
}

/// The text as that editor shows it.
pub fn one_newline(source: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', source.as_bytes()).is_none() {
        return Cow::Borrowed(source);
    }
    Cow::Owned(source.replace("\r\n", "\n").replace('\r', "\n"))
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

    #[test]
    fn many_places_are_where_the_single_ones_are() {
        let source = "aü🎉b\rc\n".repeat(60);
        let units = Units::new(&source);
        for byte in 0..source.len() + 3 {
            assert_eq!(units.of(byte), to_utf16(&source, byte), "byte {byte}");
        }
        for unit in 0..=to_utf16(&source, source.len()) + 3 {
            assert_eq!(units.byte(unit), from_utf16(&source, unit), "unit {unit}");
        }
    }

    #[test]
    fn two_characters_of_a_line_end_are_one_in_an_editor() {
        let source = "<View>\r\n🎉\r\n</View>\r".repeat(40);
        let (units, shown) = (Units::new(&source), one_newline(&source));
        for (at, character) in
            source.char_indices().filter(|(_, character)| !matches!(character, '\r' | '\n'))
        {
            let unit = units.of(at);
            assert_eq!(shown[from_utf16(&shown, unit)..].chars().next(), Some(character), "byte {at}");
            assert_eq!(units.byte(unit), at);
        }
        assert_eq!(units.of(source.len()), to_utf16(&shown, shown.len()));
    }
}
