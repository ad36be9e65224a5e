//! The exceptions of a selection: each can be taken back.

use super::super::{
    super::kit::{Button, Dialog, Look},
    panels::{Panel, Panels},
    table::open_row,
};
use crate::{core::text, state::App};
use leptos::prelude::*;

/// Listed at most.
const MOST: usize = 200;

/// The dialog.
#[component]
pub fn ExcludedDialog() -> impl IntoView {
    let panels = Panels::of();
    view! {
        <Dialog title="Excluded from the selection" open=panels.is(Panel::Excluded) on_close=move |()| panels.closed(Panel::Excluded)>
            <Excluded/>
        </Dialog>
    }
}

#[component]
fn Excluded() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let panels = Panels::of();
    let excluded =
        Memo::new(move |_| results.selection(crate::core::results::selection::Selection::excluded));
    let listed = move || excluded.get().into_iter().take(MOST).collect::<Vec<u32>>();
    let back = move |places: &[u32]| results.choose(app, |selection| selection.add(places));
    let line = move |place: u32| {
        let row = results.row(place)?;
        let name = row.name();
        let open = move |_| {
            panels.close();
            open_row(app, Some(place));
        };
        let label = format!("Take {name} back");
        Some(view! {
            <li class="row">
                <button type="button" class="link mono" on:click=open>{name}</button>
                <span class="ellip grow dim">{row.summary.excerpt}</span>
                <Button small=true look=Look::Quiet label=label on_press=move |_| back(&[place])>"Take back"</Button>
            </li>
        })
    };
    view! {
        <p class="ink2">{move || match excluded.with(Vec::len) {
            0 => "None any more: everything that matches is selected.".to_owned(),
            rows => format!("{} that match and were let go.", text::counted(rows as u64, "row")),
        }}</p>
        <ul class="picks" aria-label="Excluded rows">
            <For each=listed key=|place: &u32| *place children=line/>
        </ul>
        {move || excluded.with(Vec::len).checked_sub(MOST).filter(|rest| *rest > 0).map(|rest| {
            view! { <p class="dim">{format!("and {} more", text::count(rest as u64))}</p> }
        })}
        <footer>
            <Button on_press=move |_| panels.close()>"Close"</Button>
            <Button disabled=Signal::derive(move || excluded.with(Vec::is_empty))
                on_press=move |_| back(&excluded.get_untracked())>"Take all back"</Button>
        </footer>
    }
}
