//! The rows.

use super::super::kit::{Check, Icon, VirtualTable};
use super::facets::outcome_words;
use crate::{
    core::{
        origin::Origin,
        results::index::Row,
        route::{Route, ViewState},
        text,
    },
    state::App,
};
use leptos::prelude::*;

/// Height of a row on a wide and on a narrow page, as the style sheet draws it.
const ROW: f64 = 32.0;

/// The open row's place among all rows: the address counts from 1.
pub(super) fn open_place(app: App) -> Option<u32> {
    app.route().row().and_then(|row| u32::try_from(row.checked_sub(1)?).ok())
}

/// Opens the row at this place.
pub(super) fn open_row(app: App, place: Option<u32>) {
    if let Some(origin) = app.origin() {
        let row = place.map(|place| u64::from(place) + 1);
        app.slide(Route::Results { origin, view: ViewState { row, ..app.results.view() } });
    }
}

/// The table of the rows that match.
#[component]
pub fn ResultTable() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let count = Signal::derive(move || results.shown().len());
    let open = Memo::new(move |_| open_place(app));
    let active = Signal::derive(move || {
        let place = open.get()?;
        results.shown().at(place)
    });
    // Rows only ever join at the end while a file is read; another filter makes another list.
    let version = Memo::new(move |before: Option<&(u64, String, Option<Origin>)>| {
        let now = (results.filter(), app.origin());
        match before {
            Some((version, filter, batch)) if (filter, batch) == (&now.0, &now.1) => (*version, now.0, now.1),
            Some((version, ..)) => (version + 1, now.0, now.1),
            None => (0, now.0, now.1),
        }
    });
    let place_at = move |at: usize| results.shown().get(at).copied();
    let go = move |at: usize| open_row(app, place_at(at));
    let toggle = move |(at, range): (usize, bool)| {
        let Some(place) = place_at(at) else { return };
        let shown = results.shown();
        results.choose(
            app,
            |selection| if range { selection.extend_to(place, &shown) } else { selection.toggle(place) },
        );
    };
    let selected = move |at: usize| {
        place_at(at).is_some_and(|place| results.selection(|selection| selection.has(place)))
    };
    let row = move |at: usize| {
        let place = untrack(|| place_at(at));
        match place.and_then(|place| results.row(place)) {
            Some(row) => cells(row, at, toggle, selected),
            None => ().into_any(),
        }
    };
    view! {
        <VirtualTable label="Results" name="result" count row_height=ROW active version=Signal::derive(move || version.get().0)
            on_active=go on_open=go on_toggle=Callback::new(toggle) selected=Callback::new(selected)
            head=head().into_any() row=Callback::new(row)/>
    }
}

fn head() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let chosen = Memo::new(move |_| results.selection(|selection| selection.count_among(&results.shown())));
    let all = Signal::derive(move || chosen.get() > 0 && chosen.get() == results.shown().len());
    let some = Signal::derive(move || chosen.get() > 0 && !all.get());
    let press = move |_| {
        let shown = results.shown();
        results.choose(app, |selection| {
            if all.get_untracked() { selection.remove(&shown) } else { selection.add(&shown) }
        });
    };
    view! {
        <colgroup>
            <col class="w-sel"/><col class="w-ln nar"/><col class="w-icon nar"/><col class="w-idcol nar"/><col/>
            <col class="w-id nar mid"/><col class="w-s nar lo"/><col class="w-tok nar lo"/>
        </colgroup>
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                <th scope="col"><Check on=all partly=some on_press=press label="Select all that match"/></th>
                <th scope="col" class="nar num">"Line"</th>
                <th scope="col" class="nar"><span class="sr">"Outcome"</span></th>
                <th scope="col" class="nar">"custom_id"</th>
                <th scope="col">"Output"</th>
                <th scope="col" class="nar mid">"Model"</th>
                <th scope="col" class="nar lo">"Finish"</th>
                <th scope="col" class="nar lo num">"Tokens"</th>
            </tr>
        </thead>
    }
}

fn cells(
    row: Row,
    at: usize,
    toggle: impl Fn((usize, bool)) + Copy + Send + Sync + 'static,
    selected: impl Fn(usize) -> bool + Copy + Send + Sync + 'static,
) -> AnyView {
    let (icon, word) = outcome_words(row.summary.outcome);
    let name = row.name();
    let on = Signal::derive(move || selected(at));
    let press = move |event: leptos::ev::MouseEvent| toggle((at, event.shift_key()));
    let tokens =
        row.summary.output_tokens.map_or_else(|| "—".to_owned(), |tokens| text::count(u64::from(tokens)));
    let again = (row.occurrence > 0).then(|| view! { <span class="badge">"duplicate"</span>" " });
    let blank = row.summary.excerpt.is_empty();
    let output = if blank { "no text".to_owned() } else { row.summary.excerpt };
    view! {
        <td><Check on on_press=press label=format!("Select {name}")/></td>
        <td class="nar num dim">{text::count(row.summary.number)}</td>
        <td class="nar"><span class=status_class(word)><Icon name=icon/><span class="sr">{word}</span></span></td>
        <td class="nar mono">{row.summary.custom_id.clone()}</td>
        <td class="excerpt" class:dim=blank>
            <span class="n-only mono strong">{name}</span>
            <span class="ellip">{again}{output}</span>
        </td>
        <td class="nar mid ink2">{row.summary.model}</td>
        <td class="nar lo ink2">{row.summary.finish_reason}</td>
        <td class="nar lo num">{tokens}</td>
    }
    .into_any()
}

fn status_class(word: &str) -> &'static str {
    match word {
        "Succeeded" => "st ok",
        "Failed" => "st bad",
        _ => "st idle",
    }
}
