//! History: the receipts that this browser keeps, and the pushes that were interrupted.

use super::parts::{OutLink, time_words, try_to};
use crate::{
    core::{protocol::label_studio as api, push::receipt::Head, text},
    state::{
        App,
        push::{Interrupted, Kept, save_csv, save_jsonl},
    },
    ui::kit::{Button, Look, Name, Note, Tone},
};
use leptos::{html, prelude::*};
use wasm_bindgen_futures::JsFuture;

/// The section below the steps.
#[component]
pub fn HistoryView() -> impl IntoView {
    let app = App::of();
    let history = app.push.history;
    let running = Memo::new(move |_| app.push.is_sending());
    let receipts = Memo::new(move |_| history.receipts());
    let interrupted = Memo::new(move |_| history.interrupted());
    view! {
        <section class="history stack" aria-label="History">
            <header class="row wrap"><h2>"History"</h2><span class="dim">{move || words(receipts.with(Vec::len), history.fault())}</span>
                <span class="end"><OpenJournal/></span></header>
            // The journal of the push under way is no interrupted one.
            {move || (!running.get()).then(|| interrupted.get().into_iter().map(|head| view! { <Resumable head/> }).collect_view())}
            {move || { let kept = receipts.get(); (!kept.is_empty()).then(|| view! { <Receipts kept/> }) }}
        </section>
    }
}

fn words(receipts: usize, fault: Option<String>) -> String {
    match (fault, receipts) {
        (Some(why), _) => format!("Kept until this tab is closed: {why}."),
        (None, 0) => "Receipts of pushes from this browser are kept here.".to_owned(),
        (None, count) => format!("{} in this browser", text::counted(count as u64, "receipt")),
    }
}

/// A push that did not come to its end.
#[component]
fn Resumable(head: Interrupted) -> impl IntoView {
    let app = App::of();
    let history = app.push.history;
    let said = format!(
        "{} into {}, begun {}",
        text::counted(head.results as u64, "result"),
        if head.title.is_empty() { format!("project {}", head.project) } else { head.title.clone() },
        time_words(head.at)
    );
    let asked = head.clone();
    let cannot = Memo::new(move |_| app.push.cannot_resume(app, &asked));
    let disabled = Signal::derive(move || cannot.with(Option::is_some));
    let (resumed, saved, left) = (head.name.clone(), head.name.clone(), head.name.clone());
    let save = move |_| {
        let name = saved.clone();
        app.spawn(async move { try_to(app, history.save_journal(&name).await, "Journal saved") });
    };
    let leave = move |_| {
        let name = left.clone();
        app.spawn(async move { try_to(app, history.abandon(app, &name).await, "The journal was forgotten") });
    };
    view! {
        <Note tone=Tone::Warn><div class="stack">
            <p><b>"A push was interrupted. "</b>{said}" from "<span class="mono">{head.batch_id.clone()}</span>". What it sent is looked up before anything is sent again."</p>
            {move || cannot.get().map(|why| view! { <p class="dim">{why}</p> })}
            <div class="row wrap">
                <Button look=Look::Primary small=true disabled on_press=move |_| app.push.resume(app, resumed.clone())>"Resume"</Button>
                <Button small=true icon=Name::Pull on_press=save>"Save journal"</Button>
                <Button small=true look=Look::Plain on_press=leave>"Forget"</Button>
            </div>
        </div></Note>
    }
}

/// Takes up a journal that somebody saved.
#[component]
fn OpenJournal() -> impl IntoView {
    let app = App::of();
    let input: NodeRef<html::Input> = NodeRef::new();
    let chosen = move |_| {
        let Some(element) = input.get_untracked() else { return };
        let file = element.files().and_then(|files| files.get(0));
        element.set_value("");
        let Some(file) = file else { return };
        app.spawn(async move {
            match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                Some(text) => app.push.resume_from(app, &text),
                None => app.set_status("The file cannot be read."),
            }
        });
    };
    let connected = Signal::derive(move || app.connection.opened().is_none() || app.push.is_sending());
    let open = move |_| {
        if let Some(element) = input.get_untracked() {
            element.click();
        }
    };
    view! {
        <Button small=true look=Look::Plain disabled=connected on_press=open>"Resume from a journal file…"</Button>
        <input type="file" hidden="" accept=".jsonl,application/x-ndjson" node_ref=input on:change=chosen/>
    }
}

#[component]
fn Receipts(kept: Vec<Kept>) -> impl IntoView {
    let row = |head: Kept| view! { <tr role="row"><ReceiptRow head/></tr> };
    view! {
        <table class="table fold" role="table" aria-label="Receipts">
            <colgroup><col class="w-xl"/><col/><col class="w-xxl"/></colgroup>
            <thead><tr><th scope="col">"Receipt"</th><th scope="col">"What came of it"</th><th scope="col"><span class="sr">"Actions"</span></th></tr></thead>
            <tbody role="rowgroup">{kept.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn ReceiptRow(head: Kept) -> impl IntoView {
    let app = App::of();
    let history = app.push.history;
    let href = api::batch_page(&head.label_studio, head.project, &head.batch_id);
    let title = if head.title.is_empty() { format!("project {}", head.project) } else { head.title.clone() };
    let made = head.tally.created;
    let name = head.name.clone();
    let save = move |csv: bool| {
        let name = name.clone();
        app.spawn(async move {
            let saved = match history.receipt(&name).await {
                Ok(receipt) if csv => save_csv(&receipt),
                Ok(receipt) => save_jsonl(&receipt),
                Err(why) => Err(why),
            };
            try_to(app, saved, "Receipt saved");
        });
    };
    let (jsonl, csv) = (save.clone(), save);
    let (undone, left) = (head.name.clone(), head.name.clone());
    let leave = move |_| {
        let name = left.clone();
        app.spawn(async move { try_to(app, history.forget(app, &name).await, "The receipt was forgotten") });
    };
    view! {
        <td role="cell"><span class="mono">{head.name.clone()}</span><br/><span class="dim">{time_words(head.at)}</span></td>
        <td role="cell" class="full wrapcell">{said(&head)}" in "<OutLink href bare=true>{title}</OutLink>", from "<span class="mono">{head.batch_id.clone()}</span></td>
        <td role="cell" class="full"><span class="row wrap">
            <Button small=true icon=Name::Pull on_press=move |_| jsonl(false)>"JSONL"</Button>
            <Button small=true icon=Name::Pull on_press=move |_| csv(true)>"CSV"</Button>
            {(made > 0).then(|| view! { <Button small=true icon=Name::Undo on_press=move |_| app.push.ask_undo(app, undone.clone())>"Undo…"</Button> })}
            <Button small=true look=Look::Plain on_press=leave>"Forget"</Button>
        </span></td>
    }
}

fn said(head: &Head) -> String {
    let tally = head.tally;
    let mut said = head.headline();
    for (count, word) in [(tally.there, "already there"), (tally.not_sent, "not sent")] {
        if count > 0 {
            said = format!("{said}, {} {word}", text::count(count));
        }
    }
    said
}
