//! Why rows cannot be sent, and what Label Studio holds twice.

use super::parts::OutLink;
use crate::{
    core::{
        origin::Origin,
        protocol::label_studio as api,
        route::{Route, ViewState},
        text,
    },
    state::push::Cause,
    ui::kit::{Icon, Name, Note, RouteLink, Tone},
};
use leptos::prelude::*;

/// The table of causes, the most frequent first.
#[component]
pub fn Causes(
    /// Each reason.
    causes: Vec<Cause>,
    /// How many rows they hold for.
    refused: u64,
    /// What the rows are of, for links to them.
    origin: Origin,
) -> impl IntoView {
    let cause = move |cause: Cause| {
        let more = cause.count.saturating_sub(cause.rows.len() as u64);
        let links = cause.rows.into_iter().enumerate().map(|(at, (place, name))| {
            let to =
                Route::Results { origin: origin.clone(), view: ViewState::row(Some(u64::from(place) + 1)) };
            view! { {(at > 0).then_some(", ")}<RouteLink to class="mono">{name}</RouteLink> }
        });
        let links = links.collect_view();
        let title = cause.reason.clone();
        view! {
            <tr role="row">
                <td role="cell" class="full wrapcell"><span class="st bad"><Icon name=Name::Bad/>
                    <span title=title><b>{text::count(cause.count)}</b>" "{cause.reason}</span></span></td>
                <td role="cell" class="full wrapcell">{links}{(more > 0).then(|| format!(" and {} more", text::count(more)))}</td>
            </tr>
        }
    };
    view! {
        <table class="table fold causes" role="table">
            <colgroup><col/><col class="w-xxl"/></colgroup>
            <thead><tr>
                <th scope="col">{format!("Why {} cannot be sent", text::counted(refused, "row"))}</th>
                <th scope="col">"The first of them"</th>
            </tr></thead>
            <tbody role="rowgroup">{causes.into_iter().map(cause).collect_view()}</tbody>
        </table>
    }
}

/// Results that Label Studio holds more than once: said aloud, with links to each task.
#[component]
pub fn Doubled(
    /// Each result's name, and its tasks.
    doubled: Vec<(String, Vec<u64>)>,
    /// Label Studio's address.
    base: String,
    /// The project.
    project: u64,
) -> impl IntoView {
    const NAMED: usize = 5;
    let count = doubled.len();
    let row = move |(name, ids): (String, Vec<u64>)| {
        let links = ids.into_iter().map(|id| {
            let href = api::task_page(&base, project, id);
            view! { " "<OutLink href class="mono" bare=true>{id.to_string()}</OutLink> }
        });
        view! { <li><span class="mono">{name}</span>": tasks"{links.collect_view()}</li> }
    };
    (count > 0).then(|| {
        let noun = text::counted(count as u64, "result");
        let rest = count.saturating_sub(NAMED);
        view! {
            <div class="pad"><Note tone=Tone::Warn><div class="stack">
                <p><b>{format!("{noun} {} in the project more than once.", if count == 1 { "stands" } else { "stand" })}</b>" Somebody sent the same results before. Nothing is deleted here; look at the tasks:"</p>
                <ul class="md-list">{doubled.into_iter().take(NAMED).map(row).collect_view()}</ul>
                {(rest > 0).then(|| view! { <p class="dim">{format!("and {rest} more")}</p> })}
            </div></Note></div>
        }
    })
}
