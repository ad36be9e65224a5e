//! The Batches step: what came back, and is it any good?

pub mod open;
pub mod peek;
pub mod table;
mod words;

use super::{
    app::StatusLine,
    kit::{Button, Choice, EdgeProgress, Empty, Look, Name, ProblemNote, SearchField, Seg},
};
use crate::{
    core::text,
    state::{
        App,
        batches::{Segment, counted},
    },
};
use leptos::{html, prelude::*};
pub(super) use open::given;
use open::{ChooseFile, Context, Refused};
use peek::Peek;
use table::BatchTable;

/// The keys of the status line.
const KEYS: &[(&str, &str)] = &[("j k", "move"), ("↵", "open")];

/// The Batches step's view.
#[component]
pub fn BatchesView() -> impl IntoView {
    let app = App::of();
    let peek: NodeRef<html::Aside> = NodeRef::new();
    let chosen = Memo::new(move |_| match app.route() {
        crate::core::route::Route::Batches { selected } => selected,
        _ => None,
    });
    let place = Memo::new(move |_| app.batches.place(chosen.get().as_deref()));
    let empty = Memo::new(move |_| app.batches.shown().is_empty());
    let body = move || {
        if empty.get() {
            view! { <Nothing/> }.into_any()
        } else {
            view! { <BatchTable place peek/> }.into_any()
        }
    };
    view! {
        <Context/>
        <main class="work batches">
            <section class="pane three" aria-label="Batches">
                <Filters/>
                <div>
                    <EdgeProgress busy=Signal::derive(move || app.batches.loading()) label="Reading the list of batches"/>
                    <Refused/>
                    <Trouble/>
                </div>
                {body}
            </section>
            <Peek place node=peek/>
        </main>
        <StatusLine text=Signal::derive(move || summary(app)) keys=KEYS/>
    }
}

/// Words and kinds that narrow the list.
#[component]
fn Filters() -> impl IntoView {
    let app = App::of();
    let choices = Signal::derive(move || {
        let counts = app.batches.segments();
        [
            (Segment::All, "All", counts.all),
            (Segment::Running, "Running", counts.running),
            (Segment::Completed, "Completed", counts.completed),
            (Segment::WithFailures, "With failures", counts.with_failures),
            (Segment::EndedEarly, "Ended early", counts.ended_early),
        ]
        .into_iter()
        // Few servers let a batch expire: the word appears with the first that did, or while it is chosen.
        .filter(|(segment, _, count)| {
            *segment != Segment::EndedEarly || *count > 0 || app.batches.segment() == *segment
        })
        .map(|(segment, word, count)| Choice::new(segment, word).counted(text::count(count)))
        .collect()
    });
    view! {
        <div class="filters">
            <SearchField key="/" label="Filter by name, id, model or metadata" value=Signal::derive(move || app.batches.filter())
                on_input=move |words| app.batches.set_filter(words)/>
            <Seg label="Status" choices on=Signal::derive(move || app.batches.segment()) on_choose=move |segment| app.batches.set_segment(segment)/>
        </div>
    }
}

/// Why the list could not be read.
#[component]
fn Trouble() -> impl IntoView {
    let app = App::of();
    move || {
        app.batches.problem().map(|problem| {
            view! {
                <div class="pad3">
                    <ProblemNote problem>
                        <span class="row">
                            <Button small=true on_press=move |_| app.batches.retry(app)>"Retry"</Button>
                            <Button small=true look=Look::Quiet icon=Name::X label="Close" on_press=move |_| app.batches.dismiss()/>
                        </span>
                    </ProblemNote>
                </div>
            }
        })
    }
}

/// An empty table says what would fill it. While the list is read it says nothing.
#[component]
fn Nothing() -> impl IntoView {
    let app = App::of();
    let everything = move |_| {
        app.batches.set_filter(String::new());
        app.batches.set_segment(Segment::All);
    };
    move || {
        if !app.batches.list().is_empty() {
            let text = "No batch holds all these words and is of this kind.";
            view! { <Empty title="No batch matches" text><Button small=true on_press=everything>"Show all"</Button></Empty> }.into_any()
        } else if app.batches.was_read() {
            let text = "The server answers and has none. A batch appears here as soon as it is created. A file of results can be dropped anywhere on this page.";
            view! { <Empty title="No batches yet" text><ChooseFile/></Empty> }.into_any()
        } else if app.batches.problem().is_some() {
            let text = "A file of results needs no server: drop it anywhere on this page, or choose it.";
            view! { <Empty title="No list of batches" text><ChooseFile/></Empty> }.into_any()
        } else {
            ().into_any()
        }
    }
}

fn summary(app: App) -> String {
    let list = app.batches.list();
    if list.is_empty() && !app.batches.was_read() {
        return if app.batches.loading() { "Reading the list…".to_owned() } else { String::new() };
    }
    let whole = match (app.batches.loading(), app.batches.incomplete()) {
        (true, _) => "so far",
        (false, true) => "and perhaps more: the server broke off its list",
        (false, false) => "all pages read",
    };
    let running = app.batches.segments().running;
    let live = if running > 0 {
        let ago = text::duration(app.batches.refreshed_seconds_ago());
        format!(" · {} running, refreshed {ago} ago", text::count(running))
    } else {
        String::new()
    };
    format!("{}, {whole}{live}", counted(list.len()))
}
