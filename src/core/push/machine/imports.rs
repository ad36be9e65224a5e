//! What the answer to an import means.

use super::super::journal::Entry;
use super::answers::{LOOKS, TRIES, is_of_a_gateway, may_pass};
use super::{Phase, Push};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, NoAnswer, Response};
use crate::core::protocol::label_studio::{self as api, tasks};
use crate::core::text::counted;

/// How often an import in the background is asked for, every two seconds at most: 20 minutes.
const POLLS: u32 = 600;

impl Push {
    pub(super) fn imported(&mut self, chunk: Vec<usize>, answer: Answer, took_ms: u32) {
        match answer {
            Ok(response) if response.ok() => {
                if chunk.len() >= self.pace.limits().tasks || !self.queue.is_empty() {
                    self.pace.took(took_ms);
                }
                self.accepted(chunk, &response);
            }
            Ok(response) if response.status == 400 => self.refused(chunk, &response),
            Ok(response) if is_too_large(&response) => {
                let bytes =
                    chunk.iter().filter_map(|p| self.candidates.get(*p)).map(|c| c.size().bytes).sum();
                self.pace.too_large(bytes);
                self.not_taken(chunk, &explain(response.status, &response.body));
            }
            Ok(response) if response.status < 500 && !may_pass(response.status) => {
                let why = explain(response.status, &response.body);
                self.unsend(&chunk);
                for place in &chunk {
                    self.not_sent(*place, &why);
                }
                self.phase = Phase::InFlight(chunk);
                self.give_up(&why);
            }
            Ok(response) => {
                self.pause = self.pace.wait(self.failures, response.retry_after);
                // An error after the commit leaves the tasks in (measured); one look tells.
                let looks = if is_of_a_gateway(response.status) { 0 } else { LOOKS - 1 };
                self.doubt(chunk, &explain(response.status, &response.body), looks);
            }
            Err(none) => {
                self.pause = self.pace.wait(self.failures, None);
                let looks = if none == NoAnswer::Aborted { LOOKS - 1 } else { 0 };
                self.doubt(chunk, &none.to_string(), looks);
            }
        }
    }

    /// A 2xx: what it says is compared with what was sent. That its predictions arrived, the proof tells.
    fn accepted(&mut self, chunk: Vec<usize>, response: &Response) {
        let count = chunk.len() as u64;
        match api::read::<tasks::Imported>(response) {
            Some(tasks::Imported { import: Some(import), task_ids, .. }) if task_ids.is_empty() => {
                self.pause = 500;
                self.phase = Phase::Poll { chunk, import, polls: 0 };
            }
            Some(answer) if answer.task_count == count && answer.task_ids.len() as u64 == count => {
                let sizes = chunk.iter().filter_map(|place| self.candidates.get(*place));
                let predictions: u64 = sizes.map(|candidate| candidate.size().predictions).sum();
                if answer.prediction_count != predictions {
                    self.tell(format!(
                        "Label Studio created {count} tasks, and {} of their {}. What is missing will be added.",
                        answer.prediction_count,
                        counted(predictions, "prediction")
                    ));
                }
                for (place, task) in chunk.iter().zip(&answer.task_ids) {
                    self.claim(*place, *task);
                }
                self.records.push_back(Entry::Arrived { places: chunk, tasks: answer.task_ids });
                self.failures = 0;
                self.phase = Phase::Sending;
            }
            Some(answer) => {
                let why = format!("{count} tasks were sent, the answer speaks of {}", answer.task_count);
                self.doubt(chunk, &why, LOOKS - 1);
            }
            None => self.doubt(chunk, "the answer to the import cannot be read", 0),
        }
    }

    /// How far an import in the background is.
    pub(super) fn polled(&mut self, chunk: Vec<usize>, import: u64, polls: u32, answer: Answer) {
        let state = match answer {
            Ok(response) if response.ok() => match api::read::<tasks::Imported>(&response) {
                Some(state) => Ok((state, response)),
                None => Err("the state of the import cannot be read".to_owned()),
            },
            Ok(response) => Err(explain(response.status, &response.body)),
            Err(none) => Err(none.to_string()),
        };
        match state {
            Ok((state, response)) => {
                self.failures = 0;
                match state.status.as_deref() {
                    Some("completed") if !state.task_ids.is_empty() => self.accepted(chunk, &response),
                    Some("completed") => self.doubt(chunk, "the import was completed", LOOKS - 1),
                    Some("failed") => {
                        let why = state.error.unwrap_or_else(|| "Label Studio gave no reason".to_owned());
                        self.doubt(chunk, &format!("the import failed: {why}"), LOOKS - 1);
                    }
                    _ if polls < POLLS => {
                        self.pause = (500 + 250 * u64::from(polls)).min(2_000);
                        self.phase = Phase::Poll { chunk, import, polls: polls + 1 };
                    }
                    _ => self.doubt(chunk, "the import did not end", 0),
                }
            }
            Err(_) if self.failures + 1 < TRIES => {
                self.pause = self.pace.wait(self.failures, None);
                self.failures += 1;
                self.phase = Phase::Poll { chunk, import, polls: polls + 1 };
            }
            Err(why) => self.doubt(chunk, &why, 0),
        }
    }

    /// A 400 imports nothing of the request: the bad tasks are set aside, the others go again.
    fn refused(&mut self, chunk: Vec<usize>, response: &Response) {
        let errors = tasks::item_errors(response);
        let bad: Vec<usize> = errors.iter().filter_map(|(at, _)| chunk.get(*at).copied()).collect();
        if bad.is_empty() {
            // It does not say which: smaller requests will.
            self.pace.halve(chunk.len());
            return self.not_taken(chunk, &explain(response.status, &response.body));
        }
        self.unsend(&chunk);
        for (at, reason) in &errors {
            if let Some(place) = chunk.get(*at) {
                self.not_sent(*place, &format!("Label Studio refuses it: {reason}"));
            }
        }
        self.requeue(chunk.into_iter().filter(|place| !bad.contains(place)));
    }

    /// Nothing of a request was taken: smaller ones go again, and a single task has its reason.
    fn not_taken(&mut self, chunk: Vec<usize>, why: &str) {
        self.unsend(&chunk);
        if let [only] = chunk[..] {
            self.not_sent(only, why);
            self.phase = Phase::Sending;
        } else {
            self.requeue(chunk.into_iter());
        }
    }

    /// What was certainly not taken was never sent.
    fn unsend(&mut self, chunk: &[usize]) {
        for place in chunk {
            if let Some(state) = self.states.get_mut(*place) {
                state.attempts = state.attempts.saturating_sub(1);
            }
        }
        self.records.push_back(Entry::Refused { places: chunk.to_vec() });
    }

    pub(super) fn requeue(&mut self, places: impl DoubleEndedIterator<Item = usize>) {
        for place in places.rev() {
            self.queue.push_front(place);
        }
        self.phase = Phase::Sending;
    }
}

/// Too large is not a 413 but a 500 with these words (measured).
fn is_too_large(response: &Response) -> bool {
    response.status == 413 || response.body.contains("cannot access body after reading")
}
