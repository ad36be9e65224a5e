//! The order of a list of batches.

use super::Batch;
use std::cmp::Ordering;

/// What batches are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns of the list")]
pub enum Column {
    Name,
    Status,
    Requests,
    Model,
    Age,
    Took,
    Tokens,
}

/// A column and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: Column,
    /// Z first, greatest first, newest first.
    pub descending: bool,
}

impl Default for Order {
    /// Newest first.
    fn default() -> Self {
        Self { by: Column::Age, descending: true }
    }
}

impl Order {
    /// A column's head was pressed: turned round if it is this one, else that column in its usual direction:
    /// words from A, numbers from the greatest.
    #[must_use]
    pub fn pressed(self, by: Column) -> Self {
        let words = matches!(by, Column::Name | Column::Status | Column::Model);
        Self { by, descending: if self.by == by { !self.descending } else { !words } }
    }

    /// How two batches stand to each other. What is not known goes last either way. `Equal`: leave them as
    /// they are, newest first.
    pub fn compare(self, one: &Batch, other: &Batch) -> Ordering {
        match self.by {
            Column::Name => self.ranked(Some(one.name().to_lowercase()), Some(other.name().to_lowercase())),
            Column::Status => self.ranked(Some(one.status.label()), Some(other.status.label())),
            Column::Model => self.ranked(one.model.as_deref(), other.model.as_deref()),
            Column::Requests => self.ranked(requests(one), requests(other)),
            Column::Age => self.ranked(one.created_at, other.created_at),
            Column::Took => self.ranked(one.duration_seconds(), other.duration_seconds()),
            Column::Tokens => self.ranked(tokens(one), tokens(other)),
        }
    }

    fn ranked<T: Ord>(self, one: Option<T>, other: Option<T>) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if self.descending => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
}

fn requests(batch: &Batch) -> Option<u64> {
    batch.counts.total.filter(|_| !batch.counts.is_silent())
}

fn tokens(batch: &Batch) -> Option<u64> {
    batch.usage.map(|usage| usage.input.saturating_add(usage.output))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_unknown_goes_last_either_way() {
        let batch = |id: &str, tokens: u64| {
            let value = json!({ "id": id, "usage": { "input_tokens": tokens } });
            Batch::from_value(&value).unwrap()
        };
        let sorted = |order: Order| {
            let mut all = [batch("none", 0), batch("b", 5), batch("A", 9)];
            all.sort_by(|one, other| order.compare(one, other));
            all.map(|batch| batch.id)
        };
        let order = Order::default().pressed(Column::Tokens);
        assert!(order.descending, "numbers: the greatest first");
        assert_eq!(sorted(order), ["A", "b", "none"]);
        assert_eq!(sorted(order.pressed(Column::Tokens)), ["b", "A", "none"]);
        assert_eq!(sorted(order.pressed(Column::Name)), ["A", "b", "none"], "letters alone, not their case");
        assert_eq!(sorted(order.pressed(Column::Model)), ["none", "b", "A"], "as they were");
    }
}
