//! What is to be sent, by what the lookup found.

use super::super::plan::{Mode, plan};
use super::super::receipt::Outcome;
use super::{Phase, Push};

impl Push {
    /// The end of a dry run.
    pub(super) fn make_plan(&mut self) {
        self.plan = plan(&self.candidates, &self.found, self.pace.limits());
        let there = std::mem::take(&mut self.plan.there);
        // What this push itself sent before it was interrupted is no other's.
        let (own, there): (Vec<_>, Vec<_>) = there.into_iter().partition(|(place, _)| self.was_sent(*place));
        for (place, seen) in own {
            self.claim(place, seen.task);
            self.open.remove(&place);
        }
        for (place, seen) in &there {
            let wanted = self.candidates.get(*place).map_or(0, |c| c.size().predictions);
            let note = (seen.predictions < wanted && self.mode == Mode::Skip).then(|| {
                format!("it has {} of {wanted} predictions; attaching adds the others", seen.predictions)
            });
            self.settle_as(*place, Outcome::AlreadyThere { task: seen.task }, note);
        }
        if self.mode == Mode::Attach {
            self.wanting.attach = there.iter().map(|(place, _)| *place).collect();
        }
        self.plan.there = there;
        for (place, reason) in self.plan.refused.clone() {
            self.not_sent(place, &reason);
        }
        self.phase = Phase::Planned;
    }
}
