//! Rows on their way from the [`Reader`](super::reader::Reader) to the [`Index`](super::index::Index): compact
//! bytes, for the two may live on two sides of a worker's door, and a door copies bytes cheaper than objects.
//!
//! A block is a version, a source, and records one after another. Numbers are in LEB128 (7 bits a byte, the
//! lowest first), texts are their length and their UTF-8. Whoever reads one trusts nothing of it.

use super::index::Source;
use super::summary::{RowOutcome, Summary, Traits};
use thiserror::Error;

/// The layout below.
const VERSION: u8 = 1;

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

/// A request of an input file, without its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RequestRef<'a> {
    pub(super) number: u64,
    pub(super) offset: u64,
    pub(super) len: u32,
    pub(super) custom_id: &'a str,
}

/// What a block holds of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record<'a> {
    Row(RowRef<'a>),
    Request(RequestRef<'a>),
}

/// A block that is being written.
#[derive(Debug)]
pub(super) struct Writer {
    source: Source,
    bytes: Vec<u8>,
    records: u32,
}

impl Writer {
    pub(super) fn new(source: Source) -> Self {
        Self { source, bytes: Vec::new(), records: 0 }
    }

    pub(super) fn records(&self) -> u32 {
        self.records
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The block so far; then it is empty again. Without records there are no bytes.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.records = 0;
        std::mem::take(&mut self.bytes)
    }

    pub(super) fn row(&mut self, row: &RowRef<'_>) {
        self.begin();
        self.bytes.push(code_of_outcome(row.outcome));
        self.number(row.number);
        self.number(row.offset);
        self.number(u64::from(row.len));
        self.number(u64::from(row.length));
        // 0 is unknown.
        self.number(row.input_tokens.map_or(0, |tokens| u64::from(tokens) + 1));
        self.number(row.output_tokens.map_or(0, |tokens| u64::from(tokens) + 1));
        self.bytes.push(row.traits.bits());
        self.bytes.extend_from_slice(&row.digest.to_le_bytes());
        for text in [row.custom_id, row.excerpt, row.finish_reason, row.model, row.error_code] {
            self.text(text);
        }
    }

    pub(super) fn request(&mut self, request: &RequestRef<'_>) {
        self.begin();
        self.number(request.number);
        self.number(request.offset);
        self.number(u64::from(request.len));
        self.text(request.custom_id);
    }

    fn begin(&mut self) {
        if self.bytes.is_empty() {
            self.bytes.extend_from_slice(&[VERSION, code_of_source(self.source)]);
        }
        self.records = self.records.saturating_add(1);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn number(&mut self, mut number: u64) {
        loop {
            let [low, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                self.bytes.push(low & 0x7F);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }
}

/// A block that is being read. Iterates over its records; after damage there is nothing more.
#[derive(Debug)]
pub(super) struct Records<'a> {
    pub(super) source: Source,
    all: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// `None`: an empty block.
    pub(super) fn of(block: &'a [u8]) -> Result<Option<Self>, BadBlock> {
        match block {
            [] => Ok(None),
            [VERSION, source, rest @ ..] => {
                let source = source_of_code(*source).ok_or(BadBlock { at: 1 })?;
                Ok(Some(Self { source, all: block, rest }))
            }
            _ => Err(BadBlock { at: 0 }),
        }
    }

    fn record(&mut self) -> Option<Record<'a>> {
        if self.source == Source::Input {
            let (number, offset) = (self.number()?, self.number()?);
            let (len, custom_id) = (self.small()?, self.text()?);
            return Some(Record::Request(RequestRef { number, offset, len, custom_id }));
        }
        let outcome = outcome_of_code(self.byte()?)?;
        let (number, offset) = (self.number()?, self.number()?);
        let (len, length) = (self.small()?, self.small()?);
        let (input_tokens, output_tokens) = (self.number()?, self.number()?);
        let traits = Traits::of_bits(self.byte()?);
        let (digest, rest) = self.rest.split_first_chunk::<8>()?;
        self.rest = rest;
        Some(Record::Row(RowRef {
            number,
            offset,
            len,
            outcome,
            custom_id: self.text()?,
            excerpt: self.text()?,
            finish_reason: self.text()?,
            model: self.text()?,
            error_code: self.text()?,
            input_tokens: tokens(input_tokens).ok()?,
            output_tokens: tokens(output_tokens).ok()?,
            length,
            traits,
            digest: u64::from_le_bytes(*digest),
        }))
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if shift == 63 && bits > 1 {
                return None;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }
}

/// 0: not known; else one more than the number.
fn tokens(written: u64) -> Result<Option<u32>, std::num::TryFromIntError> {
    written.checked_sub(1).map(u32::try_from).transpose()
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, BadBlock>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let at = self.all.len() - self.rest.len();
        let record = self.record().ok_or(BadBlock { at });
        if record.is_err() {
            self.rest = &[];
        }
        Some(record)
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
