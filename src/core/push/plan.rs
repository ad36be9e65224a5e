//! What would be sent: nothing is written to find out.

use super::key::Key;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ops::Range;

/// One selected result, mapped. Its task's text stays where the edge keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its line in the output file, from 1.
    pub row: u64,
    /// Its name inside Label Studio.
    pub key: Key,
    /// The caller's own id, for people to recognise it by.
    pub custom_id: String,
    /// How large its task is, or why there is none.
    pub task: Result<TaskSize, Vec<String>>,
}

/// How much a task is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskSize {
    /// Bytes of `{"data": …, "meta": …, "predictions": …}`.
    pub bytes: usize,
    /// How many predictions it carries: as many must arrive.
    pub predictions: u64,
}

impl Candidate {
    /// How much its task is; nothing if there is none.
    pub fn size(&self) -> TaskSize {
        self.task.as_ref().copied().unwrap_or_default()
    }
}

/// What is done with results that are in the project already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They stay as they are.
    #[default]
    Skip,
    /// Their tasks get the predictions that they do not have yet.
    Attach,
    /// They are sent again, as second tasks under keys of their own ([`Key::copied`]).
    Force,
}

/// How much goes into one request. Chunk size hardly matters for speed (measured); small ones keep
/// requests near a second, progress smooth, and a lookup of a whole chunk in one URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Tasks in a request.
    pub tasks: usize,
    /// Bytes in a request; a task larger than this goes alone.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { tasks: 200, bytes: 1_000_000 }
    }
}

/// A task that the project has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Its id.
    pub task: u64,
    /// How many predictions it has.
    pub predictions: u64,
    /// How much somebody worked on it: annotations, skips, drafts.
    pub worked: u64,
    /// It is a second one, made on purpose by another push.
    pub copy: bool,
}

/// The tasks that the project has of each candidate, by its place in the list.
pub type Found = Vec<Vec<Seen>>;

/// What would happen to each candidate, and the requests that it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Candidates to create, by their place in the list.
    pub new: Vec<usize>,
    /// Candidates that are there, with the task that stands for them.
    pub there: Vec<(usize, Seen)>,
    /// Candidates that cannot be sent, with the reason.
    pub refused: Vec<(usize, String)>,
    /// Bytes of all new tasks.
    pub bytes: usize,
    /// Ranges of `new`, one request each, at the pace that a push begins with.
    pub chunks: Vec<Range<usize>>,
}

/// Decides for every candidate: each is in exactly one of `new`, `there` and `refused`.
pub fn plan(candidates: &[Candidate], found: &Found, limits: Limits) -> Plan {
    let mut plan = Plan::default();
    let mut lines = HashMap::new();
    for (place, candidate) in candidates.iter().enumerate() {
        let known = found.get(place).and_then(|tasks| stands_for(tasks));
        if let Some(first) = lines.insert(candidate.key.as_str(), candidate.row) {
            plan.refused.push((place, format!("the same result as line {first}, selected twice")));
        } else if let Some(seen) = known {
            plan.there.push((place, seen));
        } else {
            match &candidate.task {
                Ok(task) => {
                    plan.bytes += task.bytes;
                    plan.new.push(place);
                }
                Err(reasons) => plan.refused.push((place, reasons.join("; "))),
            }
        }
    }
    plan.chunks = chunks(&plan.new, candidates, limits);
    plan
}

/// Which of several tasks of one result is kept, and shown: one that somebody worked on, else the oldest.
pub fn stands_for(tasks: &[Seen]) -> Option<Seen> {
    tasks.iter().min_by_key(|seen| (seen.copy, seen.worked == 0, seen.task)).copied()
}

/// Cuts `places` into requests within the limits, in order.
pub fn chunks(places: &[usize], candidates: &[Candidate], limits: Limits) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut start = 0;
    while let Some(rest) = places.get(start..).filter(|rest| !rest.is_empty()) {
        let end = start + first_chunk(rest.iter().copied(), candidates, limits);
        chunks.push(start..end);
        start = end;
    }
    chunks
}

/// How many of `places` the next request takes: at least one, if there is any.
pub fn first_chunk(places: impl Iterator<Item = usize>, candidates: &[Candidate], limits: Limits) -> usize {
    let mut bytes = 2;
    let mut taken = 0;
    for place in places {
        bytes += candidates.get(place).map_or(0, |candidate| candidate.size().bytes + 1);
        if taken > 0 && (taken >= limits.tasks || bytes > limits.bytes) {
            break;
        }
        taken += 1;
    }
    taken
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
