//! Where the words that are looked for stand in a text: as the filter finds them, letter case does not count.

use std::ops::Range;

/// No more places than this are marked in one text: a single letter in a megabyte helps nobody.
const MOST: usize = 2_000;

/// The places of these needles, in order, apart, on character boundaries. Needles that touch or overlap are
/// one place. An empty needle is nowhere.
pub fn marks(text: &str, needles: &[String]) -> Vec<Range<usize>> {
    let needles: Vec<String> =
        needles.iter().map(|needle| Folded::new(needle).text).filter(|needle| !needle.is_empty()).collect();
    if needles.is_empty() || text.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for needle in &needles {
        let places = memchr::memmem::find_iter(folded.text.as_bytes(), needle.as_bytes()).take(MOST);
        found.extend(places.map(|at| folded.place(at..at + needle.len())));
    }
    found.sort_unstable_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart.truncate(MOST);
    apart
}

/// A text in lower case, and how its places lie in the text as written.
struct Folded {
    text: String,
    /// Where lower case has another length: for each such letter the places (here, as written) where it begins
    /// and where it ends.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { text: text.to_ascii_lowercase(), shifts: Vec::new() };
        }
        let mut folded = String::with_capacity(text.len());
        let mut shifts = Vec::new();
        for (at, character) in text.char_indices() {
            let begin = folded.len();
            // The two small sigmas are one letter, whatever place in a word they have.
            folded.extend(character.to_lowercase().map(|low| if low == 'ς' { 'σ' } else { low }));
            if folded.len() - begin != character.len_utf8() {
                shifts.push((begin, at));
                shifts.push((folded.len(), at + character.len_utf8()));
            }
        }
        Self { text: folded, shifts }
    }

    fn place(&self, range: Range<usize>) -> Range<usize> {
        self.written(range.start, false)..self.written(range.end, true)
    }

    /// A place as written; within a letter that changed its length, that letter's begin or end.
    fn written(&self, at: usize, end: bool) -> usize {
        let next = self.shifts.partition_point(|(here, _)| *here <= at);
        let Some((here, written)) = next.checked_sub(1).and_then(|last| self.shifts.get(last)) else {
            return at;
        };
        // Pairs: an odd count of begins and ends before `at` means that it lies within such a letter.
        if next % 2 == 1 {
            return match self.shifts.get(next) {
                Some((_, after)) if end && at > *here => *after,
                _ => *written,
            };
        }
        written + (at - here)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn of<'a>(text: &'a str, needles: &[&str]) -> Vec<&'a str> {
        let needles: Vec<String> = needles.iter().map(|&needle| needle.to_owned()).collect();
        marks(text, &needles).into_iter().map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn as_the_filter_finds_them() {
        assert_eq!(of("Consensus and CONSENSUS", &["consensus"]), ["Consensus", "CONSENSUS"]);
        assert_eq!(of("abcd", &["bc", "ab"]), ["abc"], "overlapping ones are one");
        assert_eq!(of("aaa", &["a"]), ["aaa"], "touching ones are one");
        assert_eq!(of("Größe, GRÖSSE", &["größe"]), ["Größe"]);
        assert_eq!(of("ΟΔΟΣ οδος", &["οδος"]), ["ΟΔΟΣ", "οδος"]);
        assert_eq!(of("İstanbul, istanbul", &["istanbul"]), ["istanbul"]);
        assert_eq!(of("xİy İSTANBUL z", &["y i̇stanbul"]), ["y İSTANBUL"]);
        assert_eq!(of("İx", &["i"]), ["İ"], "half of a letter is the letter");
        assert_eq!(of("Ⱥb Ⱥb", &["b"]), ["b", "b"]);
        assert_eq!(of("anything", &["", "zzz"]), [""; 0]);
        assert_eq!(marks(&"a ".repeat(10_000), &["a".to_owned()]).len(), MOST);
    }

    proptest! {
        #[test]
        fn places_are_apart_and_hold_a_needle(text in "[aAbİıßẞΣςσȺK ]{0,30}", needles in prop::collection::vec("[aAbİςΣk]{0,3}", 0..3)) {
            let found = marks(&text, &needles);
            for range in &found {
                let lower = Folded::new(text.get(range.clone()).unwrap()).text;
                let held = needles.iter().any(|needle| !needle.is_empty() && lower.contains(&Folded::new(needle).text));
                prop_assert!(held);
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].end < pair[1].start);
            }
            let present = needles.iter().any(|needle| !needle.is_empty() && Folded::new(&text).text.contains(&Folded::new(needle).text));
            prop_assert_eq!(present, !found.is_empty());
        }
    }
}
