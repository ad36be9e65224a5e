//! The proof: every row that was sent is read back by its key, or, where nothing is in doubt, counted by its task.

use super::super::plan::{Seen, stands_for};
use super::super::receipt::{Counters, Outcome, STOPPED};
use super::mend::Mend;
use super::surplus::Removal;
use super::walk::Walk;
use super::{Clock, Phase, Push};
use crate::core::protocol::label_studio::tasks::Detail;

/// How often everything is read back before what is missing is left in doubt.
const PROOFS: u32 = 3;
/// Label Studio tries for a while when its database is locked: 3, 9 and 21 s later (measured). What was sent twice is
/// looked at once more after that.
const LATE_MS: u64 = 25_000;
/// So long after it was sent, a request that was not answered is not carried out any more: those retries, and the last
/// of them.
pub(super) const LATE_S: i64 = 30;
/// When a request was not answered, and the project's counter says that there is more than was sent, all is looked at
/// again so often: the first time as much later, then
pub(super) const RECOUNTS: u32 = 3;
/// so much later each time.
const RECOUNT_MS: u64 = 5_000;
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
        let sent = |place: &usize| self.states.get(*place).is_some_and(|state| state.attempts > 0);
        let places: Vec<usize> = (0..self.states.len()).filter(sent).collect();
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
            if wanted > 0 && (kept.predictions != wanted || self.unsure.contains(place)) {
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

    /// Whether everything is read back once more: a request was not answered, and the project has more tasks than this
    /// push made. They may be somebody else's; or what was sent did arrive, later than anybody would think.
    pub(super) fn looks_again(&mut self, after: Counters) -> bool {
        let made = self.tally().created;
        let more = self.before.is_some_and(|before| after.tasks > before.tasks + made);
        if !more || self.recounts == 0 || self.trouble.is_some() || self.stopped {
            return false;
        }
        let first = self.recounts == RECOUNTS;
        self.recounts -= 1;
        self.look_once_more(if first { LATE_MS } else { RECOUNT_MS });
        true
    }

    /// Milliseconds until all is looked at once more, since something may arrive twice: it was sent twice, or another
    /// push's was found while ours is still to come.
    fn may_still_arrive(&mut self) -> u64 {
        let left = (std::mem::take(&mut self.late) - self.now).clamp(0, LATE_S).unsigned_abs() * 1_000;
        if std::mem::take(&mut self.resent) {
            self.tell(
                "Something was sent twice, since no answer came: looking once more whether both arrive."
                    .to_owned(),
            );
            return left.max(LATE_MS);
        }
        if left > 0 {
            self.tell(format!(
                "Something was sent and not answered: looking once more in {} s whether it arrives twice.",
                left / 1_000
            ));
        }
        left
    }

    /// A request that writes was not answered, or by a gateway that does not know: it may still be carried out.
    pub(super) fn unanswered(&mut self, clock: Clock) {
        self.late = self.late.max(clock.now - i64::from(clock.took_ms / 1_000) + LATE_S);
    }

    /// Everything is read back a last time, so much later.
    fn look_once_more(&mut self, later: u64) {
        self.proofs = PROOFS - 1;
        self.begin_proof();
        self.pause = later;
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
        let late = self.may_still_arrive();
        if late > 0 && may_send {
            self.look_once_more(late);
        } else if self.written {
            self.phase = Phase::CountAfter;
        } else {
            self.finish(STOPPED);
        }
    }
}
