//! The row that the configuration is previewed with.

use super::{App, Labeling};
use crate::core::{mapping::Task, results::summary::RowOutcome, route::Route};
use leptos::prelude::*;

impl Labeling {
    /// The row that the address names, else the first that is chosen, else the first that succeeded, else the
    /// first. `None`: there is none yet.
    pub fn row(&self, app: App) -> Option<u32> {
        let named = app.route().row().and_then(|row| u32::try_from(row.checked_sub(1)?).ok());
        named.or_else(|| app.results.selection(|selection| selection.places().next())).or_else(|| {
            app.results.with_index(|index| {
                let good = (0..index.len()).find(|at| index.outcome(*at) == Some(RowOutcome::Succeeded));
                good.or((!index.is_empty()).then_some(0))
            })
        })
    }

    /// Goes so many rows on (or back) among those that the filter shows.
    pub fn step(&self, app: App, by: isize) {
        let (Some(origin), Some(here)) = untrack(|| (app.origin(), self.row(app))) else { return };
        let shown = untrack(|| app.results.shown());
        let at = if let Some(at) = shown.at(here) {
            at.checked_add_signed(by)
        } else {
            // The row is hidden by the filter: those before and after it in the file are not.
            let ahead = |place: &&u32| if by > 0 { **place > here } else { **place < here };
            let nearest = shown.iter().filter(ahead).min_by_key(|place| place.abs_diff(here));
            nearest.and_then(|place| shown.at(*place))
        };
        if let Some(place) = at.and_then(|at| shown.get(at)) {
            app.slide(Route::Labeling { origin, row: Some(u64::from(*place) + 1) });
        }
    }

    /// Shows this row.
    pub fn show_row(&self, app: App, place: u32) {
        if let Some(origin) = untrack(|| app.origin()) {
            app.slide(Route::Labeling { origin, row: Some(u64::from(place) + 1) });
        }
    }

    /// The previewed row as a task, followed.
    pub fn row_task(&self, app: App) -> Option<Task> {
        self.task(app, self.row(app)?)
    }
}
