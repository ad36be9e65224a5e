//! What there is to choose among: values with their counts, numbers as histograms. A click writes the filter.

pub mod add;
pub mod histogram;
pub mod list;
pub mod sides;

use super::super::kit::{Button, Dialog, Icon, Later, Look, icon::Name};
use super::find::Find;
use crate::{
    core::{
        results::{query::Query, summary::RowOutcome},
        text,
    },
    state::App,
};
use add::{AddKey, FirstKeys};
use histogram::Histogram;
use leptos::prelude::*;
use list::FacetList;
pub use sides::{Group, Sides, Spread};

/// The icon, the word and the colour's class of an outcome: in every list and cell the same shape.
pub(super) fn outcome_words(outcome: RowOutcome) -> (Name, &'static str, &'static str) {
    match outcome {
        RowOutcome::Succeeded => (Name::Ok, "Succeeded", "ok"),
        RowOutcome::Failed => (Name::Bad, "Failed", "bad"),
        RowOutcome::Missing => (Name::None, "No result", "warn"),
        RowOutcome::Unreadable => (Name::Junk, "Unreadable line", "idle"),
    }
}

/// The side pane.
#[component]
pub fn Facets() -> impl IntoView {
    view! {
        <aside class="pane side" aria-label="Facets">
            <div class="pane-head"><h2>"Facets"</h2><ClearAll/></div>
            <div class="scroll" tabindex="0" role="group" aria-label="Facets"><Later><All/></Later></div>
        </aside>
    }
}

/// The same behind a button, where there is no room for the pane.
#[component]
pub fn Sheet() -> impl IntoView {
    let results = App::of().results;
    let open = RwSignal::new(false);
    let on = Memo::new(move |_| results.query().terms().len());
    let label = move || match on.get() {
        0 => "Facets".to_owned(),
        on => format!("Facets, {on} on"),
    };
    view! {
        <span class="facet-btn">
            <button type="button" class="btn icon" aria-label=label aria-haspopup="dialog" on:click=move |_| open.set(true)>
                <Icon name=Name::Filter/>
                <span class="bubble" hidden=move || on.get() == 0 aria-hidden="true">{on}</span>
            </button>
        </span>
        <Dialog open title="Facets" on_close=move |()| open.set(false)>
            <div class="sheet"><All/></div>
            <div class="row">
                <ClearAll/>
                <span class="end"><Button on_press=move |_| open.set(false)>{move || format!("Show {}", text::counted(results.shown().len() as u64, "row"))}</Button></span>
            </div>
        </Dialog>
    }
}

#[component]
fn ClearAll() -> impl IntoView {
    let results = App::of().results;
    let on = Memo::new(move |_| results.query().terms().len());
    view! {
        <span class="end">
            {move || (on.get() > 0).then(|| view! {
                <button type="button" class="link" on:click=move |_| results.set_filter(String::new())>{format!("Clear all {}", on.get())}</button>
            })}
        </span>
    }
}

/// Every facet that has something to choose, the histograms between them.
#[component]
fn All() -> impl IntoView {
    let find = Find::of();
    // What is drawn stays while its counts change: facets are told apart by their field.
    let one = move |field: String| {
        if find.sides_untracked().is_spread(&field) {
            view! { <OneSpread field/> }.into_any()
        } else {
            view! { <OneGroup field/> }.into_any()
        }
    };
    let fields = Memo::new(move |_| find.sides().fields());
    // How it ended comes before everything else.
    let part = move |first: bool| {
        let wanted = |field: &String| (field == "outcome") == first;
        fields.get().into_iter().filter(wanted).collect::<Vec<_>>()
    };
    let results = App::of().results;
    let some = Memo::new(move |_| results.has_rows());
    view! {
        <For each=move || part(true) key=Clone::clone children=one/>
        <FirstKeys/>
        <For each=move || part(false) key=Clone::clone children=one/>
        {move || some.get().then(|| view! { <AddKey/> })}
    }
}

#[component]
fn OneGroup(field: String) -> impl IntoView {
    let results = App::of().results;
    let find = Find::of();
    let group = {
        let field = field.clone();
        Memo::new(move |_| find.sides().group(&field).cloned())
    };
    let (title, key) = group
        .with_untracked(|group| group.as_ref().map(|group| (group.title.clone(), group.key.clone())))
        .unwrap_or_default();
    let entries = Signal::derive(move || {
        group.with(|group| group.as_ref().map(|group| group.entries.clone())).unwrap_or_default()
    });
    let toggle = {
        let field = field.clone();
        move |value: String| results.set_filter(untrack(|| results.query()).toggled(&field, &value))
    };
    let clear = move |()| {
        let query = untrack(|| results.query());
        let on = entries.get_untracked().into_iter().filter(|entry| entry.on);
        let rest =
            on.fold((*query).clone(), |query, entry| Query::parse(&query.toggled(&field, &entry.value)));
        results.set_filter(rest.text().to_owned());
    };
    match key {
        Some(path) => {
            let remove = move |()| find.arrange(|layout| layout.remove_key(&path));
            view! { <FacetList title entries on_toggle=toggle on_clear=clear on_remove=remove/> }.into_any()
        }
        None => view! { <FacetList title entries on_toggle=toggle on_clear=clear/> }.into_any(),
    }
}

#[component]
fn OneSpread(field: String) -> impl IntoView {
    let results = App::of().results;
    let find = Find::of();
    let spread = Memo::new(move |_| find.sides().spread(&field).cloned());
    let first = spread.get_untracked();
    first.map(|Spread { measure, title, label, .. }| {
        let with = move |read: fn(&Spread) -> (u32, u32)| spread.with(|spread| spread.as_ref().map(read)).unwrap_or_default();
        let bars = Signal::derive(move || spread.with(|spread| spread.as_ref().map(|spread| spread.bars.clone())).unwrap_or_default());
        let ends = Signal::derive(move || with(|spread| spread.ends));
        let range = Memo::new(move |_| results.query().range(measure).unwrap_or_default());
        let on_range = move |(min, max)| results.set_filter(untrack(|| results.query()).set_range(measure, min, max));
        let set = Memo::new(move |_| results.query().range(measure).is_some());
        view! {
            <section class="facet" aria-label=title>
                <header>
                    <h3 class="grow">{title}</h3>
                    {move || set.get().then(|| view! {
                        <Button look=Look::Quiet small=true icon=Name::X label=format!("Clear {label}") on_press=move |_| on_range((None, None))/>
                    })}
                </header>
                <Histogram label bars ends range on_range/>
            </section>
        }
    })
}
