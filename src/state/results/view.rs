//! Which rows are shown, in which order, and which are chosen: what follows from the filter's text, the order and
//! the rows so far.
//!
//! The memos are made when they are first asked for, like those of the Labeling step: a page whose later steps are
//! split off starts without what they compute (`ui/later.rs`).

use super::{Results, side::Side};
use crate::{
    core::{
        results::{compare::Comparison, order::Sort, probe::Probe, query::Query},
        route::{Route, ViewState},
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::{Arc, OnceLock};

/// The places of the rows that are shown, in the order on screen. Two of them are equal when they are the same list.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    places: Arc<Vec<u32>>,
    /// Where each place is, made when it is first asked for. `None`: the places ascend.
    at: Option<Arc<OnceLock<Vec<u32>>>>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.places, &other.places)
    }
}

impl std::ops::Deref for Shown {
    type Target = [u32];
    fn deref(&self) -> &[u32] {
        &self.places
    }
}

impl Shown {
    /// Places that ascend.
    fn ascending(places: Vec<u32>) -> Self {
        Self { places: Arc::new(places), at: None }
    }

    /// Places in any order.
    fn ordered(places: Vec<u32>) -> Self {
        Self { places: Arc::new(places), at: Some(Arc::default()) }
    }

    /// Where on screen the row of this place is. `None`: it is not shown.
    pub fn at(&self, place: u32) -> Option<usize> {
        let Some(cell) = &self.at else { return self.places.binary_search(&place).ok() };
        let table = cell.get_or_init(|| {
            let most = self.places.iter().max().map_or(0, |most| *most as usize + 1);
            let mut table = vec![u32::MAX; most];
            for (at, place) in (0u32..).zip(self.places.iter()) {
                if let Some(slot) = table.get_mut(*place as usize) {
                    *slot = at;
                }
            }
            table
        });
        table.get(place as usize).filter(|at| **at != u32::MAX).map(|at| *at as usize)
    }
}

/// What follows from filter, order and rows.
#[derive(Clone, Copy)]
pub(super) struct Derived {
    pub(super) query: Memo<Arc<Query>>,
    /// In file order.
    pub(super) matching: Memo<Shown>,
    pub(super) shown: Memo<Shown>,
    /// What is highlighted in them.
    pub(super) needles: Memo<Vec<String>>,
}

impl Derived {
    pub(super) fn new(results: Results) -> Self {
        let Results { main, find, filter, sort, .. } = results;
        let query = Memo::new(move |_| Arc::new(filter.with(|text| Query::parse(text))));
        let matches = move |query: &Query| {
            main.index.with_value(|index| find.evidence.with_value(|evidence| query.apply(index, evidence)))
        };
        let matching = Memo::new(move |_| {
            main.version.track();
            find.version.track();
            Shown::ascending(query.with(|query| matches(query)))
        });
        // Until something is found the rows stay that were shown: an emptied table for a moment helps nobody, and
        // drawing it holds up the answer.
        let drawn = StoredValue::new(None::<u32>);
        let held = move || {
            main.version.track();
            find.version.track();
            let probes = query.with(|query| query.probes());
            drawn.get_value() == Some(main.generation.get_untracked()) && find.is_blank(main, &probes)
        };
        let shown = Memo::new(move |before: Option<&Shown>| {
            let order = sort.get();
            if let Some(before) = before.filter(|_| held()) {
                return before.clone();
            }
            drawn.set_value(Some(main.generation.get_untracked()));
            let matching = matching.get();
            if order.is_default() {
                return matching;
            }
            let mut places = matching.to_vec();
            main.index.with_value(|index| {
                find.evidence.with_value(|evidence| order.order(index, evidence, &mut places));
            });
            Shown::ordered(places)
        });
        let needles = Memo::new(move |before: Option<&Vec<String>>| match before.filter(|_| held()) {
            Some(before) => before.clone(),
            None => query.with(|query| query.needles()),
        });
        // A selection that is a rule: what it needs is looked up as well, and rows that come later join.
        let rule =
            Memo::new(move |_| results.selection.with(|selection| selection.rule().map(str::to_owned)));
        let probes = Memo::new(move |_| {
            let mut probes = query.with(|query| query.probes());
            probes.extend(sort.with(Sort::probe));
            probes.extend(
                rule.with(|rule| rule.as_deref().map(|rule| Query::parse(rule).probes())).unwrap_or_default(),
            );
            probes.extend(results.extra.get());
            let mut once: Vec<Probe> = Vec::new();
            for probe in probes {
                if !once.contains(&probe) {
                    once.push(probe);
                }
            }
            once
        });
        Effect::new(move || {
            main.generation.track();
            main.load.with(|_| ()); // once there is a job, there is something to look through
            probes.with(|probes| find.want(main, probes));
        });
        Effect::new(move |before: Option<bool>| {
            let ready = main.load.with(|load| *load == super::Load::Ready);
            if ready && before != Some(true) {
                find.settle(main);
            }
            ready
        });
        Effect::new(move || {
            let Some(rule) = rule.get() else { return };
            main.version.track();
            find.version.track();
            let same = filter.with(|filter| filter.trim() == rule);
            let now = if same { matching.get() } else { Shown::ascending(matches(&Query::parse(&rule))) };
            results.selection.update(|selection| selection.follow(&now));
        });
        Effect::new(move || follow_address(App::of(), results));
        Effect::new(move || compare(main, results.other, results));
        Self { query, matching, shown, needles }
    }
}

/// The address says what is shown.
fn follow_address(app: App, results: Results) {
    let view = results.view();
    let Route::Results { origin, view: said } = app.route_untracked() else { return };
    if results.main.origin.get_untracked().as_ref() != Some(&origin) {
        return;
    }
    let now = ViewState { row: said.row, ..view };
    if now != said {
        results.arrived.set_value(now.clone());
        app.slide(Route::Results { origin, view: now });
    }
}

/// How the rows differ from the other ones, once either has more.
fn compare(main: Side, other: Side, results: Results) {
    let with = other.origin.with(Option::is_some);
    main.version.track();
    other.version.track();
    let done = !main.load.with(super::Load::is_busy) && !other.load.with(super::Load::is_busy);
    let find = results.find;
    let had = find.evidence.with_value(|evidence| evidence.comparison.is_some());
    if !with && !had {
        return;
    }
    // While rows arrive nearly all of them would be "only here": it is said once both are read.
    let comparison = (with && done)
        .then(|| main.index.with_value(|here| other.index.with_value(|there| Comparison::of(here, there))));
    find.evidence.update_value(|evidence| evidence.comparison = comparison);
    find.bump();
}
