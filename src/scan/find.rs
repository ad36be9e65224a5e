//! Finds a piece of ASCII in bytes, with or without regard to case.

use memchr::memmem::Finder;

/// Bytes that are compared at a time.
const BLOCK: usize = 32;

/// A piece to look for, prepared.
#[derive(Debug)]
pub struct Piece {
    bytes: Vec<u8>,
    /// With regard to case, or without any letter: `memmem` does it all.
    finder: Option<Finder<'static>>,
    /// Its two rarest bytes: where they are, and what they are with the bit of case set.
    rare: [(usize, u8); 2],
}

/// The bit that tells a small letter from a capital one.
const CASE: u8 = 0x20;

impl Piece {
    /// For a piece that is not empty; an empty one is nowhere.
    pub fn new(piece: &[u8], case: bool) -> Self {
        let letters = piece.iter().any(u8::is_ascii_alphabetic);
        let rarity = |byte: u8| {
            let (lower, upper) = (byte.to_ascii_lowercase(), byte.to_ascii_uppercase());
            frequency(lower) + if lower == upper { 0 } else { frequency(upper) }
        };
        let rarest = |but: Option<usize>| {
            let at = (0..piece.len()).filter(|at| Some(*at) != but);
            at.min_by_key(|at| piece.get(*at).map_or(u32::MAX, |byte| rarity(*byte)))
        };
        let first = rarest(None).unwrap_or(0);
        let second = rarest(Some(first)).unwrap_or(first);
        let rare = [first, second].map(|at| (at, piece.get(at).copied().unwrap_or_default() | CASE));
        let finder = (case || !letters).then(|| Finder::new(piece).into_owned());
        Self { bytes: piece.to_vec(), finder, rare }
    }

    /// Where it first is.
    pub fn find(&self, bytes: &[u8]) -> Option<usize> {
        let last = bytes.len().checked_sub(self.bytes.len()).filter(|_| !self.bytes.is_empty())?;
        if let Some(finder) = &self.finder {
            return finder.find(bytes);
        }
        let [(first_at, first), (second_at, second)] = self.rare;
        let likely = |one: u8, other: u8| u8::from(one | CASE == first) & u8::from(other | CASE == second);
        // Where the piece may begin, and the two bytes that it has from there.
        let ones = bytes.get(first_at..=first_at + last)?;
        let others = bytes.get(second_at..=second_at + last)?;
        let mut at = 0;
        let mut blocks = (ones.chunks_exact(BLOCK), others.chunks_exact(BLOCK));
        for (one, other) in blocks.0.by_ref().zip(blocks.1.by_ref()) {
            // Without a branch, so that it becomes a handful of vector instructions.
            if one.iter().zip(other).fold(0, |any, (one, other)| any | likely(*one, *other)) != 0 {
                let found = (at..at + BLOCK).find(|at| self.is_at(bytes, *at));
                if found.is_some() {
                    return found;
                }
            }
            at += BLOCK;
        }
        (at..=last).find(|at| self.is_at(bytes, *at))
    }

    fn is_at(&self, bytes: &[u8], at: usize) -> bool {
        let [(first_at, first), _] = self.rare;
        bytes.get(at + first_at).is_some_and(|byte| byte | CASE == first)
            && bytes
                .get(at..at + self.bytes.len())
                .is_some_and(|there| there.eq_ignore_ascii_case(&self.bytes))
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
