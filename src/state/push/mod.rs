//! What the page knows of the Push step: the dry run, the push under way, and the receipts of this tab.
//!
//! The decisions are `core::push::machine`'s. Here it is driven, one driver at a time: whoever starts takes
//! the next number, and what an older one still brings is dropped. Leaving the step does not end a push that
//! is sending; leaving the page does.

mod drive;
mod prepare;
mod proof;
mod shown;

pub use proof::{Entry, Proof};
pub use shown::{Basis, Cause, DryRun, Phase, Sending};

use super::{App, Problem};
use crate::{
    browser::clock,
    core::{
        push::machine::{Push as Machine, Target},
        text,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// Older than this, a dry run is done again before anything is sent.
const FRESH_S: i64 = 300;

/// The state of the Push step.
#[derive(Clone, Copy)]
pub struct Push {
    phase: RwSignal<Phase>,
    dry: RwSignal<Option<Arc<DryRun>>>,
    sending: RwSignal<Sending>,
    proof: RwSignal<Option<Arc<Proof>>>,
    receipts: RwSignal<Vec<Arc<Proof>>>,
    machine: StoredValue<Option<Machine>>,
    generation: StoredValue<u32>,
    /// Milliseconds that one import took on average, in the last push of this tab.
    pace: StoredValue<Option<f64>>,
}

impl Push {
    pub(super) fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Idle),
            dry: RwSignal::new(None),
            sending: RwSignal::new(Sending::default()),
            proof: RwSignal::new(None),
            receipts: RwSignal::default(),
            machine: StoredValue::new(None),
            generation: StoredValue::new(0),
            pace: StoredValue::new(None),
        }
    }

    /// The number beside the step in the trail: how many results are chosen. `None`: nothing to say yet.
    pub fn trail(&self, app: App) -> Option<String> {
        let count = app.results.selection(crate::core::results::selection::Selection::len);
        (count > 0).then(|| text::count(count as u64))
    }

    // ---- what is known ---------------------------------------------------------------------------

    /// How far it is.
    pub fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// Tasks are on their way.
    pub fn is_sending(&self) -> bool {
        self.phase.with(|phase| *phase == Phase::Sending)
    }

    /// The numbers of the last dry run.
    pub fn dry_run(&self) -> Option<Arc<DryRun>> {
        self.dry.get()
    }

    /// How far the push under way is.
    pub fn sending(&self) -> Sending {
        self.sending.get()
    }

    /// What came of the last push.
    pub fn proof(&self) -> Option<Arc<Proof>> {
        self.proof.get()
    }

    /// The receipts of this tab, the newest first.
    pub fn receipts(&self) -> Vec<Arc<Proof>> {
        self.receipts.get()
    }

    /// What would be sent where, as things are chosen now; `None`: not connected, or nothing is chosen.
    pub fn basis(&self, app: App) -> Option<Basis> {
        Basis::now(app)
    }

    /// The last dry run is of another batch, selection, mapping or project than is chosen now.
    pub fn is_stale(&self, app: App) -> bool {
        let now = Basis::now(app);
        self.dry.with(|dry| dry.as_ref().is_some_and(|dry| Some(&dry.basis) != now.as_ref()))
    }

    // ---- acts ------------------------------------------------------------------------------------

    /// The dry run: makes the tasks, asks Label Studio what it has. Writes nothing.
    pub fn prepare(&self, app: App) {
        if self.phase.with_untracked(|phase| *phase == Phase::Sending) {
            return;
        }
        let Some(first) = untrack(|| Basis::now(app)) else { return };
        let generation = self.begin();
        self.dry.set(None);
        self.proof.set(None);
        self.phase.set(Phase::Preparing { done: 0, of: first.places.len() });
        let push = *self;
        app.spawn(async move {
            // A suggested mapping waits for its sample.
            app.labeling.settle(app).await;
            if push.is_current(generation)
                && let Some(basis) = untrack(|| Basis::now(app))
            {
                push.dry_run_of(app, basis, generation).await;
            }
        });
    }

    /// The same, when nothing was checked yet, or the last push was of something else. For a view that opens.
    pub fn prepare_if_new(&self, app: App) {
        let phase = self.phase.get_untracked();
        let other = phase == Phase::Done && untrack(|| self.is_stale(app));
        if other || (phase == Phase::Idle && self.dry.with_untracked(Option::is_none)) {
            self.prepare(app);
        }
    }

    /// Sends what the dry run found to be new. A dry run that no longer holds is done again instead.
    pub fn go(&self, app: App) {
        let Some(dry) = self.dry.get_untracked() else { return };
        if self.phase.get_untracked() != Phase::Ready || dry.new == 0 {
            return;
        }
        if untrack(|| self.is_stale(app)) {
            return self.prepare(app);
        }
        if let Some(why) = untrack(|| app.labeling.refusal()) {
            return self.fail(app, Problem::new(why, "Mend it under Labeling. Nothing was sent."));
        }
        if clock::now_unix() - dry.at > FRESH_S {
            app.announce("The dry run was some minutes old, so it is done again. Nothing was sent.");
            app.set_status("The dry run was some minutes old, so it was done again. Nothing was sent.");
            return self.prepare(app);
        }
        let generation = self.begin();
        self.machine.update_value(|machine| {
            if let Some(machine) = machine {
                machine.go();
            }
        });
        self.sending.set(Sending { new: dry.new, of_bytes: dry.bytes, ..Sending::default() });
        self.phase.set(Phase::Sending);
        app.announce(format!("Sending {}", text::counted(dry.new, "task")));
        let push = *self;
        app.spawn(async move { push.send(app, dry, generation).await });
    }

    /// Ends the dry run, or sends nothing more after the request in flight; what was sent is still proven.
    pub fn stop(&self) {
        if self.phase.with_untracked(|phase| *phase == Phase::Sending) {
            self.machine.update_value(|machine| {
                if let Some(machine) = machine {
                    machine.stop();
                }
            });
            self.sending.update(|sending| sending.stopping = true);
        } else if self.phase.with_untracked(Phase::is_busy) {
            self.begin();
            self.machine.set_value(None);
            self.phase.set(Phase::Idle);
        }
    }

    /// Checks again: another dry run.
    pub fn again(&self, app: App) {
        self.prepare(app);
    }

    // ---- for the drivers -------------------------------------------------------------------------

    /// The next driver's number.
    fn begin(&self) -> u32 {
        let generation = self.generation.with_value(|g| g.wrapping_add(1));
        self.generation.set_value(generation);
        generation
    }

    fn is_current(&self, generation: u32) -> bool {
        self.generation.try_get_value() == Some(generation)
    }

    /// Asks the machine, if this driver is still the one.
    fn with_machine<T>(&self, generation: u32, ask: impl FnOnce(&mut Machine) -> T) -> Option<T> {
        if !self.is_current(generation) {
            return None;
        }
        self.machine.try_update_value(|machine| machine.as_mut().map(ask)).flatten()
    }

    fn fail(&self, app: App, problem: Problem) {
        app.failed(&problem);
        self.phase.try_set(Phase::Failed(problem));
    }
}

/// Where the results of a basis go.
fn target(basis: &Basis) -> Target {
    Target { base: basis.base.clone(), project: basis.project, batch_id: basis.origin.identity() }
}
