//! The receipt: what became of each result, downloadable.

use super::parts::{OutLink, try_to};
use crate::{
    core::{
        protocol::label_studio as api,
        push::receipt::{Outcome, Row},
        text,
    },
    state::{
        App,
        push::{Basis, Proof},
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
            Self::Created => matches!(outcome, Outcome::Created { .. }),
            Self::NotSent => matches!(outcome, Outcome::NotSent { .. } | Outcome::Waiting),
            Self::InDoubt => matches!(outcome, Outcome::InDoubt { .. }),
        }
    }
}

/// The head with its filter and downloads, then the rows.
#[component]
pub fn Receipt(
    /// The push that it is of.
    proof: Arc<Proof>,
) -> impl IntoView {
    let app = App::of();
    let which = RwSignal::new(Which::All);
    let count = |which: Which| proof.rows.iter().filter(|row| which.keeps(&row.outcome)).count() as u64;
    let choice = |which, word: &str| Choice::new(which, word).counted(text::count(count(which)));
    let mut choices = vec![
        choice(Which::All, "All"),
        choice(Which::Created, "Created"),
        choice(Which::NotSent, "Not sent"),
    ];
    if count(Which::InDoubt) > 0 {
        choices.push(choice(Which::InDoubt, "In doubt"));
    }

    let name = proof.name.clone();
    let (jsonl, csv) = (proof.clone(), proof.clone());
    let shown = Memo::new(move |_| {
        let keeps = |at: &usize| proof.rows.get(*at).is_some_and(|row| which.get().keeps(&row.outcome));
        Arc::new((0..proof.rows.len()).filter(keeps).collect::<Vec<_>>())
    });
    let kept = jsonl.clone();
    view! {
        <div class="filters">
            <h3>"Receipt"</h3><span class="dim mono ellip">{name}</span>
            <span class="end row wrap">
                <Seg label="Rows" choices=Signal::stored(choices) on=which on_choose=move |chosen| which.set(chosen)/>
                <Button small=true icon=Name::Pull on_press=move |_| try_to(app, jsonl.save_jsonl(), "Receipt saved as JSONL")>"JSONL"</Button>
                <Button small=true icon=Name::Pull on_press=move |_| try_to(app, csv.save_csv(), "Receipt saved as CSV")>"CSV"</Button>
            </span>
        </div>
        {move || rows(&kept, shown.get())}
    }
}

/// The receipts of this tab that are not shown above: they live until the tab is closed.
#[component]
pub fn Earlier(
    /// The one that is shown above.
    shown: Memo<Option<Arc<Proof>>>,
) -> impl IntoView {
    let app = App::of();
    let others = Memo::new(move |_| {
        let above = shown.get().map(|proof| proof.name.clone());
        let mut all = app.push.receipts();
        all.retain(|proof| Some(&proof.name) != above.as_ref());
        all
    });
    let line = move |proof: Arc<Proof>| {
        let to = format!(" in {}, from {}", proof.basis.title, proof.basis.origin.name());
        let (name, said) = (proof.name.clone(), proof.headline());
        let (jsonl, csv) = (proof.clone(), proof);
        view! {
            <li class="row wrap">
                <span class="mono">{name}</span><span class="ink2">{said}{to}</span>
                <span class="end row">
                    <Button small=true icon=Name::Pull on_press=move |_| try_to(app, jsonl.save_jsonl(), "Receipt saved as JSONL")>"JSONL"</Button>
                    <Button small=true icon=Name::Pull on_press=move |_| try_to(app, csv.save_csv(), "Receipt saved as CSV")>"CSV"</Button>
                </span>
            </li>
        }
    };
    move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            view! {
                <section class="earlier stack" aria-label="Earlier receipts">
                    <h3>"Earlier receipts"</h3>
                    <p class="dim">"Kept until this tab is closed."</p>
                    <ul class="stack">{others.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn rows(proof: &Arc<Proof>, shown: Arc<Vec<usize>>) -> AnyView {
    if shown.is_empty() {
        return view! { <p class="pad dim">"No row of this kind."</p> }.into_any();
    }
    let (rows, basis) = (proof.rows.clone(), proof.basis.clone());
    if shown.len() <= LONG {
        let lines = shown
            .iter()
            .filter_map(|at| rows.get(*at))
            .map(|row| view! { <tr role="row">{cells(row, &basis)}</tr> });
        let lines = lines.collect_view();
        return view! {
            <table class="table fold" role="table" aria-label="Receipt">{head()}<tbody role="rowgroup">{lines}</tbody></table>
        }
        .into_any();
    }
    let active = RwSignal::new(None::<usize>);
    let count = shown.len();
    let row = move |at: usize| match shown.get(at).and_then(|at| rows.get(*at)) {
        Some(row) => cells(row, &basis).into_any(),
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
        <colgroup><col class="w-xl"/><col/><col class="w-s"/><col class="w-s nar"/></colgroup>
        <thead><tr>
            <th scope="col">"custom_id"</th><th scope="col">"What happened"</th>
            <th scope="col" class="num">"Task"</th><th scope="col" class="num nar">"Tries"</th>
        </tr></thead>
    }
}

fn cells(row: &Row, basis: &Basis) -> impl IntoView + use<> {
    let none = || view! { <span class="dim">"—"</span> }.into_any();
    let (class, icon, word, task, tries) = match &row.outcome {
        Outcome::Created { task, attempts } => {
            ("st ok", Name::Ok, "created".to_owned(), Some(*task), attempts.to_string())
        }
        Outcome::AlreadyThere { task } => {
            ("st idle", Name::Skip, "already there".to_owned(), Some(*task), "0".to_owned())
        }
        Outcome::NotSent { reason } => {
            ("st bad", Name::Bad, format!("not sent: {reason}"), None, "—".to_owned())
        }
        Outcome::InDoubt { reason } => {
            ("st warn", Name::Warn, format!("in doubt: {reason}"), None, "—".to_owned())
        }
        Outcome::Waiting => ("st idle", Name::Wait, "waiting".to_owned(), None, "0".to_owned()),
    };
    let task = task.map_or_else(none, |task| {
        let href = api::task_page(&basis.base, basis.project, task);
        view! { <OutLink href class="mono" bare=true>{task.to_string()}</OutLink> }.into_any()
    });
    let name = if row.custom_id.is_empty() { format!("line {}", row.row) } else { row.custom_id.clone() };
    let title = word.clone();
    view! {
        <td role="cell" class="mono">{name}</td>
        <td role="cell" class="full"><span class=class title=title><Icon name=icon/><span class="ellip">{word}</span></span></td>
        <td role="cell" class="num at-end">{task}</td>
        <td role="cell" class="num nar dim">{tries}</td>
    }
}
