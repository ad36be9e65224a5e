//! The rows.

pub mod cells;
pub mod head;

use super::super::kit::VirtualTable;
use super::find::Find;
use crate::{
    core::route::{Route, ViewState},
    state::App,
};
use cells::{Choice, cells};
pub use head::ColumnsMenu;
use leptos::prelude::*;

/// Height of a row on a wide page, as the style sheet draws it; then it is measured.
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

/// The row so many places on (or back) among those shown. `None`: there is none.
pub(super) fn beside(app: App, place: u32, by: isize) -> Option<u32> {
    let shown = app.results.shown();
    shown.at(place)?.checked_add_signed(by).and_then(|at| shown.get(at).copied())
}

/// The table of the rows that match.
#[component]
pub fn ResultTable() -> impl IntoView {
    let app = App::of();
    let (results, find) = (app.results, Find::of());
    let count = Signal::derive(move || results.shown().len());
    let open = Memo::new(move |_| open_place(app));
    let active = Memo::new(move |_| results.shown().at(open.get()?));
    let place_at = move |at: usize| results.shown().get(at).copied();
    let go = move |at: usize| open_row(app, untrack(|| place_at(at)));
    let toggle = move |(at, range): (usize, bool)| {
        let shown = untrack(|| results.shown());
        let Some(place) = shown.get(at).copied() else { return };
        results.choose(
            app,
            |selection| if range { selection.extend_to(place, &shown) } else { selection.toggle(place) },
        );
    };
    let selected = move |at: usize| {
        place_at(at).is_some_and(|place| results.selection(|selection| selection.has(place)))
    };
    // Another list, another order, more hits: each row on screen follows what stands at its place in the list.
    let row = move |at: usize| {
        let place = Memo::new(move |_| place_at(at));
        let choice = Choice {
            on: Signal::derive(move || selected(at)),
            press: Callback::new(move |event: leptos::ev::MouseEvent| toggle((at, event.shift_key()))),
        };
        let draw = move || {
            let place = place.get()?;
            let columns = find.columns();
            results.row(place).map(|row| cells(find, place, &row, &columns, choice))
        };
        draw.into_any()
    };
    view! {
        <VirtualTable label="Results" name="result" count row_height=ROW active version=Signal::stored(0)
            claim_focus=true on_active=go on_open=go on_toggle=Callback::new(toggle) selected=Callback::new(selected)
            head=head::head().into_any() row=Callback::new(row)/>
    }
}
