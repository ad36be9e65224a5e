//! A request of which it is not known what became: its results are looked up before anything is sent again.

use super::super::journal::Entry;
use super::super::plan::stands_for;
use super::answers::{LOOKS, SENDS};
use super::walk::Walk;
use super::{Phase, Push};
use crate::core::protocol::label_studio::tasks::{Detail, TaskPage};
use crate::core::text::counted;

/// A doubt that is being looked into.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Doubt {
    pub(super) walk: Walk,
    why: String,
    /// The server did answer: what it did not do, it will not do later.
    answered: bool,
    /// Lookups so far that did not find everything.
    looks: u32,
}

impl Push {
    /// It is not known what became of a chunk. `looks`: how many lookups count as made already.
    pub(super) fn doubt(&mut self, chunk: Vec<usize>, why: &str, looks: u32) {
        self.failures += 1;
        if looks == 0 {
            self.late.looked_up();
        }
        self.tell(format!(
            "No clear answer ({why}): it is looked up what became of {} before anything is sent again.",
            counted(chunk.len() as u64, "result")
        ));
        self.look(chunk, why.to_owned(), looks > 0, looks);
    }

    fn look(&mut self, chunk: Vec<usize>, why: String, answered: bool, looks: u32) {
        let walk = Walk::of(chunk, &self.candidates, Detail::Counts, None);
        self.phase = Phase::Doubt(Doubt { walk, why, answered, looks });
    }

    pub(super) fn looked(&mut self, mut doubt: Doubt, page: &TaskPage) {
        if self.walked(&mut doubt.walk, page) {
            self.decide(doubt);
        } else {
            self.phase = Phase::Doubt(doubt);
        }
    }

    fn decide(&mut self, doubt: Doubt) {
        let Doubt { walk, why, answered, looks } = doubt;
        let mut arrived = (Vec::new(), Vec::new());
        let mut missing = Vec::new();
        for place in walk.places.iter().copied() {
            match stands_for(&walk.own(place)) {
                Some(seen) => {
                    self.claim(place, seen.task);
                    self.note(place, &format!("found by a lookup: {why}"));
                    arrived.0.push(place);
                    arrived.1.push(seen.task);
                }
                None => missing.push(place),
            }
        }
        let count = |places: &[usize]| counted(places.len() as u64, "result");
        if !arrived.0.is_empty() {
            self.tell(format!("{} had arrived, and will not be sent again.", count(&arrived.0)));
            self.records.push_back(Entry::Arrived { places: arrived.0, tasks: arrived.1 });
        }
        if missing.is_empty() {
            self.phase = Phase::Sending;
        } else if looks + 1 < LOOKS {
            self.pause = self.pace.wait(looks + 2, None);
            self.look(missing, why, answered, looks + 1);
        } else if missing.iter().any(|p| self.states.get(*p).is_some_and(|s| s.attempts >= SENDS)) {
            for place in &missing {
                self.not_sent(*place, &format!("sent {SENDS} times, and it is not in Label Studio: {why}"));
            }
            self.give_up_on(&why);
        } else {
            if !self.stopped {
                self.tell(format!("{} had not arrived: sent again.", count(&missing)));
            }
            if !answered {
                self.late.sent_again();
            }
            self.requeue(missing.into_iter());
        }
    }

    fn give_up_on(&mut self, why: &str) {
        self.phase = Phase::Sending;
        self.give_up(why);
    }
}
