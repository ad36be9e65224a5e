//! Another batch beside this one: which rows say something else.
//!
//! - `pick`: choosing the other batch

pub mod pick;

use super::super::kit::{Button, Look, icon::Name};
use super::panels::{Panel, Panels};
use crate::{
    core::{
        results::{
            compare::{Comparison, Difference, Differences},
            query::Query,
        },
        text,
    },
    state::{
        App,
        results::{Load, OtherSide},
    },
};
use leptos::prelude::*;

/// Opens the choice of the other batch.
#[component]
pub fn CompareButton() -> impl IntoView {
    let panels = Panels::of();
    view! { <Button on_press=move |_| panels.open(Panel::Compare)>"Compare…"</Button> }
}

/// The bar while two batches are compared: with what, how many rows differ how, and the way out.
#[component]
pub fn ComparedBar() -> impl IntoView {
    let app = App::of();
    let other = Memo::new(move |_| app.results.other());
    move || other.get().map(|other| view! { <Compared other/> })
}

#[component]
fn Compared(other: OtherSide) -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let counts = Memo::new(move |_| {
        results.with_evidence(|_, evidence| evidence.comparison.as_ref().map(Comparison::counts))
    });
    let name = other.title();
    let failed = match &other.load {
        Load::Failed(problem) => Some(format!("{} {}", problem.happened, problem.remedy)),
        _ => None,
    };
    let reading = other.load.is_busy();
    view! {
        <div class="compared" role="group" aria-label="Comparison">
            <span class="ink2 ellip">"compared with "<b>{name}</b></span>
            {failed.map(|why| view! { <span class="bad-t" role="alert">{why}</span> })}
            {reading.then(|| view! { <span class="dim" role="status">"reading it…"</span> })}
            {move || counts.get().map(|counts| view! { <Counts counts/> })}
            <Button look=Look::Quiet small=true icon=Name::X label="End the comparison" on_press=move |_| results.compare(app, None)/>
        </div>
    }
}

/// The numbers, each of which filters.
#[component]
fn Counts(counts: Differences) -> impl IntoView {
    let results = App::of().results;
    let Differences { same, text: other_text, outcome, only_here, only_there } = counts;
    let number = |rows: usize| text::count(rows as u64);
    let part = move |count: usize, difference: Difference, words: &'static str| {
        let value = difference.word();
        let on = Memo::new(move |_| Query::parse(&results.filter()).has("differs", value));
        let press = move |_| {
            let query = Query::parse(&untrack(|| results.filter()));
            results.set_filter(query.toggled("differs", value));
        };
        view! {
            <button type="button" aria-pressed=move || if on.get() { "true" } else { "false" } disabled=move || count == 0 && !on.get()
                on:click=press><b>{number(count)}</b>" "{words}</button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label="Filter by difference">
            {part(same, Difference::Same, "same")}
            {part(other_text, Difference::Text, "differ")}
            {part(outcome, Difference::Outcome, "end differently")}
            {part(only_here, Difference::OnlyHere, "only here")}
        </div>
        <span class="dim nowrap">{(only_there > 0).then(|| format!("{} only there", number(only_there)))}</span>
    }
}
