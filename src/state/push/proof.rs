//! What came of a push: read back from Label Studio, row by row. Kept in memory, never a token in it.

use super::shown::{Basis, DryRun, doubled};
use crate::{
    browser::files,
    core::{
        push::{
            machine::Push as Machine,
            receipt::{self, Counters, Outcome, Row, Tally},
        },
        text,
    },
};
use std::sync::Arc;

/// A push that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Its name, such as `rc_20261122_140229` (UTC).
    pub name: String,
    /// What was sent where.
    pub basis: Basis,
    /// One row for each chosen result.
    pub rows: Arc<Vec<Row>>,
    /// How many ended how.
    pub tally: Tally,
    /// Predictions of the tasks that were created.
    pub predictions: u64,
    /// The project's counters before anything was sent.
    pub before: Option<Counters>,
    /// And after; `None`: nothing was sent, or it could not be counted.
    pub after: Option<Counters>,
    /// An import was sent.
    pub written: bool,
    /// Why it ended early, if it did.
    pub trouble: Option<String>,
    /// Results that Label Studio holds more than once.
    pub doubled: Vec<(String, Vec<u64>)>,
    /// Requests, those of the dry run included.
    pub requests: u32,
    /// Of those, imports.
    pub imports: u32,
    /// Milliseconds from the first import to the last count.
    pub took_ms: f64,
    /// When it was counted, Unix seconds.
    pub counted_at: i64,
}

impl Proof {
    /// Reads the machine once it is done.
    pub(super) fn read(machine: &Machine, dry: &DryRun) -> Self {
        let rows = machine.rows();
        let created = rows.iter().zip(machine.candidates()).filter(|(row, _)| is_created(&row.outcome));
        let predictions =
            created.filter_map(|(_, result)| result.task.as_ref().ok()).map(|task| task.predictions).sum();
        let (before, after) = machine.counters();
        Self {
            name: String::new(),
            basis: dry.basis.clone(),
            tally: machine.tally(),
            predictions,
            before,
            after,
            written: machine.has_written(),
            trouble: machine.trouble().map(str::to_owned),
            doubled: doubled(machine),
            requests: machine.progress().requests,
            imports: 0,
            took_ms: 0.0,
            counted_at: 0,
            rows: Arc::new(rows),
        }
    }

    /// Named by the moment, milliseconds since 1970.
    #[must_use]
    pub(super) fn named(mut self, now_ms: f64) -> Self {
        let iso = String::from(js_sys::Date::new(&now_ms.into()).to_iso_string());
        let digits: String = iso.chars().filter(char::is_ascii_digit).take(14).collect();
        let (day, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
        self.name = format!("rc_{day}_{time}");
        self
    }

    /// Each counter of the project: what it counts, before, sent, after, and whether that adds up.
    pub fn ledger(&self) -> Vec<Entry> {
        let (Some(before), Some(after)) = (self.before, self.after) else { return Vec::new() };
        let entry = |what, noun, before, sent, after, doubt| Entry {
            what,
            before,
            sent,
            after,
            verdict: receipt::adds_up(noun, before, sent, after, doubt),
        };
        let Tally { created, in_doubt, .. } = self.tally;
        let predictions = (before.predictions, self.predictions, after.predictions);
        vec![
            entry("Tasks in the project", "task", before.tasks, created, after.tasks, in_doubt),
            entry("Predictions", "prediction", predictions.0, predictions.1, predictions.2, in_doubt),
        ]
    }

    /// Everything was read back, and the counters say the same.
    pub fn is_clean(&self) -> bool {
        let ledger = self.ledger();
        self.trouble.is_none()
            && self.tally.in_doubt == 0
            && self.doubled.is_empty()
            && (!self.written || (!ledger.is_empty() && ledger.iter().all(|entry| entry.verdict.is_ok())))
    }

    /// What came of it, in a few words.
    pub fn headline(&self) -> String {
        let Tally { created, in_doubt, .. } = self.tally;
        if !self.written {
            return "Nothing was sent".to_owned();
        }
        let arrived = text::counted(created, "task");
        match in_doubt {
            0 => format!("{arrived} arrived"),
            _ => format!("{arrived} arrived, {} in doubt", text::count(in_doubt)),
        }
    }

    /// Hands the receipt to the person, as JSON lines.
    pub fn save_jsonl(&self) -> Result<(), String> {
        files::download(&format!("{}.jsonl", self.name), "application/x-ndjson", &receipt::jsonl(&self.rows))
    }

    /// Hands the receipt to the person, for a spreadsheet.
    pub fn save_csv(&self) -> Result<(), String> {
        files::download(&format!("{}.csv", self.name), "text/csv", &receipt::csv(&self.rows))
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

fn is_created(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Created { .. })
}
