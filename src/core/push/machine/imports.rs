//! What the answer to an import means, and what is in doubt after it.

use super::super::plan::Limits;
use super::super::receipt::Outcome;
use super::answers::{TRIES, may_pass, wait};
use super::{Phase, Push};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, NoAnswer, Response};
use crate::core::protocol::label_studio as api;

/// Lookups that must find nothing before a request without an answer is sent again: the server may still
/// be busy committing it (measured: an aborted request is committed whole).
const LOOKS: u32 = 3;

impl Push {
    pub(super) fn imported(&mut self, chunk: Vec<usize>, answer: Answer) {
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

    pub(super) fn looked(&mut self, chunk: Vec<usize>, why: String, looks: u32, page: usize, answer: Answer) {
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

/// Too large is not a 413 but a 500 with these words (measured).
fn too_large(response: &Response) -> bool {
    response.status == 413 || response.body.contains("cannot access body after reading")
}
