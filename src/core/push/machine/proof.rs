//! The proof: every row that was sent is read back by its key, or, where nothing is in doubt, counted by its task.

use super::super::plan::{Seen, stands_for};
use super::super::receipt::{Outcome, STOPPED};
use super::mend::Mend;
use super::surplus::Removal;
use super::walk::Walk;
use super::{Phase, Push};
use crate::core::protocol::label_studio::tasks::Detail;

/// How often everything is read back before what is missing is left in doubt.
pub(super) const PROOFS: u32 = 3;
/// Results whose predictions are examined at once.
const AT_ONCE: usize = 40;

/// What the proof found wanting, by places.
#[derive(Debug, Default)]
pub(super) struct Wanting {
    /// Sent, and not there.
    missing: Vec<usize>,
    /// Their tasks have not as many predictions as were sent: some are lost, or there twice.
    uneven: Vec<usize>,
    /// There before, to get predictions.
    pub(super) attach: Vec<usize>,
    /// Several tasks, one of them ours.
    surplus: Vec<usize>,
}

impl Push {
    /// Nothing more is sent: what was sent is read back.
    pub(super) fn begin_proof(&mut self) {
        let places: Vec<usize> = (0..self.states.len()).filter(|place| self.was_sent(*place)).collect();
        self.settle_unsent(STOPPED);
        self.failures = 0;
        if places.is_empty() {
            self.phase = Phase::Settle;
            return;
        }
        match self.countable(&places) {
            Some(confirm) => self.phase = Phase::Confirm(confirm),
            None => self.read_back(places),
        }
    }

    /// Every row is read.
    pub(super) fn read_back(&mut self, places: Vec<usize>) {
        self.proofs += 1;
        let tasks = self.batch_tasks + places.len() as u64;
        self.phase = Phase::Prove(Walk::of(places, &self.candidates, Detail::Counts, Some(tasks)));
    }

    /// Everything was read back.
    pub(super) fn judge(&mut self, walk: &Walk) {
        let mut wanting = Wanting { attach: std::mem::take(&mut self.wanting.attach), ..Wanting::default() };
        for place in &walk.places {
            let tasks = walk.own(*place);
            let Some(kept) = stands_for(&tasks) else {
                wanting.missing.push(*place);
                continue;
            };
            if tasks.len() > 1 {
                wanting.surplus.push(*place);
            }
            let wanted = self.candidates.get(*place).map_or(0, |c| c.size().predictions);
            if wanted > 0 && (kept.predictions != wanted || self.late.predictions.contains(place)) {
                wanting.uneven.push(*place);
            }
            self.is_there(*place, kept);
        }
        self.wanting = wanting;
        self.phase = Phase::Settle;
    }

    /// A row was read back as this task.
    pub(super) fn is_there(&mut self, place: usize, kept: Seen) {
        let Some(state) = self.states.get(place) else { return };
        let Seen { task, predictions, .. } = kept;
        let attempts = state.attempts;
        match state.claimed {
            // What was sent twice may be there twice by ourselves.
            Some(claimed) if claimed != task && attempts == 1 => {
                let note = "another push created it at the same time";
                self.settle_as(place, Outcome::AlreadyThere { task }, Some(note.to_owned()));
            }
            _ if state.repaired => {
                self.settle_as(place, Outcome::Repaired { task, predictions, attempts }, None);
            }
            _ => self.settle_as(place, Outcome::Created { task, predictions, attempts }, None),
        }
    }

    /// What is to be mended next; when nothing is, the project is counted again.
    pub(super) fn settle(&mut self) {
        let may_send = self.trouble.is_none() && !self.stopped;
        if may_send && self.proofs < PROOFS && !self.wanting.missing.is_empty() {
            let missing = std::mem::take(&mut self.wanting.missing);
            return self.doubt(missing, "it was not there when it was read back", 0);
        }
        if !self.wanting.surplus.is_empty() {
            let places = std::mem::take(&mut self.wanting.surplus);
            self.phase = Phase::Surplus(Removal::of(places, &self.candidates));
            return;
        }
        let uneven = &mut self.wanting.uneven;
        if !uneven.is_empty() {
            let places = uneven.drain(..uneven.len().min(AT_ONCE)).collect();
            self.phase = Phase::Mend(Mend::of(places, &self.candidates, false));
            return;
        }
        let attach = std::mem::take(&mut self.wanting.attach);
        if !may_send {
            for place in attach {
                self.note(place, "stopped before its predictions were attached");
            }
        } else if !attach.is_empty() {
            let (now, later) = attach.split_at(attach.len().min(AT_ONCE));
            self.wanting.attach = later.to_vec();
            self.phase = Phase::Mend(Mend::of(now.to_vec(), &self.candidates, true));
            return;
        }
        let later = self.something_may_arrive();
        if later > 0 && may_send {
            self.look_once_more(later);
        } else if self.written {
            self.phase = Phase::CountAfter;
        } else {
            self.finish(STOPPED);
        }
    }
}
