//! The journal: what an interrupted push is resumed from, by whoever has the file.
//!
//! JSON lines: a head that says where the push goes, one line for each result with its task, then what happened,
//! each written before the request that it announces. A line that was cut off by a crash is the last, and is not
//! counted: what it announced was not sent. Never a token in it.

use super::key::Key;
use super::machine::Target;
use super::plan::{Candidate, Mode, TaskSize};
use super::receipt::Counters;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeSet;
use thiserror::Error;

/// The form that this version writes, and the only one that it reads.
const FORM: &str = "batch-curator/1";

/// The first line: what is pushed where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    pub journal: String,
    /// The push's name, such as `rc_20261127_140229` (UTC): that of its receipt.
    pub name: String,
    /// Label Studio's address, without a trailing slash.
    pub label_studio: String,
    /// The project.
    pub project: u64,
    /// Its title, for people.
    pub title: String,
    /// The batch whose results these are: the value of `data.batch_id`.
    pub batch_id: String,
    /// What is done with results that are there already.
    pub mode: Mode,
    /// When it began, Unix seconds.
    pub at: i64,
    /// How many results follow.
    pub results: usize,
}

impl Head {
    /// The head of a push that begins now.
    pub fn new(name: String, target: &Target, title: String, mode: Mode, at: i64, results: usize) -> Self {
        Self {
            journal: FORM.to_owned(),
            name,
            label_studio: target.base.clone(),
            project: target.project,
            title,
            batch_id: target.batch_id.clone(),
            mode,
            at,
            results,
        }
    }

    /// Where the push goes.
    pub fn target(&self) -> Target {
        Target { base: self.label_studio.clone(), project: self.project, batch_id: self.batch_id.clone() }
    }
}

/// What happened, by the results' places in the journal, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// The project was counted: what the end is compared with.
    Before(Counters),
    /// These are sent now, in one request.
    Sending {
        /// Which.
        places: Vec<usize>,
        /// When, Unix seconds.
        at: i64,
    },
    /// Label Studio says that they arrived, as these tasks.
    Arrived {
        /// Which.
        places: Vec<usize>,
        /// Their tasks' ids, in the same order.
        tasks: Vec<u64>,
    },
    /// They are certainly not there: the request was refused whole.
    Refused {
        /// Which.
        places: Vec<usize>,
    },
    /// Predictions that their tasks lack are sent now.
    Completing {
        /// Whose.
        places: Vec<usize>,
        /// When, Unix seconds.
        at: i64,
    },
    /// The push is over, and every result is accounted for.
    Over,
}

/// A result's line.
#[derive(Debug, Serialize, Deserialize)]
struct Line<'a> {
    row: u64,
    #[serde(borrow)]
    key: Cow<'a, str>,
    #[serde(borrow)]
    custom_id: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "is_zero")]
    predictions: u64,
    #[serde(default, borrow, skip_serializing_if = "Option::is_none")]
    task: Option<&'a RawValue>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    refused: Vec<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The line of a candidate; `text` is its task's, and nothing where it has none.
