//! The push itself, without doing it: [`Push::next_step`] says what to do, [`Push::receive`] takes what came back.
//!
//! The order: count the project, look up what is there, plan (a dry run ends here); then one request in
//! flight at a time; after any doubt look the keys up before sending again; at the end read every key back
//! and count the project again. A row is *created* only when it was read back.

mod answers;
mod imports;
mod watch;

pub use watch::Progress;

use super::plan::{Candidate, Existing, Limits, Plan, chunks, plan};
use super::receipt::{Counters, Outcome};
use crate::core::protocol::http::Request;
use crate::core::protocol::label_studio as api;
use std::collections::VecDeque;

/// Where a push goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Label Studio's address, without a trailing slash.
    pub base: String,
    /// The project.
    pub project: u64,
    /// The batch whose results these are: the value of `data.batch_id`.
    pub batch_id: String,
}

/// What the edge does next.
#[derive(Debug)]
pub enum Step {
    /// Send this, with the token, and hand the answer to [`Push::receive`].
    Send(Request),
    /// Wait so many milliseconds, then ask again.
    Wait(u64),
    /// The dry run is done: [`Push::plan`] holds. Call [`Push::go`] to write.
    Planned,
    /// Over: see [`Push::rows`].
    Done,
}

/// What the push is at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phase {
    CountBefore,
    LookUp { page: usize },
    Planned,
    Sending,
    InFlight { chunk: Vec<usize> },
    Doubt { chunk: Vec<usize>, why: String, looks: u32, page: usize },
    Prove { page: usize },
    CountAfter,
    Done,
}

/// A push of some results of one batch into one project.
#[derive(Debug)]
pub struct Push {
    target: Target,
    limits: Limits,
    candidates: Vec<Candidate>,
    outcomes: Vec<Outcome>,
    attempts: Vec<u32>,
    /// Task ids by an import's word, before they are read back.
    claimed: Vec<Option<u64>>,
    phase: Phase,
    /// Milliseconds to wait before the next request.
    pause: u64,
    /// Failures in a row of the same step.
    failures: u32,
    found: Existing,
    plan: Plan,
    queue: VecDeque<Vec<usize>>,
    before: Option<Counters>,
    after: Option<Counters>,
    trouble: Option<String>,
    stopped: bool,
    written: bool,
    requests: u32,
}

impl Push {
    /// A push of `candidates`; nothing is sent before [`Push::go`].
    pub fn new(target: Target, candidates: Vec<Candidate>, limits: Limits) -> Self {
        let count = candidates.len();
        Self {
            target,
            limits,
            candidates,
            outcomes: vec![Outcome::Waiting; count],
            attempts: vec![0; count],
            claimed: vec![None; count],
            phase: Phase::CountBefore,
            pause: 0,
            failures: 0,
            found: Existing::new(),
            plan: Plan::default(),
            queue: VecDeque::new(),
            before: None,
            after: None,
            trouble: None,
            stopped: false,
            written: false,
            requests: 0,
        }
    }

    /// What to do now.
    pub fn next_step(&mut self) -> Step {
        if self.pause > 0 {
            return Step::Wait(std::mem::take(&mut self.pause));
        }
        if self.phase == Phase::Sending {
            self.take_chunk();
        }
        let Target { base, project, batch_id } = &self.target;
        let request = match &self.phase {
            Phase::CountBefore | Phase::CountAfter => api::project(base, *project),
            Phase::LookUp { page } | Phase::Prove { page } => {
                api::tasks_of_batch(base, *project, batch_id, *page)
            }
            Phase::Doubt { chunk, page, .. } => self.look_up(chunk, *page),
            Phase::InFlight { chunk } => {
                self.written = true;
                api::import(base, *project, self.body(chunk))
            }
            Phase::Planned => return Step::Planned,
            Phase::Sending | Phase::Done => return Step::Done,
        };
        self.requests += 1;
        Step::Send(request)
    }

