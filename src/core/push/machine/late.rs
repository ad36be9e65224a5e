//! What may still arrive: a request that was not answered may be carried out later, when it was sent again or another
//! push has done the same. So all is looked at once more, after that time.

use super::super::journal::History;
use super::super::receipt::Counters;
use super::proof::PROOFS;
use super::{Clock, Push};
use std::collections::BTreeSet;

/// Label Studio tries for a while when its database is locked: 3, 9 and 21 s later (measured). What was sent twice is
/// looked at once more after that.
const LATE_MS: u64 = 25_000;
/// So long after it was sent, a request that was not answered is not carried out any more: those retries, and the last
/// of them.
const LATE_S: i64 = 30;
/// When a request was not answered, and the project's counter says that there is more than was sent, all is looked at
/// again so often: the first time as much later, then
const RECOUNTS: u32 = 3;
/// so much later each time.
const RECOUNT_MS: u64 = 5_000;

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// Tasks were sent again, with no answer to what was sent first.
    resent: bool,
    /// Until when a request that was not answered may be carried out, Unix seconds; 0: there is none.
    until: i64,
    /// Places whose predictions were sent with no answer known: they are looked at themselves when all is read back.
    pub(super) predictions: BTreeSet<usize>,
    /// Looks that are left at what the project's counter says too much.
    recounts: u32,
}

impl Late {
    /// Of a push that was interrupted.
    pub(super) fn of(history: &History) -> Self {
        let until = history.sent.map_or(0, |sent| sent + LATE_S);
        Self { until, predictions: history.completing.clone(), ..Self::default() }
    }

    /// A request that writes was not answered, or by a gateway that does not know.
    pub(super) fn unanswered(&mut self, clock: Clock) {
        self.until = self.until.max(clock.now - i64::from(clock.took_ms / 1_000) + LATE_S);
    }

    /// It is looked up what became of a request: what is found may be another push's, and ours still to come.
    pub(super) fn looked_up(&mut self) {
        self.recounts = RECOUNTS;
    }

    /// What was not answered is sent again.
    pub(super) fn sent_again(&mut self) {
        self.resent = true;
    }

    /// Every request that writes was answered.
    pub(super) fn is_nothing(&self) -> bool {
        !self.resent && self.until == 0
    }
}

impl Push {
    /// Milliseconds until all is looked at once more, since something may arrive twice: it was sent twice, or another
    /// push's was found while ours is still to come. Asked a second time: nothing may.
    pub(super) fn something_may_arrive(&mut self) -> u64 {
        let left = (std::mem::take(&mut self.late.until) - self.now).clamp(0, LATE_S).unsigned_abs() * 1_000;
        if std::mem::take(&mut self.late.resent) {
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

    /// Whether everything is read back once more: a request was not answered, and the project has more tasks than this
    /// push made. They may be somebody else's; or what was sent did arrive, later than anybody would think.
    pub(super) fn looks_again(&mut self, after: Counters) -> bool {
        let made = self.tally().created;
        let more = self.before.is_some_and(|before| after.tasks > before.tasks + made);
        if !more || self.late.recounts == 0 || self.trouble.is_some() || self.stopped {
            return false;
        }
        let first = self.late.recounts == RECOUNTS;
        self.late.recounts -= 1;
        self.look_once_more(if first { LATE_MS } else { RECOUNT_MS });
        true
    }

    /// Everything is read back a last time, so many milliseconds later.
    pub(super) fn look_once_more(&mut self, later: u64) {
        self.proofs = PROOFS - 1;
        self.begin_proof();
        self.pause = later;
    }
}
