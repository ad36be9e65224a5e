//! What the desk tells of one job, taken in.

use super::{Kept, Load, what};
use crate::{
    browser::{clock, timing},
    core::{
        protocol::{
            batch_api,
            http::{NoAnswer, Response},
        },
        results::{
            desk::Told,
            index::{Index, Source},
            pace::Pace,
        },
        text,
    },
    state::{App, Problem, outward::Outward, results::side::Side},
};
use js_sys::Uint8Array;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

/// Milliseconds between two redraws while rows arrive: more of them would only take time from reading.
const SHOW_MS: u32 = 250;

/// Takes in what the desk tells of one job.
pub(super) struct Reading {
    pub(super) side: Side,
    pub(super) app: App,
    pub(super) generation: u32,
    pub(super) settled: bool,
    /// Files of results or errors that were asked for.
    pub(super) results: usize,
    /// All files that were asked for.
    pub(super) files: usize,
    /// Files that were read to their end.
    pub(super) ended: Cell<usize>,
    /// Files of results or errors of which nothing came.
    pub(super) lost: Cell<usize>,
    /// Bytes of the file under way, where the server says so and no other file came before it.
    pub(super) total: Cell<Option<u64>>,
    /// When rows were last shown.
    pub(super) shown: Cell<f64>,
    /// File and bytes that are to be shown.
    pub(super) due: Cell<Option<(Source, u64)>>,
    /// They are shown in a moment.
    pub(super) waiting: Cell<bool>,
    /// Rows were on the screen.
    pub(super) seen: Cell<bool>,
}

impl Reading {
    pub(super) fn hear(self: &Rc<Self>, told: Told, bytes: Option<Uint8Array>) {
        let side = self.side;
        if !side.is_current(self.generation) {
            return;
        }
        match told {
            Told::Head { source, total, .. } => {
                timing::mark("first-byte");
                let rows = side.index.with_value(|index| u64::from(index.len()));
                self.total.set(total.filter(|_| rows == 0));
                side.pace.set_value(Pace::begin(clock::now_ms(), total, rows));
                self.note(source, 0);
            }
            Told::Rows { source, bytes: so_far, .. } => {
                let block = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
                let added = side.index.try_update_value(|index| {
                    let added = index.append(&block);
                    if let Some(total) = self.total.get() {
                        index.expect(so_far, total);
                    }
                    added
                });
                if let Some(Err(why)) = added {
                    self.problem(Problem::new(why.to_string(), "The rows before it are shown."));
                }
                self.show_soon(source, so_far);
                if added.and_then(Result::ok).is_some_and(|rows| rows > 0) && !self.seen.replace(true) {
                    self.app.spawn(async {
                        clock::painted().await;
                        timing::mark("first-rows");
                    });
                }
            }
            Told::End { .. } => self.ended.set(self.ended.get() + 1),
            Told::Refused { source, status, body, .. } => {
                let answer = Response { status, retry_after: None, body };
                let happened = format!("The file of {} did not come", what(source));
                self.lose(source, Problem::refused(&happened, &batch_api::refusal(&answer)));
            }
            Told::Broken { source, bytes: 0, host, detail, .. } => {
                let mut problem = Problem::no_answer(&NoAnswer::Network { host, detail });
                problem.happened = format!("The file of {} did not come. {}", what(source), problem.happened);
                self.lose(source, problem);
            }
            Told::Broken { source, bytes, host, detail, .. } => {
                let so_far = text::bytes(bytes);
                let happened = format!("The file of {} broke off after {so_far}.", what(source));
                let remedy = "The rows so far are shown. Load it again to read the rest.";
                let none = NoAnswer::Network { host, detail };
                self.problem(Problem::new(happened, remedy).detailed(none.to_string()));
            }
            Told::Finished { stopped, .. } => self.finished(stopped),
            Told::Kept { in_memory, in_file, why_not_file, .. } => {
                timing::mark("kept");
                side.kept.try_set(Some(Kept { in_memory, in_file, why_not_file }));
            }
            Told::Fault { sentence } => {
                let happened = "The part of the page that reads results has stopped: a fault of its own.";
                self.fail(Problem::new(happened, "Load the results again.").detailed(sentence));
            }
            Told::Open | Told::Lines { .. } | Told::Found { .. } | Told::Probed { .. } => {}
        }
    }

    /// Shows what there is so far; if something was shown a moment ago, a moment later.
    fn show_soon(self: &Rc<Self>, source: Source, bytes: u64) {
        self.due.set(Some((source, bytes)));
        let wait = self.shown.get() + f64::from(SHOW_MS) - clock::now_ms();
        if wait <= 0.0 {
            self.show();
        } else if !self.waiting.replace(true) {
            let reading = self.clone();
            self.app.spawn(async move {
                clock::sleep(SHOW_MS).await;
                reading.waiting.set(false);
                reading.show();
            });
        }
    }

    fn show(&self) {
        if let Some((source, bytes)) = self.due.take().filter(|_| self.side.is_current(self.generation)) {
            self.shown.set(clock::now_ms());
            self.note(source, bytes);
            self.side.bump();
        }
    }

    fn note(&self, source: Source, bytes: u64) {
        let side = self.side;
        let rows = side.index.with_value(|index| u64::from(index.len()));
        let progress = side.pace.try_update_value(|pace| pace.note(clock::now_ms(), bytes, rows));
        let total = progress.and_then(|progress| progress.total);
        side.progress.try_set(progress);
        side.load.try_set(Load::Reading { what: what(source), bytes, total });
    }

    fn problem(&self, problem: Problem) {
        self.app.failed(&problem);
        self.side.problems.try_update(|problems| problems.push(problem));
    }

    /// Nothing came of a file. Without its requests a batch can still be read.
    fn lose(&self, source: Source, problem: Problem) {
        if source != Source::Input {
            self.lost.set(self.lost.get() + 1);
        }
        self.problem(problem);
    }

    fn fail(&self, problem: Problem) {
        self.show();
        self.side.progress.try_set(None);
        self.side.load.try_set(Load::Failed(problem));
        self.tell("failed");
    }

    /// Tells the host page what is open now; of what it is compared with, nothing.
    fn tell(&self, how: &'static str) {
        let origin = self.side.origin.try_get_untracked().flatten();
        if let Some(origin) = origin.filter(|_| self.side.load == self.app.results.main.load) {
            let rows = self.side.index.with_value(|index| index.len() as usize);
            self.app.tell(Outward::Opened { batch_id: origin.identity(), rows, how });
        }
    }

    fn finished(&self, stopped: bool) {
        let side = self.side;
        self.due.set(None);
        side.progress.try_set(None);
        let first = side.problems.with_untracked(|problems| problems.first().cloned());
        let how = if stopped {
            side.load.try_set(Load::Stopped);
            "stopped"
        } else if self.results > 0
            && self.lost.get() == self.results
            && let Some(problem) = first
        {
            side.problems.try_update(Vec::clear);
            side.load.try_set(Load::Failed(problem));
            "failed"
        } else {
            // What no row answers is missing only where everything is known.
            if self.settled && self.ended.get() == self.files {
                side.index.try_update_value(Index::settle);
            }
            side.load.try_set(Load::Ready);
            timing::mark("read");
            "ready"
        };
        side.bump();
        self.tell(how);
    }
}
