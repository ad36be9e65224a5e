//! What became of each result: one row each, nothing left out. Never a token in it.
//!
//! A receipt is a file of JSON lines: a head, then a row for each result. [`read`] takes it back.

mod csv;
mod name;
mod tally;

pub use csv::csv;
pub use name::name_at;
pub use tally::Tally;

use super::machine::Target;
use super::plan::Mode;
use crate::core::text::counted;
use serde::{Deserialize, Serialize};

/// The form that this version writes, and the only one that it reads.
const FORM: &str = "batch-curator/1";

/// Why a result was not sent that a person stopped the push before.
pub(super) const STOPPED: &str = "stopped before it was sent";

/// What became of one result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Not sent yet.
    Waiting,
    /// A task was created, and found again in Label Studio by its key.
    Created {
        /// The task's id.
        task: u64,
        /// How many predictions it has, counted there.
        predictions: u64,
        /// How often it was sent.
        attempts: u32,
    },
    /// The same; Label Studio had lost its predictions, and they were sent once more.
    Repaired {
        /// The task's id.
        task: u64,
        /// How many predictions it has, counted there.
        predictions: u64,
        /// How often it was sent.
        attempts: u32,
    },
    /// It was there before.
    AlreadyThere {
        /// The task's id.
        task: u64,
    },
    /// It was there before, and got predictions that it did not have.
    Attached {
        /// The task's id.
        task: u64,
        /// How many predictions were added.
        predictions: u64,
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

impl Outcome {
    /// The task that this push made, if it made one.
    pub fn made(&self) -> Option<u64> {
        match self {
            Self::Created { task, .. } | Self::Repaired { task, .. } => Some(*task),
            _ => None,
        }
    }
}

/// One row of the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When that was settled, Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// What else there is to say, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The project's own counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Tasks in the project.
    pub tasks: u64,
    /// Predictions in the project.
    pub predictions: u64,
}

/// A result that arrived twice, from two requests at the same time: the surplus tasks were removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surplus {
    /// The caller's own id.
    pub custom_id: String,
    /// The task that stays.
    pub kept: u64,
    /// Tasks that were removed; nobody had worked on them.
    pub removed: Vec<u64>,
}

/// What a push came to, as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    pub receipt: String,
    /// The push's name, such as `rc_20261127_140229` (UTC).
    pub name: String,
    /// Label Studio's address, without a trailing slash.
    pub label_studio: String,
    /// The project.
    pub project: u64,
    /// Its title, for people.
    #[serde(default)]
    pub title: String,
    /// The batch whose results these are.
    pub batch_id: String,
    /// What was done with results that were there already.
    pub mode: Mode,
    /// When it ended, Unix seconds.
    pub at: i64,
    /// The project's counters before anything was sent.
    #[serde(default)]
    pub before: Option<Counters>,
    /// And after; `None`: nothing was sent, or it could not be counted.
    #[serde(default)]
    pub after: Option<Counters>,
    /// How many ended how.
    pub tally: Tally,
    /// Predictions that this push added to the project, counted there.
    #[serde(default)]
    pub predictions: u64,
    /// Something was sent.
    #[serde(default)]
    pub written: bool,
    /// Why it ended early, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// What two pushes sent at the same time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surplus: Vec<Surplus>,
    /// Results that Label Studio holds more than once, and whose tasks this push did not make.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubled: Vec<(String, Vec<u64>)>,
}

impl Head {
    /// An empty receipt of a push of this name.
    pub fn new(name: String, target: &Target, title: String, mode: Mode, at: i64) -> Self {
        Self {
            receipt: FORM.to_owned(),
            name,
            label_studio: target.base.clone(),
            project: target.project,
            title,
            batch_id: target.batch_id.clone(),
            mode,
            at,
            before: None,
            after: None,
            tally: Tally::default(),
            predictions: 0,
            written: false,
            trouble: None,
            surplus: Vec::new(),
            doubled: Vec::new(),
        }
    }

