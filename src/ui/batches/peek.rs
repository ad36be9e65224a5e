//! The side pane: everything that the server says of one batch.

use super::words;
use crate::{
    browser::clock,
    core::{
        batch::{Batch, Status},
        origin::Origin,
        protocol::batch_api,
        route::Route,
        text,
    },
    state::{App, batches, settings::Headers},
    ui::kit::{CopyButton, Icon, JsonTree, Legend, Name, Note, RouteLink, Tally, Tone, once_painted},
};
use leptos::{html, prelude::*, reactive::spawn_local_scoped_with_cancellation};
use serde_json::Value;
use std::sync::Arc;

/// The side pane.
#[component]
pub fn Peek(
    /// The row that it shows.
    place: Memo<Option<usize>>,
    /// Itself.
    node: NodeRef<html::Aside>,
) -> impl IntoView {
    let app = App::of();
    let batch = Memo::new(move |_| place.get().and_then(|place| app.batches.at(place)));
    // First the list.
    let warm = once_painted(Signal::derive(move || batch.with(Option::is_some)));
    view! {
        <aside class="pane side peek" aria-label="Selected batch" node_ref=node>
            {move || batch.get().filter(|_| warm.get()).map(|batch| view! { <About batch/> })}
        </aside>
    }
}

#[component]
fn About(batch: Arc<Batch>) -> impl IntoView {
    let app = App::of();
    let parts = words::tally(&batch);
    let total = batch.counts.total.unwrap_or_else(|| batch.counts.done());
    let open = batch.opening();
    let to = Route::results(Origin::Batch(batch.id.clone()));
    let tone =
        if batch.counts.all_failed() || batch.status == Status::Failed { Tone::Bad } else { Tone::Warn };
    let ending = batch.ending();
    let moving = batch.clone();
    let progress = move || words::progress(&moving, app.batches.now());
    let stale = untrack(|| batch.is_stale(app.batches.now()));
    view! {
        <div class="pane-head"><h2 class="ellip grow">{text::one_line(batch.name(), 200)}</h2><CopyButton label="Copy id" text=batch.id.clone()/></div>
        <div class="scroll" tabindex="0" role="group" aria-label="Facts">
            <div class="pad4 stack">
                <RouteLink class="btn primary" to>{open}" "<kbd>"↵"</kbd></RouteLink>
                <Tally parts=parts.clone() total large=true/>
                <Legend parts/>
                {move || progress().map(|words| view! { <p class="dim">{words}</p> })}
            </div>
            {stale.then(|| view! {
                <div class="facet pad4"><Note tone=Tone::Warn><p>"Its time is up, and the server still calls it running. It may never end; what it wrote so far can be opened."</p></Note></div>
            })}
            {ending.map(|words| view! { <div class="facet pad4"><Note tone><p>{words}</p></Note></div> })}
            <Errors batch=batch.clone()/>
            <Facts batch=batch.clone()/>
            <Times batch=batch.clone()/>
            <Files batch=batch.clone()/>
            <Unknown batch/>
        </div>
    }
}

/// Why validation failed.
#[component]
fn Errors(batch: Arc<Batch>) -> impl IntoView {
    let item = |error: &crate::core::batch::BatchError| {
        let place = error.line.map(|line| format!("Line {}: ", text::count(line)));
        let code = error.code.clone().map(|code| format!(" ({code})"));
        view! { <p>{place}{error.message.clone()}{code}</p> }
    };
    (!batch.errors.is_empty()).then(|| {
        let items = batch.errors.iter().take(20).map(item).collect_view();
        view! { <div class="facet pad4"><Note tone=Tone::Bad><div class="stack">{items}</div></Note></div> }
    })
}

