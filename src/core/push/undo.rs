//! Undo: exactly the tasks that a receipt says a push made are deleted again, in small steps.
//!
//! First it is looked what is there ([`Step::Planned`]): a task that is gone is no fault, one with another key is
//! somebody else's, one that somebody worked on stays unless told otherwise. Done twice, or interrupted and done
//! again, it ends the same.

use super::machine::{Clock, Target};
use super::pace::Pace;
use super::plan::Limits;
use super::receipt::Receipt;
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, Request};
use crate::core::protocol::label_studio::tasks::{self, Detail, Task, TaskPage};
use crate::core::text::counted;
use std::collections::{BTreeMap, VecDeque};

/// Tasks that are looked up in one request.
const LOOK: usize = 200;
/// Tasks that are deleted in one request: Label Studio takes its time, and a person may stop in between.
const DELETE: usize = 50;
/// Failures in a row before it gives up.
const TRIES: u32 = 6;

/// What the edge does next.
#[derive(Debug)]
pub enum Step {
    /// Send this, with the token, and hand the answer to [`Undo::receive`].
    Send(Request),
    /// Wait so many milliseconds, then ask again.
    Wait(u64),
    /// It is known what would be deleted: [`Undo::tally`]. Call [`Undo::go`] to delete.
    Planned,
    /// Over.
    Done,
}

/// What became of one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Not looked at yet.
    Unknown,
    /// It is there, and would be deleted.
    ToDelete,
    /// It was deleted, and is not there any more.
    Deleted,
    /// It was not there before.
    Gone,
    /// It stays, for this reason.
    Kept(String),
    /// Somebody worked on it: it stays, unless told otherwise.
    Worked,
    /// It should have been deleted, and is there.
    Failed(String),
}

/// A task that a push made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub task: u64,
    /// The key of its result.
    pub key: String,
    /// The caller's own id.
    pub custom_id: String,
    /// What became of it.
    pub fate: Fate,
}

/// How many ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "see Fate")]
pub struct Tally {
    pub to_delete: u64,
    pub deleted: u64,
    pub gone: u64,
    pub kept: u64,
    pub worked: u64,
    pub failed: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Look { at: usize },
    Planned,
    Next,
    Delete { places: Vec<usize> },
    Verify { places: Vec<usize>, why: String },
    Done,
}

/// The undoing of one push.
#[derive(Debug)]
pub struct Undo {
    target: Target,
    made: Vec<Made>,
    /// Tasks that somebody worked on are deleted too.
    worked_too: bool,
    phase: Phase,
    queue: VecDeque<usize>,
    pace: Pace,
    pause: u64,
    failures: u32,
    stopped: bool,
    trouble: Option<String>,
}

impl Undo {
    /// Undoes what a receipt tells. With `worked_too`, tasks that somebody worked on are deleted as well.
    pub fn new(receipt: &Receipt, worked_too: bool, seed: u64) -> Self {
        let made = receipt.rows.iter().filter_map(|row| {
            let task = row.outcome.made()?;
            let (key, custom_id) = (row.key.clone(), row.custom_id.clone());
            Some(Made { task, key, custom_id, fate: Fate::Unknown })
        });
        let made: Vec<Made> = made.collect();
        Self {
            target: receipt.head.target(),
            phase: if made.is_empty() { Phase::Planned } else { Phase::Look { at: 0 } },
            made,
            worked_too,
            queue: VecDeque::new(),
            pace: Pace::new(Limits::default(), seed),
            pause: 0,
            failures: 0,
            stopped: false,
            trouble: None,
        }
    }

    /// The tasks, and what became of each.
    pub fn made(&self) -> &[Made] {
        &self.made
    }

