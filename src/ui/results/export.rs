//! Saving what is selected, or all that matches: as the lines that they were, as a table, as a report.
//!
//! - `columns`: the columns of the table

pub mod columns;

use super::super::kit::{Button, Choice, Dialog, Look, Seg, icon::Name};
use super::panels::{Panel, Panels};
use crate::{
    browser::clock,
    core::{
        results::{
            export::{csv::Column, markdown::Report},
            index::Index,
            selection::Selection,
        },
        text,
    },
    state::{
        App,
        results::export::{Export, Format, Progress, REPORT_LIMIT},
    },
};
use columns::Columns;
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Jsonl,
    Csv,
    Markdown,
}

impl Kind {
    fn about(self) -> &'static str {
        match self {
            Self::Jsonl => {
                "The lines exactly as they stand in the files, duplicates included, in file order."
            }
            Self::Csv => {
                "A table for spreadsheets. A text that would run as a formula gets an apostrophe in front."
            }
            Self::Markdown => {
                "A report for people: counts, frequent errors, then each result with its request."
            }
        }
    }
}

/// The dialog.
#[component]
pub fn ExportDialog() -> impl IntoView {
    let panels = Panels::of();
    let export = Export::default();
    let close = move |()| {
        // Nothing goes on behind a closed dialog.
        if matches!(export.progress(), Progress::Running { .. }) {
            export.cancel();
        }
        panels.closed(Panel::Export);
    };
    view! {
        <Dialog title="Export" open=panels.is(Panel::Export) on_close=move |()| untrack(|| close(()))>
            <Choose export/>
        </Dialog>
    }
}

/// The rows: what is selected, else all that match; and how one says that.
fn rows(app: App) -> (Arc<Vec<u32>>, String) {
    let results = app.results;
    let mut places: Vec<u32> = results.selection(|selection| selection.places().collect());
    let selected = !places.is_empty();
    if !selected {
        places = results.shown().to_vec();
    }
    let number = text::count(places.len() as u64);
    let words = match (selected, results.filter().trim().is_empty()) {
        (true, _) => format!("{number} selected"),
        (false, true) => format!("all {number}; nothing is selected"),
        (false, false) => format!("all {number} that match; nothing is selected"),
    };
    (Arc::new(places), words)
}

/// About how many bytes it will be: exact for lines, else from what the index knows.
fn size(index: &Index, places: &[u32], kind: Kind, columns: &[Column]) -> u64 {
    let line = |place: u32| u64::from(index.span(place).map_or(0, |span| span.len));
    let asked = |place: u32| u64::from(index.request(place).map_or(0, |span| span.len));
    let said = |place: u32| u64::from(index.length(place));
    let of = |place: u32| match kind {
        Kind::Jsonl => line(place) + 1,
        Kind::Csv => {
            let texts = columns.iter().map(|column| match column {
                Column::Answer => said(place),
                Column::Request => asked(place),
                _ => 9,
            });
            texts.sum()
        }
        Kind::Markdown => said(place) + asked(place) + 200,
    };
    let taken = if kind == Kind::Markdown { REPORT_LIMIT } else { places.len() };
    places.iter().take(taken).map(|place| of(*place)).sum()
}

