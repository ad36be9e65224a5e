//! What each answer means.

use super::super::plan::{Existing, Limits};
use super::super::receipt::{Counters, Outcome};
use super::{Phase, Push};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, NoAnswer, Response};
use crate::core::protocol::label_studio as api;

/// Failures of a read before the push gives up, and sends of one task before it is left in doubt.
const TRIES: u32 = 4;
/// Lookups that must find nothing before a request without an answer is sent again: the server may still
/// be busy committing it (measured: an aborted request is committed whole).
const LOOKS: u32 = 3;

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
    fn read_page(&mut self, answer: Answer, page: usize) -> Option<bool> {
        let response = self.readable(answer)?;
        let Some(tasks) = api::read_tasks(&response) else {
            self.give_up("Label Studio's list of tasks cannot be read.");
            return None;
        };
        collect(&mut self.found, &tasks);
        Some(!tasks.tasks.is_empty() && (page * api::PAGE_SIZE) as u64 <= tasks.total)
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
    fn give_up(&mut self, why: &str) {
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

    fn imported(&mut self, chunk: Vec<usize>, answer: Answer) {
        match answer {
            Ok(response) if response.ok() => self.accepted(chunk, &response),
            Ok(response) if response.status == 400 => self.refused(chunk, &response),
            Ok(response) if too_large(&response) => {
                if let [only] = chunk[..] {
                    self.not_sent(only, &explain(response.status, &response.body));
                    self.phase = Phase::Sending;
                } else {
                    self.halve(&chunk);
                }
            }
            Ok(response) if response.status < 500 && !may_pass(response.status) => {
                let why = explain(response.status, &response.body);
                for place in chunk {
                    self.not_sent(place, &why);
                }
                self.give_up(&why);
            }
            Ok(response) => {
                self.pause = wait(self.failures, response.retry_after);
                // An error after the commit leaves the tasks in (measured); one look tells.
                self.doubt(chunk, explain(response.status, &response.body), LOOKS - 1);
            }
            Err(none) => {
                self.pause = wait(self.failures, None);
                self.doubt(chunk, none.to_string(), if none == NoAnswer::Aborted { LOOKS - 1 } else { 0 });
            }
        }
    }

    fn accepted(&mut self, chunk: Vec<usize>, response: &Response) {
        let predictions: u64 = chunk
            .iter()
            .filter_map(|p| self.candidates.get(*p)?.task.as_ref().ok())
            .map(|t| t.predictions)
            .sum();
        let answer = api::read::<api::Imported>(response);
        match answer {
            Some(a) if a.task_count == chunk.len() as u64 && a.task_ids.len() == chunk.len() => {
                if a.prediction_count != predictions {
                    let why = format!(
                        "Label Studio created {} tasks with {} of {predictions} predictions; the others were lost on its side",
                        a.task_count, a.prediction_count
                    );
                    self.trouble.get_or_insert(why);
                }
                for (place, task) in chunk.into_iter().zip(a.task_ids) {
                    self.claim(place, task);
                }
                self.failures = 0;
                self.phase = Phase::Sending;
            }
            Some(a) => {
                let why = format!("{} tasks were sent, the answer speaks of {}", chunk.len(), a.task_count);
                self.doubt(chunk, why, LOOKS - 1);
            }
            None => self.doubt(chunk, "the answer to the import cannot be read".to_owned(), 0),
        }
    }

    /// A 400 imports nothing of the request: the bad tasks are set aside, the others go again.
    fn refused(&mut self, chunk: Vec<usize>, response: &Response) {
        let errors = api::item_errors(response);
        let bad: Vec<usize> = errors.iter().filter_map(|(at, _)| chunk.get(*at).copied()).collect();
        for (at, reason) in &errors {
            if let Some(place) = chunk.get(*at) {
                self.not_sent(*place, &format!("Label Studio refuses it: {reason}"));
            }
        }
        if !bad.is_empty() {
            let rest: Vec<usize> = chunk.into_iter().filter(|place| !bad.contains(place)).collect();
            self.requeue(&rest, self.limits);
        } else if let [only] = chunk[..] {
            self.not_sent(only, &explain(response.status, &response.body));
            self.phase = Phase::Sending;
        } else {
            // It does not say which: smaller requests will.
            self.halve(&chunk);
        }
    }

    fn halve(&mut self, chunk: &[usize]) {
        let half = Limits { tasks: chunk.len().div_ceil(2), ..self.limits };
        self.requeue(chunk, half);
    }

    fn doubt(&mut self, chunk: Vec<usize>, why: String, looks: u32) {
        self.failures += 1;
        self.found.clear();
        self.phase = Phase::Doubt { chunk, why, looks, page: 1 };
    }

    fn looked(&mut self, chunk: Vec<usize>, why: String, looks: u32, page: usize, answer: Answer) {
        match self.read_page(answer, page) {
            Some(true) => self.phase = Phase::Doubt { chunk, why, looks, page: page + 1 },
            Some(false) => self.decide_doubt(chunk, why, looks),
            None => {}
        }
    }

    fn decide_doubt(&mut self, chunk: Vec<usize>, why: String, looks: u32) {
        let mut missing = Vec::new();
        for place in chunk {
            let key = self.candidates.get(place).map(|c| c.key.as_str());
            match key.and_then(|key| self.found.get(key)).and_then(|ids| ids.last().copied()) {
                Some(task) => self.claim(place, task),
                None => missing.push(place),
            }
        }
        if missing.is_empty() {
            self.phase = Phase::Sending;
        } else if looks + 1 < LOOKS {
            self.pause = wait(looks + 1, None);
            self.phase = Phase::Doubt { chunk: missing, why, looks: looks + 1, page: 1 };
        } else if missing.iter().any(|p| self.attempts.get(*p).is_some_and(|a| *a >= TRIES)) {
            for place in missing {
                self.not_sent(place, &format!("sent {TRIES} times, and it is not in Label Studio: {why}"));
            }
            self.give_up(&why);
        } else {
            self.requeue(&missing, self.limits);
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

    fn claim(&mut self, place: usize, task: u64) {
        if let Some(claim) = self.claimed.get_mut(place) {
            *claim = Some(task);
        }
    }

    fn not_sent(&mut self, place: usize, reason: &str) {
        if let Some(outcome) = self.outcomes.get_mut(place) {
            *outcome = Outcome::NotSent { reason: reason.to_owned() };
        }
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
fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429) || status >= 500
}

/// Too large is not a 413 but a 500 with these words (measured).
fn too_large(response: &Response) -> bool {
    response.status == 413 || response.body.contains("cannot access body after reading")
}

/// Doubles from half a second, at most 8 s; the server's own wish comes first, up to a minute.
fn wait(failures: u32, retry_after: Option<u32>) -> u64 {
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
