//! The Watcher: what the companion imported by itself, what failed and why, and another try.

pub mod row;
mod words;

use super::{
    app::StatusLine,
    kit::{Button, Choice, EdgeProgress, Empty, Icon, Name, Pill, ProblemNote, SearchField, Seg},
};
use crate::{
    core::text::{count, counted},
    state::{App, watcher::Segment},
};
use leptos::prelude::*;
use row::Line;

/// Lines that are drawn before more are asked for.
const PAGE: usize = 200;

/// The view.
#[component]
pub fn WatcherView() -> impl IntoView {
    let app = App::of();
    app.watcher.refresh(app);
    let keeps = Memo::new(move |_| app.keeps_ledger());
    let status = Signal::derive(move || app.watcher.words().0);
    view! {
        <Context/>
        <main class="work">
            <section class="pane three watch" aria-label="Ledger of automatic imports">
                {move || if keeps.get() || !app.settled() { view! { <Ledger/> }.into_any() } else { view! { <NoLedger/> }.into_any() }}
            </section>
        </main>
        <StatusLine text=status/>
    }
}

#[component]
fn Context() -> impl IntoView {
    let app = App::of();
    let ready = Memo::new(move |_| (app.watcher.problem().is_some(), app.watcher.failed()));
    let pill = move || match ready.get() {
        (true, _) => view! { <Pill icon=Name::Bad word="The ledger cannot be read"/> }.into_any(),
        (false, None) => ().into_any(),
        (false, Some(0)) => view! { <Pill icon=Name::Ok word="Nothing failed"/> }.into_any(),
        (false, Some(failed)) => {
            let word = format!("{} failed", count(failed));
            view! { <Pill icon=Name::Bad word/> }.into_any()
        }
    };
    let place = move || app.watcher.words().1;
    view! {
        <section class="context" aria-label="Watcher: summary">
            <h1>"Watcher"</h1>
            <span class="dim app-narrow-hide ellip">"every batch that is done has a line here; "{place}</span>
            <span class="end row">{pill}
                <a class="btn app-narrow-hide" href=move || format!("{}/ready", app.base()) target="_blank" rel="noopener">"/ready "<Icon name=Name::Ext/></a>
            </span>
        </section>
    }
}

#[component]
fn NoLedger() -> impl IntoView {
    view! {
        <div></div>
        <div></div>
        <Empty title="No ledger here" text="This companion imports nothing by itself. Started as `batch-curator watch`, or with --ledger, it shows here what arrived and what failed."/>
    }
}

#[component]
fn Ledger() -> impl IntoView {
    let app = App::of();
    let watcher = app.watcher;
    let waiting = Signal::derive(move || watcher.is_waiting());
    let trouble = move || {
        watcher.problem().map(|problem| {
            view! {
                <div class="pad3"><ProblemNote problem>
                    <Button small=true on_press=move |_| watcher.refresh(app)>"Retry"</Button>
                </ProblemNote></div>
            }
        })
    };
    view! {
        <div><Figures/><Filters/></div>
        <div><EdgeProgress busy=waiting label="Reading the ledger"/>{trouble}</div>
        <Table/>
    }
}

/// How many there are of each state, in the ledger as a whole.
#[component]
fn Figures() -> impl IntoView {
    let app = App::of();
    let counts = Memo::new(move |_| app.watcher.is_read().then(|| app.watcher.counts()));
    let figure = |key: &'static str, word: &'static str, value: Option<(u64, String)>| {
        let (number, small) =
            value.map_or_else(|| ("–".to_owned(), String::new()), |(many, small)| (count(many), small));
        view! {
            <div>
                <dt><svg class="key" aria-hidden="true"><rect class=key width="100%" height="100%"></rect></svg>{word}</dt>
                <dd>{number}<small>{small}</small></dd>
            </div>
        }
    };
    let figures = move || {
        let counts = counts.get();
        let of = |pick: fn(&crate::core::imports::Counts) -> (u64, String)| counts.as_ref().map(pick);
        [
            figure(
                "ok",
                "Imported",
                of(|counts| (counts.imported, format!("{}, read back", counted(counts.tasks, "task")))),
            ),
            figure(
                "run",
                "Importing, pending",
                of(|counts| {
                    let words = if counts.importing > 0 { "under way" } else { "nothing under way" };
                    (counts.importing + counts.pending, words.to_owned())
                }),
            ),
            figure("bad", "Failed", of(|counts| (counts.failed, "each with its cause".to_owned()))),
            figure("there", "Skipped", of(|counts| (counts.skipped, "each with its reason".to_owned()))),
        ]
        .collect_view()
    };
    view! { <div class="figs-strip"><dl class="figures">{figures}</dl></div> }
}

#[component]
fn Filters() -> impl IntoView {
    let app = App::of();
    let watcher = app.watcher;
    let choices = Signal::derive(move || {
        let counts = watcher.counts();
        [
            (Segment::All, "All", counts.all()),
            (Segment::Failed, "Failed", counts.failed),
            (Segment::Open, "Open", counts.pending + counts.importing),
            (Segment::Imported, "Imported", counts.imported),
            (Segment::Skipped, "Skipped", counts.skipped),
        ]
        .map(|(segment, word, many)| Choice::new(segment, word).counted(count(many)))
        .to_vec()
    });
    view! {
        <div class="filters">
            <SearchField key="/" label="Filter by batch, mapping, project or cause" value=Signal::derive(move || watcher.filter())
                on_input=move |words| watcher.set_filter(words)/>
            <Seg label="State" choices on=Signal::derive(move || watcher.segment()) on_choose=move |segment| watcher.set_segment(segment)/>
        </div>
    }
}

#[component]
fn Table() -> impl IntoView {
    let app = App::of();
    let watcher = app.watcher;
    let most = RwSignal::new(PAGE);
    let shown = Memo::new(move |_| watcher.shown());
    let lines = move || shown.with(|lines| lines.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let left = move || shown.with(Vec::len).saturating_sub(most.get());
    let empty = Memo::new(move |_| watcher.is_read() && shown.with(Vec::is_empty));
    let nothing = move || {
        let (title, text) = if watcher.counts().all() == 0 {
            (
                "Nothing yet",
                "As soon as a batch is done it has a line here: imported, failed with its cause, or skipped with the reason.",
            )
        } else {
            ("Nothing matches", "No line of the ledger has these words and this state.")
        };
        view! { <Empty title text=text.to_owned()/> }
    };
    // Everything that a line shows: it is drawn anew only when that changes.
    let key = |import: &crate::core::imports::Import| {
        (
            import.source.clone(),
            import.batch_id.clone(),
            import.changed_at,
            import.state,
            import.done,
            import.doing.clone(),
        )
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Ledger">
            <table class="table tall fold" class:hide=move || empty.get()>
                <colgroup><col class="w-s nar"/><col/><col class="w-l nar mid"/><col class="w-l"/><col class="w-xxl"/><col class="w-l"/></colgroup>
                <thead><tr>
                    <th scope="col" class="num nar">"Found"</th><th scope="col">"Batch"</th><th scope="col" class="nar mid">"Mapping"</th>
                    <th scope="col">"State"</th><th scope="col">"In Label Studio"</th><th scope="col"><span class="sr">"Action"</span></th>
                </tr></thead>
                <tbody><For each=lines key=key let:import><Line import/></For></tbody>
            </table>
            {move || empty.get().then(nothing)}
            {move || (left() > 0).then(|| view! {
                <div class="pad3"><Button on_press=move |_| most.update(|most| *most += PAGE)>{format!("Show {} more", left().min(PAGE))}</Button></div>
            })}
        </div>
    }
}
