//! What the parts of the Results step share while one looks for rows: the filter as it was read, the facets that
//! belong to it, the texts around hits.
//!
//! Facets are counted after the rows are painted, so that a keystroke shows its rows first, and in pieces, so that no
//! key waits for all of them; while a file is read, a few times a second.

use super::facets::{Sides, sides};
use super::snippets::Snippets;
use super::table::{open_place, open_row};
use crate::{
    browser::{clock, files, route as address},
    core::{
        origin::Origin,
        results::{
            columns::{Column, Layout},
            compare::Difference,
            highlight, keys,
            order::Sort,
            probe::{Probe, Value},
            snippet::Piece,
            summary::RowOutcome,
        },
        text,
    },
    state::{App, results::Load},
};
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Milliseconds between two counts of the facets while rows arrive.
const PACE_MS: u32 = 700;
/// Milliseconds between two looks whether a search has ended.
const LOOK_MS: u32 = 50;
/// Answers that are searched for JSON keys to offer.
const KEYS_FROM: usize = 24;

/// The shared state. `Copy`; provided by the Results view.
#[derive(Clone, Copy)]
pub struct Find {
    app: App,
    needles: Memo<Vec<String>>,
    columns: Memo<Vec<Column>>,
    sides: RwSignal<Arc<Sides>>,
    /// A count of the facets is on its way.
    counting: StoredValue<bool>,
    keys: RwSignal<Vec<String>>,
    /// What they were found in.
    keys_of: StoredValue<Option<Origin>>,
    snippets: Snippets,
}

impl Find {
    /// Begins to count.
    pub fn provide(app: App) -> Self {
        let results = app.results;
        let needles = results.needles();
        let find = Self {
            app,
            needles,
            columns: Memo::new(move |_| results.layout(|layout| layout.columns(results.is_compared()))),
            sides: RwSignal::new(Arc::default()),
            counting: StoredValue::new(false),
            keys: RwSignal::new(Vec::new()),
            keys_of: StoredValue::new(None),
            snippets: Snippets::new(app, needles),
        };
        provide_context(find);
        Effect::new(move || find.follow());
        // What is a facet and a column is looked up, and the order may need more.
        Effect::new(move || {
            let path = |path: &String| Probe::Json { path: path.clone() };
            results.look_up(results.layout(|layout| layout.keys().iter().map(path).collect()));
        });
        find
    }

    /// The one that the Results view provided.
    pub fn of() -> Self {
        expect_context::<Self>()
    }

    // ---- facets ----------------------------------------------------------------------------------

    /// Counts the facets soon after anything changed that they depend on.
    fn follow(self) {
        let results = self.app.results;
        // All of it is followed; the work is done later.
        results.query();
        results.layout(|_| ());
        results.with_evidence(|_, _| ());
        if self.counting.get_value() {
            return;
        }
        self.counting.set_value(true);
        let reading = matches!(results.load(), Load::Reading { .. });
        self.app.spawn(async move {
            if reading && !self.sides.try_with_untracked(|sides| sides.is_empty()).unwrap_or(true) {
                clock::sleep(PACE_MS).await;
            }
            clock::painted().await;
            self.search_first().await;
            self.counting.try_set_value(false);
            let (query, keys) =
                untrack(|| (results.query(), results.layout(|layout| layout.keys().to_vec())));
            let groups = untrack(|| {
                results.with_evidence(|index, evidence| sides::groups(&query, index, evidence, &keys))
            });
            let mut spreads = Vec::new();
            for measure in sides::MEASURES {
                clock::yield_now().await;
                spreads.push(untrack(|| {
                    results.with_evidence(|index, evidence| sides::spread(&query, index, evidence, measure))
                }));
            }
            self.sides.try_set(Arc::new(Sides::new(&query, groups, spreads)));
        });
    }

    /// What is looked up at this moment is found first, within reason: counting would hold up the answer.
    async fn search_first(self) {
        let searching = || untrack(|| self.app.results.searching()).is_some();
        for _ in 0..PACE_MS / LOOK_MS {
            if !searching() {
                break;
            }
            clock::sleep(LOOK_MS).await;
        }
    }

    /// The facets and the histograms as they were counted last.
    pub fn sides(self) -> Arc<Sides> {
        self.sides.get()
    }

    /// The same, not followed.
    pub fn sides_untracked(self) -> Arc<Sides> {
        self.sides.get_untracked()
    }

    /// The values of a field, as they are written in a filter, and how many rows have each.
    pub fn values(self, field: &str) -> Vec<(String, String)> {
        let entry = |(value, count): (String, u64)| (value, text::count(count));
        self.sides.with(|sides| sides.values(field)).into_iter().map(entry).collect()
    }

