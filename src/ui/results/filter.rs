//! What to show: the filter's field with its suggestions and help, what in it was not understood, and how many
//! rows match.

use super::super::kit::{Button, Icon, Look, Popover, icon::Name};
use super::{facets::Sheet, find::Find, tokens::TokenField};
use crate::{
    browser::clock,
    core::{
        results::{
            query::HELP,
            suggest::{Suggestion, suggest},
        },
        text,
    },
    state::{App, results::Load},
};
use leptos::{html, prelude::*};

/// The bar above the rows.
#[component]
pub fn FilterBar() -> impl IntoView {
    view! {
        <div class="filters">
            <Field/>
            <Popover label="What can be written here" icon=Name::Help class="btn quiet icon" panel="help"><Help/></Popover>
            <Sheet/>
        </div>
        <Problems/>
        <FindBar/>
    }
}

/// The field, and what could be typed next below it.
#[component]
fn Field() -> impl IntoView {
    let app = App::of();
    let (results, find) = (app.results, Find::of());
    let node: NodeRef<html::Input> = NodeRef::new();
    let draft = RwSignal::new(String::new());
    let focused = RwSignal::new(false);
    // The suggestion that the arrow keys are at. Escape puts the list away until something else is typed.
    let (at, away) = (RwSignal::new(None::<usize>), RwSignal::new(String::new()));
    let asked = RwSignal::new(false);
    let offered = Memo::new(move |_| {
        let draft = draft.get();
        let wanted =
            focused.get() && (asked.get() || !draft.trim().is_empty()) && away.with(|away| *away != draft);
        if wanted { suggest(&draft, |field| find.values(field), &find.known_keys()) } else { Vec::new() }
    });
    Effect::new(move || {
        draft.track();
        at.set(None);
    });
    // First the letter is shown, then the rows, each in its own turn: what stands here may be ahead of the filter.
    let (text, ahead) = (RwSignal::new(String::new()), StoredValue::new(false));
    Effect::new(move || {
        let filter = results.filter();
        if !ahead.get_value() {
            text.set(filter);
        }
    });
    let put = move |typed: String| {
        away.set(String::new());
        asked.set(false);
        text.set(typed);
        if !ahead.get_value() {
            ahead.set_value(true);
            app.spawn(async move {
                clock::yield_now().await;
                ahead.try_set_value(false);
                if let Some(typed) = text.try_get_untracked() {
                    results.set_filter(typed);
                }
            });
        }
    };
    let take = move |suggestion: &Suggestion| {
        // What stands as tokens is the text before the draft.
        let (text, now) = untrack(|| (text.get(), draft.get()));
        let before = text.strip_suffix(now.as_str()).unwrap_or(&text).to_owned();
        let gap = if before.is_empty() || before.ends_with(' ') { "" } else { " " };
        put(format!("{before}{gap}{}", suggestion.draft));
        draft.set(if suggestion.whole { String::new() } else { suggestion.draft.clone() });
        if let Some(input) = node.get_untracked() {
            input.focus().unwrap_or_default();
        }
    };
    let on_key = move |key: String| {
        let list = offered.get_untracked();
        let (count, now) = (list.len(), at.get_untracked());
        match key.as_str() {
            "ArrowDown" if count == 0 => asked.set(true),
            "ArrowDown" => at.set(Some(now.map_or(0, |now| (now + 1) % count))),
            "ArrowUp" if count > 0 => at.set(Some(now.map_or(count - 1, |now| (now + count - 1) % count))),
            "Escape" if count > 0 => {
                away.set(draft.get_untracked());
                asked.set(false);
            }
            "Enter" | "Tab" => match now.and_then(|now| list.get(now)) {
                Some(suggestion) => take(suggestion),
                None => return false,
            },
            _ => return false,
        }
        true
    };
    let suggested = Signal::derive(move || {
        (!offered.with(Vec::is_empty))
            .then(|| at.get().map(|at| format!("suggestion-{at}")).unwrap_or_default())
    });
    let option = move |(place, suggestion): (usize, Suggestion)| {
        let (word, note) = (suggestion.word.clone(), suggestion.note.clone());
        view! {
            <li id=format!("suggestion-{place}") role="option" aria-selected=move || if at.get() == Some(place) { "true" } else { "false" }
                on:mousedown=|event| event.prevent_default() on:click=move |_| take(&suggestion)>
                <span class="mono">{word}</span><span class="dim fs2">{note}</span>
            </li>
        }
    };
    view! {
        <div class="field-wrap" on:focusin=move |_| focused.set(true) on:focusout=move |_| focused.set(false)>
            <TokenField text on_change=put described="filter-problems" node draft on_key suggested/>
            <ul id="suggestions" class="pop suggest" role="listbox" aria-label="Suggestions" hidden=move || offered.with(Vec::is_empty)>
                {move || offered.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
        </div>
    }
}

/// The language by examples. Clicking one adds it to the filter.
#[component]
fn Help() -> impl IntoView {
    let results = App::of().results;
    let line = move |(example, meaning): &'static (&str, &str)| {
        let add = move |_| results.set_filter(untrack(|| results.query().with(example)));
        view! {
            <dt><button type="button" class="link mono" title="Add to the filter" on:click=add>{*example}</button></dt>
            <dd class="ink2">{*meaning}</dd>
        }
    };
    view! {
        <p class="fs2 ink2">"Everything written must hold. Clicking a facet or dragging over a histogram writes here too."</p>
        <dl class="keymap">{HELP.iter().map(line).collect_view()}</dl>
    }
}

