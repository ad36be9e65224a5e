//! What is looked up in the bytes for the filter, the order, and whatever else asks: one probe each, as long as
//! somebody wants it; what is found stays until other rows are opened.

use super::side::Side;
use crate::{
    browser::{clock, desk::Looking, timing},
    core::results::{
        desk::Told,
        evidence::Evidence,
        probe::{Found, Probe},
    },
};
use js_sys::Uint8Array;
use leptos::{prelude::*, task::spawn_local};

/// Finished probes that are kept although nobody wants them now.
const KEPT: usize = 24;
/// How long what was shown before may stay until something is found.
const PATIENCE_MS: u32 = 150;

/// One thing that is looked up.
struct Run {
    probe: Probe,
    /// `None`: it saw everything.
    looking: Option<Looking>,
    /// Nothing was found yet, and it did not take long so far.
    blank: bool,
    done: u64,
    of: u64,
    /// The rows that were open.
    generation: u32,
    /// When it began.
    began: timing::Moment,
}

/// How far it is, of all that are under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are looked through.
    pub done: u64,
    /// Of how many.
    pub of: u64,
    /// Nothing was found yet, and it did not take long so far: not worth a word.
    pub blank: bool,
}

/// What is looked up, and what was found. `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Find {
    runs: StoredValue<Vec<Run>, LocalStorage>,
    pub(super) evidence: StoredValue<Evidence>,
    /// Counts up whenever something was found, or the comparison is another.
    pub(super) version: RwSignal<u32>,
    progress: RwSignal<Option<Progress>>,
    /// What was found is to be told.
    due: StoredValue<bool>,
}

impl Find {
    pub(super) fn new() -> Self {
        Self {
            runs: StoredValue::new_local(Vec::new()),
            evidence: StoredValue::new(Evidence::default()),
            version: RwSignal::new(0),
            progress: RwSignal::new(None),
            due: StoredValue::new(false),
        }
    }

    /// How far it is. `None`: nothing is being looked up.
    pub(super) fn progress(self) -> Option<Progress> {
        self.progress.get()
    }

    pub(super) fn bump(self) {
        self.version.try_update(|version| *version = version.wrapping_add(1));
    }

    /// Tells what was found: at the end once the message is dealt with; before that once a frame, for the desk's
    /// messages come close together, file after file. Drawing after each would hold up the last, and drawing within
    /// the frame would hold up the frame.
    fn bump_soon(self, end: bool) {
        self.due.try_set_value(true);
        spawn_local(async move {
            if !end {
                clock::frame().await;
            }
            clock::yield_now().await;
            if self.due.try_get_value() == Some(true) {
                self.due.try_set_value(false);
                self.bump();
            }
        });
    }

    /// One of these is being looked up, or will be in a moment, and nothing was found so far. Not followed.
    pub(super) fn is_blank(self, side: Side, probes: &[Probe]) -> bool {
        let generation = side.generation.get_untracked();
        let blank = |probe: &Probe| {
            self.runs.with_value(|runs| {
                let run = runs.iter().find(|run| run.probe == *probe && run.generation == generation);
                run.is_none_or(|run| run.blank)
            })
        };
        side.job.with_value(Option::is_some) && probes.iter().any(blank)
    }

    /// Looks these up, and nothing else any more.
    pub(super) fn want(self, side: Side, probes: &[Probe]) {
        let generation = side.generation.get_untracked();
        let mut ended = Vec::new();
        self.runs.update_value(|runs| {
            let (keep, drop): (Vec<_>, Vec<_>) = std::mem::take(runs).into_iter().partition(|run| {
                run.generation == generation && (run.looking.is_none() || probes.contains(&run.probe))
            });
            (*runs, ended) = (keep, drop);
            let spare = runs.len().saturating_sub(probes.len() + KEPT);
            let mut spare_left = spare;
            runs.retain(|run| {
                let stay = spare_left == 0 || probes.contains(&run.probe);
                spare_left -= usize::from(!stay);
                stay
            });
        });
        drop(ended);
        let known: Vec<Probe> =
            self.runs.with_value(|runs| runs.iter().map(|run| run.probe.clone()).collect());
        self.evidence.update_value(|evidence| evidence.keep(&known));
        for probe in probes.iter().filter(|probe| !known.contains(probe)) {
            self.begin(side, probe.clone(), generation);
        }
        self.tell();
    }

