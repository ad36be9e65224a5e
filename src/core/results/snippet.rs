//! The part of a text that a cell shows: around the hit, not from the start.

use std::ops::Range;

/// A piece of text; `hit`: it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// To be marked.
    pub hit: bool,
}

/// Characters before the first hit.
const BEFORE: usize = 24;
/// Characters in all: no cell is wider.
const MOST: usize = 240;

/// The text as pieces, from a little before the first of these places (bytes, in order, apart) on. Without a
/// place: from its start. Line breaks are spaces, as in every cell.
pub fn around(text: &str, places: &[Range<usize>]) -> Vec<Piece> {
    let from = places.first().map_or(0, |first| start(text, first.start));
    let mut cut = Pieces { pieces: Vec::new(), left: MOST };
    if from > 0 {
        cut.push("…", false);
    }
    let mut at = from;
    for place in places.iter().filter(|place| place.start >= from) {
        cut.push(text.get(at..place.start).unwrap_or_default(), false);
        cut.push(text.get(place.clone()).unwrap_or_default(), true);
        at = place.end;
    }
    cut.push(text.get(at..).unwrap_or_default(), false);
    cut.pieces
}

/// Where to begin so that some words stand before `hit`: at a word's begin where there is one.
fn start(text: &str, hit: usize) -> usize {
    let before = text.get(..hit).unwrap_or_default();
    let Some((far, _)) = before.char_indices().rev().nth(BEFORE) else { return 0 };
    let lead = before.get(far..).unwrap_or_default();
    let word = lead.char_indices().find(|(_, character)| character.is_whitespace());
    word.map_or(far, |(at, space)| far + at + space.len_utf8())
}

struct Pieces {
    pieces: Vec<Piece>,
    left: usize,
}

impl Pieces {
    fn push(&mut self, text: &str, hit: bool) {
        let plain = |character: char| if character.is_control() { ' ' } else { character };
        let text: String = text.chars().take(self.left).map(plain).collect();
        if !text.is_empty() {
            self.left -= text.chars().count().min(self.left);
            self.pieces.push(Piece { text, hit });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, places: &[Range<usize>]) -> String {
        let mark = |piece: &Piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() };
        around(text, places).iter().map(mark).collect()
    }

    #[test]
    fn a_text_without_a_hit_is_shown_from_its_start() {
        assert_eq!(shown("Led two migrations", &[]), "Led two migrations");
        assert_eq!(shown("", &[]), "");
    }

    #[test]
    fn a_hit_is_shown_with_the_words_before_it() {
        assert_eq!(shown("formal consensus", std::slice::from_ref(&(7..16))), "formal [consensus]");
        let text = "Nine years of distributed systems, the last three on consensus and replication.";
        let at = text.find("consensus").unwrap();
        assert_eq!(
            shown(text, std::slice::from_ref(&(at..at + 9))),
            "…the last three on [consensus] and replication."
        );
    }

    #[test]
    fn every_hit_is_marked_and_a_break_is_a_space() {
        assert_eq!(shown("a\nb a", &[0..1, 4..5]), "[a] b [a]");
    }

    #[test]
    fn a_long_text_is_cut() {
        let pieces = around(&"x".repeat(5_000), &[]);
        assert_eq!(pieces.iter().map(|piece| piece.text.len()).sum::<usize>(), MOST);
    }

    proptest! {
        #[test]
        fn the_first_hit_is_always_shown(before in "\\PC{0,80}", hit in "\\PC{1,20}", after in "\\PC{0,300}") {
            let text = format!("{before}{hit}{after}");
            let place = before.len()..before.len() + hit.len();
            let pieces = around(&text, std::slice::from_ref(&place));
            prop_assert!(pieces.iter().any(|piece| piece.hit && piece.text.chars().eq(hit.chars())));
            prop_assert!(pieces.iter().map(|piece| piece.text.chars().count()).sum::<usize>() <= MOST + 1);
        }
    }
}
