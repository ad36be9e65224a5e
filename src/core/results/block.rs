//! Rows on their way from the [`Reader`](super::reader::Reader) to the [`Index`](super::index::Index): compact
//! bytes, for the two may live on two sides of a worker's door, and a door copies bytes cheaper than objects. How
//! they lie is [`scan::rows`]'; here is what they mean.

use super::index::Source;
use super::summary::{RowOutcome, Summary, Traits};
use scan::rows::{self, Words};
use thiserror::Error;

/// A block that no reader wrote, or not this version's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "The rows that were read came damaged, at byte {at} of their block. Reload the page to read them again."
)]
pub struct BadBlock {
    /// First byte that makes no sense.
    pub at: usize,
}

/// A [`Summary`] with borrowed texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RowRef<'a> {
    pub(super) number: u64,
    pub(super) offset: u64,
    pub(super) len: u32,
    pub(super) outcome: RowOutcome,
    pub(super) custom_id: &'a str,
    pub(super) excerpt: &'a str,
    pub(super) finish_reason: &'a str,
    pub(super) model: &'a str,
    pub(super) error_code: &'a str,
    pub(super) input_tokens: Option<u32>,
    pub(super) output_tokens: Option<u32>,
    pub(super) length: u32,
    pub(super) traits: Traits,
    pub(super) digest: u64,
}

impl<'a> From<&'a Summary> for RowRef<'a> {
    fn from(summary: &'a Summary) -> Self {
        Self {
            number: summary.number,
            offset: summary.offset,
            len: summary.len,
            outcome: summary.outcome,
            custom_id: &summary.custom_id,
            excerpt: &summary.excerpt,
            finish_reason: &summary.finish_reason,
            model: &summary.model,
            error_code: &summary.error_code,
            input_tokens: summary.input_tokens,
            output_tokens: summary.output_tokens,
            length: summary.length,
            traits: summary.traits,
            digest: summary.digest,
        }
    }
}

impl From<RowRef<'_>> for Summary {
    fn from(row: RowRef<'_>) -> Self {
        Self {
            number: row.number,
            offset: row.offset,
            len: row.len,
            outcome: row.outcome,
            custom_id: row.custom_id.to_owned(),
            excerpt: row.excerpt.to_owned(),
            finish_reason: row.finish_reason.to_owned(),
            model: row.model.to_owned(),
            error_code: row.error_code.to_owned(),
            input_tokens: row.input_tokens,
            output_tokens: row.output_tokens,
            length: row.length,
            traits: row.traits,
            digest: row.digest,
        }
    }
}

/// A block that is being written.
#[derive(Debug)]
pub(super) struct Writer(rows::Writer);

impl Writer {
    pub(super) fn new(source: Source) -> Self {
        Self(rows::Writer::new(code_of_source(source)))
    }

    pub(super) fn rows(&self) -> u32 {
        self.0.rows()
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.bytes()
    }

    /// The block so far; then it is empty again. Without rows there are no bytes.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.0.take()
    }

    /// Adds a row; of an input file, a request.
    pub(super) fn row(&mut self, row: &RowRef<'_>) {
        let kind = self.0.kind([row.model, row.finish_reason, row.error_code]);
        self.0.row(&rows::Row {
            number: row.number,
            offset: row.offset,
            digest: row.digest,
            len: row.len,
            length: row.length,
            input_tokens: row.input_tokens,
            output_tokens: row.output_tokens,
            kind,
            outcome: code_of_outcome(row.outcome),
            traits: row.traits.bits(),
            id: row.custom_id,
            excerpt: row.excerpt,
        });
    }
}

/// A block that is being read. Iterates over its rows and the numbers of their kinds.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub(super) source: Source,
    rows: rows::Rows<'a>,
}

impl<'a> Rows<'a> {
    /// `None`: an empty block.
    pub(super) fn of(block: &'a [u8]) -> Result<Option<Self>, BadBlock> {
        let Some(rows) = rows::Rows::of(block).map_err(|at| BadBlock { at })? else { return Ok(None) };
        let source = source_of_code(rows.source).ok_or(BadBlock { at: 1 })?;
        Ok(Some(Self { source, rows }))
    }

    /// Model, finish reason and error code of each kind, by its number.
    pub(super) fn kinds(&self) -> &[Words<'a>] {
        self.rows.kinds()
    }

    fn meant(&self, row: &rows::Row<'a>) -> Option<(usize, RowRef<'a>)> {
        let kind = row.kind as usize;
        let [model, finish_reason, error_code] = *self.kinds().get(kind)?;
        Some((
            kind,
            RowRef {
                number: row.number,
                offset: row.offset,
                len: row.len,
                outcome: outcome_of_code(row.outcome)?,
                custom_id: row.id,
                excerpt: row.excerpt,
                finish_reason,
                model,
                error_code,
                input_tokens: row.input_tokens,
                output_tokens: row.output_tokens,
                length: row.length,
                traits: Traits::of_bits(row.traits),
                digest: row.digest,
            },
        ))
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Result<(usize, RowRef<'a>), BadBlock>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.rows.at();
        let row = self.rows.next()?;
        Some(row.and_then(|row| self.meant(&row).ok_or(at)).map_err(|at| BadBlock { at }))
    }
}

fn code_of_source(source: Source) -> u8 {
    match source {
        Source::Output => 0,
        Source::Errors => 1,
        Source::Input => 2,
    }
}

fn source_of_code(code: u8) -> Option<Source> {
    [Source::Output, Source::Errors, Source::Input].into_iter().find(|source| code_of_source(*source) == code)
}

fn code_of_outcome(outcome: RowOutcome) -> u8 {
    match outcome {
        RowOutcome::Succeeded => 0,
        RowOutcome::Failed => 1,
        RowOutcome::Unreadable => 2,
        RowOutcome::Missing => 3,
    }
}

fn outcome_of_code(code: u8) -> Option<RowOutcome> {
    let all = [RowOutcome::Succeeded, RowOutcome::Failed, RowOutcome::Unreadable, RowOutcome::Missing];
    all.into_iter().find(|outcome| code_of_outcome(*outcome) == code)
}

#[cfg(test)]
mod tests;
