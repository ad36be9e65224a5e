//! The driver: does what the machine says, and brings back what came.

use super::{
    Push,
    proof::Proof,
    shown::{DryRun, Phase},
};
use crate::{
    browser::{clock, listen::listen},
    core::{protocol::http::Method, push::machine::Step, text},
    state::{App, Problem, outward::Outward},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Numbers on screen change at most this often.
const SHOW_MS: f64 = 100.0;

/// How many imports there were, and how long they took together.
#[derive(Default)]
pub(super) struct Imports {
    pub(super) count: u32,
    ms: f64,
}

impl Push {
    /// Drives the machine to its next stop: [`Step::Planned`] or [`Step::Done`]. `None`: another driver began.
    pub(super) async fn drive(
        &self,
        app: App,
        generation: u32,
        mut show: impl FnMut(&Self),
    ) -> Option<(Step, Imports)> {
        let mut imports = Imports::default();
        let mut shown = 0.0;
        loop {
            let step = self.with_machine(generation, crate::core::push::machine::Push::next_step)?;
            if clock::now_ms() - shown >= SHOW_MS {
                shown = clock::now_ms();
                show(self);
            }
            match step {
                Step::Send(request) => {
                    let import = request.method == Method::Post;
                    let began = clock::now_ms();
                    let answer = app.connection.call(request).await;
                    if import {
                        imports.count += 1;
                        imports.ms += clock::now_ms() - began;
                    }
                    self.with_machine(generation, |machine| machine.receive(answer))?;
                }
                Step::Wait(ms) => clock::sleep(u32::try_from(ms).unwrap_or(60_000)).await,
                end => {
                    show(self);
                    if imports.count > 0 {
                        self.pace.set_value(Some(imports.ms / f64::from(imports.count)));
                    }
                    return Some((end, imports));
                }
            }
        }
    }

    /// Sends, reads back, and keeps the receipt.
    pub(super) async fn send(self, app: App, dry: Arc<DryRun>, generation: u32) {
        let began = clock::now_ms();
        let warning = warn_before_leaving();
        let end = self
            .drive(app, generation, |push| {
                let Some(progress) = push.with_machine(generation, |machine| machine.progress()) else {
                    return;
                };
                push.sending.update(|sending| {
                    sending.doing = progress.doing;
                    // Tasks that settle are counted up, never down: a doubt that is being looked up is no step back.
                    if progress.settled as u64 != sending.settled {
                        let seconds = (clock::now_ms() - began).max(1.0) / 1000.0;
                        sending.pace = Some(progress.settled as f64 / seconds);
                    }
                    sending.settled = progress.settled as u64;
                    sending.bytes = progress.bytes as u64;
                    sending.requests = progress.requests;
                });
            })
            .await;
        warning.cleanup();
        let Some((_, imports)) = end else { return };
        let Some(proof) = self.with_machine(generation, |machine| Proof::read(machine, &dry)) else { return };
        let proof = Proof {
            took_ms: clock::now_ms() - began,
            counted_at: clock::now_unix(),
            imports: imports.count,
            ..proof
        };
        self.finish(app, Arc::new(proof.named(clock::now_ms())));
    }

    fn finish(&self, app: App, proof: Arc<Proof>) {
        let tally = proof.tally;
        app.tell(Outward::Pushed {
            batch_id: proof.basis.origin.identity(),
            project: proof.basis.project,
            created: tally.created,
            already_there: tally.there,
            refused: tally.not_sent,
        });
        match &proof.trouble {
            Some(why) => app.failed(&Problem::new(format!("{}.", proof.headline()), why.clone())),
            None => app.announce(proof.headline()),
        }
        app.set_status(format!(
            "{} in {}",
            proof.headline(),
            text::counted(u64::from(proof.imports), "request")
        ));
        self.receipts.update(|receipts| receipts.insert(0, proof.clone()));
        self.proof.set(Some(proof));
        // Kept candidates are the tasks themselves: megabytes that nobody needs any more.
        self.machine.set_value(None);
        self.phase.set(Phase::Done);
    }
}

/// The browser asks before it closes the tab, until the owner is cleaned up: at the end, or on unmount.
fn warn_before_leaving() -> Owner {
    let owner = Owner::new();
    if let Some(window) = web_sys::window() {
        owner.with(|| listen(window.into(), "beforeunload", |event| event.prevent_default()));
    }
    owner
}
