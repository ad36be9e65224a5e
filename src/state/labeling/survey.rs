//! The chosen results as tasks, all of them: what is wrong, by cause. Made in slices, so that the page stays alive,
//! and made again when mapping, configuration or choice change.

use super::Labeling;
use crate::{
    browser::{clock, timing},
    core::{
        mapping::{Mapper, causes::Causes},
        results::selection::Selection,
        route::Step,
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Milliseconds of work between two turns of the browser.
const SLICE_MS: f64 = 8.0;
/// Rows that are read at once: reading them is one piece of work.
const AT_ONCE: usize = 24;
/// Milliseconds without a change before it begins.
const QUIET_MS: u32 = 200;
/// Milliseconds between two showings.
const SHOW_MS: f64 = 150.0;

/// What is known so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Survey {
    /// What is wrong.
    pub causes: Arc<Causes>,
    /// Rows that were looked at.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// They are the chosen ones; otherwise nothing is chosen and all are looked at.
    pub chosen: bool,
    /// Nothing is left to do.
    pub finished: bool,
    /// The first row that could not be sent, and each after it: their places, as far as they are kept.
    pub failing: Arc<Vec<u32>>,
    /// Milliseconds that it took.
    pub ms: f64,
}

/// Rows that cannot be sent: as many places are kept.
const FAILING: usize = 200_000;

impl Labeling {
    /// What is wrong with the chosen results, as far as they were looked at.
    pub fn survey(&self) -> Survey {
        self.survey.get()
    }

    /// Begins a survey whenever what it is of has changed. Lives with the view that asks for it.
    pub fn keep_surveyed(self, app: App) {
        let mapper = self.derived().mapper;
        let places = Memo::new(move |_| Arc::new(places(app)));
        Effect::new(move || {
            let (mapper, (places, chosen)) = (mapper.get(), places.get().as_ref().clone());
            self.derived().facts.with(|_| ());
            let generation = self.surveys.with_value(|count| count.wrapping_add(1));
            self.surveys.set_value(generation);
            if app.route().step() == Step::Labeling {
                app.spawn(async move { self.look(app, mapper, places, chosen, generation).await });
            }
        });
        // Nobody looks at it any more.
        on_cleanup(move || self.surveys.update_value(|count| *count = count.wrapping_add(1)));
    }

    async fn look(self, app: App, mapper: Arc<Mapper>, places: Arc<Vec<u32>>, chosen: bool, generation: u32) {
        clock::sleep(QUIET_MS).await;
        let current = || self.surveys.try_get_value() == Some(generation);
        if !current() {
            return;
        }
        let (began, measured) = (clock::now_ms(), timing::now());
        let (mut causes, mut failing) = (Causes::default(), Vec::new());
        let (mut slice, mut shown) = (began, began);
        let facts = untrack(|| self.derived().facts.get());
        let mut done = 0;
        let show = |causes: &Causes, failing: &[u32], done: usize| {
            self.survey.try_set(Survey {
                causes: Arc::new(causes.clone()),
                done,
                of: places.len(),
                chosen,
                finished: done == places.len(),
                failing: Arc::new(failing.to_vec()),
                ms: clock::now_ms() - began,
            });
        };
        for some in places.chunks(AT_ONCE) {
            let lines = app.results.lines(some).await;
            if !current() {
                return;
            }
            for (place, line) in some.iter().zip(lines) {
                if let (Some(line), Some(row)) = (line, app.results.row(*place)) {
                    let task = mapper.task(&facts, &line, row.key(&facts.id).as_str());
                    if !task.is_sendable() && failing.len() < FAILING {
                        failing.push(*place);
                    }
                    causes.add(*place, &task);
                }
                done += 1;
                if clock::now_ms() - slice > SLICE_MS {
                    clock::yield_now().await;
                    if !current() {
                        return;
                    }
                    slice = clock::now_ms();
                }
            }
            if clock::now_ms() - shown > SHOW_MS {
                show(&causes, &failing, done);
                shown = clock::now_ms();
            }
        }
        show(&causes, &failing, done);
        timing::measure("survey", measured);
    }
}

/// The chosen rows, and true; without any, all that are shown.
fn places(app: App) -> (Arc<Vec<u32>>, bool) {
    let chosen: Vec<u32> = app.results.selection(|selection: &Selection| selection.places().collect());
    if chosen.is_empty() { (Arc::new(app.results.shown().to_vec()), false) } else { (Arc::new(chosen), true) }
}
