//! What each answer means: the counts and the pages of tasks. Those to an import: [`super::imports`].

use super::super::plan::Found;
use super::super::receipt::Counters;
use super::walk::Walk;
use super::{Clock, Phase, Push};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, Response};
use crate::core::protocol::label_studio::{self as api, tasks};
use crate::core::text;

/// Failures in a row of a request that only reads, before the push gives up.
pub(super) const TRIES: u32 = 6;
/// How often the same task or prediction is sent, at most.
pub(super) const SENDS: u32 = 4;
/// Lookups that must find nothing before a request without an answer is sent again: the server may still
/// be busy committing it (measured: an aborted request is committed whole).
pub(super) const LOOKS: u32 = 3;

impl Push {
    /// Takes what came back for the last [`super::Step::Send`].
    pub fn receive(&mut self, answer: Answer, clock: Clock) {
        self.now = clock.now;
        let writes = match &self.phase {
            Phase::InFlight(_) => true,
            Phase::Mend(mend) => mend.is_sending(),
            _ => false,
        };
        if writes && !is_known(&answer) {
            self.late.unanswered(clock);
        }
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::InFlight(chunk) => self.imported(chunk, answer, clock.took_ms),
            Phase::Poll { chunk, import, polls } => self.polled(chunk, import, polls, answer),
            Phase::Mend(mend) if mend.is_removing() => self.prediction_removed(mend, answer),
            Phase::Mend(mend) if mend.is_sending() => self.completed(mend, answer),
            Phase::Surplus(removal) if removal.is_removing() => self.removed(removal, answer),
            phase @ (Phase::CountBefore | Phase::CountAfter) => {
                self.phase = phase;
                if let Some(project) =
                    self.readable(answer, "the project", |response| api::read::<api::Project>(response))
                {
                    self.counted(&project);
                }
            }
            phase @ (Phase::CountBatch
            | Phase::LookUp(_)
            | Phase::Doubt(_)
            | Phase::Confirm(_)
            | Phase::Prove(_)
            | Phase::Mend(_)
            | Phase::Surplus(_)) => {
                self.phase = phase;
                if let Some(page) = self.readable(answer, "the list of tasks", tasks::read_page) {
                    self.listed(&page);
                }
            }
            other => self.phase = other,
        }
    }

    fn counted(&mut self, project: &api::Project) {
        let counters = Counters { tasks: project.tasks, predictions: project.predictions };
        if self.phase == Phase::CountAfter {
            self.after = Some(counters);
            if self.looks_again(counters) {
                return;
            }
            return self.finish("it was not there when it was read back");
        }
        // A push that is resumed is compared with what was there before it first began.
        self.before.get_or_insert(counters);
        self.phase = Phase::CountBatch;
    }

    /// How many tasks the batch has: none in a first push, and then there is nothing to look up.
    fn batch_counted(&mut self, page: &tasks::TaskPage) {
        self.batch_tasks = page.total;
        if page.total == 0 {
            return self.make_plan();
        }
        let places = (0..self.candidates.len()).collect();
        let walk = Walk::of(places, &self.candidates, tasks::Detail::Counts, Some(page.total));
        self.phase = Phase::LookUp(walk);
    }

    /// A page of tasks, for whichever lookup is under way.
    fn listed(&mut self, page: &tasks::TaskPage) {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::CountBatch => self.batch_counted(page),
            Phase::LookUp(mut walk) => {
                if self.walked(&mut walk, page) {
                    self.found = self.all_of(&walk);
                    self.make_plan();
                } else {
                    self.phase = Phase::LookUp(walk);
                }
            }
            Phase::Confirm(confirm) => self.confirmed(confirm, page),
            Phase::Prove(mut walk) => {
                if self.walked(&mut walk, page) {
                    self.judge(&walk);
                } else {
                    self.phase = Phase::Prove(walk);
                }
            }
            Phase::Doubt(doubt) => self.looked(doubt, page),
            Phase::Mend(mend) => self.examined(mend, page),
            Phase::Surplus(removal) => self.rechecked(removal, page),
            other => self.phase = other,
        }
    }

    /// What a lookup found of each result.
    fn all_of(&self, walk: &Walk) -> Found {
        let seen = |place: usize| walk.held(place).iter().map(|(seen, _)| *seen).collect();
        (0..self.candidates.len()).map(seen).collect()
    }

    /// The answer to a request that only reads: asked again when it failed or cannot be read, given up on when it
    /// keeps failing.
    fn readable<T>(
        &mut self,
        answer: Answer,
        what: &str,
        read: impl FnOnce(&Response) -> Option<T>,
    ) -> Option<T> {
        let mut wish = None;
        let why = match answer {
            Ok(response) if response.ok() => {
                if let Some(value) = read(&response) {
                    self.failures = 0;
                    return Some(value);
                }
                format!("the answer with {what} cannot be read; is this address really a Label Studio?")
            }
            Ok(response) => {
                let why = explain(response.status, &response.body);
                if !may_pass(response.status) {
                    self.give_up(&why);
                    return None;
                }
                wish = response.retry_after;
                why
            }
            Err(none) => none.to_string(),
        };
        self.failures += 1;
        if self.failures >= TRIES {
            self.give_up(&why);
        } else {
            self.pause = self.pace.wait(self.failures - 1, wish);
            let seconds = text::decimals(self.pause as f64 / 1000.0, 1);
            self.tell(format!("{why}. Asking again in {seconds} s."));
        }
        None
    }

    /// The push cannot go on: every row that is not settled says why.
    pub(super) fn give_up(&mut self, why: &str) {
        self.pause = 0;
        self.failures = 0;
        if self.trouble.is_none() {
            self.tell(why.to_owned());
            self.trouble = Some(why.to_owned());
        }
        let sending = matches!(
            self.phase,
            Phase::Sending
                | Phase::Load(_)
                | Phase::Ready(..)
                | Phase::InFlight(_)
                | Phase::Poll { .. }
                | Phase::Doubt(_)
        );
        if !sending {
            return self.finish(why);
        }
        self.queue.clear();
        self.open.clear();
        self.settle_unsent(why);
        self.begin_proof();
    }
}

/// Statuses that may be different on the next try.
pub(super) fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429) || status >= 500
}

/// Whether Label Studio itself answered.
pub(super) fn is_known(answer: &Answer) -> bool {
    answer.as_ref().is_ok_and(|response| !is_of_a_gateway(response.status))
}

/// Statuses of a server in between that did not hear the end of it: Label Studio may still be at it.
pub(super) fn is_of_a_gateway(status: u16) -> bool {
    matches!(status, 408 | 502..=504 | 520..=524)
}
