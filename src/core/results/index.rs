//! All rows of a batch: output and error file as one list, in file order, with the counts that follow.

use super::summary::{RowOutcome, Summary};
use crate::core::push::key::{Key, Occurrences};
use std::collections::HashMap;

/// Which file a row came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The output file.
    Output,
    /// The error file.
    Errors,
}

/// One row.
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

    /// The row's name inside Label Studio.
    pub fn key(&self, batch_id: &str) -> Key {
        Key::of(batch_id, &self.name(), self.occurrence)
    }

    fn line_name(&self) -> String {
        let file = if self.source == Source::Errors { "errors-line" } else { "line" };
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
}

impl Tally {
    /// All rows.
    pub fn total(&self) -> u64 {
        self.succeeded + self.failed + self.unreadable
    }
}

/// The rows so far.
#[derive(Debug, Default)]
pub struct Index {
    rows: Vec<Row>,
    tally: Tally,
    seen: Occurrences,
    duplicates: u64,
}

impl Index {
    /// Adds a row.
    pub fn push(&mut self, source: Source, summary: Summary) {
        let mut row = Row { summary, source, occurrence: 0 };
        if !row.summary.custom_id.is_empty() {
            row.occurrence = self.seen.next(&row.summary.custom_id);
            self.duplicates += u64::from(row.occurrence > 0);
        }
        match row.summary.outcome {
            RowOutcome::Succeeded => self.tally.succeeded += 1,
            RowOutcome::Failed => self.tally.failed += 1,
            RowOutcome::Unreadable => self.tally.unreadable += 1,
        }
        self.rows.push(row);
    }

    /// A row by its place, from 0.
    pub fn row(&self, place: u32) -> Option<&Row> {
        self.rows.get(place as usize)
    }

    /// All rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The place of the row that stands on this line of this file.
    pub fn place_of(&self, source: Source, number: u64) -> Option<u32> {
        let at = self.rows.iter().position(|row| row.source == source && row.summary.number == number)?;
        u32::try_from(at).ok()
    }

    /// How many ended how.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Rows whose `custom_id` came before.
    pub fn duplicates(&self) -> u64 {
        self.duplicates
    }

    /// The most frequent kind of error: its first occurrence in words, and how often the kind occurs. Kinds are
    /// error codes; the words behind a code differ from row to row (request ids, counts of tokens).
    pub fn most_frequent_error(&self) -> Option<(String, u64)> {
        let mut kinds = HashMap::<&str, (usize, u64)>::new();
        let failed = |row: &&Row| row.summary.outcome == RowOutcome::Failed;
        for (at, row) in self.rows.iter().filter(failed).enumerate() {
            let text = row.summary.excerpt.as_str();
            let kind = text.split_once(": ").map_or(text, |(code, _)| code);
            kinds.entry(kind).or_insert((at, 0)).1 += 1;
        }
        // Of equally frequent ones the first, so that the answer is the same every time.
        let (first, count) =
            kinds.into_values().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))?;
        Some((self.rows.iter().filter(failed).nth(first)?.summary.excerpt.clone(), count))
    }
}

/// Which rows are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only rows that ended like this.
    pub outcome: Option<RowOutcome>,
    /// Only rows whose id, model, finish reason or excerpt contains this, without regard to case.
    pub text: String,
}

impl Filter {
    /// The places of the rows that match, in order.
    pub fn apply(&self, index: &Index) -> Vec<u32> {
        let needle = self.text.trim().to_lowercase();
        let matches = |row: &Row| {
            let summary = &row.summary;
            self.outcome.is_none_or(|outcome| summary.outcome == outcome)
                && (needle.is_empty()
                    || [&summary.custom_id, &summary.excerpt, &summary.model, &summary.finish_reason]
                        .iter()
                        .any(|text| text.to_lowercase().contains(&needle)))
        };
        (0u32..).zip(&index.rows).filter(|(_, row)| matches(row)).map(|(place, _)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(number: u64, custom_id: &str, outcome: RowOutcome, excerpt: &str) -> Summary {
        Summary {
            number,
            offset: 0,
            len: 0,
            outcome,
            custom_id: custom_id.to_owned(),
            excerpt: excerpt.to_owned(),
            finish_reason: String::new(),
            model: String::new(),
            output_tokens: None,
        }
    }

    fn index() -> Index {
        let mut index = Index::default();
        index.push(Source::Output, summary(1, "a", RowOutcome::Succeeded, "Straße"));
        index.push(Source::Output, summary(2, "b", RowOutcome::Unreadable, ""));
        index.push(Source::Output, summary(4, "", RowOutcome::Succeeded, "other"));
        index.push(Source::Errors, summary(1, "a", RowOutcome::Failed, "rate_limit: wait 3 s"));
        index.push(Source::Errors, summary(2, "c", RowOutcome::Failed, "rate_limit: wait 4 s"));
        index
    }

    #[test]
    fn every_row_counts_once() {
        let index = index();
        assert_eq!(index.tally(), Tally { succeeded: 2, failed: 2, unreadable: 1 });
        assert_eq!((index.tally().total(), index.duplicates()), (5, 1));
        assert_eq!(index.most_frequent_error(), Some(("rate_limit: wait 3 s".to_owned(), 2)));
    }

    #[test]
    fn keys_differ_for_duplicates_and_for_rows_without_an_id() {
        let index = index();
        let keys: std::collections::BTreeSet<_> = index.rows().iter().map(|row| row.key("batch")).collect();
        assert_eq!(keys.len(), 5);
        assert_eq!(index.row(2).map(Row::name), Some("line:4".to_owned()));
    }

    #[test]
    fn a_line_of_a_file_is_found_again() {
        assert_eq!(index().place_of(Source::Errors, 2), Some(4));
        assert_eq!(index().place_of(Source::Output, 3), None);
    }

    #[test]
    fn filters_match_without_regard_to_case() {
        let index = index();
        let filter = |text: &str, outcome| Filter { outcome, text: text.to_owned() }.apply(&index);
        assert_eq!(filter("", None), [0, 1, 2, 3, 4]);
        assert_eq!(filter("STRASSE", None), [] as [u32; 0]);
        assert_eq!(filter("straße", None), [0]);
        assert_eq!(filter("RATE", Some(RowOutcome::Failed)), [3, 4]);
        assert_eq!(filter("rate", Some(RowOutcome::Succeeded)), [] as [u32; 0]);
    }
}
