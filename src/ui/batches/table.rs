//! The table of batches.

use super::words;
use crate::{
    core::{
        batch::{Batch, Column},
        origin::Origin,
        route::Route,
        text,
    },
    state::App,
    ui::kit::{Icon, Name, RouteLink, Status, Tally, VirtualTable},
};
use leptos::{html, prelude::*};
use std::sync::Arc;

/// The table. Where the side pane has no room, a click opens.
#[component]
pub fn BatchTable(
    /// The row that the side pane shows.
    place: Memo<Option<usize>>,
    /// The side pane.
    peek: NodeRef<html::Aside>,
) -> impl IntoView {
    let app = App::of();
    let select = move |place| {
        if let Some(batch) = untrack(|| app.batches.at(place)) {
            app.slide(Route::Batches { selected: Some(batch.id.clone()) });
        }
    };
    let open = move |place| {
        if let Some(batch) = untrack(|| app.batches.at(place)) {
            app.go(Route::results(Origin::Batch(batch.id.clone())));
        }
    };
    let press = move |place| {
        let beside = peek.get_untracked().is_some_and(|pane| pane.offset_width() > 0);
        if beside { select(place) } else { open(place) }
    };
    let head = view! {
        <colgroup>
            <col/><col class="w-st"/><col class="w-req"/><col class="w-l mid"/><col class="w-s nar"/><col class="w-s lo"/><col class="w-s lo"/>
        </colgroup>
        <thead role="rowgroup"><tr role="row" aria-rowindex="1">
            <Head by=Column::Name word="Batch"/><Head by=Column::Status word="Status"/><Head by=Column::Requests word="Requests"/>
            <Head by=Column::Model word="Model" class="nar mid"/><Head by=Column::Age word="Age" class="nar num"/>
            <Head by=Column::Took word="Took" class="nar num lo"/><Head by=Column::Tokens word="Tokens" class="nar num lo"/>
        </tr></thead>
    }
    .into_any();
    view! {
        <VirtualTable label="Batches" name="batch" class="tall fold" row_height=46.0 claim_focus=true
            count=Signal::derive(move || app.batches.shown().len()) active=place
            on_active=Callback::new(select) on_press=Callback::new(press) on_open=Callback::new(open)
            version=0 head row=Callback::new(move |place| cells(app, place))/>
    }
}

/// A column's head: pressed, the list is ordered by it. Ages grow as times of creation fall.
#[component]
fn Head(by: Column, word: &'static str, #[prop(optional)] class: &'static str) -> impl IntoView {
    let app = App::of();
    let order =
        move || Some(app.batches.order()).filter(|order| order.by == by).map(|order| order.descending);
    let sort = move || match order() {
        None => "none",
        Some(descending) if descending == (by != Column::Age) => "descending",
        Some(_) => "ascending",
    };
    let arrow = move || {
        let name = if sort() == "ascending" { Name::Up } else { Name::Down };
        order().map(|_| view! { <Icon name/> })
    };
    view! {
        <th scope="col" class=class aria-sort=sort>
            <button type="button" on:click=move |_| app.batches.order_by(by)>{word}{arrow}</button>
        </th>
    }
}

/// One row: it follows its batch, so that a running one moves without the row being drawn anew.
fn cells(app: App, place: usize) -> AnyView {
    let batch = Memo::new(move |_| app.batches.at(place));
    (move || batch.get().map(|batch| columns(app, &batch))).into_any()
}

/// What ages with the clock is text alone: a cell drawn anew under the pointer would lose the click.
fn columns(app: App, batch: &Arc<Batch>) -> impl IntoView + use<> {
    let ticking = |words: fn(&Batch, i64) -> String| {
        let batch = batch.clone();
        move || words(&batch, app.batches.now())
    };
    let (icon, word) = untrack(|| words::status(batch, app.batches.now()));
    let (_, bad) = untrack(|| words::remark(batch, app.batches.now()));
    let remark = ticking(|batch, now| words::remark(batch, now).0);
    let tone = if bad { "end ellip st bad" } else { "dim end ellip" };
    let total = batch.counts.total.unwrap_or_else(|| batch.counts.done());
    let known = !batch.counts.is_silent();
    let to = Route::results(Origin::Batch(batch.id.clone()));
    let name = text::one_line(batch.name(), 200);
    let id = (name != batch.id).then(|| batch.id.clone());
    view! {
        <td role="gridcell">
            <span class="two">
                <RouteLink class="name" to attr:tabindex="-1">{name}</RouteLink>
                {id.map(|id| view! { <span class="mono dim">{id}</span> })}
            </span>
        </td>
        <td role="gridcell" class="at-end"><Status icon word/></td>
        <td role="gridcell" class="full">
            <span class="two">
                <span class="row"><span class="grow"><Tally parts=words::tally(batch) total/></span></span>
                <span class="row">
                    {known.then(|| view! {
                        <b>{text::count(batch.counts.completed.unwrap_or(0))}</b><span class="dim">"of "{text::count(total)}</span>
                    })}
                    <span class=tone>{remark}</span>
                </span>
            </span>
        </td>
        <td role="gridcell" class="nar mid">
            <span class="two">
                <span title=batch.model.clone()>{batch.model.as_deref().map_or("—", text::model_name).to_owned()}</span>
                <span class="dim">{words::endpoint(batch).to_owned()}</span>
            </span>
        </td>
        <td role="gridcell" class="nar num">{ticking(words::age)}</td>
        <td role="gridcell" class="nar num lo">{ticking(words::took)}</td>
        <td role="gridcell" class="nar num lo">{words::tokens(batch)}</td>
    }
}
