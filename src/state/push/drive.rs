//! The driver: does what the machine says, and brings back what came.

use super::{
    Push,
    journal::Journal,
    proof::Proof,
    shown::{DryRun, Phase, Sending},
};
use crate::{
    browser::{clock, listen::listen, locks},
    core::{
        origin::Origin,
        push::{
            journal::Head,
            machine::{Clock, Push as Machine, Step, Target},
        },
        text,
    },
    state::{App, Problem, outward::Outward},
};
use leptos::prelude::*;
use std::{cell::Cell, sync::Arc};

/// Numbers on screen change at most this often.
const SHOW_MS: f64 = 100.0;
/// The host page is told at most this often.
const TELL_MS: f64 = 1_000.0;
/// While paused, it is looked this often whether to go on.
const PAUSED_MS: u32 = 150;

impl Push {
    /// Drives the machine to its next stop: [`Step::Planned`] or [`Step::Done`]. `None`: another driver began.
    pub(super) async fn drive(
        &self,
        app: App,
        generation: u32,
        journal: &mut Journal,
        mut show: impl FnMut(&Self),
    ) -> Option<Step> {
        let mut shown = 0.0;
        loop {
            while self.paused.try_get_untracked()? {
                clock::sleep(PAUSED_MS).await;
            }
            let step = self.with_machine(generation, Machine::next_step)?;
            if clock::now_ms() - shown >= SHOW_MS {
                shown = clock::now_ms();
                show(self);
            }
            match step {
                Step::Send(request) => {
                    let import = request.url.contains("/import?");
                    let began = clock::now_ms();
                    let answer = app.connection.call(request).await;
                    let took = clock::now_ms() - began;
                    if import {
                        self.pace.set_value(Some(
                            self.pace.get_value().map_or(took, |ms| f64::midpoint(ms, took)),
                        ));
                    }
                    // A clock that is set back makes no answer faster than none.
                    #[allow(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "milliseconds"
                    )]
                    let clock = Clock { now: clock::now_unix(), took_ms: took.max(0.0) as u32 };
                    self.with_machine(generation, |machine| machine.receive(answer, clock))?;
                }
                Step::Texts(places) => {
                    let texts = self.texts.try_with_value(|texts| {
                        places.iter().map(|place| texts.get(*place).cloned().unwrap_or_default()).collect()
                    })?;
                    self.with_machine(generation, |machine| machine.supply(texts))?;
                }
                Step::Record(entry) => {
                    journal.record(&entry).await;
                    if let Some(why) = journal.fault() {
                        self.sending.try_update(|sending| sending.no_journal = Some(why));
                    }
                }
                Step::Wait(ms) => clock::sleep(u32::try_from(ms).unwrap_or(60_000)).await,
                end => {
                    show(self);
                    return Some(end);
                }
            }
        }
    }

    /// Sends what the dry run found.
    pub(super) async fn send(self, app: App, dry: Arc<DryRun>, generation: u32) {
        let basis = &dry.basis;
        let target = super::target(basis);
        let head = Head::new(
            dry.name.clone(),
            &target,
            basis.title.clone(),
            basis.mode,
            clock::now_unix(),
            basis.places.len(),
        );
        self.run(app, generation, &head, None).await;
    }

    /// Sends, reads back, and keeps the receipt. `journal`: the push is one that was interrupted.
    pub(super) async fn run(self, app: App, generation: u32, head: &Head, journal: Option<Journal>) {
        let Some(_lock) = locks::take(&lock_name(&head.target())).await else {
            let problem = Problem::new(
                "Another tab of this browser is pushing this batch into this project.",
                "Wait until it is done, or stop it there. Nothing was sent from here.",
            );
            return self.fail(app, problem);
        };
        let began = clock::now_ms();
        let warning = warn_before_leaving();
        self.paused.set(false);
        self.sending.set(Sending { origin: Some(Origin::known_as(&head.batch_id)), ..Sending::default() });
        self.phase.set(Phase::Sending);
        let resumed = journal.is_some();
        let mut journal = match journal {
            Some(journal) => journal,
            None => self.begin_journal(app, head).await,
        };
        let told = Cell::new(began);
        let show = |push: &Self| {
            let seconds = (clock::now_ms() - began) / 1000.0;
            push.with_machine(generation, |machine| {
                push.sending.try_update(|sending| sending.take(machine, seconds));
            });
            if clock::now_ms() - told.get() >= TELL_MS {
                told.set(clock::now_ms());
                let (done, tasks) = push.sending.with_untracked(|sending| (sending.settled, sending.new));
                let batch_id = head.batch_id.clone();
                app.tell(Outward::PushProgressed { batch_id, project: head.project, done, tasks });
            }
        };
        loop {
            let Some(step) = self.drive(app, generation, &mut journal, &show).await else { return };
            if !matches!(step, Step::Planned) {
                break;
            }
            let told = self.with_machine(generation, |machine| {
                machine.go();
                machine.plan().new.len() as u64
            });
            let tasks = told.unwrap_or_default();
            app.tell(Outward::PushStarted { batch_id: head.batch_id.clone(), project: head.project, tasks });
            app.announce(format!(
                "{} {}",
                if resumed { "Resuming; to send:" } else { "Sending" },
                text::counted(tasks, "task")
            ));
        }
        warning.cleanup();
        let Some(proof) = self.with_machine(generation, |machine| Proof::read(machine, head)) else { return };
        let proof = Proof { took_ms: clock::now_ms() - began, ..proof };
        self.history.keep(app, &proof.receipt, journal).await;
        self.finish(app, Arc::new(proof));
    }

    fn finish(&self, app: App, proof: Arc<Proof>) {
        let head = &proof.receipt.head;
        let tally = head.tally;
        app.tell(Outward::Pushed {
            batch_id: head.batch_id.clone(),
            project: head.project,
            created: tally.created,
            already_there: tally.there,
            refused: tally.not_sent,
        });
        match &head.trouble {
            Some(why) => app.failed(&Problem::new(format!("{}.", head.headline()), why.clone())),
            None => app.announce(head.headline()),
        }
        let requests = text::counted(u64::from(proof.imports), "request");
        app.set_status(format!("{} in {requests}", head.headline()));
        self.proof.try_set(Some(proof));
        // Kept texts are the tasks themselves: megabytes that nobody needs any more.
        self.machine.try_set_value(None);
        self.texts.try_set_value(Vec::new());
        self.phase.try_set(Phase::Done);
    }
}

/// What two tabs must not do at once.
fn lock_name(target: &Target) -> String {
    format!("batch-curator push {} {} {}", target.base, target.project, target.batch_id)
}

/// The browser asks before it closes the tab, until the owner is cleaned up: at the end, or on unmount.
fn warn_before_leaving() -> Owner {
    let owner = Owner::new();
    if let Some(window) = web_sys::window() {
        owner.with(|| listen(window.into(), "beforeunload", |event| event.prevent_default()));
    }
    owner
}
