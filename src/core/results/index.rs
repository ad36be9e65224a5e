//! All rows of a batch: output file, error file and unanswered requests as one list, with the counts that follow.
//!
//! A row costs about 70 bytes, its id and its excerpt: 200,000 of them fit into some 40 MB. Texts lie one after
//! another in one arena; words that repeat (models, reasons, codes) are kept once, see [`Names`].

mod append;
mod kinds;
mod names;
mod one;
mod places;

use super::summary::{RowOutcome, Summary, Traits};
use crate::core::push::key::Key;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use kinds::{Kind, Kinds};
pub use names::{Names, Sym};
use std::hash::BuildHasher as _;

/// Which file a row's line is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Source {
    /// The output file.
    Output,
    /// The error file.
    Errors,
    /// The input file.
    Input,
}

/// Where a line lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// Which file.
    pub source: Source,
    /// Its first byte in that file.
    pub offset: u64,
    /// Its bytes, without the line end.
    pub len: u32,
}

/// One row, as a value of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the table shows.
    pub summary: Summary,
    /// Which file its bytes are in.
    pub source: Source,
    /// Which of several results with this `custom_id` it is, from 0.
    pub occurrence: u32,
}

impl Row {
    /// What names the row among its batch: its `custom_id`, or its line when it has none.
    pub fn name(&self) -> String {
        if self.summary.custom_id.is_empty() { self.line_name() } else { self.summary.custom_id.clone() }
    }

    /// The row's name inside Label Studio. `identity` is its origin's.
    pub fn key(&self, identity: &str) -> Key {
        Key::of(identity, &self.name(), self.occurrence)
    }

    fn line_name(&self) -> String {
        let file = match self.source {
            Source::Output => "line",
            Source::Errors => "errors-line",
            Source::Input => "input-line",
        };
        format!("{file}:{}", self.summary.number)
    }
}

/// How many rows ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "see RowOutcome")]
pub struct Tally {
    pub succeeded: u64,
    pub failed: u64,
    pub unreadable: u64,
    pub missing: u64,
}

impl Tally {
    /// All rows.
    pub fn total(&self) -> u64 {
        self.succeeded + self.failed + self.unreadable + self.missing
    }

    fn count(&mut self, outcome: RowOutcome) {
        *match outcome {
            RowOutcome::Succeeded => &mut self.succeeded,
            RowOutcome::Failed => &mut self.failed,
            RowOutcome::Unreadable => &mut self.unreadable,
            RowOutcome::Missing => &mut self.missing,
        } += 1;
    }
}

/// What a row holds beside its texts.
#[derive(Debug, Clone, Copy)]
struct Fixed {
    offset: u64,
    digest: u64,
    /// Of the request in the input file; `request_len` 0: not known.
    request_offset: u64,
    request_len: u32,
    len: u32,
    number: u32,
    length: u32,
    /// `u32::MAX`: unknown.
    input_tokens: u32,
    output_tokens: u32,
    /// Its number in `kinds`.
    kind: u32,
    /// Where the row's texts end in the arena; they begin where the row before ends.
    texts_end: u32,
    /// Bytes of the id; the excerpt is the rest.
    id_len: u32,
    traits: Traits,
    outcome: RowOutcome,
    source: Source,
}

/// The rows so far.
#[derive(Debug, Default)]
pub struct Index {
    rows: Vec<Fixed>,
    texts: String,
    kinds: Kinds,
    models: Names,
    finish_reasons: Names,
    error_codes: Names,
    tally: Tally,
    /// Of every id the first row that has it.
    ids: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Rows whose id came before: which occurrence each is, from 1.
    again: HashMap<u32, u32>,
    /// Of ids that came more than once: how often so far, by their first row.
    counts: HashMap<u32, u32>,
    /// The rows that `again` holds: first row and occurrence, to place.
    nth: HashMap<(u32, u32), u32>,
    /// Of ids that were asked more than once: how often again, by their first row.
    asked_again: HashMap<u32, u32>,
    /// Rows with a request of their own, in the order of the requests.
    joined: Vec<u32>,
    waiting: append::Waiting,
}

impl Index {
    /// How many rows there are: their places are `0..len`.
    pub fn len(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes of memory that the rows take, without the few words that repeat.
    pub fn memory(&self) -> usize {
        self.rows.capacity() * size_of::<Fixed>()
            + self.texts.capacity()
            + self.ids.allocation_size()
            + self.joined.capacity() * size_of::<u32>()
    }

    /// How many ended how.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Rows whose `custom_id` came before.
    pub fn duplicates(&self) -> u64 {
        self.again.len() as u64
    }

    /// The models' names.
    pub fn models(&self) -> &Names {
        &self.models
    }

    /// The finish reasons' names.
    pub fn finish_reasons(&self) -> &Names {
        &self.finish_reasons
    }

    /// The error codes' names.
    pub fn error_codes(&self) -> &Names {
        &self.error_codes
    }

    /// The first row with this `custom_id`.
    pub fn place_of_id(&self, id: &str) -> Option<u32> {
        self.find(self.hasher.hash_one(id), id)
    }

    /// The most frequent kind of error: its first occurrence in words, and how often the kind occurs. Kinds are
    /// error codes; the words behind a code differ from row to row (request ids, counts of tokens).
    pub fn most_frequent_error(&self) -> Option<(String, u64)> {
        let mut kinds = HashMap::<Sym, (u32, u64)>::new();
        for (place, row) in (0u32..).zip(&self.rows) {
            if row.outcome == RowOutcome::Failed {
                kinds.entry(self.kinds.kind(row.kind).error_code).or_insert((place, 0)).1 += 1;
            }
        }
        // Of equally frequent ones the first, so that the answer is the same every time.
        let (first, count) =
            kinds.into_values().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
        Some((self.excerpt(first).to_owned(), count))
    }
}

/// A row, and where its texts begin.
fn begin_of(rows: &[Fixed], place: u32) -> Option<(usize, &Fixed)> {
    let row = rows.get(place as usize)?;
    let before = (place as usize).checked_sub(1).and_then(|at| rows.get(at));
    Some((before.map_or(0, |row| row.texts_end as usize), row))
}

fn id_in<'a>(rows: &[Fixed], texts: &'a str, place: u32) -> &'a str {
    let Some((from, row)) = begin_of(rows, place) else { return "" };
    texts.get(from..from + row.id_len as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests;