    fn begin(self, side: Side, probe: Probe, generation: u32) {
        self.evidence.update_value(|evidence| evidence.insert(probe.clone(), Found::new(&probe)));
        let heard = {
            let probe = probe.clone();
            move |told, bytes| self.hear(side, generation, &probe, &told, bytes)
        };
        let looking = side.job.with_value(|job| job.as_ref().map(|job| job.probe(probe.clone(), heard)));
        // Without a job there is nothing to look through, and the next one asks again.
        if let Some(looking) = looking {
            let began = timing::now();
            let run = Run {
                probe: probe.clone(),
                looking: Some(looking),
                blank: true,
                done: 0,
                of: 0,
                generation,
                began,
            };
            self.runs.update_value(|runs| runs.push(run));
            spawn_local(async move {
                clock::sleep(PATIENCE_MS).await;
                if self.with_run(&probe, |run| std::mem::take(&mut run.blank)) == Some(true) {
                    self.bump();
                    self.tell();
                }
            });
        }
    }

    fn hear(self, side: Side, generation: u32, probe: &Probe, told: &Told, bytes: Option<Uint8Array>) {
        if !side.is_current(generation) {
            return;
        }
        match told {
            Told::Found { source, done, of, .. } => {
                let block = bytes.map(|bytes| bytes.to_vec()).unwrap_or_default();
                self.with_run(probe, |run| {
                    (run.done, run.of) = (*done, *of);
                    run.blank &= block.is_empty();
                });
                if !block.is_empty() {
                    self.evidence.try_update_value(|evidence| {
                        if let Some(found) = evidence.get_mut(probe) {
                            // A block that is none is one that nobody wrote: there is nothing in it to lose.
                            side.index
                                .with_value(|index| found.append(index, *source, &block))
                                .unwrap_or_default();
                        }
                    });
                    self.bump_soon(false);
                }
            }
            Told::Probed { .. } => {
                let ended = self.with_run(probe, |run| {
                    run.blank = false;
                    (run.looking.take(), run.began)
                });
                self.bump_soon(true);
                if let Some((looking, began)) = ended {
                    drop(looking);
                    timing::measure("search", began);
                }
            }
            _ => {}
        }
        self.tell();
    }

    fn with_run<T>(self, probe: &Probe, change: impl FnOnce(&mut Run) -> T) -> Option<T> {
        self.runs
            .try_update_value(|runs| runs.iter_mut().find(|run| run.probe == *probe).map(change))
            .flatten()
    }

    /// Requests that became rows may have been found before.
    pub(super) fn settle(self, side: Side) {
        let probes: Vec<Probe> = self
            .runs
            .try_with_value(|runs| runs.iter().map(|run| run.probe.clone()).collect())
            .unwrap_or_default();
        self.evidence.try_update_value(|evidence| {
            for probe in &probes {
                if let Some(found) = evidence.get_mut(probe) {
                    side.index.with_value(|index| found.settle(index));
                }
            }
        });
        if !probes.is_empty() {
            self.bump();
        }
    }

    fn tell(self) {
        let now = self.runs.try_with_value(|runs| {
            let under_way = || runs.iter().filter(|run| run.looking.is_some());
            under_way().next().map(|_| Progress {
                done: under_way().fold(0, |sum, run| sum.saturating_add(run.done)),
                of: under_way().fold(0, |sum, run| sum.saturating_add(run.of)),
                blank: under_way().all(|run| run.blank),
            })
        });
        self.progress.try_set(now.flatten());
    }
}
