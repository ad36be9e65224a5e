//! Results: which of these deserve a human's eye?

pub mod detail;
pub mod diff;
pub mod facets;
pub mod prose;
pub mod selbar;
pub mod table;
pub mod turns;

use super::{
    app::StatusLine,
    kit::{EdgeProgress, Empty, Legend, Part, ProblemNote, RouteLink, Tally, TallyPart, button::Button},
};
use crate::{
    core::{batch::Batch, results::index, route::Route, text},
    state::{
        App,
        results::{Load, Results},
    },
};
use leptos::prelude::*;

/// Opens the batch that the address names.
fn follow_route(app: App) {
    Effect::new(move || {
        if app.settled()
            && let Some(origin) = app.route().origin()
        {
            app.results.open(app, origin);
        }
    });
}

/// The Results step.
#[component]
pub fn ResultsView() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    follow_route(app);
    let name = move || results.title(app);
    let id = move || results.batch().map(|batch| batch.id.clone()).unwrap_or_default();
    let parts = Signal::derive(move || parts(results));
    let total = Signal::derive(move || parts.with(|parts| parts.iter().map(|part| part.count).sum()));
    view! {
        <section class="context" aria-label="Results: summary and actions">
            <h1 class="ellip">{name}</h1>
            <span class="mono id">{move || (id() != name()).then(id)}</span>
            <span class="app-narrow-hide ctx-tally"><Tally parts total/></span>
            <span class="app-narrow-hide"><Legend parts/></span>
        </section>
        <Work app/>
        <Foot results/>
    }
}

/// The parts of the tally: every row accounted for.
pub(super) fn parts(results: Results) -> Vec<TallyPart> {
    let index::Tally { succeeded, failed, unreadable, missing } = results.tally();
    vec![
        TallyPart { part: Part::Ok, count: succeeded, word: "ok" },
        TallyPart { part: Part::Bad, count: failed, word: "failed" },
        TallyPart { part: Part::None, count: missing, word: "no result" },
        TallyPart { part: Part::Junk, count: unreadable, word: "unreadable" },
    ]
}

#[component]
fn Work(app: App) -> impl IntoView {
    let results = app.results;
    let busy = Signal::derive(move || matches!(results.load(), Load::Asking | Load::Reading { .. }));
    let part = Signal::derive(move || match results.load() {
        Load::Reading { bytes, total: Some(total), .. } if total > 0 => Some(bytes as f64 / total as f64),
        _ => None,
    });
    // On a narrow page the open row takes the whole place.
    let opened = Memo::new(move |_| table::open_place(app).is_some());
    let none = Memo::new(move |_| results.tally().total() == 0);
    let ready = Memo::new(move |_| results.load() == Load::Ready);
    view! {
        <main class="work results faceted" class:opened=move || opened.get()>
            <facets::Facets/>
            <section class="pane listing" aria-label="Results">
                <EdgeProgress busy part label="Reading the batch"/>
                <facets::FilterBar/>
                <Notes app/>
                {move || (none.get() && ready.get()).then(|| view! { <NothingThere app/> })}
                <table::ResultTable/>
            </section>
            <detail::Detail/>
        </main>
    }
}

/// What must be said above the rows: a failure, counts that disagree, the most frequent error.
#[component]
fn Notes(app: App) -> impl IntoView {
    let results = app.results;
    let failed = Memo::new(move |_| match results.load() {
        Load::Failed(problem) => Some(problem),
        _ => None,
    });
    let retry = move |_| {
        if let Some(origin) = app.origin() {
            results.reload(app, origin);
        }
    };
    let said = Memo::new(move |_| if results.load() == Load::Ready { said(results) } else { Vec::new() });
    view! {
        {move || failed.get().map(|problem| view! {
            <div class="pad3"><ProblemNote problem><Button on_press=retry>"Load again"</Button></ProblemNote></div>
        })}
        <div class="remarks" role="status">
            {move || said.get().into_iter().map(|sentence| view! { <p class="remark">{sentence}</p> }).collect_view()}
        </div>
    }
}

/// What is odd about this batch, one sentence each.
fn said(results: Results) -> Vec<String> {
    let tally = results.tally();
    let mut said = Vec::new();
    if tally.succeeded == 0
        && let Some((error, count)) = results.with_index(index::Index::most_frequent_error)
    {
        said.push(format!(
            "No request succeeded. The most frequent error, {} times, such as: {error}",
            text::count(count)
        ));
    }
    if let Some(completed) = results.batch().and_then(|batch| disagreement(&batch, tally.succeeded)) {
        said.push(format!(
            "The server reports {} completed. The files hold {} successes.",
            text::count(completed),
            text::count(tally.succeeded)
        ));
    }
    let duplicates = results.with_index(index::Index::duplicates);
    if duplicates > 0 {
        let share = if duplicates == 1 { "shares" } else { "share" };
        said.push(format!("{} {share} a custom_id with an earlier row.", text::counted(duplicates, "row")));
    }
    said
}

/// The server's count, where it is another than what the files hold.
fn disagreement(batch: &Batch, succeeded: u64) -> Option<u64> {
    batch.counts.completed.filter(|completed| *completed != succeeded && *completed > 0)
}

#[component]
fn NothingThere(app: App) -> impl IntoView {
    // Drawn anew whenever a batch is read to its end.
    let batch = untrack(|| app.results.batch());
    let running = batch.as_ref().is_some_and(|batch| !batch.is_finished());
    let errors = batch.map(|batch| batch.errors.clone()).unwrap_or_default();
    let (title, words) = if running {
        (
            "No results yet",
            "The batch is still running. Its results appear once the server has written its file.",
        )
    } else if errors.is_empty() {
        ("No results", "The server names no file with lines in it for this batch.")
    } else {
        ("The batch was refused", "The server found these faults in its input:")
    };
    let fault = |error: crate::core::batch::BatchError| {
        let place = error.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        view! { <li>{place}{error.message}</li> }
    };
    view! {
        <Empty title text=words.to_owned()>
            <ul class="md-list">{errors.into_iter().map(fault).collect_view()}</ul>
            <RouteLink to=Route::default() class="btn">"All batches"</RouteLink>
        </Empty>
    }
}

/// The selection bar when something is chosen, else the status line.
#[component]
fn Foot(results: Results) -> impl IntoView {
    let some = Memo::new(move |_| results.selection(|selection| !selection.is_empty()));
    let line = Signal::derive(move || match results.load() {
        Load::Idle | Load::Asking => "asking for the batch".to_owned(),
        Load::Reading { what, bytes, total } => {
            let of = total.map(|total| format!(" of {}", text::bytes(total))).unwrap_or_default();
            format!(
                "reading {what}: {}{of}, {} rows",
                text::bytes(bytes),
                text::count(results.tally().total())
            )
        }
        Load::Ready => format!("{} rows, all read", text::count(results.tally().total())),
        Load::Failed(_) => "not read to the end".to_owned(),
    });
    view! {
        {move || if some.get() {
            view! { <selbar::SelectionBar/> }.into_any()
        } else {
            const KEYS: &[(&str, &str)] = &[("j k", "move"), ("x", "select"), ("↵", "open")];
            view! { <StatusLine text=line keys=KEYS/> }.into_any()
        }}
    }
}
