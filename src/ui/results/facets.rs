//! What to show: outcome facets, the filter's text, and how many match.

use super::super::kit::{Icon, SearchField, icon::Name};
use crate::{
    core::{results::summary::RowOutcome, text},
    state::App,
};
use leptos::prelude::*;

/// Every outcome, its icon and its words, in the order of the tally.
const OUTCOMES: [(RowOutcome, Name, &str); 3] = [
    (RowOutcome::Succeeded, Name::Ok, "Succeeded"),
    (RowOutcome::Failed, Name::Bad, "Failed"),
    (RowOutcome::Unreadable, Name::Junk, "Unreadable line"),
];

/// The icon and the word of an outcome.
pub(super) fn outcome_words(outcome: RowOutcome) -> (Name, &'static str) {
    let [ok, failed, junk] = OUTCOMES;
    let (_, icon, word) = match outcome {
        RowOutcome::Succeeded => ok,
        RowOutcome::Failed => failed,
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
    let on = Memo::new(move |_| results.filter().outcome);
    let entry = move |(outcome, icon, word): (RowOutcome, Name, &'static str)| {
        let count = Memo::new(move |_| {
            let tally = results.tally();
            match outcome {
                RowOutcome::Succeeded => tally.succeeded,
                RowOutcome::Failed => tally.failed,
                RowOutcome::Unreadable => tally.unreadable,
            }
        });
        let share = move || count.get() as f64 / results.tally().total().max(1) as f64 * 100.0;
        let pressed = move || on.get() == Some(outcome);
        let press = move |_| {
            results
                .set_filter(|filter| filter.outcome = (filter.outcome != Some(outcome)).then_some(outcome));
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
    let value = Signal::derive(move || results.filter().text);
    let narrowed = Memo::new(move |_| results.filter() != crate::core::results::index::Filter::default());
    let outcome = move || results.filter().outcome.map(outcome_words);
    view! {
        <div class="filters">
            {move || outcome().map(|(_, word)| view! {
                <span class="token">{format!("outcome: {}", word.to_lowercase())}
                    <button type="button" aria-label="Show every outcome" on:click=move |_| results.set_filter(|f| f.outcome = None)>
                        <Icon name=Name::X/>
                    </button>
                </span>
            })}
            <SearchField value label="Filter by id, text, model or finish reason" key="/"
                on_input=move |text: String| results.set_filter(|filter| filter.text = text)/>
        </div>
        <div class="findbar">
            <span aria-live="polite">
                <b>{move || text::count(results.shown().len() as u64)}</b>
                {move || if narrowed.get() { format!(" of {} match", text::count(results.tally().total())) } else { " results".to_owned() }}
            </span>
            <button type="button" class="link end" hidden=move || !narrowed.get()
                on:click=move |_| results.set_filter(|filter| *filter = crate::core::results::index::Filter::default())>"Clear the filter"</button>
        </div>
    }
}