#[component]
fn Choose(export: Export) -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let panels = Panels::of();
    let kind = RwSignal::new(Kind::Jsonl);
    let columns = Columns::new(untrack(|| results.with_evidence(|_, evidence| evidence.paths())));
    // What is exported is what was chosen when the dialog opened.
    let (places, said) = untrack(|| rows(app));
    let missing = untrack(|| {
        results.with_index(|index| {
            use crate::core::results::summary::RowOutcome;
            places.iter().filter(|place| index.outcome(**place) == Some(RowOutcome::Missing)).count()
        })
    });
    let counted = places.clone();
    let about_size = Memo::new(move |_| {
        let bytes = results.with_index(|index| size(index, &counted, kind.get(), &columns.chosen()));
        let word = if kind.get() == Kind::Jsonl { "" } else { "about " };
        format!("{word}{}", text::bytes(bytes))
    });
    let long = places.len() > REPORT_LIMIT;
    let none = places.is_empty();
    let running = Memo::new(move |_| matches!(export.progress(), Progress::Running { .. }));
    let start = move |_| {
        let format = match kind.get_untracked() {
            Kind::Jsonl => Format::Jsonl,
            Kind::Csv => Format::Csv(untrack(|| columns.chosen())),
            Kind::Markdown => Format::Markdown(untrack(|| report(app))),
        };
        export.start(app, places.to_vec(), format);
    };
    let kinds = [(Kind::Jsonl, "JSONL"), (Kind::Csv, "CSV"), (Kind::Markdown, "Markdown report")]
        .map(|(kind, word)| Choice::new(kind, word));
    view! {
        <div class="form" inert=move || running.get()>
            <Seg label="Format" choices=Signal::stored(kinds.to_vec()) on=kind on_choose=move |chosen| { export.cancel(); kind.set(chosen); }/>
            <p class="ink2">{move || kind.get().about()}</p>
            {move || (kind.get() == Kind::Csv).then(|| view! { <columns::ColumnList columns/> })}
            <p><b>{said}</b>", "{about_size}</p>
            {move || (kind.get() == Kind::Jsonl && missing > 0).then(|| view! {
                <p class="dim">{format!("{} without a result: no line of theirs exists, so none is in the file.", text::count(missing as u64))}</p>
            })}
            {move || (kind.get() == Kind::Markdown && long).then(|| view! {
                <p class="dim">{format!("A report writes out the first {REPORT_LIMIT}, and says so.")}</p>
            })}
        </div>
        <How export/>
        <footer>
            <Button on_press=move |_| if running.get_untracked() { export.cancel() } else { panels.close() }>
                {move || match (running.get(), export.progress()) {
                    (true, _) => "Stop",
                    (false, Progress::Done { .. }) => "Close",
                    _ => "Cancel",
                }}
            </Button>
            <Button look=Look::Primary icon=Name::Pull on_press=start
                disabled=Signal::derive(move || none || running.get() || (kind.get() == Kind::Csv && columns.chosen().is_empty()))>"Save the file"</Button>
        </footer>
    }
}

fn report(app: App) -> Report {
    let results = app.results;
    Report {
        title: results.title(app),
        origin: app.origin().map(|origin| origin.identity()).unwrap_or_default(),
        when: clock::local_now(),
        filter: results.filter(),
        selection: results.selection(Selection::describe),
        limit: REPORT_LIMIT,
    }
}

/// How far it is, and what became of it.
#[component]
fn How(export: Export) -> impl IntoView {
    let number = |rows: usize| text::count(rows as u64);
    move || {
        match export.progress() {
        Progress::Idle => ().into_any(),
        Progress::Running { done, of, bytes } => view! {
            <div class="stack" role="status">
                <progress max=of.to_string() value=done.to_string() aria-label="Export"></progress>
                <p class="dim">{format!("{} of {}, {}", number(done), text::counted(of as u64, "row"), text::bytes(bytes))}</p>
            </div>
        }
        .into_any(),
        Progress::Done { name, rows, bytes, missing, lost } => view! {
            <div class="note ok" role="status">
                <super::super::kit::Icon name=Name::Ok/>
                <div class="stack">
                    <p>"Saved "<span class="mono">{name}</span>{format!(": {}, {}.", text::counted(rows as u64, "row"), text::bytes(bytes))}</p>
                    {(missing > 0).then(|| format!("{} have no line, for nothing answered them.", number(missing)))}
                    {(lost > 0).then(|| view! { <p class="bad-t">{format!("{} could not be read back and are not whole in the file.", number(lost))}</p> })}
                </div>
            </div>
        }
        .into_any(),
        Progress::Failed(why) => view! { <p class="bad-t" role="alert">{why}</p> }.into_any(),
    }
    }
}
