//! What can be seen of a push: its plan, how far it is, and a row for every result.

use super::super::plan::{Candidate, Plan};
use super::super::receipt::{Counters, Head, Outcome, Receipt, Row, Surplus, Tally};
use super::{Phase, Push};

/// The newest so many events are kept.
const EVENTS: usize = 200;

/// How far a push is, for people to watch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What it is doing, as a phrase.
    pub doing: &'static str,
    /// Results that are new.
    pub new: usize,
    /// Of those, how many Label Studio says it has, or has refused.
    pub settled: usize,
    /// Bytes of the new tasks that are settled.
    pub bytes: usize,
    /// Bytes of all new tasks.
    pub of_bytes: usize,
    /// Results in the request under way.
    pub in_flight: usize,
    /// Results of which it is being looked up what became.
    pub in_doubt: usize,
    /// Results that were refused or could not be sent, so far.
    pub failed: usize,
    /// Requests sent so far.
    pub requests: u32,
    /// Of those, imports.
    pub imports: u32,
}

/// Something that a person would want to know, beside the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Unix seconds.
    pub at: i64,
    /// In a sentence.
    pub text: String,
}

impl Push {
    /// What would be sent; complete once [`super::Step::Planned`] came.
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

    /// Whether anything was sent.
    pub fn has_written(&self) -> bool {
        self.written
    }

    /// How many ended how, so far.
    pub fn tally(&self) -> Tally {
        Tally::of(self.states.iter().map(|state| &state.outcome))
    }

    /// What happened on the way, the newest last.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Results that two pushes sent at the same time.
    pub fn surplus(&self) -> &[Surplus] {
        &self.surplus
    }

    /// Results that Label Studio held more than once when they were looked up, with all their task ids; second
    /// tasks that were made on purpose are not counted.
    pub fn doubled(&self) -> Vec<(&Candidate, Vec<u64>)> {
        let pairs = self.candidates.iter().zip(&self.states).zip(&self.found);
        let ours = pairs.filter(|((_, state), _)| state.attempts == 0);
        let ids = ours.map(|((candidate, _), tasks)| {
            let ids: Vec<u64> = tasks.iter().filter(|seen| !seen.copy).map(|seen| seen.task).collect();
            (candidate, ids)
        });
        ids.filter(|(_, ids)| ids.len() > 1).collect()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress {
            doing: self.doing(),
            new: self.plan.new.len(),
            of_bytes: self.plan.bytes,
            requests: self.requests,
            imports: self.imports,
            ..Progress::default()
        };
        match &self.phase {
            Phase::Ready(chunk, _) | Phase::InFlight(chunk) | Phase::Poll { chunk, .. } => {
                progress.in_flight = chunk.len();
            }
            Phase::Doubt(doubt) => progress.in_doubt = doubt.walk.places.len(),
            _ => {}
        }
        for place in &self.plan.new {
            let Some(state) = self.states.get(*place) else { continue };
            progress.failed += usize::from(matches!(state.outcome, Outcome::NotSent { .. }));
            if state.claimed.is_some() || state.outcome != Outcome::Waiting {
                progress.settled += 1;
                progress.bytes += self.candidates.get(*place).map_or(0, |c| c.size().bytes);
            }
        }
        progress
    }

    /// One row for each candidate, in order.
    pub fn rows(&self) -> Vec<Row> {
        let row = |(candidate, state): (&Candidate, &super::State)| Row {
            row: candidate.row,
            key: candidate.key.as_str().to_owned(),
            custom_id: candidate.custom_id.clone(),
            outcome: state.outcome.clone(),
            at: state.at.filter(|at| *at > 0),
            note: state.note.clone(),
        };
        self.candidates.iter().zip(&self.states).map(row).collect()
    }

    /// What it came to: the push's name and the project's title are the edge's to say.
    pub fn receipt(&self, name: String, title: String) -> Receipt {
        let rows = self.rows();
        let added = |row: &Row| match row.outcome {
            Outcome::Created { predictions, .. }
            | Outcome::Repaired { predictions, .. }
            | Outcome::Attached { predictions, .. } => predictions,
            _ => 0,
        };
        let mut head = Head::new(name, &self.target, title, self.mode, self.now);
        head.before = self.before;
        head.after = self.after;
        head.tally = self.tally();
        head.predictions = rows.iter().map(added).sum();
        head.written = self.written;
        head.trouble.clone_from(&self.trouble);
        head.surplus.clone_from(&self.surplus);
        head.doubled = self.doubled().into_iter().map(|(c, ids)| (c.custom_id.clone(), ids)).collect();
        Receipt { head, rows }
    }

    pub(super) fn tell(&mut self, text: String) {
        if self.events.len() >= EVENTS {
            self.events.remove(0);
        }
        self.events.push(Event { at: self.now, text });
    }

    fn doing(&self) -> &'static str {
        match &self.phase {
            Phase::CountBefore => "reading the project",
            Phase::CountBatch | Phase::LookUp(_) => "looking up what is already there",
            Phase::Planned => "ready",
            Phase::Sending | Phase::Load(_) | Phase::Ready(..) | Phase::InFlight(_) => "sending",
            Phase::Poll { .. } => "waiting for Label Studio to import",
            Phase::Doubt(_) => "looking up what arrived, after an unclear answer",
            Phase::Confirm(_) | Phase::Prove(_) | Phase::Settle => "reading back what arrived",
            Phase::Mend(_) => "completing predictions",
            Phase::Surplus(_) => "removing what another push sent too",
            Phase::CountAfter => "counting the project again",
            Phase::Done => "done",
        }
    }
}
