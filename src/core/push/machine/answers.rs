//! What each answer means: the counts, the pages of tasks, the proof. Those to an import: [`super::imports`].

use super::super::plan::Existing;
use super::super::receipt::{Counters, Outcome};
use super::{Phase, Push};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, Response};
use crate::core::protocol::label_studio as api;

/// Failures of a read before the push gives up, and sends of one task before it is left in doubt.
pub(super) const TRIES: u32 = 4;

impl Push {
    /// Takes what came back for the last [`super::Step::Send`].
    pub fn receive(&mut self, answer: Answer) {
        match self.phase.clone() {
            Phase::CountBefore => self.counted(answer, true),
            Phase::CountAfter => self.counted(answer, false),
            Phase::LookUp { page } => {
                if let Some(more) = self.read_page(answer, page) {
                    if more { self.phase = Phase::LookUp { page: page + 1 } } else { self.make_plan() }
                }
            }
            Phase::Prove { page } => {
                if let Some(more) = self.read_page(answer, page) {
                    if more { self.phase = Phase::Prove { page: page + 1 } } else { self.prove() }
                }
            }
            Phase::InFlight { chunk } => self.imported(chunk, answer),
            Phase::Doubt { chunk, why, looks, page } => self.looked(chunk, why, looks, page, answer),
            Phase::Planned | Phase::Sending | Phase::Done => {}
        }
    }

    fn counted(&mut self, answer: Answer, before: bool) {
        let Some(response) = self.readable(answer) else { return };
        let counters = api::read::<api::Project>(&response)
            .map(|p| Counters { tasks: p.tasks, predictions: p.predictions });
        if before && counters.is_none() {
            return self
                .give_up("The project's answer cannot be read; is this address really a Label Studio?");
        }
        if before {
            self.before = counters;
            self.phase = Phase::LookUp { page: 1 };
        } else {
            self.after = counters;
            self.phase = Phase::Done;
        }
    }

    /// Collects the keys of one page; `Some(true)`: there is another.
    pub(super) fn read_page(&mut self, answer: Answer, page: usize) -> Option<bool> {
        let response = self.readable(answer)?;
        let Some(tasks) = api::read_tasks(&response) else {
            self.give_up("Label Studio's list of tasks cannot be read.");
            return None;
        };
        collect(&mut self.found, &tasks);
        Some(!tasks.tasks.is_empty() && ((page * api::PAGE_SIZE) as u64) < tasks.total)
    }

    /// The answer to a request that only reads: retried when it failed, given up on when it keeps failing.
    fn readable(&mut self, answer: Answer) -> Option<Response> {
        let why = match answer {
            Ok(response) if response.ok() => {
                self.failures = 0;
                return Some(response);
            }
            Ok(response) if !may_pass(response.status) => {
                self.give_up(&explain(response.status, &response.body));
                return None;
            }
            Ok(response) => {
                self.pause = wait(self.failures, response.retry_after);
                explain(response.status, &response.body)
            }
            Err(none) => {
                self.pause = wait(self.failures, None);
                none.to_string()
            }
        };
        self.failures += 1;
        if self.failures >= TRIES {
            self.give_up(&why);
        }
        None
    }

    /// The push cannot go on: every row that is not settled says why.
    pub(super) fn give_up(&mut self, why: &str) {
        self.pause = 0;
        self.trouble.get_or_insert_with(|| why.to_owned());
        self.settle_waiting(why);
        let was_proving = matches!(self.phase, Phase::Prove { .. });
        if was_proving || matches!(self.phase, Phase::CountBefore | Phase::LookUp { .. }) {
            for (place, outcome) in self.outcomes.iter_mut().enumerate() {
                if *outcome == Outcome::Waiting {
                    let claim = self.claimed.get(place).copied().flatten();
                    *outcome = Outcome::InDoubt { reason: unproven(claim, why) };
                }
            }
            self.phase = Phase::Done;
        } else if self.phase == Phase::CountAfter {
            self.phase = Phase::Done;
        } else {
            self.queue.clear();
            self.phase = if self.written { self.begin_proof() } else { Phase::Done };
        }
    }

    /// Every row that was sent is read back by its key, or said to be in doubt.
    fn prove(&mut self) {
        for (place, candidate) in self.candidates.iter().enumerate() {
            let attempts = self.attempts.get(place).copied().unwrap_or_default();
            let Some(outcome) = self.outcomes.get_mut(place) else { continue };
            if attempts == 0 || matches!(outcome, Outcome::AlreadyThere { .. }) {
                continue;
            }
            let claim = self.claimed.get(place).copied().flatten();
            let ids = self.found.get(candidate.key.as_str());
            if let Some(task) =
                ids.and_then(|ids| claim.filter(|id| ids.contains(id)).or(ids.first().copied()))
            {
                *outcome = Outcome::Created { task, attempts };
            } else if *outcome == Outcome::Waiting {
                *outcome =
                    Outcome::InDoubt { reason: unproven(claim, "it was not there when it was read back") };
            }
        }
        self.phase = Phase::CountAfter;
    }
}

fn collect(found: &mut Existing, page: &api::TaskPage) {
    for (task, key) in &page.tasks {
        if let Some(key) = key {
            let ids = found.entry(key.clone()).or_default();
            if !ids.contains(task) {
                ids.push(*task);
            }
        }
    }
}

/// Statuses that may be different on the next try.
pub(super) fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429) || status >= 500
}

/// Doubles from half a second, at most 8 s; the server's own wish comes first, up to a minute.
pub(super) fn wait(failures: u32, retry_after: Option<u32>) -> u64 {
    match retry_after {
        Some(seconds) => u64::from(seconds.clamp(1, 60)) * 1_000,
        None => (500 << failures.min(4)).min(8_000),
    }
}

fn unproven(claim: Option<u64>, why: &str) -> String {
    match claim {
        Some(task) => format!("Label Studio said that it created task {task}, but {why}"),
        None => format!("it was sent, and {why}"),
    }
}