    /// JSON keys that the answers have, as far as one looked.
    pub fn known_keys(self) -> Vec<String> {
        self.keys.get()
    }

    /// Looks into the first answers that are JSON for keys to offer, once for what is open.
    pub fn look_for_keys(self) {
        self.forget_other_keys();
        if !self.keys.with_untracked(Vec::is_empty) {
            return;
        }
        let results = self.app.results;
        self.app.spawn(async move {
            let places: Vec<u32> = untrack(|| {
                results.with_index(|index| {
                    let answered = |place: &u32| index.outcome(*place) == Some(RowOutcome::Succeeded);
                    (0..index.len()).filter(answered).take(KEYS_FROM).collect()
                })
            });
            let asked = untrack(|| results.origin());
            let lines = results.lines(&places).await;
            // Another batch may be open by now.
            if untrack(|| results.origin()) == asked {
                self.keys.try_set(keys::of(lines.iter().flatten()));
            }
        });
    }

    /// Keys of what was open before are none of this.
    pub fn forget_other_keys(self) {
        let open = untrack(|| self.app.results.origin());
        if self.keys_of.with_value(|of| *of != open) {
            self.keys_of.set_value(open);
            self.keys.set(Vec::new());
        }
    }

    // ---- the table -------------------------------------------------------------------------------

    /// The columns that are shown.
    pub fn columns(self) -> Vec<Column> {
        self.columns.get()
    }

    /// All that there are, and which are shown.
    pub fn all_columns(self) -> Vec<(Column, bool)> {
        let results = self.app.results;
        results.layout(|layout| layout.all(results.is_compared()))
    }

    /// Changes what is shown.
    pub fn arrange(self, change: impl FnOnce(&mut Layout)) {
        self.app.results.arrange(change);
    }

    /// The order, followed.
    pub fn with_sort<T>(self, read: impl FnOnce(&Sort) -> T) -> T {
        read(&self.app.results.sort())
    }

    /// Another order.
    pub fn set_sort(self, sort: &Sort) {
        self.app.results.set_sort(sort.clone());
    }

    /// A value of a row's JSON answer, as far as it was looked up.
    pub fn value(self, place: u32, path: &str) -> Option<Value> {
        self.app.results.with_evidence(|_, evidence| evidence.json(path)?.value(place).cloned())
    }

    /// How a row differs from the other batch's.
    pub fn difference(self, place: u32) -> Option<Difference> {
        self.app.results.with_evidence(|_, evidence| evidence.comparison.as_ref()?.of_row(place))
    }

    /// Selects all that match the filter, or with `off` none of them.
    pub fn select_all(self, off: bool) {
        let results = self.app.results;
        if off {
            let shown = untrack(|| results.matching());
            results.choose(self.app, |selection| selection.remove(&shown));
        } else {
            results.choose_all(self.app);
        }
    }

    /// Puts a link to the open row on the clipboard.
    pub fn copy_link(self) {
        let app = self.app;
        if open_place(app).is_none() {
            app.announce("No row is open: press j to open one.");
            return;
        }
        let Some(hash) = untrack(|| app.href(&app.route_at(crate::core::route::Step::Results))) else {
            app.announce("The address belongs to the page around this one: it has no link to a row.");
            return;
        };
        app.spawn(async move {
            let said = match files::copy(&address::link(&hash)).await {
                Ok(()) => "The link to this row is copied.".to_owned(),
                Err(why) => why,
            };
            app.announce(said.clone());
            app.set_status(said);
        });
    }

    // ---- hits ------------------------------------------------------------------------------------

    /// What is looked for in the texts.
    pub fn needles(self) -> Vec<String> {
        self.needles.get()
    }

    /// Where it stands in a text.
    pub fn marks(self, text: &str) -> Vec<Range<usize>> {
        self.needles.with(|needles| highlight::marks(text, needles))
    }

    /// The text around a hit that lies beyond the excerpt.
    pub fn snippet(self, place: u32) -> Option<Vec<Piece>> {
        self.snippets.of(place)
    }

    /// To the next row with a hit, or the one before. All rows that are shown have one while a text is looked for.
    pub fn hit(self, by: isize) {
        let (app, results) = (self.app, self.app.results);
        if self.needles.with_untracked(Vec::is_empty) {
            let said = "No text is looked for: type one into the filter.";
            app.announce(said);
            app.set_status(said);
            return;
        }
        let shown = untrack(|| results.shown());
        let at = untrack(|| open_place(app)).and_then(|place| shown.at(place));
        let next = match at {
            Some(at) => at.checked_add_signed(by),
            None => Some(0),
        };
        match next.and_then(|next| shown.get(next)) {
            Some(place) => open_row(app, Some(*place)),
            None => app.announce(if by > 0 { "This is the last hit." } else { "This is the first hit." }),
        }
    }
}
