//! Results: which of these deserve a human's eye?
//!
//! - `filter`, `tokens`: the filter's field, its help, how many match
//! - [`facets`]: what there is to choose among
//! - [`table`]: the rows
//! - [`detail`], [`turns`]: the open row
//! - [`selbar`]: what is chosen
//! - `find`, `snippets`: what they share; `keys`, `remarks`, `foot`: around them

pub mod compare;
pub mod detail;
pub mod diff;
pub mod export;
pub mod facets;
pub mod filter;
pub mod find;
pub mod foot;
pub mod keys;
pub mod panels;
pub mod prose;
pub mod remarks;
pub mod sample;
pub mod selbar;
pub mod snippets;
pub mod table;
pub mod tokens;
pub mod turns;

use super::kit::{EdgeProgress, Later, Legend, Part, Tally, TallyPart, in_turn};
use crate::{
    core::results::index,
    state::{
        App,
        results::{Load, Results},
    },
};
use find::Find;
use leptos::prelude::*;

/// Opens the batch that the address names.
fn follow_route(app: App) {
    // The view takes its place first.
    let there = in_turn();
    Effect::new(move || {
        if there.get()
            && app.settled()
            && let Some(origin) = app.route().origin()
        {
            app.results.open(app, origin);
        }
    });
}

/// The Results step.
#[component]
pub fn ResultsView() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    follow_route(app);
    let find = Find::provide(app);
    panels::Panels::provide(results);
    let name = move || results.title(app);
    let id = move || results.batch().map(|batch| batch.id.clone()).unwrap_or_default();
    let parts = Signal::derive(move || parts(results));
    let total = Signal::derive(move || parts.with(|parts| parts.iter().map(|part| part.count).sum()));
    view! {
        <section class="context" aria-label="Results: summary and actions">
            <h1 class="ellip">{name}</h1>
            <span class="mono id">{move || (id() != name()).then(id)}</span>
            <span class="app-narrow-hide ctx-tally"><Tally parts total/></span>
            <span class="app-narrow-hide"><Legend parts/></span>
            <span class="end row"><compare::CompareButton/><table::ColumnsMenu/></span>
            <compare::ComparedBar/>
        </section>
        <Later><Work app find/></Later>
        <foot::Foot/>
        <Later>
            <sample::SampleDialog/>
            <export::ExportDialog/>
            <compare::pick::CompareDialog/>
            <selbar::excluded::ExcludedDialog/>
            <selbar::MoreDialog/>
        </Later>
    }
}

/// The parts of the tally: every row accounted for.
pub(super) fn parts(results: Results) -> Vec<TallyPart> {
    let index::Tally { succeeded, failed, unreadable, missing } = results.tally();
    vec![
        TallyPart { part: Part::Ok, count: succeeded, word: "ok" },
        TallyPart { part: Part::Bad, count: failed, word: "failed" },
        TallyPart { part: Part::None, count: missing, word: "no result" },
        TallyPart { part: Part::Junk, count: unreadable, word: "unreadable" },
    ]
}

#[component]
fn Work(app: App, find: Find) -> impl IntoView {
    let results = app.results;
    let panels = panels::Panels::of();
    let busy = Signal::derive(move || results.load().is_busy());
    let part = Signal::derive(move || match results.load() {
        Load::Reading { bytes, total: Some(total), .. } if total > 0 => Some(bytes as f64 / total as f64),
        _ => None,
    });
    // On a narrow page the open row takes the whole place.
    let opened = Memo::new(move |_| table::open_place(app).is_some());
    let ready = Memo::new(move |_| results.load() == Load::Ready);
    let bare = Memo::new(move |_| !results.has_rows());
    let none = Memo::new(move |_| bare.get() && ready.get());
    let hidden =
        Memo::new(move |_| !bare.get() && results.shown().is_empty() && results.searching().is_none());
    view! {
        <main class="work results faceted" class:opened=move || opened.get()
            class:coming=move || bare.get() && busy.get() class:bare=move || bare.get() && !busy.get()
            on:keydown=move |event| { keys::press(&event, app, find); panels.press(&event) }>
            <facets::Facets/>
            <section class="pane listing" aria-label="Results">
                <EdgeProgress busy part label="Reading the batch"/>
                <filter::FilterBar/>
                <remarks::Remarks/>
                <div class="nothing">
                    {move || none.get().then(|| view! { <remarks::NothingThere/> })}
                    {move || hidden.get().then(|| view! { <remarks::NothingMatches/> })}
                </div>
                <table::ResultTable/>
            </section>
            <Later><detail::DetailPane/></Later>
        </main>
    }
}
