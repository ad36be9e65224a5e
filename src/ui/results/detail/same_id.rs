//! The other rows with the same `custom_id`: servers retry, and files are joined.

use super::super::{
    super::kit::{Icon, icon::Name},
    table::open_row,
};
use crate::{
    core::{results::index::Index, text},
    state::App,
};
use leptos::prelude::*;

/// Links at most to so many.
const MOST: usize = 12;

/// Places of the rows with the id of this one, itself among them; empty when it is alone.
fn places(index: &Index, place: u32) -> Vec<u32> {
    let id = index.custom_id(place);
    if id.is_empty() || index.duplicates() == 0 {
        return Vec::new();
    }
    let same: Vec<u32> = (0..index.len()).filter(|other| index.custom_id(*other) == id).collect();
    if same.len() > 1 { same } else { Vec::new() }
}

/// Links to them; nothing where there is none.
#[component]
pub fn SameId(
    /// The row's place.
    place: u32,
) -> impl IntoView {
    let app = App::of();
    let all = Memo::new(move |_| app.results.with_index(|index| places(index, place)));
    let link = move |other: u32| {
        let row = app.results.row(other)?;
        let words = format!("line {}", text::count(row.summary.number));
        Some(if other == place {
            view! { <b>{words}</b> }.into_any()
        } else {
            view! { <button type="button" class="link" on:click=move |_| open_row(app, Some(other))>{words}</button> }
                .into_any()
        })
    };
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            let count = text::count(all.len() as u64);
            let more = all.len().checked_sub(MOST).filter(|more| *more > 0);
            view! {
                <div class="note same-id">
                    <Icon name=Name::Copy/>
                    <p>{count}" results have this id: "<span class="row wrap">{all.into_iter().take(MOST).filter_map(link).collect_view()}
                        {more.map(|more| format!("and {} more", text::count(more as u64)))}</span></p>
                </div>
            }
        })
    }
}
