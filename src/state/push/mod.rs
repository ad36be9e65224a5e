//! What the page knows of the Push step: the dry run, the push under way, and the receipts of this tab.
//!
//! The decisions are `core::push::machine`'s. Here it is driven, one driver at a time: whoever starts takes
//! the next number, and what an older one still brings is dropped. Leaving the step does not end a push that
//! is sending; leaving the page does, and the journal resumes it.
//!
//! - `prepare`: the dry run; `drive`: the driver; `proof`: what came of it
//! - `journal`: what is written before each request; `resume`: an interrupted push, taken up again
//! - `history`: receipts and journals that this browser keeps; `undo`: a receipt, undone

mod drive;
mod history;
mod journal;
mod prepare;
mod proof;
mod resume;
mod shown;
mod undo;

pub use history::{Interrupted, Kept};
pub use proof::{Proof, save_csv, save_jsonl};
pub use shown::{Basis, Cause, DryRun, Phase, Sending};
pub use undo::{Stage, Undoing};

use super::{App, Problem};
use crate::{
    browser::clock,
    core::{
        push::{
            machine::{Push as Machine, Target},
            plan::Mode,
        },
        text,
    },
};
use history::History;
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
    mode: RwSignal<Mode>,
    paused: RwSignal<bool>,
    /// The tasks of the candidates, as they will be sent.
    texts: StoredValue<Vec<String>>,
    /// What this browser keeps.
    pub history: History,
    undoing: RwSignal<Option<Undoing>>,
    undo: StoredValue<Option<crate::core::push::undo::Undo>>,
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
            mode: RwSignal::default(),
            paused: RwSignal::default(),
            texts: StoredValue::default(),
            history: History::new(),
            undoing: RwSignal::new(None),
            undo: StoredValue::new(None),
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

    /// What is done with results that are there already.
    pub fn mode(&self) -> Mode {
        self.mode.get()
    }

    /// The push under way waits, until it is told to go on.
    pub fn is_paused(&self) -> bool {
        self.paused.get()
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
        if self.phase.get_untracked() != Phase::Ready || dry.to_do() == 0 {
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
        let push = *self;
        app.spawn(async move { push.send(app, dry, generation).await });
    }

    /// What is done with results that are there already: another dry run tells what that comes to.
    pub fn set_mode(&self, app: App, mode: Mode) {
        if self.mode.get_untracked() != mode && !self.is_sending() {
            self.mode.set(mode);
            self.prepare(app);
        }
    }

    /// Waits after the request in flight, or goes on.
    pub fn pause(&self, pause: bool) {
        self.paused.set(pause);
    }

    /// Ends the dry run, or sends nothing more after the request in flight; what was sent is still proven.
    pub fn stop(&self) {
        if self.phase.with_untracked(|phase| *phase == Phase::Sending) {
            self.machine.update_value(|machine| {
                if let Some(machine) = machine {
                    machine.stop();
                }
            });
            self.paused.set(false);
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
