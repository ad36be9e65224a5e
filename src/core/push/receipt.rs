//! What became of each result: one row each, nothing left out.

use crate::core::text::counted;
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

/// The receipt as CSV for a spreadsheet: a head, then one line per row, as RFC 4180 has it. Never a token in it.
///
/// A `custom_id` or a server's words may begin with `=`: a spreadsheet would run that as a formula, so such a
/// field gets a `'` in front.
pub fn csv(rows: &[Row]) -> String {
    let mut out = String::from("row,key,custom_id,outcome,task,attempts,reason\r\n");
    for row in rows {
        let (outcome, task, attempts, reason) = match &row.outcome {
            Outcome::Waiting => ("waiting", None, None, ""),
            Outcome::Created { task, attempts } => ("created", Some(*task), Some(*attempts), ""),
            Outcome::AlreadyThere { task } => ("already_there", Some(*task), None, ""),
            Outcome::NotSent { reason } => ("not_sent", None, None, reason.as_str()),
            Outcome::InDoubt { reason } => ("in_doubt", None, None, reason.as_str()),
        };
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let fields = [
            row.row.to_string(),
            field(&row.key),
            field(&row.custom_id),
            outcome.to_owned(),
            number(task),
            number(attempts.map(u64::from)),
            field(reason),
        ];
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    }
    out
}

/// One field: guarded against formulas, quoted where it must be.
fn field(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// Whether a counter of the project rose by what was sent; else a sentence that says by how much it differs.
///
/// `noun` is what is counted, such as `task`; `in_doubt` how many of them were sent and never confirmed.
pub fn adds_up(noun: &str, before: u64, sent: u64, after: u64, in_doubt: u64) -> Result<(), String> {
    let expected = before.saturating_add(sent);
    if after > expected {
        let more = counted(after - expected, noun);
        let among = if in_doubt > 0 { ", or some of those in doubt arrived" } else { "" };
        return Err(format!("{more} more than that: somebody else added to the project meanwhile{among}"));
    }
    if after < expected {
        let fewer = counted(expected - after, noun);
        return Err(format!("{fewer} fewer than that: somebody deleted from the project meanwhile"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
