//! All rows of a batch: output file, error file and unanswered requests as one list, with the counts that follow.
//!
//! A row costs about 75 bytes, its id and its excerpt: 200,000 of them fit into some 40 MB. Texts lie one after
//! another in one arena; words that repeat (models, reasons, codes) are kept once, see [`Names`].

mod names;

use super::summary::{RowOutcome, Summary, Traits};
use crate::core::push::key::Key;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
pub use names::{Names, Sym};
use std::hash::BuildHasher as _;

/// Which file a row's line is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
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
    model: Sym,
    finish_reason: Sym,
    error_code: Sym,
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
}

impl Index {
    /// Adds a row.
    pub fn push(&mut self, source: Source, summary: &Summary) {
        let Ok(place) = u32::try_from(self.rows.len()) else { return };
        self.texts.push_str(&summary.custom_id);
        self.texts.push_str(&summary.excerpt);
        let unknown = |tokens: Option<u32>| tokens.unwrap_or(u32::MAX);
        self.rows.push(Fixed {
            offset: summary.offset,
            digest: summary.digest,
            request_offset: 0,
            request_len: 0,
            len: summary.len,
            number: u32::try_from(summary.number).unwrap_or(u32::MAX),
            length: summary.length,
            input_tokens: unknown(summary.input_tokens),
            output_tokens: unknown(summary.output_tokens),
            model: self.models.sym(&summary.model),
            finish_reason: self.finish_reasons.sym(&summary.finish_reason),
            error_code: self.error_codes.sym(&summary.error_code),
            texts_end: u32::try_from(self.texts.len()).unwrap_or(u32::MAX),
            id_len: u32::try_from(summary.custom_id.len()).unwrap_or(u32::MAX),
            traits: summary.traits,
            outcome: summary.outcome,
            source,
        });
        self.tally.count(summary.outcome);
        if !summary.custom_id.is_empty() {
            self.count_id(place, &summary.custom_id);
        }
    }

    fn count_id(&mut self, place: u32, id: &str) {
        let hash = self.hasher.hash_one(id);
        match self.find(hash, id) {
            Some(first) => {
                let count = self.counts.entry(first).or_insert(0);
                *count += 1;
                self.again.insert(place, *count);
            }
            None => {
                let Self { ids, rows, texts, hasher, .. } = self;
                let rehash = |place: &u32| hasher.hash_one(id_in(rows, texts, *place));
                ids.insert_unique(hash, place, rehash);
            }
        }
    }

    fn find(&self, hash: u64, id: &str) -> Option<u32> {
        self.ids.find(hash, |place| id_in(&self.rows, &self.texts, *place) == id).copied()
    }

    /// Tells every row with this `custom_id` where its request is. `false`: there is no such row.
    pub fn join(&mut self, id: &str, offset: u64, len: u32) -> bool {
        let Some(first) = self.place_of_id(id) else { return false };
        if let Some(row) = self.rows.get_mut(first as usize) {
            (row.request_offset, row.request_len) = (offset, len);
        }
        true
    }

    // ---- all rows --------------------------------------------------------------------------------

