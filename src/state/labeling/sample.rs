//! Some of the open results, read whole: what a mapping is suggested by.

use super::Labeling;
use crate::{
    core::{
        mapping::suggest::SAMPLE,
        origin::Origin,
        results::{line::ResultLine, summary::RowOutcome},
        route::Step,
    },
    state::{App, results::Load},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Some results. Two of them are equal when they are the same reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    origin: Option<Origin>,
    places: Vec<u32>,
    /// The file was at its end: its requests are joined.
    whole: bool,
    pub(super) lines: Arc<Vec<ResultLine>>,
}

impl PartialEq for Sample {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.lines, &other.lines)
    }
}

/// The first results that succeeded; `None`: too few are there to begin, or nobody looks before everything is read.
fn wanted(app: App) -> Option<(Option<Origin>, Vec<u32>, bool)> {
    let whole = !app.results.load().is_busy() && app.results.load() != Load::Idle;
    let places: Vec<u32> = app.results.with_index(|index| {
        let good = (0..index.len()).filter(|at| index.outcome(*at) == Some(RowOutcome::Succeeded));
        good.take(SAMPLE).collect()
    });
    // Whoever looks at the results only would wait longer for the rest of them.
    let in_sight = !matches!(app.route().step(), Step::Batches | Step::Results);
    (whole || in_sight && places.len() >= SAMPLE).then(|| (app.results.origin(), places, whole))
}

impl Labeling {
    /// Keeps the sample in step with what is open.
    pub(super) fn follow_sample(self) {
        Effect::new(move || {
            let app = App::of();
            if wanted(app).is_some_and(|(origin, places, whole)| !self.has(origin.as_ref(), &places, whole)) {
                app.spawn(async move { self.read_sample(app).await });
            }
        });
    }

    fn has(self, origin: Option<&Origin>, places: &[u32], whole: bool) -> bool {
        self.results_sample.with_untracked(|sample| {
            sample.origin.as_ref() == origin && sample.places == places && (sample.whole || !whole)
        })
    }

    /// Reads the sample, unless it is there already.
    pub(super) async fn read_sample(self, app: App) {
        let Some((origin, places, whole)) = untrack(|| wanted(app)) else { return };
        if self.has(origin.as_ref(), &places, whole) {
            return;
        }
        let lines = app.results.lines(&places).await;
        // Something else may have been opened meanwhile.
        if untrack(|| app.results.origin()) == origin {
            let lines = Arc::new(lines.into_iter().flatten().collect());
            self.results_sample.try_set(Sample { origin, places, whole, lines });
        }
    }

    /// Waits until the mapping is what it will be: with a sample of the open results.
    pub async fn settle(self, app: App) {
        self.derived();
        self.read_sample(app).await;
    }
}