#[component]
fn Facts(batch: Arc<Batch>) -> impl IntoView {
    let usage = batch
        .usage
        .map(|usage| format!("{} in, {} out", text::tokens(usage.input), text::tokens(usage.output)));
    let metadata = batch
        .metadata
        .iter()
        .map(|(key, value)| view! { <div>{key.clone()}"="{value.clone()}</div> })
        .collect_view();
    let some = !batch.metadata.is_empty();
    let fact = |name: &'static str, value: Option<String>, mono: bool| {
        value
            .filter(|value| !value.is_empty())
            .map(|value| view! { <dt>{name}</dt><dd class:mono=mono>{value}</dd> })
    };
    view! {
        <div class="facet pad4">
            <dl class="facts">
                {fact("Id", Some(batch.id.clone()), true)}
                {fact("Model", batch.model.clone(), false)}
                {fact("Endpoint", Some(batch.endpoint.clone()), true)}
                {fact("Tokens", usage, false)}
                {fact("Window", batch.completion_window.clone(), false)}
                {some.then(|| view! { <dt>"Metadata"</dt><dd class="mono">{metadata}</dd> })}
            </dl>
        </div>
    }
}

/// What happened when: the first with its clock time, the others with their distance from it.
#[component]
fn Times(batch: Arc<Batch>) -> impl IntoView {
    let times = &batch.times;
    let created = batch.created_at;
    let step = |name: &'static str, at: Option<i64>, icon: Name, tone: &'static str| {
        let at = at?;
        let after =
            created.filter(|created| *created != at).and_then(|created| u64::try_from(at - created).ok());
        let when = after
            .map_or_else(|| clock::local_time(at), |seconds| format!("after {}", text::duration(seconds)));
        Some(
            view! { <li title=clock::local_time(at)><span class=tone><Icon name=icon/></span><span>{name}</span><span class="dim">{when}</span></li> },
        )
    };
    view! {
        <div class="facet pad4">
            <h3>"Times"</h3>
            <ol class="timeline">
                {step("Created", created, Name::Ok, "")}
                {step("Started", times.in_progress_at, Name::Ok, "")}
                {step("Finalizing", times.finalizing_at, Name::Ok, "")}
                {step("Cancelling", times.cancelling_at, Name::Skip, "w")}
                {step("Completed", times.completed_at, Name::Ok, "")}
                {step("Failed", times.failed_at, Name::Bad, "b")}
                {step("Cancelled", times.cancelled_at, Name::Skip, "w")}
                {step("Expired", times.expired_at, Name::Wait, "w")}
                {(!batch.is_finished()).then(|| step("Expires", times.expires_at, Name::Wait, "w"))}
            </ol>
        </div>
    }
}

/// Its files, with their sizes where the server tells them, to download.
#[component]
fn Files(batch: Arc<Batch>) -> impl IntoView {
    let app = App::of();
    let files = [
        ("Input", &batch.input_file_id),
        ("Output", &batch.output_file_id),
        ("Errors", &batch.error_file_id),
    ];
    // Where the host page gives headers, a link without them leads nowhere.
    let closed = app.settings_untracked().headers != Headers::None;
    let item = move |(name, id): (&'static str, &Option<String>)| {
        let id = id.clone()?;
        let asked = id.clone();
        // A resource would do the same, and is 10 kB of page.
        let size = RwSignal::new(String::new());
        spawn_local_scoped_with_cancellation(async move {
            if let Some(bytes) = batches::file_size(app, asked).await {
                size.try_set(text::bytes(bytes));
            }
        });
        let url = batch_api::file_content_url(&app.base(), &id);
        let label = format!("Download {}", name.to_lowercase());
        Some(view! {
            <li class="row">
                <Icon name=Name::File/><span class="grow ellip" title=id.clone()>{name}</span><span class="dim">{size}</span>
                <a hidden=closed class="btn quiet icon sm" href=url download=format!("{id}.jsonl") aria-label=label.clone() title=label><Icon name=Name::Pull/></a>
            </li>
        })
    };
    let none = files.iter().all(|(_, id)| id.is_none());
    view! {
        <div class="facet pad4">
            <h3>"Files"</h3>
            <ul class="stack">{files.map(item).collect_view()}</ul>
            {none.then(|| view! { <p class="dim">"None yet."</p> })}
        </div>
    }
}

/// Fields that no one here knows, as they came.
#[component]
fn Unknown(batch: Arc<Batch>) -> impl IntoView {
    let extra = (!batch.extra.is_empty()).then(|| Arc::new(Value::Object(batch.extra.clone())));
    extra.map(|value| {
        let number = text::counted(batch.extra.len() as u64, "more field");
        view! {
            <div class="facet pad4">
                <details><summary>{number}" of this server"</summary><JsonTree value label="Fields of this server"/></details>
            </div>
        }
    })
}
