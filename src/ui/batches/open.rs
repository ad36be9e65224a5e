//! The ways to what is not in the list: a pasted id or address, a file from the disk.

use crate::{
    core::opening::Given,
    state::App,
    ui::kit::{Button, Icon, Look, Name, ProblemNote, SearchField},
};
use leptos::{html, prelude::*};

/// The bar below the head: whose batches these are, and the ways to what is not among them.
#[component]
pub fn Context() -> impl IntoView {
    let app = App::of();
    let pasted = RwSignal::new(String::new());
    let source = move || {
        let named = app.companion().map(|companion| companion.source).filter(|source| !source.is_empty());
        named.unwrap_or_else(|| app.settings().base)
    };
    // What was not found stays, to be mended.
    let found = Callback::new(move |()| {
        pasted.try_set(String::new());
    });
    let open = move |given: String| app.batches.open(app, &given, found);
    let typed = Memo::new(move |_| !pasted.with(|pasted| pasted.trim().is_empty()));
    let word = move || if app.batches.opening.asking() { "Asking…" } else { "Open" };
    view! {
        <section class="context" aria-label="Batches: summary and actions">
            <h1>"Batches"</h1>
            <span class="dim app-narrow-hide ellip">{source}</span>
            <span class="end row opener">
                <SearchField bare=true label="Paste an id or address" value=pasted on_input=move |text| pasted.set(text) on_enter=Callback::new(open)/>
                {move || typed.get().then(|| view! {
                    <Button disabled=Signal::derive(move || app.batches.opening.asking()) on_press=move |_| open(pasted.get_untracked())>{word}</Button>
                })}
                <ChooseFile/>
            </span>
        </section>
    }
}

/// The button that asks for a file from the disk.
#[component]
pub fn ChooseFile() -> impl IntoView {
    let app = App::of();
    let input: NodeRef<html::Input> = NodeRef::new();
    let ask = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        // Emptied, so that the same file can be chosen again after it was mended.
        input.set_value("");
        if let Some(file) = file {
            app.batches.open_given(app, &[given(&file)], Some(file));
        }
    };
    view! {
        <button type="button" class="btn" on:click=ask><Icon name=Name::File/>"JSONL from disk…"</button>
        <input type="file" hidden="" accept=".jsonl,.ndjson,.json,.txt,application/jsonl,application/x-ndjson" node_ref=input on:change=chosen/>
    }
}

/// What there is to know of a file before it is read.
pub(in crate::ui) fn given(file: &web_sys::File) -> Given {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size; a cast of a float saturates"
    )]
    let bytes = file.size() as u64;
    Given { name: file.name(), bytes, folder: false }
}

/// Why nothing was opened.
#[component]
pub fn Refused() -> impl IntoView {
    let app = App::of();
    move || {
        app.batches.opening.refused().map(|problem| {
            view! {
                <div class="pad3 refused">
                    <ProblemNote problem>
                        <Button small=true look=Look::Quiet icon=Name::X label="Close" on_press=move |_| app.batches.opening.dismiss()/>
                    </ProblemNote>
                </div>
            }
        })
    }
}
