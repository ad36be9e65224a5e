//! What is known of one row. Of a place that does not exist: nothing, empty, zero.

use super::{Fixed, Index, Kind, Row, Source, Span, Sym, begin_of, id_in};
use crate::core::results::summary::{RowOutcome, Summary, Traits};

impl Index {
    /// The row as a value of its own.
    pub fn row(&self, place: u32) -> Option<Row> {
        let (fixed, kind) = (self.fixed(place)?, self.kind(place));
        let summary = Summary {
            number: u64::from(fixed.number),
            offset: fixed.offset,
            len: fixed.len,
            outcome: fixed.outcome,
            custom_id: self.custom_id(place).to_owned(),
            excerpt: self.excerpt(place).to_owned(),
            finish_reason: self.finish_reasons.name(kind.finish_reason).to_owned(),
            model: self.models.name(kind.model).to_owned(),
            error_code: self.error_codes.name(kind.error_code).to_owned(),
            input_tokens: known(fixed.input_tokens),
            output_tokens: known(fixed.output_tokens),
            length: fixed.length,
            traits: fixed.traits,
            digest: fixed.digest,
        };
        Some(Row { summary, source: fixed.source, occurrence: self.occurrence(place) })
    }

    pub(super) fn fixed(&self, place: u32) -> Option<&Fixed> {
        self.rows.get(place as usize)
    }

    fn kind(&self, place: u32) -> Kind {
        self.fixed(place).map(|row| self.kinds.kind(row.kind)).unwrap_or_default()
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
        self.kind(place).model
    }

    /// The finish reason, by its name in [`finish_reasons`](Self::finish_reasons).
    pub fn finish_reason(&self, place: u32) -> Sym {
        self.kind(place).finish_reason
    }

    /// The error code, by its name in [`error_codes`](Self::error_codes).
    pub fn error_code(&self, place: u32) -> Sym {
        self.kind(place).error_code
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
        let mut row = self.fixed(place)?;
        if row.request_len == 0 && self.again.contains_key(&place) {
            // Asked once, answered twice.
            row = self.fixed(self.place_of_id(self.custom_id(place))?)?;
        }
        if row.request_len == 0 {
            return None;
        }
        Some(Span { source: Source::Input, offset: row.request_offset, len: row.request_len })
    }
}

fn known(tokens: u32) -> Option<u32> {
    (tokens != u32::MAX).then_some(tokens)
}
