//! What became of each result: one row each, nothing left out.

use serde::Serialize;

/// What became of one result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Not sent yet.
    Waiting,
    /// A task was created, and found again in Label Studio by its key.
    Created {
        /// The task's id.
        task: u64,
        /// How often it was sent.
        attempts: u32,
    },
    /// It was there before.
    AlreadyThere {
        /// The task's id.
        task: u64,
    },
    /// It was never sent, or Label Studio refused it.
    NotSent {
        /// Why, in a sentence.
        reason: String,
    },
    /// It was sent and could not be confirmed: it may be there.
    InDoubt {
        /// Why, in a sentence.
        reason: String,
    },
}

/// One row of the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The result's line, from 1.
    pub row: u64,
    /// `meta.key` of its task.
    pub key: String,
    /// The caller's own id.
    pub custom_id: String,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// The project's own counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Tasks in the project.
    pub tasks: u64,
    /// Predictions in the project.
    pub predictions: u64,
}

/// How many ended how. `created + there + not_sent + in_doubt + waiting` is the number selected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "see Outcome")]
pub struct Tally {
    pub created: u64,
    pub there: u64,
    pub not_sent: u64,
    pub in_doubt: u64,
    pub waiting: u64,
}

impl Tally {
    /// Counts rows by outcome.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut tally = Self::default();
        for outcome in outcomes {
            *match outcome {
                Outcome::Waiting => &mut tally.waiting,
                Outcome::Created { .. } => &mut tally.created,
                Outcome::AlreadyThere { .. } => &mut tally.there,
                Outcome::NotSent { .. } => &mut tally.not_sent,
                Outcome::InDoubt { .. } => &mut tally.in_doubt,
            } += 1;
        }
        tally
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.created + self.there + self.not_sent + self.in_doubt + self.waiting
    }
}

/// The receipt as JSON lines: one object per row. Never a token in it.
pub fn jsonl(rows: &[Row]) -> String {
    rows.iter()
        .filter_map(|row| serde_json::to_string(row).ok())
        .fold(String::new(), |all, line| all + &line + "\n")
}
