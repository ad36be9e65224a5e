//! Results that two pushes sent at the same time: the surplus tasks are removed again.
//!
//! All pushes keep the same one: a task that somebody worked on, else the oldest. What somebody worked on is never
//! removed, so it is looked at once more right before.

use super::super::plan::{Candidate, Seen, stands_for};
use super::super::receipt::Surplus;
use super::answers::{SENDS, may_pass};
use super::walk::Walk;
use super::{Phase, Push, Target};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, Request};
use crate::core::protocol::label_studio::tasks::{self, Detail, TaskPage};
use crate::core::text::counted;
use std::collections::BTreeMap;

/// Tasks that go in one request.
const AT_ONCE: usize = 200;

/// Surplus tasks that are being removed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Removal {
    walk: Walk,
    removing: Vec<u64>,
    sent: u32,
    removed: BTreeMap<usize, Vec<u64>>,
}

impl Removal {
    pub(super) fn of(places: Vec<usize>, candidates: &[Candidate]) -> Self {
        Self {
            walk: Walk::of(places, candidates, Detail::Work, None),
            removing: Vec::new(),
            sent: 0,
            removed: BTreeMap::new(),
        }
    }

    pub(super) fn is_removing(&self) -> bool {
        !self.removing.is_empty()
    }

    pub(super) fn request(&self, target: &Target, candidates: &[Candidate]) -> Request {
        if self.removing.is_empty() {
            self.walk.request(target, candidates)
        } else {
            tasks::delete(&target.base, target.project, &self.removing)
        }
    }
}

impl Push {
    /// What there is of them right now.
    pub(super) fn rechecked(&mut self, mut removal: Removal, page: &TaskPage) {
        if !self.walked(&mut removal.walk, page) {
            self.phase = Phase::Surplus(removal);
            return;
        }
        let mut surplus = Vec::new();
        for place in removal.walk.places.clone() {
            let tasks = removal.walk.own(place);
            let Some(kept) = stands_for(&tasks) else { continue };
            self.is_there(place, kept);
            let others = tasks.iter().filter(|seen| seen.task != kept.task);
            let (untouched, worked): (Vec<&Seen>, Vec<&Seen>) = others.partition(|seen| seen.worked == 0);
            if !worked.is_empty() {
                self.note(place, "it is there more than once, and somebody worked on each: they stay");
            }
            removal.removed.entry(place).or_default().extend(untouched.iter().map(|seen| seen.task));
            surplus.extend(untouched.iter().map(|seen| seen.task));
        }
        if surplus.is_empty() || removal.sent >= SENDS + 50 {
            return self.are_removed(removal);
        }
        surplus.truncate(AT_ONCE);
        removal.sent += 1;
        removal.removing = surplus;
        self.phase = Phase::Surplus(removal);
    }

    /// The answer to a removal. Whether they are gone, the next look tells.
    pub(super) fn removed(&mut self, mut removal: Removal, answer: Answer) {
        match answer {
            Ok(response) if response.ok() => {}
            Ok(response) if !may_pass(response.status) => {
                let why = explain(response.status, &response.body);
                let count = counted(removal.removing.len() as u64, "surplus task");
                self.tell(format!("{count} could not be removed: {why}."));
                self.trouble.get_or_insert_with(|| format!("{count} could not be removed: {why}"));
                self.phase = Phase::Settle;
                return;
            }
            Ok(response) => self.pause = self.pace.wait(removal.sent, response.retry_after),
            Err(_) => self.pause = self.pace.wait(removal.sent, None),
        }
        removal.removing.clear();
        removal.walk.begin();
        self.phase = Phase::Surplus(removal);
    }

    fn are_removed(&mut self, removal: Removal) {
        let mut count = 0;
        for (place, mut ids) in removal.removed {
            ids.sort_unstable();
            ids.dedup();
            let kept = self.states.get(place).and_then(|state| match state.outcome {
                super::Outcome::AlreadyThere { task } => Some(task),
                ref made => made.made(),
            });
            if let (Some(kept), Some(candidate), false) = (kept, self.candidates.get(place), ids.is_empty()) {
                count += ids.len() as u64;
                let custom_id = candidate.custom_id.clone();
                self.surplus.push(Surplus { custom_id, kept, removed: ids });
            }
        }
        if count > 0 {
            let tasks = counted(count, "surplus task");
            self.tell(format!("The same results were sent twice at the same time: {tasks} removed."));
        }
        self.phase = Phase::Settle;
    }
}
