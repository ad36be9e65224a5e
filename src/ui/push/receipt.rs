//! The receipt: what became of each result, downloadable.

use super::parts::{OutLink, try_to};
use crate::{
    core::{
        protocol::label_studio as api,
        push::receipt::{Outcome, Receipt as Kept, Row},
        text,
    },
    state::{
        App,
        push::{save_csv, save_jsonl},
    },
    ui::kit::{Button, Choice, Icon, Name, Seg, VirtualTable},
};
use leptos::prelude::*;
use std::sync::Arc;

/// From so many rows on, only those on screen exist.
const LONG: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    Created,
    NotSent,
    InDoubt,
}

impl Which {
    fn keeps(self, outcome: &Outcome) -> bool {
        match self {
            Self::All => true,
            Self::Created => outcome.made().is_some() || matches!(outcome, Outcome::Attached { .. }),
            Self::NotSent => matches!(outcome, Outcome::NotSent { .. } | Outcome::Waiting),
            Self::InDoubt => matches!(outcome, Outcome::InDoubt { .. }),
        }
    }
}

/// The head with its filter and downloads, then the rows.
#[component]
pub fn Receipt(
    /// It.
    receipt: Arc<Kept>,
) -> impl IntoView {
    let app = App::of();
    let which = RwSignal::new(Which::All);
    let count = |which: Which| receipt.rows.iter().filter(|row| which.keeps(&row.outcome)).count() as u64;
    let choice = |which, word: &str| Choice::new(which, word).counted(text::count(count(which)));
    let mut choices = vec![
        choice(Which::All, "All"),
        choice(Which::Created, "Created"),
        choice(Which::NotSent, "Not sent"),
    ];
    if count(Which::InDoubt) > 0 {
        choices.push(choice(Which::InDoubt, "In doubt"));
    }

    let name = receipt.head.name.clone();
    let (jsonl, csv) = (receipt.clone(), receipt.clone());
    let shown = Memo::new(move |_| {
        let keeps = |at: &usize| receipt.rows.get(*at).is_some_and(|row| which.get().keeps(&row.outcome));
        Arc::new((0..receipt.rows.len()).filter(keeps).collect::<Vec<_>>())
    });
    let kept = jsonl.clone();
    view! {
        <div class="filters">
            <h3>"Receipt"</h3><span class="dim mono ellip">{name}</span>
            <span class="end row wrap">
                <Seg label="Rows" choices=Signal::stored(choices) on=which on_choose=move |chosen| which.set(chosen)/>
                <Button small=true icon=Name::Pull on_press=move |_| try_to(app, save_jsonl(&jsonl), "Receipt saved as JSONL")>"JSONL"</Button>
                <Button small=true icon=Name::Pull on_press=move |_| try_to(app, save_csv(&csv), "Receipt saved as CSV")>"CSV"</Button>
            </span>
        </div>
        {move || rows(&kept, shown.get())}
    }
}

fn rows(receipt: &Arc<Kept>, shown: Arc<Vec<usize>>) -> AnyView {
    if shown.is_empty() {
        return view! { <p class="pad dim">"No row of this kind."</p> }.into_any();
    }
    let kept = receipt.clone();
    if shown.len() <= LONG {
        let lines = shown
            .iter()
            .filter_map(|at| kept.rows.get(*at))
            .map(|row| view! { <tr role="row">{cells(row, &kept)}</tr> });
        let lines = lines.collect_view();
        return view! {
            <table class="table fold" role="table" aria-label="Receipt">{head()}<tbody role="rowgroup">{lines}</tbody></table>
        }
        .into_any();
    }
    let active = RwSignal::new(None::<usize>);
    let count = shown.len();
    let row = move |at: usize| match shown.get(at).and_then(|at| kept.rows.get(*at)) {
        Some(row) => cells(row, &kept).into_any(),
        None => ().into_any(),
    };
    view! {
        <div class="receipt-long">
            <VirtualTable label="Receipt" name="receipt" class="fold" count=Signal::stored(count) row_height=32.0 active
                on_active=move |at| active.set(Some(at)) on_open=|_| () version=Signal::stored(0_u64)
                head=head().into_any() row=Callback::new(row)/>
        </div>
    }
    .into_any()
}

fn head() -> impl IntoView {
    view! {
        <colgroup><col class="w-xl"/><col/><col class="w-s"/><col class="w-s nar"/><col class="w-s nar"/></colgroup>
        <thead><tr>
            <th scope="col">"custom_id"</th><th scope="col">"What happened"</th>
            <th scope="col" class="num">"Task"</th><th scope="col" class="num nar">"Predictions"</th>
            <th scope="col" class="num nar">"Tries"</th>
        </tr></thead>
    }
}

fn cells(row: &Row, receipt: &Kept) -> impl IntoView + use<> {
    let none = || view! { <span class="dim">"—"</span> }.into_any();
    let (class, icon, mut word, task, predictions, tries) = match &row.outcome {
        Outcome::Created { task, predictions, attempts } => {
            ("st ok", Name::Ok, "created".to_owned(), Some(*task), Some(*predictions), Some(*attempts))
        }
        Outcome::Repaired { task, predictions, attempts } => (
            "st ok",
            Name::Fix,
            "created, predictions repaired".to_owned(),
            Some(*task),
            Some(*predictions),
            Some(*attempts),
        ),
        Outcome::AlreadyThere { task } => {
            ("st idle", Name::Skip, "already there".to_owned(), Some(*task), None, Some(0))
        }
        Outcome::Attached { task, predictions } => {
            ("st ok", Name::Ok, "predictions attached".to_owned(), Some(*task), Some(*predictions), Some(0))
        }
        Outcome::NotSent { reason } => ("st bad", Name::Bad, format!("not sent: {reason}"), None, None, None),
        Outcome::InDoubt { reason } => {
            ("st warn", Name::Warn, format!("in doubt: {reason}"), None, None, None)
        }
        Outcome::Waiting => ("st idle", Name::Wait, "waiting".to_owned(), None, None, None),
    };
    if let Some(note) = &row.note {
        word = format!("{word}; {note}");
    }
    let task = task.map_or_else(none, |task| {
        let href = api::task_page(&receipt.head.label_studio, receipt.head.project, task);
        view! { <OutLink href class="mono" bare=true>{task.to_string()}</OutLink> }.into_any()
    });
    let number = |number: Option<u64>| number.map_or_else(|| "—".to_owned(), text::count);
    let (predictions, tries) = (number(predictions), number(tries.map(u64::from)));
    let name = if row.custom_id.is_empty() { format!("line {}", row.row) } else { row.custom_id.clone() };
    let title = word.clone();
    view! {
        <td role="cell" class="mono">{name}</td>
        <td role="cell" class="full"><span class=class title=title><Icon name=icon/><span class="ellip">{word}</span></span></td>
        <td role="cell" class="num at-end">{task}</td>
        <td role="cell" class="num nar dim">{predictions}</td>
        <td role="cell" class="num nar dim">{tries}</td>
    }
}
