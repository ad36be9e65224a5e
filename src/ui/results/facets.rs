//! What to show: outcome facets, the filter's text, and how many match.

use super::super::kit::{Icon, SearchField, icon::Name};
use crate::{
    core::{results::summary::RowOutcome, text},
    state::App,
};
use leptos::prelude::*;

/// Every outcome, its icon and its words, in the order of the tally.
const OUTCOMES: [(RowOutcome, Name, &str); 4] = [
    (RowOutcome::Succeeded, Name::Ok, "Succeeded"),
    (RowOutcome::Failed, Name::Bad, "Failed"),
    (RowOutcome::Missing, Name::None, "No result"),
    (RowOutcome::Unreadable, Name::Junk, "Unreadable line"),
];

/// The icon and the word of an outcome.
pub(super) fn outcome_words(outcome: RowOutcome) -> (Name, &'static str) {
    let [ok, failed, none, junk] = OUTCOMES;
    let (_, icon, word) = match outcome {
        RowOutcome::Succeeded => ok,
        RowOutcome::Failed => failed,
        RowOutcome::Missing => none,
        RowOutcome::Unreadable => junk,
    };
    (icon, word)
}

/// The side pane.
#[component]
pub fn Facets() -> impl IntoView {
    view! {
        <aside class="pane side" aria-label="Facets">
            <div class="pane-head"><h2>"Facets"</h2></div>
            <div class="scroll" tabindex="0" role="group" aria-label="Facets"><OutcomeFacet/></div>
        </aside>
    }
}

#[component]
fn OutcomeFacet() -> impl IntoView {
    let results = App::of().results;
    let on = Memo::new(move |_| results.filter());
    let entry = move |(outcome, icon, word): (RowOutcome, Name, &'static str)| {
        let count = Memo::new(move |_| {
            let tally = results.tally();
            match outcome {
                RowOutcome::Succeeded => tally.succeeded,
                RowOutcome::Failed => tally.failed,
                RowOutcome::Missing => tally.missing,
                RowOutcome::Unreadable => tally.unreadable,
            }
        });
        let share = move || count.get() as f64 / results.tally().total().max(1) as f64 * 100.0;
        let term = match outcome {
            RowOutcome::Succeeded => "outcome:ok",
            RowOutcome::Failed => "outcome:failed",
            RowOutcome::Missing => "outcome:missing",
            RowOutcome::Unreadable => "outcome:unreadable",
        };
        let pressed = move || on.get() == term;
        let press = move |_| {
            let now = if results.filter() == term { String::new() } else { term.to_owned() };
            results.set_filter(now);
        };
        view! {
            <li class:zero=move || count.get() == 0>
                <button type="button" aria-pressed=move || if pressed() { "true" } else { "false" } on:click=press>
                    <svg class="fill" aria-hidden="true"><rect width=move || crate::core::text::decimals(share(), 1) + "%" height="100%" rx="2"></rect></svg>
                    <span class="st"><Icon name=icon/></span>
                    <span class="ellip">{word}</span>
                    <span class="n">{move || text::count(count.get())}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="facet">
            <header><h3 class="grow">"Outcome"</h3></header>
            <ul>{OUTCOMES.map(entry).into_iter().collect_view()}</ul>
        </section>
    }
}

/// The filter's field, and how many rows match it.
#[component]
pub fn FilterBar() -> impl IntoView {
    let results = App::of().results;
    let value = Signal::derive(move || results.filter());
    let narrowed = Memo::new(move |_| !results.filter().is_empty());
    view! {
        <div class="filters">
            <SearchField value label="Filter by id, text, model or finish reason" key="/"
                on_input=move |text: String| results.set_filter(text)/>
        </div>
        <div class="findbar">
            <span aria-live="polite">
                <b>{move || text::count(results.shown().len() as u64)}</b>
                {move || if narrowed.get() { format!(" of {} match", text::count(results.tally().total())) } else { " results".to_owned() }}
            </span>
            <button type="button" class="link end" hidden=move || !narrowed.get()
                on:click=move |_| results.set_filter(String::new())>"Clear the filter"</button>
        </div>
    }
}