pub fn line(candidate: &Candidate, text: &str) -> String {
    let line = Line {
        row: candidate.row,
        key: candidate.key.as_str().into(),
        custom_id: candidate.custom_id.as_str().into(),
        predictions: candidate.size().predictions,
        task: serde_json::from_str(text).ok().filter(|_| candidate.task.is_ok()),
        refused: candidate.task.as_ref().err().cloned().unwrap_or_default(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// The line of a head or an entry.
pub fn said(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What an interrupted push left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// How often each result was sent.
    pub attempts: Vec<u32>,
    /// The task that Label Studio said it became.
    pub claimed: Vec<Option<u64>>,
    /// Sent, and no answer is known: they may be there, or may still arrive.
    pub open: BTreeSet<usize>,
    /// The project's counters before the first import.
    pub before: Option<Counters>,
    /// When the last request that writes was sent, Unix seconds: it may still be carried out.
    pub sent: Option<i64>,
    /// Whose predictions were sent beside their tasks.
    pub completing: BTreeSet<usize>,
    /// The push ended.
    pub over: bool,
}

impl History {
    /// Of so many results, nothing sent yet.
    pub fn new(results: usize) -> Self {
        Self { attempts: vec![0; results], claimed: vec![None; results], ..Self::default() }
    }

    /// Takes what happened next.
    pub fn take(&mut self, entry: &Entry) {
        match entry {
            Entry::Before(counters) => {
                self.before.get_or_insert(*counters);
            }
            Entry::Sending { places, at } => {
                self.sent = Some(*at);
                for place in places {
                    if let Some(attempts) = self.attempts.get_mut(*place) {
                        *attempts += 1;
                        self.open.insert(*place);
                    }
                }
            }
            Entry::Arrived { places, tasks } => {
                for (place, task) in places.iter().zip(tasks) {
                    self.open.remove(place);
                    if let Some(claim) = self.claimed.get_mut(*place) {
                        *claim = Some(*task);
                    }
                }
            }
            Entry::Refused { places } => {
                for place in places {
                    self.open.remove(place);
                    if let Some(attempts) = self.attempts.get_mut(*place) {
                        *attempts = attempts.saturating_sub(1);
                    }
                }
            }
            Entry::Completing { places, at } => {
                self.sent = Some(*at);
                self.completing.extend(places);
            }
            Entry::Over => {
                self.over = true;
                self.sent = None;
            }
        }
    }

    /// Whether anything was sent.
    pub fn has_written(&self) -> bool {
        self.attempts.iter().any(|attempts| *attempts > 0)
    }
}

/// Why a journal cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The first line is no head.
    #[error("This is no journal of a push: its first line does not say so.")]
    NoHead,
    /// It is of another version.
    #[error(
        "This journal has the form {0:?}, and this version reads {FORM:?} only. Use the version that wrote it."
    )]
    Form(String),
    /// Results are missing: the push never began.
    #[error(
        "This journal ends after {found} of {results} results: the push was interrupted before it sent anything. Begin it anew."
    )]
    Cut {
        /// Results that are in it.
        found: usize,
        /// Results that should be.
        results: usize,
    },
    /// A line in its middle is broken.
    #[error(
        "Line {0} of this journal cannot be read: the file was damaged. Begin the push anew: what arrived is found by its key."
    )]
    Line(usize),
}

/// Reads a journal, line by line, so that its tasks need not be in memory.
#[derive(Debug, Default)]
pub struct Reader {
    head: Option<Head>,
    candidates: Vec<Candidate>,
    history: History,
    /// A line that could not be read: no fault while it is the last.
    broken: Option<usize>,
    lines: usize,
}

impl Reader {
    /// Takes the next line. Returns where in it the task's text is, in bytes; `None`: it has none.
    pub fn take(&mut self, text: &str) -> Result<Option<std::ops::Range<usize>>, Unreadable> {
        self.lines += 1;
        if text.trim().is_empty() {
            return Ok(None);
        }
        if let Some(line) = self.broken {
            return Err(Unreadable::Line(line));
        }
        let Some(head) = &self.head else {
            let head: Head = serde_json::from_str(text).map_err(|_| Unreadable::NoHead)?;
            if head.journal != FORM {
                return Err(Unreadable::Form(head.journal));
            }
            self.head = Some(head);
            return Ok(None);
        };
        if self.candidates.len() < head.results {
            if let Ok(line) = serde_json::from_str(text) {
                return Ok(self.add(text, line));
            }
            self.broken = Some(self.lines);
            return Ok(None);
        }
        match serde_json::from_str::<Entry>(text) {
            Ok(entry) => {
                if self.history.attempts.is_empty() {
                    self.history = History::new(self.candidates.len());
                }
                self.history.take(&entry);
            }
            Err(_) => self.broken = Some(self.lines),
        }
        Ok(None)
    }

    fn add(&mut self, text: &str, line: Line<'_>) -> Option<std::ops::Range<usize>> {
        let task = line.task.map(RawValue::get);
        let size = task.map(|task| TaskSize { bytes: task.len(), predictions: line.predictions });
        self.candidates.push(Candidate {
            row: line.row,
            key: Key::known(&line.key),
            custom_id: line.custom_id.into_owned(),
            task: size.ok_or(line.refused),
        });
        // A raw value lies in the text that it was read from.
        let start = (task?.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        Some(start..start + task?.len())
    }

    /// The head, once its line was taken.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// How many results were taken.
    pub fn results(&self) -> usize {
        self.candidates.len()
    }

    /// What the journal says. `Err`: it never came to sending anything, or is none.
    pub fn end(self) -> Result<(Head, Vec<Candidate>, History), Unreadable> {
        let Some(head) = self.head else { return Err(Unreadable::NoHead) };
        let (found, results) = (self.candidates.len(), head.results);
        if found < results {
            return Err(Unreadable::Cut { found, results });
        }
        let history = if self.history.attempts.is_empty() { History::new(found) } else { self.history };
        Ok((head, self.candidates, history))
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