    /// Why it ended early, if it did.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// How many ended how, so far.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for made in &self.made {
            *match made.fate {
                Fate::Unknown => continue,
                Fate::ToDelete => &mut tally.to_delete,
                Fate::Deleted => &mut tally.deleted,
                Fate::Gone => &mut tally.gone,
                Fate::Kept(_) => &mut tally.kept,
                Fate::Worked => &mut tally.worked,
                Fate::Failed(_) => &mut tally.failed,
            } += 1;
        }
        tally
    }

    /// Tasks that somebody worked on are deleted too, or not; before [`Undo::go`].
    pub fn decide(&mut self, worked_too: bool) {
        self.worked_too = worked_too;
    }

    /// What to do now.
    pub fn next_step(&mut self) -> Step {
        if self.pause > 0 {
            return Step::Wait(std::mem::take(&mut self.pause));
        }
        if self.phase == Phase::Next {
            let places: Vec<usize> = self.queue.drain(..self.queue.len().min(DELETE)).collect();
            let over = self.stopped || places.is_empty();
            self.phase = if over { Phase::Done } else { Phase::Delete { places } };
        }
        let (base, project) = (&self.target.base, self.target.project);
        match &self.phase {
            Phase::Look { at } => {
                let places: Vec<usize> = (*at..self.made.len().min(at + LOOK)).collect();
                Step::Send(tasks::of_ids(base, project, &self.ids(&places), Detail::Work))
            }
            Phase::Delete { places } => Step::Send(tasks::delete(base, project, &self.ids(places))),
            Phase::Verify { places, .. } => {
                Step::Send(tasks::of_ids(base, project, &self.ids(places), Detail::Work))
            }
            Phase::Planned => Step::Planned,
            Phase::Next | Phase::Done => Step::Done,
        }
    }

    /// After [`Step::Planned`]: delete.
    pub fn go(&mut self) {
        if self.phase != Phase::Planned {
            return;
        }
        let wanted =
            |made: &Made| made.fate == Fate::ToDelete || (self.worked_too && made.fate == Fate::Worked);
        self.queue = (0..self.made.len()).filter(|place| self.made.get(*place).is_some_and(wanted)).collect();
        self.phase = Phase::Next;
    }

    /// Deletes nothing more after the request in flight.
    pub fn stop(&mut self) {
        self.stopped = true;
        if self.phase == Phase::Planned {
            self.phase = Phase::Done;
        }
    }

    /// Takes what came back for the last [`Step::Send`].
    pub fn receive(&mut self, answer: Answer, _clock: Clock) {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Delete { places } => {
                let why = match answer {
                    Ok(response) if response.ok() => String::new(),
                    Ok(response) => explain(response.status, &response.body),
                    Err(none) => none.to_string(),
                };
                if !why.is_empty() {
                    self.pause = self.pace.wait(self.failures, None);
                }
                self.phase = Phase::Verify { places, why };
            }
            Phase::Verify { places, why } => {
                self.phase = Phase::Verify { places: places.clone(), why: why.clone() };
                if let Some(page) = self.readable(answer) {
                    self.verify(places, &why, &page);
                }
            }
            Phase::Look { at } => {
                self.phase = Phase::Look { at };
                if let Some(page) = self.readable(answer) {
                    self.looked(at, &page);
                }
            }
            other => self.phase = other,
        }
    }

    fn ids(&self, places: &[usize]) -> Vec<u64> {
        places.iter().filter_map(|place| self.made.get(*place)).map(|made| made.task).collect()
    }

    fn looked(&mut self, at: usize, page: &TaskPage) {
        let end = self.made.len().min(at + LOOK);
        let found = by_id(page);
        for made in self.made.get_mut(at..end).unwrap_or_default() {
            made.fate = match found.get(&made.task) {
                None => Fate::Gone,
                Some(task) if task.key.as_deref() != Some(&made.key) => {
                    Fate::Kept("it is not of this push: its meta.key is another".to_owned())
                }
                Some(task) if task.worked > 0 => Fate::Worked,
                Some(_) => Fate::ToDelete,
            };
        }
        self.phase = if end < self.made.len() { Phase::Look { at: end } } else { Phase::Planned };
    }

    fn verify(&mut self, places: Vec<usize>, why: &str, page: &TaskPage) {
        let found = by_id(page);
        let mut left = Vec::new();
        for place in places {
            if let Some(made) = self.made.get_mut(place) {
                if found.contains_key(&made.task) {
                    left.push(place);
                } else {
                    made.fate = Fate::Deleted;
                }
            }
        }
        if left.is_empty() {
            self.failures = 0;
            self.phase = Phase::Next;
            return;
        }
        self.failures += 1;
        let forbidden = why.starts_with("401") || why.starts_with("403");
        if self.stopped || forbidden || self.failures >= TRIES {
            return self.fail(&left, why);
        }
        self.pause = self.pace.wait(self.failures, None);
        self.phase = Phase::Delete { places: left };
    }

    fn fail(&mut self, left: &[usize], why: &str) {
        let why = if why.is_empty() { "Label Studio said that it deleted it, and it is there" } else { why };
        for place in left {
            if let Some(made) = self.made.get_mut(*place) {
                made.fate = Fate::Failed(why.to_owned());
            }
        }
        let count = counted(left.len() as u64, "task");
        self.give_up(&format!("{count} could not be deleted: {why}"));
    }

    fn readable(&mut self, answer: Answer) -> Option<TaskPage> {
        let (why, wish) = match answer {
            Ok(response) if response.ok() => {
                if let Some(page) = tasks::read_page(&response) {
                    return Some(page);
                }
                ("the list of tasks cannot be read".to_owned(), None)
            }
            Ok(response) => {
                let why = explain(response.status, &response.body);
                if matches!(response.status, 400..=407) {
                    self.give_up(&why);
                    return None;
                }
                (why, response.retry_after)
            }
            Err(none) => (none.to_string(), None),
        };
        self.failures += 1;
        if self.failures >= TRIES {
            self.give_up(&why);
        } else {
            self.pause = self.pace.wait(self.failures, wish);
        }
        None
    }

    fn give_up(&mut self, why: &str) {
        self.trouble.get_or_insert_with(|| why.to_owned());
        self.pause = 0;
        self.phase = Phase::Done;
    }
}

fn by_id(page: &TaskPage) -> BTreeMap<u64, &Task> {
    page.tasks.iter().map(|task| (task.id, task)).collect()
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;
