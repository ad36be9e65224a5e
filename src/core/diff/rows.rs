//! A comparison as rows that stand side by side: a row ends where both texts end a line.

use super::{Comparison, Piece};
use std::ops::Range;

/// A row: usually a line of each text; several where lines were added or removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Stretches of the left text, without the last line break.
    pub left: Vec<Span>,
    /// Stretches of the right text, likewise.
    pub right: Vec<Span>,
    /// Both say the same.
    pub same: bool,
}

/// A stretch of one text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its place.
    pub range: Range<usize>,
    /// The other text has it not.
    pub changed: bool,
}

/// Rows to be shown, or to be folded because nothing happens in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// Rows with changes, and what is around them.
    Shown(Range<usize>),
    /// Rows that are all equal.
    Folded(Range<usize>),
}

/// The rows of a comparison with this left text.
pub fn rows(comparison: &Comparison, left: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row { same: true, ..Row::default() };
    for piece in &comparison.pieces {
        if piece.same {
            same(piece, left, &mut row, &mut rows);
        } else {
            row.same = false;
            push(&mut row.left, piece.left.clone(), true);
            push(&mut row.right, piece.right.clone(), true);
        }
    }
    if !(row.left.is_empty() && row.right.is_empty()) {
        rows.push(row);
    }
    rows
}

fn same(piece: &Piece, left: &str, row: &mut Row, rows: &mut Vec<Row>) {
    let mut at = (piece.left.start, piece.right.start);
    for line in super::part(left, &piece.left).split_inclusive('\n') {
        let words = line.strip_suffix('\n').unwrap_or(line).len();
        push(&mut row.left, at.0..at.0 + words, false);
        push(&mut row.right, at.1..at.1 + words, false);
        at = (at.0 + line.len(), at.1 + line.len());
        if words < line.len() {
            rows.push(std::mem::replace(row, Row { same: true, ..Row::default() }));
        }
    }
}

fn push(spans: &mut Vec<Span>, range: Range<usize>, changed: bool) {
    if !range.is_empty() {
        spans.push(Span { range, changed });
    }
}

/// Folds equal rows that are more than `around` rows away from a change, if that hides more than one.
pub fn folded(rows: &[Row], around: usize) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let rest = rows.get(at..).unwrap_or_default();
        let same = rest.iter().take_while(|row| row.same).count();
        let end = at + same;
        // At the beginning and at the end there is a change only on one side.
        let from = if at == 0 { 0 } else { at + around };
        let to = if end == rows.len() { end } else { end.saturating_sub(around) };
        if to > from + 1 {
            show(&mut out, at..from);
            out.push(Stretch::Folded(from..to));
            show(&mut out, to..end);
        } else {
            show(&mut out, at..end);
        }
        let changed = rest.iter().skip(same).take_while(|row| !row.same).count();
        show(&mut out, end..end + changed);
        at = end + changed;
    }
    out
}

fn show(out: &mut Vec<Stretch>, range: Range<usize>) {
    if range.is_empty() {
        return;
    }
    if let Some(Stretch::Shown(last)) = out.last_mut() {
        last.end = range.end;
    } else {
        out.push(Stretch::Shown(range));
    }
}
