//! What can be seen of a push: its plan, how far it is, and a row for every result.

use super::super::plan::{Candidate, Plan};
use super::super::receipt::{Counters, Outcome, Row, Tally};
use super::{Phase, Push};

/// How far a push is, for people to watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing, as a phrase.
    pub doing: &'static str,
    /// Results that are new.
    pub new: usize,
    /// Of those, how many Label Studio says it has, or has refused.
    pub settled: usize,
    /// Bytes of the new tasks that are settled.
    pub bytes: usize,
    /// Requests sent so far.
    pub requests: u32,
}

impl Push {
    /// What would be sent; complete once [`Step::Planned`] came.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What was handed in.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Why the push ended early, if it did.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The project's counters before and after; `after` only once the push is done.
    pub fn counters(&self) -> (Option<Counters>, Option<Counters>) {
        (self.before, self.after)
    }

    /// Whether any import was sent.
    pub fn has_written(&self) -> bool {
        self.written
    }

    /// How many ended how, so far.
    pub fn tally(&self) -> Tally {
        Tally::of(&self.outcomes)
    }

    /// Results that Label Studio holds more than once, with all their task ids.
    pub fn doubled(&self) -> Vec<(&Candidate, &[u64])> {
        let ids = |c: &Candidate| self.found.get(c.key.as_str()).filter(|ids| ids.len() > 1);
        self.candidates.iter().filter_map(|c| Some((c, ids(c)?.as_slice()))).collect()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let settled = |place: &&usize| {
            self.claimed.get(**place).is_some_and(Option::is_some)
                || self.outcomes.get(**place).is_some_and(|o| *o != Outcome::Waiting)
        };
        let bytes = |place: &usize| self.task_text(*place).map_or(0, str::len);
        let done: Vec<&usize> = self.plan.new.iter().filter(settled).collect();
        Progress {
            doing: self.doing(),
            new: self.plan.new.len(),
            settled: done.len(),
            bytes: done.iter().map(|place| bytes(place)).sum(),
            requests: self.requests,
        }
    }

    /// One row for each candidate, in order.
    pub fn rows(&self) -> Vec<Row> {
        let row = |(candidate, outcome): (&Candidate, &Outcome)| Row {
            row: candidate.row,
            key: candidate.key.as_str().to_owned(),
            custom_id: candidate.custom_id.clone(),
            outcome: outcome.clone(),
        };
        self.candidates.iter().zip(&self.outcomes).map(row).collect()
    }

    fn doing(&self) -> &'static str {
        match &self.phase {
            Phase::CountBefore => "reading the project",
            Phase::LookUp { .. } => "looking up what is already there",
            Phase::Planned => "ready",
            Phase::Sending | Phase::InFlight { .. } => "sending",
            Phase::Doubt { .. } => "looking up what arrived, after an unclear answer",
            Phase::Prove { .. } => "reading back what arrived",
            Phase::CountAfter => "counting the project again",
            Phase::Done => "done",
        }
    }
}
