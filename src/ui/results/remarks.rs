//! What must be said above the rows: a failure, the most frequent error, counts that disagree.

use super::super::kit::{Button, Empty, ProblemNote, RouteLink};
use crate::{
    core::{
        batch::{Batch, BatchError},
        results::index::{Index, Tally},
        route::Route,
        text,
    },
    state::{
        App,
        results::{Load, Results},
    },
};
use leptos::prelude::*;

/// One remark, and the filter that shows the rows it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Remark {
    said: String,
    show: Option<(&'static str, String)>,
}

impl Remark {
    fn new(said: String) -> Self {
        Self { said, show: None }
    }

    fn showing(mut self, word: &'static str, filter: &str) -> Self {
        self.show = Some((word, filter.to_owned()));
        self
    }
}

/// All of it.
#[component]
pub fn Remarks() -> impl IntoView {
    let app = App::of();
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
    let stopped = Memo::new(move |_| results.load() == Load::Stopped);
    let problems = Memo::new(move |_| results.problems());
    // A batch that was stopped is not odd for what it lacks.
    let said = Memo::new(move |_| if results.load() == Load::Ready { remarks(results) } else { Vec::new() });
    let remark = move |Remark { said, show }: Remark| {
        let button = show.map(|(word, filter)| view! {
            " "<button type="button" class="link" on:click=move |_| results.set_filter(filter.clone())>{word}</button>
        });
        view! { <p class="remark">{said}{button}</p> }
    };
    view! {
        <div class="remarks">
            {move || failed.get().map(|problem| view! {
                <div class="pad3"><ProblemNote problem><Button on_press=retry>"Load again"</Button></ProblemNote></div>
            })}
            {move || problems.get().into_iter().map(|problem| view! {
                <div class="pad3"><ProblemNote problem><Button on_press=retry>"Load again"</Button></ProblemNote></div>
            }).collect_view()}
            {move || stopped.get().then(|| view! {
                <p class="remark">
                    "Reading was stopped: the rows so far are shown, the others are missing. "
                    <button type="button" class="link" on:click=retry>"Read it all"</button>
                </p>
            })}
            <div role="status">{move || said.get().into_iter().map(remark).collect_view()}</div>
        </div>
    }
}

/// What is odd about this batch, one sentence each.
fn remarks(results: Results) -> Vec<Remark> {
    let tally = results.tally();
    let mut said = Vec::new();
    if let Some((error, count)) = results.with_index(Index::most_frequent_error) {
        said.push(errors(tally, &error, count));
    }
    if let Some(completed) = results.batch().and_then(|batch| disagreement(&batch, tally.succeeded)) {
        said.push(Remark::new(format!(
            "The server reports {} completed. The files hold {} successes.",
            text::count(completed),
            text::count(tally.succeeded)
        )));
    }
    let duplicates = results.with_index(Index::duplicates);
    if duplicates > 0 {
        let share = if duplicates == 1 { "shares" } else { "share" };
        let said_of =
            format!("{} {share} a custom_id with an earlier row.", text::counted(duplicates, "row"));
        said.push(Remark::new(said_of).showing("Show them", "is:duplicate"));
    }
    said
}

/// A batch whose requests all failed is headed by why; else the most frequent error is worth a line.
fn errors(tally: Tally, error: &str, count: u64) -> Remark {
    let said = if tally.succeeded == 0 {
        let times = if count == 1 { "once".to_owned() } else { format!("{} times", text::count(count)) };
        format!("No request succeeded. The most frequent error, {times}: {error}")
    } else {
        format!(
            "{} of {} failed, most often with: {error}",
            text::count(tally.failed),
            text::count(tally.total())
        )
    };
    Remark::new(said).showing("Show them", "outcome:failed")
}

/// The server's count, where it is another than what the files hold.
fn disagreement(batch: &Batch, succeeded: u64) -> Option<u64> {
    batch.counts.completed.filter(|completed| *completed != succeeded && *completed > 0)
}

/// There is no row at all: why.
#[component]
pub fn NothingThere() -> impl IntoView {
    let app = App::of();
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
    let fault = |error: BatchError| {
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

/// There are rows, and the filter matches none of them.
#[component]
pub fn NothingMatches() -> impl IntoView {
    let results = App::of().results;
    let clear = move |_| results.set_filter(String::new());
    // Rows may still arrive.
    let said = Signal::derive(move || {
        let total = text::count(results.tally().total());
        format!("The filter leaves none of {total} rows. Take a part of it away, or all of it.")
    });
    view! {
        <Empty title="No row matches" text=said>
            <Button on_press=clear>"Clear the filter"</Button>
        </Empty>
    }
}
