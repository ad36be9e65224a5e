//! Two texts, word by word: what was removed, what was added, what stayed.
//!
//! - `words`: a text cut into words, white space and marks
//! - [`rows`]: the same as rows that stand side by side, long equal stretches folded
//! - [`json`]: two JSON values, path by path

pub mod json;
pub mod rows;
mod words;

use imara_diff::{Algorithm, Diff, InternedInput};
use std::ops::Range;

/// Texts with more words than this together are compared by lines first.
const MOST_WORDS: usize = 60_000;

/// How two texts differ. The pieces, in order, make up both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Equal and changed pieces, in turn.
    pub pieces: Vec<Piece>,
    /// Words that only the left text has.
    pub removed: usize,
    /// Words that only the right text has.
    pub added: usize,
    /// The texts are so long that changed stretches are compared only by whole lines.
    pub by_lines: bool,
}

/// A stretch of both texts, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its place in the left text; empty: only added.
    pub left: Range<usize>,
    /// Its place in the right text; empty: only removed.
    pub right: Range<usize>,
    /// Both say the same.
    pub same: bool,
}

impl Comparison {
    /// Whether the texts are equal.
    pub fn is_equal(&self) -> bool {
        self.pieces.iter().all(|piece| piece.same)
    }
}

/// Compares two texts. The time is bounded for any texts: very long ones are compared more coarsely.
pub fn compare(left: &str, right: &str) -> Comparison {
    let whole = Piece { left: 0..left.len(), right: 0..right.len(), same: left == right };
    let mut pieces = Vec::new();
    let mut by_lines = false;
    if whole.same {
        if !left.is_empty() {
            pieces.push(whole);
        }
    } else if words::count(left, MOST_WORDS) + words::count(right, MOST_WORDS) <= MOST_WORDS {
        pieces = refined(left, right, &whole, words::split);
    } else {
        for piece in refined(left, right, &whole, words::lines) {
            let (before, after) = (part(left, &piece.left), part(right, &piece.right));
            let few = words::count(before, MOST_WORDS) + words::count(after, MOST_WORDS) <= MOST_WORDS / 4;
            if piece.same || before.is_empty() || after.is_empty() {
                pieces.push(piece);
            } else if few {
                pieces.extend(refined(left, right, &piece, words::split));
            } else {
                by_lines = true;
                pieces.push(piece);
            }
        }
    }
    let pieces = joined(left, pieces);
    let total = |side: fn(&Piece) -> &Range<usize>, text: &str| {
        let changed = pieces.iter().filter(|piece| !piece.same);
        changed.map(|piece| words::words(part(text, side(piece)))).sum()
    };
    let (removed, added) = (total(|piece| &piece.left, left), total(|piece| &piece.right, right));
    Comparison { pieces, removed, added, by_lines }
}

/// A part of a text; never panics.
fn part<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or_default()
}

/// The pieces of a piece, by the tokens that `split` makes.
fn refined(left: &str, right: &str, within: &Piece, split: fn(&str) -> Vec<&str>) -> Vec<Piece> {
    let (before, after) = (split(part(left, &within.left)), split(part(right, &within.right)));
    let mut input = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    // Myers with its heuristics: bounded where much differs, exact where little does.
    let mut diff = Diff::compute(Algorithm::Myers, &input);
    diff.postprocess_no_heuristic(&input);
    let length = |tokens: &[&str], range: Range<u32>| -> usize {
        let tokens = tokens.get(range.start as usize..range.end as usize).unwrap_or_default();
        tokens.iter().map(|token| token.len()).sum()
    };
    let (mut at, mut token) = ((within.left.start, within.right.start), 0u32);
    let mut pieces = Vec::new();
    for hunk in diff.hunks() {
        let same = length(&before, token..hunk.before.start);
        let (removed, added) = (length(&before, hunk.before.clone()), length(&after, hunk.after.clone()));
        if same > 0 {
            pieces.push(Piece { left: at.0..at.0 + same, right: at.1..at.1 + same, same: true });
        }
        at = (at.0 + same, at.1 + same);
        pieces.push(Piece { left: at.0..at.0 + removed, right: at.1..at.1 + added, same: false });
        at = (at.0 + removed, at.1 + added);
        token = hunk.before.end;
    }
    if at.0 < within.left.end {
        pieces.push(Piece { left: at.0..within.left.end, right: at.1..within.right.end, same: true });
    }
    pieces
}

/// Neighbours of a kind become one, and a space between two changes belongs to them: otherwise a rewritten
/// sentence reads as confetti.
fn joined(left: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if let [.., first, space] = out.as_mut_slice()
            && !first.same
            && space.same
            && !piece.same
            && part(left, &space.left).chars().all(|c| c.is_whitespace() && c != '\n')
        {
            first.left.end = piece.left.end;
            first.right.end = piece.right.end;
            out.pop();
        } else if let Some(last) = out.last_mut()
            && last.same == piece.same
        {
            last.left.end = piece.left.end;
            last.right.end = piece.right.end;
        } else {
            out.push(piece);
        }
    }
    out
}

#[cfg(test)]
mod tests;