/// What was not understood, and what to write instead.
#[component]
fn Problems() -> impl IntoView {
    let results = App::of().results;
    let said = Memo::new(move |_| {
        let query = results.query();
        query.problems().iter().map(|problem| problem.sentence.clone()).collect::<Vec<_>>()
    });
    view! {
        <div id="filter-problems" class="problems-below" role="status">
            {move || said.get().into_iter().map(|sentence| view! {
                <p class="st bad"><Icon name=Name::Bad/><span>{sentence}</span></p>
            }).collect_view()}
        </div>
    }
}

/// How many match, how far the search is, and the way from hit to hit.
#[component]
fn FindBar() -> impl IntoView {
    let app = App::of();
    let (results, find) = (app.results, Find::of());
    let narrowed = Memo::new(move |_| !results.filter().trim().is_empty());
    let count = Memo::new(move |_| results.shown().len() as u64);
    // None so far is another thing than none.
    let without = Memo::new(move |_| match results.load() {
        _ if results.has_rows() => None,
        load if load.is_busy() => Some("Reading…"),
        Load::Failed(_) => Some("Nothing was read"),
        _ => None,
    });
    let how_many = move || {
        let of = if narrowed.get() {
            format!(" of {} match", text::count(results.tally().total()))
        } else {
            " results".to_owned()
        };
        view! { <b>{text::count(count.get())}</b>{of} }
    };
    let searching = Memo::new(move |_| {
        let progress = results.searching().filter(|progress| !progress.blank)?;
        Some(progress.done.saturating_mul(100).checked_div(progress.of).unwrap_or(0).min(99))
    });
    let hits = Memo::new(move |_| !find.needles().is_empty());
    view! {
        <div class="findbar">
            <span role="status">
                {move || match without.get() {
                    Some(words) => words.into_any(),
                    None => how_many().into_any(),
                }}
            </span>
            {move || searching.get().map(|part| view! {
                <span class="dim st"><Icon name=Name::Run/>{format!("searching {part} %")}</span>
            })}
            <span class="end row">
                {move || hits.get().then(|| view! {
                    <Button look=Look::Quiet small=true icon=Name::Up label="Previous hit (⇧N)" on_press=move |_| find.hit(-1)/>
                    <Button look=Look::Quiet small=true icon=Name::Down label="Next hit (n)" on_press=move |_| find.hit(1)/>
                })}
                <button type="button" class="link" hidden=move || !narrowed.get()
                    on:click=move |_| results.set_filter(String::new())>"Clear"</button>
            </span>
        </div>
    }
}
