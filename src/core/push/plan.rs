//! What would be sent: nothing is written to find out.

use super::key::Key;
use std::collections::BTreeMap;
use std::ops::Range;

/// One selected result, mapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its line in the output file, from 1.
    pub row: u64,
    /// Its name inside Label Studio.
    pub key: Key,
    /// The caller's own id, for people to recognise it by.
    pub custom_id: String,
    /// The task as JSON text, or why there is none.
    pub task: Result<TaskJson, Vec<String>>,
}

/// A task, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskJson {
    /// `{"data": …, "meta": …, "predictions": …}`.
    pub text: String,
    /// How many predictions it carries: as many must arrive.
    pub predictions: u64,
}

/// How much goes into one request. Chunk size hardly matters for speed (measured); small ones keep
/// requests near a second, progress smooth, and a lookup of a whole chunk in one URL.
#[derive(Debug, Clone, Copy)]
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

/// What the project already has: key to task ids (more than one if somebody sent it twice).
pub type Existing = BTreeMap<String, Vec<u64>>;

/// What would happen to each candidate, and the requests that it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Candidates to create, by their place in the list.
    pub new: Vec<usize>,
    /// Candidates that are there, with a task id.
    pub there: Vec<(usize, u64)>,
    /// Candidates that cannot be sent, with the reason.
    pub refused: Vec<(usize, String)>,
    /// Bytes of all new tasks.
    pub bytes: usize,
    /// Ranges of `new`, one request each.
    pub chunks: Vec<Range<usize>>,
}

/// Decides for every candidate: each is in exactly one of `new`, `there` and `refused`.
pub fn plan(candidates: &[Candidate], existing: &Existing, limits: Limits) -> Plan {
    let mut plan = Plan::default();
    let mut seen = BTreeMap::new();
    for (place, candidate) in candidates.iter().enumerate() {
        let known = existing.get(candidate.key.as_str()).and_then(|ids| ids.first());
        if let Some(first) = seen.insert(candidate.key.as_str(), candidate.row) {
            plan.refused.push((place, format!("the same result as line {first}, selected twice")));
        } else if let Some(&task) = known {
            plan.there.push((place, task));
        } else {
            match &candidate.task {
                Ok(task) => {
                    plan.bytes += task.text.len();
                    plan.new.push(place);
                }
                Err(reasons) => plan.refused.push((place, reasons.join("; "))),
            }
        }
    }
    plan.chunks = chunks(&plan.new, candidates, limits);
    plan
}

/// Cuts `places` into requests within the limits, in order.
pub fn chunks(places: &[usize], candidates: &[Candidate], limits: Limits) -> Vec<Range<usize>> {
    let size = |place: &usize| match candidates.get(*place).map(|c| &c.task) {
        Some(Ok(task)) => task.text.len() + 1,
        _ => 0,
    };
    let mut chunks = Vec::new();
    let mut start = 0;
    let mut bytes = 2;
    for (at, place) in places.iter().enumerate() {
        let next = size(place);
        if at > start && (at - start >= limits.tasks.max(1) || bytes + next > limits.bytes) {
            chunks.push(start..at);
            start = at;
            bytes = 2;
        }
        bytes += next;
    }
    if start < places.len() {
        chunks.push(start..places.len());
    }
    chunks
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
