//! Which rows are shown, as a person writes it.

use super::{index::Index, summary::RowOutcome};

/// A filter that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    outcome: Option<RowOutcome>,
    words: String,
}

impl Query {
    /// Reads what was written. Never fails: what is no filter is text to look for.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            match word {
                "outcome:ok" => query.outcome = Some(RowOutcome::Succeeded),
                "outcome:failed" => query.outcome = Some(RowOutcome::Failed),
                "outcome:unreadable" => query.outcome = Some(RowOutcome::Unreadable),
                "outcome:missing" => query.outcome = Some(RowOutcome::Missing),
                word => words.push(word.to_lowercase()),
            }
        }
        query.words = words.join(" ");
        query
    }

    /// The places of the rows that match, in order.
    pub fn apply(&self, index: &Index) -> Vec<u32> {
        let matches = |place: &u32| {
            self.outcome.is_none_or(|outcome| index.outcome(*place) == Some(outcome))
                && (self.words.is_empty()
                    || [index.custom_id(*place), index.excerpt(*place)]
                        .iter()
                        .any(|text| text.to_lowercase().contains(&self.words)))
        };
        (0..index.len()).filter(matches).collect()
    }
}
