//! What is known of each row, and which row a task is of.

use super::super::journal::Entry;
use super::super::key::{self, Key};
use super::super::receipt::Outcome;
use super::{Phase, Push, State};

impl Push {
    /// A result's task was sent, by this push or by the one that it goes on with.
    pub(super) fn was_sent(&self, place: usize) -> bool {
        self.states.get(place).is_some_and(|state| state.attempts > 0)
    }

    pub(super) fn settle_as(&mut self, place: usize, outcome: Outcome, note: Option<String>) {
        let now = self.now;
        if let Some(state) = self.states.get_mut(place) {
            state.outcome = outcome;
            state.at = Some(now);
            if note.is_some() {
                state.note = note;
            }
        }
    }

    pub(super) fn not_sent(&mut self, place: usize, reason: &str) {
        self.settle_as(place, Outcome::NotSent { reason: reason.to_owned() }, None);
    }

    pub(super) fn claim(&mut self, place: usize, task: u64) {
        let now = self.now;
        if let Some(state) = self.states.get_mut(place) {
            state.claimed = Some(task);
            state.at = Some(now);
        }
    }

    pub(super) fn note(&mut self, place: usize, note: &str) {
        if let Some(state) = self.states.get_mut(place) {
            state.note = Some(note.to_owned());
        }
    }

    /// Rows that nothing will be sent for get their reason; those that were sent wait for the proof.
    pub(super) fn settle_unsent(&mut self, reason: &str) {
        for place in 0..self.states.len() {
            let unsent = |state: &State| state.outcome == Outcome::Waiting && state.attempts == 0;
            if self.states.get(place).is_some_and(unsent) {
                self.not_sent(place, reason);
            }
        }
    }

    /// The end: what was sent and not read back is in doubt.
    pub(super) fn finish(&mut self, reason: &str) {
        self.settle_unsent(reason);
        for place in 0..self.states.len() {
            let Some(state) = self.states.get(place) else { continue };
            if state.outcome == Outcome::Waiting {
                let reason = match state.claimed {
                    Some(task) => format!("Label Studio said that it created task {task}, but {reason}"),
                    None => format!("it was sent, and {reason}"),
                };
                self.settle_as(place, Outcome::InDoubt { reason }, None);
            }
        }
        let tally = self.tally();
        if self.written && self.trouble.is_none() && !self.stopped && tally.in_doubt == 0 {
            self.records.push_back(Entry::Over);
        }
        self.phase = Phase::Done;
    }

    /// Which candidate a task is of, and whether it is a second one made on purpose by another push.
    pub(super) fn place_of(&self, key: &str) -> Option<(usize, bool)> {
        if let Some(place) = self.index.get(&Key::known(key)) {
            return Some((*place, false));
        }
        let original = key::original(key);
        (original != key).then(|| self.index.get(&Key::known(original)))?.map(|place| (*place, true))
    }
}
