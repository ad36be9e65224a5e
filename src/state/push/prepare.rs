//! The dry run: the chosen results as tasks, made in slices so that the page stays alive.

use super::{
    Push,
    journal::Journal,
    shown::{Basis, DryRun, Phase},
    target,
};
use crate::{
    browser::clock,
    core::{
        push::{
            machine::{Manner, Push as Machine, Step},
            plan::{Candidate, Mode, TaskSize},
            receipt::name_at,
        },
        results::line::ResultLine,
        text,
    },
    state::{App, Problem},
};
use leptos::prelude::*;

/// Milliseconds of work between two turns of the browser.
const SLICE_MS: f64 = 8.0;
/// Rows that are read at once.
const AT_ONCE: usize = 200;

impl Push {
    /// Makes the tasks, then lets the machine ask Label Studio what it has.
    pub(super) async fn dry_run_of(self, app: App, basis: Basis, generation: u32) {
        let began = clock::now_ms();
        let name = name_at(clock::now_unix());
        let Some(made) = self.candidates(app, &basis, &name, generation).await else {
            if self.is_current(generation) {
                let happened = "The batch was read anew while its tasks were made.";
                self.fail(app, Problem::new(happened, "Check again. Nothing was written."));
            }
            return;
        };
        let (candidates, texts) = made.into_iter().unzip();
        self.texts.set_value(texts);
        self.machine.set_value(Some(Machine::new(target(&basis), candidates, manner(basis.mode))));
        let Some(end) = self
            .drive(app, generation, &mut Journal::none(), |push| {
                let doing = push.with_machine(generation, |machine| machine.progress().doing);
                push.phase.set(Phase::Checking { doing: doing.unwrap_or_default() });
            })
            .await
        else {
            return;
        };
        let import_ms = self.pace.get_value();
        let read = self.with_machine(generation, |machine| match (end, machine.trouble()) {
            (Step::Planned, _) => Ok(DryRun::read(machine, basis, name, import_ms)),
            (_, trouble) => Err(trouble.unwrap_or("the dry run ended early").to_owned()),
        });
        match read {
            Some(Ok(mut dry)) => {
                dry.took_ms = clock::now_ms() - began;
                dry.at = clock::now_unix();
                app.mention(text::counted(dry.new, "new task"));
                self.dry.set(Some(std::sync::Arc::new(dry)));
                self.phase.set(Phase::Ready);
            }
            Some(Err(why)) => {
                let happened = format!("The dry run failed: {why}");
                self.fail(
                    app,
                    Problem::new(happened, "Check again, or test the connection. Nothing was written."),
                );
            }
            None => {}
        }
    }

    /// One candidate for each chosen row, with its task's text. `None`: another driver began, or the rows are other
    /// ones now.
    async fn candidates(
        &self,
        app: App,
        basis: &Basis,
        name: &str,
        generation: u32,
    ) -> Option<Vec<(Candidate, String)>> {
        let of = basis.places.len();
        let mut candidates = Vec::with_capacity(of);
        let identity = basis.origin.identity();
        let copy = (basis.mode == Mode::Force).then_some(name);
        let mut slice = clock::now_ms();
        let same = || {
            untrack(|| app.results.origin()).as_ref() == Some(&basis.origin) && self.is_current(generation)
        };
        for places in basis.places.chunks(AT_ONCE) {
            let lines = app.results.lines(places).await;
            if !same() {
                return None;
            }
            for (place, line) in places.iter().zip(lines) {
                candidates.push(untrack(|| candidate(app, *place, line.as_ref(), &identity, copy))?);
                if clock::now_ms() - slice > SLICE_MS {
                    self.phase.set(Phase::Preparing { done: candidates.len(), of });
                    clock::yield_now().await;
                    if !same() {
                        return None;
                    }
                    slice = clock::now_ms();
                }
            }
        }
        Some(candidates)
    }
}

/// How a push is done that works in this mode.
pub(super) fn manner(mode: Mode) -> Manner {
    // Waits need not be unguessable, only different in two tabs.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number in 0..1")]
    let seed = (js_sys::Math::random() * 1e15) as u64;
    Manner { mode, seed, ..Manner::default() }
}

/// One row as a task, or why there is none. `None`: there is no such row. `copy`: it is sent once more, by the push
/// of this name.
fn candidate(
    app: App,
    place: u32,
    line: Option<&ResultLine>,
    identity: &str,
    copy: Option<&str>,
) -> Option<(Candidate, String)> {
    let row = app.results.row(place)?;
    let key = row.key(identity);
    let key = copy.map_or_else(|| key.clone(), |push| key.copied(push));
    let (task, text) = match line.map(|line| app.labeling.task_as(line, &key)) {
        None => {
            (Err(vec!["its line is not in memory any more; open the batch again".to_owned()]), String::new())
        }
        Some(task) if task.is_sendable() => {
            let text = task.to_value().to_string();
            (Ok(TaskSize { bytes: text.len(), predictions: task.predictions.len() as u64 }), text)
        }
        Some(task) => {
            let problems = task.problems.into_iter().map(|p| format!("{}: {}", p.target, p.fault)).collect();
            (Err(problems), String::new())
        }
    };
    let (row, custom_id) = (row.summary.number, row.summary.custom_id.clone());
    Some((Candidate { row, key, custom_id, task }, text))
}
