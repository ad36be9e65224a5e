//! Which lines hold a text.
//!
//! Two steps. First the bytes are searched, at the speed of memory, for a piece of the text that is written the
//! same however it is escaped. Only a line that holds this piece is looked at string by string, with escapes undone:
//! once for JSON, twice and three times for JSON within its strings.

use std::ops::Range;

use crate::{
    find::Piece,
    scope::{find_string, fold, folded, unescape},
};

/// How often a text may be JSON within JSON.
const LEVELS: usize = 3;

/// The next line, from the beginning of one on, in which `find` finds something; without its end.
pub fn next_line(
    lines: &[u8],
    from: usize,
    find: impl FnOnce(&[u8]) -> Option<usize>,
) -> Option<Range<usize>> {
    let at = from + lines.get(from..).filter(|rest| !rest.is_empty()).and_then(find)?;
    let before = lines.get(from..at).and_then(|before| memchr::memrchr(b'\n', before));
    let after = lines.get(at..).and_then(|rest| memchr::memchr(b'\n', rest));
    Some(before.map_or(from, |end| from + end + 1)..after.map_or(lines.len(), |end| at + end))
}

/// Looks for one text.
#[derive(Debug)]
pub struct TextSeeker {
    /// As it is compared: folded, unless case counts.
    needle: Vec<u8>,
    finder: memchr::memmem::Finder<'static>,
    case: bool,
    /// What a line, and a string in it, must hold. `None`: every line is looked at.
    piece: Option<Piece>,
    /// The piece is all of it: where it stands without escapes around it, that is the place.
    whole: bool,
    scratch: Scratch,
}

#[derive(Debug, Default)]
struct Scratch {
    raw: Vec<u8>,
    next: Vec<u8>,
    folded: Vec<u8>,
}

impl TextSeeker {
    /// `None`: an empty text.
    pub fn new(needle: &str, case: bool) -> Option<Self> {
        let folded: String = if case { needle.to_owned() } else { needle.chars().map(fold).collect() };
        let needle = folded.into_bytes();
        (!needle.is_empty()).then(|| Self {
            finder: memchr::memmem::Finder::new(&needle).into_owned(),
            piece: piece(&needle).map(|piece| Piece::new(piece, case)),
            whole: piece(&needle).is_some_and(|piece| piece.len() == needle.len()),
            needle,
            case,
            scratch: Scratch::default(),
        })
    }

    /// Looks through whole lines and says where in them the first hit of each is.
    pub fn seek(&mut self, lines: &[u8], mut found: impl FnMut(usize)) {
        let mut from = 0;
        let next = |piece: &Option<Piece>, from| {
            next_line(lines, from, |rest| piece.as_ref().map_or(Some(0), |piece| piece.find(rest)))
        };
        while let Some(line) = next(&self.piece, from) {
            if let Some(hit) = lines.get(line.clone()).and_then(|line| self.hit(line)) {
                found(line.start + hit);
            }
            from = line.end + 1;
        }
    }

    /// Where in a line the text is: exactly where it is written as it is, else where its string begins.
    fn hit(&mut self, line: &[u8]) -> Option<usize> {
        let Self { needle, finder, case, scratch, piece, whole, .. } = self;
        find_string(line, |raw| {
            if let Some(piece) = piece {
                let at = piece.find(raw)?;
                if *whole && is_plain(raw, at) {
                    return Some(at);
                }
            }
            let at = find_in(raw, finder, *case, scratch)?;
            Some(if exact(raw, at, needle, *case) { at } else { 0 })
        })
    }
}

/// No escape reaches to this place: none within the longest that there is, JSON in JSON in JSON.
fn is_plain(raw: &[u8], at: usize) -> bool {
    const LONGEST: usize = 12;
    raw.get(at.saturating_sub(LONGEST)..at).is_some_and(|before| !before.contains(&b'\\'))
}

fn exact(raw: &[u8], at: usize, needle: &[u8], case: bool) -> bool {
    let there = raw.get(at..at + needle.len()).unwrap_or_default();
    if case { there == needle } else { there.eq_ignore_ascii_case(needle) }
}

/// Where the text is, on the first level that holds it.
fn find_in(
    raw: &[u8],
    finder: &memchr::memmem::Finder<'_>,
    case: bool,
    scratch: &mut Scratch,
) -> Option<usize> {
    let Scratch { raw: text, next, folded: lower } = scratch;
    text.clear();
    text.extend_from_slice(raw);
    for _ in 0..LEVELS {
        unescape(text, next);
        std::mem::swap(text, next);
        let at = if case {
            finder.find(text)
        } else {
            folded(text, lower);
            finder.find(lower)
        };
        if at.is_some() || !text.contains(&b'\\') {
            return at;
        }
    }
    None
}

/// The longest run of characters that no one escapes: ASCII, and none that JSON or HTML must escape.
fn piece(needle: &[u8]) -> Option<&[u8]> {
    let plain = |byte: &u8| (b' '..=b'~').contains(byte) && !b"\"\\/<>&'`+=".contains(byte);
    needle.split(|byte| !plain(byte)).max_by_key(|run| run.len()).filter(|run| !run.is_empty())
}