    /// Where the push went.
    pub fn target(&self) -> Target {
        Target { base: self.label_studio.clone(), project: self.project, batch_id: self.batch_id.clone() }
    }

    /// Each counter of the project: what it counts, before, sent, after, and whether that adds up.
    pub fn ledger(&self) -> Vec<Entry> {
        let (Some(before), Some(after)) = (self.before, self.after) else { return Vec::new() };
        let doubt = self.tally.in_doubt;
        let entry = |what, noun, before, sent, after| Entry {
            what,
            before,
            sent,
            after,
            verdict: adds_up(noun, before, sent, after, doubt),
        };
        vec![
            entry("Tasks in the project", "task", before.tasks, self.tally.created, after.tasks),
            entry("Predictions", "prediction", before.predictions, self.predictions, after.predictions),
        ]
    }

    /// Every result is a task that was read back, or has its reason: nothing failed, nothing is in doubt.
    pub fn is_accounted_for(&self) -> bool {
        self.trouble.is_none() && self.tally.open() == 0
    }

    /// The same, and the project's own counters say so too.
    pub fn is_clean(&self) -> bool {
        let ledger = self.ledger();
        self.is_accounted_for()
            && self.doubled.is_empty()
            && (!self.written || (!ledger.is_empty() && ledger.iter().all(|entry| entry.verdict.is_ok())))
    }

    /// What came of it, in a few words.
    pub fn headline(&self) -> String {
        let Tally { created, attached, in_doubt, .. } = self.tally;
        if !self.written {
            return "Nothing was sent".to_owned();
        }
        let mut said = match (created, attached) {
            (0, 1..) => format!("{} got predictions", counted(attached, "task")),
            (_, 0) => format!("{} arrived", counted(created, "task")),
            _ => {
                format!("{} arrived, {} got predictions", counted(created, "task"), counted(attached, "task"))
            }
        };
        if in_doubt > 0 {
            said = format!("{said}, {in_doubt} in doubt");
        }
        said
    }
}

/// One counter of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it counts.
    pub what: &'static str,
    /// Before anything was sent.
    pub before: u64,
    /// What was created and read back.
    pub sent: u64,
    /// Counted at the end.
    pub after: u64,
    /// Whether it adds up; else a sentence.
    pub verdict: Result<(), String>,
}

/// A receipt, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What the push came to.
    pub head: Head,
    /// One row for each result.
    pub rows: Vec<Row>,
}

impl Receipt {
    /// Some results were not sent because a person stopped the push.
    pub fn was_stopped(&self) -> bool {
        let stopped = |row: &Row| matches!(&row.outcome, Outcome::NotSent { reason } if reason == STOPPED);
        self.rows.iter().any(stopped)
    }

    /// As JSON lines: the head, then one object per row.
    pub fn jsonl(&self) -> String {
        let mut out = serde_json::to_string(&self.head).unwrap_or_default();
        out.push('\n');
        for row in &self.rows {
            out += &serde_json::to_string(row).unwrap_or_default();
            out.push('\n');
        }
        out
    }
}

/// Reads a receipt. `Err`: a sentence, with the line.
pub fn read(text: &str) -> Result<Receipt, String> {
    let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let no_receipt = || "This is no receipt of a push: its first line does not say so.".to_owned();
    let (first, _) = lines.next().ok_or_else(no_receipt)?;
    let head: Head = serde_json::from_str(first).map_err(|_| no_receipt())?;
    if head.receipt != FORM {
        return Err(format!(
            "This receipt has the form {:?}, and this version reads {FORM:?} only.",
            head.receipt
        ));
    }
    let row = |(line, number): (&str, usize)| {
        serde_json::from_str(line)
            .map_err(|error| format!("Line {number} of this receipt cannot be read: {error}."))
    };
    let rows: Vec<Row> = lines.map(row).collect::<Result<_, _>>()?;
    let (told, found) = (head.tally.total(), rows.len() as u64);
    if told != found {
        return Err(format!(
            "This receipt tells of {told} results and has {found} rows: it was cut off or changed."
        ));
    }
    Ok(Receipt { head, rows })
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