    /// After [`Step::Planned`]: write.
    pub fn go(&mut self) {
        if self.phase == Phase::Planned {
            self.queue = self
                .plan
                .chunks
                .iter()
                .filter_map(|r| self.plan.new.get(r.clone()))
                .map(<[usize]>::to_vec)
                .collect();
            self.phase = Phase::Sending;
        }
    }

    /// Sends nothing more after the request in flight; what was sent is still read back.
    pub fn stop(&mut self) {
        self.stopped = true;
        if self.phase == Phase::Planned {
            self.settle_waiting("stopped before it was sent");
            self.phase = Phase::Done;
        }
    }

    fn task_text(&self, place: usize) -> Option<&str> {
        self.candidates.get(place).and_then(|c| c.task.as_ref().ok()).map(|t| t.text.as_str())
    }

    fn body(&self, chunk: &[usize]) -> String {
        let mut body = String::from("[");
        for text in chunk.iter().filter_map(|place| self.task_text(*place)) {
            if body.len() > 1 {
                body.push(',');
            }
            body.push_str(text);
        }
        body.push(']');
        body
    }

    /// A lookup of one chunk in one short URL, or else of the whole batch.
    fn look_up(&self, chunk: &[usize], page: usize) -> Request {
        const SHORT: usize = 7_500; // nginx's default request line ends at 8 kB
        let Target { base, project, batch_id } = &self.target;
        let ids: Vec<&str> =
            chunk.iter().filter_map(|p| self.candidates.get(*p)).map(|c| c.custom_id.as_str()).collect();
        let request = api::tasks_of_results(base, *project, batch_id, &ids);
        if page == 1 && request.url.len() <= SHORT && ids.iter().all(|id| !id.is_empty()) {
            request
        } else {
            api::tasks_of_batch(base, *project, batch_id, page)
        }
    }

    fn take_chunk(&mut self) {
        if self.stopped {
            self.queue.clear();
        }
        let Some(chunk) = self.queue.pop_front() else {
            self.settle_waiting("stopped before it was sent");
            self.phase = if self.written { self.begin_proof() } else { Phase::Done };
            return;
        };
        for place in &chunk {
            if let Some(attempts) = self.attempts.get_mut(*place) {
                *attempts += 1;
            }
        }
        self.phase = Phase::InFlight { chunk };
    }

    fn begin_proof(&mut self) -> Phase {
        self.found.clear();
        self.failures = 0;
        Phase::Prove { page: 1 }
    }

    /// Planned rows that nothing will be sent for get their reason; claimed and attempted ones wait for the proof.
    fn settle_waiting(&mut self, reason: &str) {
        for (outcome, attempts) in self.outcomes.iter_mut().zip(&self.attempts) {
            if *outcome == Outcome::Waiting && *attempts == 0 {
                *outcome = Outcome::NotSent { reason: reason.to_owned() };
            }
        }
    }

    fn make_plan(&mut self) {
        self.plan = plan(&self.candidates, &self.found, self.limits);
        for (place, task) in &self.plan.there {
            if let Some(outcome) = self.outcomes.get_mut(*place) {
                *outcome = Outcome::AlreadyThere { task: *task };
            }
        }
        for (place, reason) in &self.plan.refused {
            if let Some(outcome) = self.outcomes.get_mut(*place) {
                *outcome = Outcome::NotSent { reason: reason.clone() };
            }
        }
        self.phase = Phase::Planned;
    }

    fn requeue(&mut self, places: &[usize], limits: Limits) {
        let again: Vec<Vec<usize>> = chunks(places, &self.candidates, limits)
            .into_iter()
            .filter_map(|range| places.get(range).map(<[usize]>::to_vec))
            .collect();
        for chunk in again.into_iter().rev() {
            self.queue.push_front(chunk);
        }
        self.phase = Phase::Sending;
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
