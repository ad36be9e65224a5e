//! Finds a piece of ASCII in bytes, with or without regard to case.

use memchr::memmem::Finder;

/// A piece to look for, prepared.
#[derive(Debug)]
pub struct Piece {
    bytes: Vec<u8>,
    /// With regard to case, or without any letter: `memmem` does it all.
    finder: Option<Finder<'static>>,
    /// Where in the piece its rarest byte is, and that byte in both cases.
    rarest: usize,
    lower: u8,
    upper: u8,
}

impl Piece {
    /// For a piece that is not empty; an empty one is nowhere.
    pub fn new(piece: &[u8], case: bool) -> Self {
        let letters = piece.iter().any(u8::is_ascii_alphabetic);
        let rarity = |byte: u8| {
            let (lower, upper) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
            frequency(lower) + if lower == upper { 0 } else { frequency(upper) }
        };
        let rarest = (0..piece.len()).min_by_key(|at| piece.get(*at).map_or(u32::MAX, |byte| rarity(*byte)));
        let rarest = rarest.unwrap_or(0);
        let byte = piece.get(rarest).copied().unwrap_or_default();
        Self {
            bytes: piece.to_vec(),
            finder: (case || !letters).then(|| Finder::new(piece).into_owned()),
            rarest,
            lower: byte.to_ascii_lowercase(),
            upper: byte.to_ascii_uppercase(),
        }
    }

    /// Where it first is.
    pub fn find(&self, bytes: &[u8]) -> Option<usize> {
        if self.bytes.is_empty() {
            return None;
        }
        match &self.finder {
            Some(finder) => finder.find(bytes),
            None if self.lower == self.upper => self.verified(bytes, memchr::memchr_iter(self.lower, bytes)),
            None => self.verified(bytes, memchr::memchr2_iter(self.lower, self.upper, bytes)),
        }
    }

    fn verified(&self, bytes: &[u8], mut candidates: impl Iterator<Item = usize>) -> Option<usize> {
        candidates.find_map(|at| {
            let from = at.checked_sub(self.rarest)?;
            let there = bytes.get(from..from + self.bytes.len())?;
            there.eq_ignore_ascii_case(&self.bytes).then_some(from)
        })
    }
}

/// How often a byte occurs in results, roughly, per thousand: texts in JSON.
fn frequency(byte: u8) -> u32 {
    match byte {
        b' ' => 130,
        b'e' => 75,
        b't' | b'a' | b'o' => 55,
        b'n' | b'i' | b's' | b'r' => 48,
        b'"' | b'l' | b'c' | b'd' | b'h' | b'u' => 30,
        b'm' | b'p' | b'f' | b'g' => 16,
        b',' | b'.' | b':' | b'_' | b'0'..=b'9' => 14,
        b'y' | b'w' | b'b' | b'v' => 10,
        b'k' | b'-' | b'{' | b'}' => 5,
        b'x' | b'z' | b'q' | b'j' => 2,
        b'A'..=b'Z' => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn found_where_a_slow_search_finds_it(text in "[a-cA-C z]{0,60}", piece in "[a-cA-C z]{0,4}", case: bool) {
            let same = |there: &[u8]| {
                if case { there == piece.as_bytes() } else { there.eq_ignore_ascii_case(piece.as_bytes()) }
            };
            let slow = text.as_bytes().windows(piece.len().max(1)).position(same).filter(|_| !piece.is_empty());
            prop_assert_eq!(Piece::new(piece.as_bytes(), case).find(text.as_bytes()), slow);
        }
    }
}
