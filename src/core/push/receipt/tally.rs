//! How many results ended how.

use super::Outcome;
use serde::{Deserialize, Serialize};

/// How many ended how. `created + attached + there + not_sent + in_doubt + waiting` is the number selected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "see Outcome")]
pub struct Tally {
    /// Repaired ones too.
    pub created: u64,
    /// Of those created.
    pub repaired: u64,
    pub attached: u64,
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
                Outcome::Repaired { .. } => {
                    tally.repaired += 1;
                    &mut tally.created
                }
                Outcome::Attached { .. } => &mut tally.attached,
                Outcome::AlreadyThere { .. } => &mut tally.there,
                Outcome::NotSent { .. } => &mut tally.not_sent,
                Outcome::InDoubt { .. } => &mut tally.in_doubt,
            } += 1;
        }
        tally
    }

    /// Those that have a task, read back.
    pub fn confirmed(&self) -> u64 {
        self.created + self.attached + self.there
    }

    /// Those of which it is not known, or not over.
    pub fn open(&self) -> u64 {
        self.in_doubt + self.waiting
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.confirmed() + self.not_sent + self.open()
    }
}