    /// How many rows there are: their places are `0..len`.
    pub fn len(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
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

    /// The place of the row that stands on this line of this file.
    pub fn place_of(&self, source: Source, number: u64) -> Option<u32> {
        let at = self.rows.iter().position(|row| row.source == source && u64::from(row.number) == number)?;
        u32::try_from(at).ok()
    }

    /// The most frequent kind of error: its first occurrence in words, and how often the kind occurs. Kinds are
    /// error codes; the words behind a code differ from row to row (request ids, counts of tokens).
    pub fn most_frequent_error(&self) -> Option<(String, u64)> {
        let mut kinds = HashMap::<Sym, (u32, u64)>::new();
        for (place, row) in (0u32..).zip(&self.rows) {
            if row.outcome == RowOutcome::Failed {
                kinds.entry(row.error_code).or_insert((place, 0)).1 += 1;
            }
        }
        // Of equally frequent ones the first, so that the answer is the same every time.
        let (first, count) =
            kinds.into_values().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
        Some((self.excerpt(first).to_owned(), count))
    }

    // ---- one row; of a place that does not exist: nothing, empty, zero ---------------------------

    /// The row as a value of its own.
    pub fn row(&self, place: u32) -> Option<Row> {
        let fixed = self.fixed(place)?;
        let summary = Summary {
            number: u64::from(fixed.number),
            offset: fixed.offset,
            len: fixed.len,
            outcome: fixed.outcome,
            custom_id: self.custom_id(place).to_owned(),
            excerpt: self.excerpt(place).to_owned(),
            finish_reason: self.finish_reasons.name(fixed.finish_reason).to_owned(),
            model: self.models.name(fixed.model).to_owned(),
            error_code: self.error_codes.name(fixed.error_code).to_owned(),
            input_tokens: known(fixed.input_tokens),
            output_tokens: known(fixed.output_tokens),
            length: fixed.length,
            traits: fixed.traits,
            digest: fixed.digest,
        };
        Some(Row { summary, source: fixed.source, occurrence: self.occurrence(place) })
    }

    fn fixed(&self, place: u32) -> Option<&Fixed> {
        self.rows.get(place as usize)
    }

    /// Its `custom_id`; empty when the line has none.
    pub fn custom_id(&self, place: u32) -> &str {
        id_in(&self.rows, &self.texts, place)
    }

    /// The first characters of the answer or of the error.
    pub fn excerpt(&self, place: u32) -> &str {
        let Some((from, row)) = begin_of(&self.rows, place) else { return "" };
        self.texts.get(from + row.id_len as usize..row.texts_end as usize).unwrap_or_default()
    }

    /// How it ended.
    pub fn outcome(&self, place: u32) -> Option<RowOutcome> {
        self.fixed(place).map(|row| row.outcome)
    }

    /// The model, by its name in [`models`](Self::models).
    pub fn model(&self, place: u32) -> Sym {
        self.fixed(place).map(|row| row.model).unwrap_or_default()
    }

    /// The finish reason, by its name in [`finish_reasons`](Self::finish_reasons).
    pub fn finish_reason(&self, place: u32) -> Sym {
        self.fixed(place).map(|row| row.finish_reason).unwrap_or_default()
    }

    /// The error code, by its name in [`error_codes`](Self::error_codes).
    pub fn error_code(&self, place: u32) -> Sym {
        self.fixed(place).map(|row| row.error_code).unwrap_or_default()
    }

    /// Prompt tokens.
    pub fn input_tokens(&self, place: u32) -> Option<u32> {
        known(self.fixed(place)?.input_tokens)
    }

    /// Completion tokens.
    pub fn output_tokens(&self, place: u32) -> Option<u32> {
        known(self.fixed(place)?.output_tokens)
    }

    /// Characters of the answer's text.
    pub fn length(&self, place: u32) -> u32 {
        self.fixed(place).map_or(0, |row| row.length)
    }

    /// What else there is to know of the answer.
    pub fn traits(&self, place: u32) -> Traits {
        self.fixed(place).map(|row| row.traits).unwrap_or_default()
    }

    /// Equal for equal answers, whatever their ids; 0 where there is no answer.
    pub fn digest(&self, place: u32) -> u64 {
        self.fixed(place).map_or(0, |row| row.digest)
    }

    /// Its line in its file, from 1.
    pub fn number(&self, place: u32) -> u32 {
        self.fixed(place).map_or(0, |row| row.number)
    }

    /// Which of several results with this `custom_id` it is, from 0.
    pub fn occurrence(&self, place: u32) -> u32 {
        self.again.get(&place).copied().unwrap_or(0)
    }

    /// Where its line lies.
    pub fn span(&self, place: u32) -> Option<Span> {
        self.fixed(place).map(|row| Span { source: row.source, offset: row.offset, len: row.len })
    }

    /// Where its request lies in the input file, once that is read.
    pub fn request(&self, place: u32) -> Option<Span> {
        // Duplicates share the request of the first.
        let first = match self.again.contains_key(&place) {
            true => self.place_of_id(self.custom_id(place))?,
            false => place,
        };
        let row = self.fixed(first).filter(|row| row.request_len > 0)?;
        Some(Span { source: Source::Input, offset: row.request_offset, len: row.request_len })
    }
}

fn known(tokens: u32) -> Option<u32> {
    (tokens != u32::MAX).then_some(tokens)
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
