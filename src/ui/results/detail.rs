//! The open row: as a conversation, as JSON, as it stands in the file.

use super::super::kit::{
    Button, Check, Code, CopyButton, Empty, Icon, JsonTree, Look, Tabs, button, icon::Name, seg::Choice,
};
use super::table::{open_place, open_row};
use super::turns::Turns;
use crate::{
    core::{
        results::line::{Outcome, ResultLine},
        text,
    },
    state::{App, results::Detail},
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Chat,
    Json,
    Raw,
}

/// The detail pane.
#[component]
pub fn DetailPane() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let place = Memo::new(move |_| open_place(app));
    // Rows arrive while the file is read: a link to a row waits for its row.
    let there = Memo::new(move |_| {
        place.get().filter(|place| results.with_index(|index| index.row(*place).is_some()))
    });
    let side = RwSignal::new(Side::Chat);
    let written = RwSignal::new(false);
    view! {
        <section class="pane detail" class:open=move || there.get().is_some() aria-label="Result">
            {move || match there.get() {
                Some(place) => view! { <Open place side written/> }.into_any(),
                None if place.get().is_some() => {
                    view! { <Empty title="Not here yet" text="This row is not among those that were read so far.".to_owned()/> }.into_any()
                }
                None => {
                    view! { <Empty title="No row open" text="Click a row, or press j, to read it here.".to_owned()/> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Open(place: u32, side: RwSignal<Side>, written: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let result = Memo::new(move |_| results.detail(place));
    let row = results.row(place);
    let name = row.as_ref().map(crate::core::results::index::Row::name).unwrap_or_default();
    let line = row.map(|row| format!("line {}", text::count(row.summary.number))).unwrap_or_default();
    let at = Memo::new(move |_| results.shown().at(place));
    let of = move || {
        at.get().map(|at| {
            format!("{} of {}", text::count(at as u64 + 1), text::count(results.shown().len() as u64))
        })
    };
    let go = move |by: isize| {
        let next = at
            .get_untracked()
            .and_then(|at| at.checked_add_signed(by))
            .and_then(|at| results.shown().get(at).copied());
        if next.is_some() {
            open_row(app, next);
        }
    };
    let chosen = Signal::derive(move || results.selection(|selection| selection.has(place)));
    let toggle = move |_| results.choose(app, |selection| selection.toggle(place));
    let raw =
        Signal::derive(move || results.raw_line(place).map(|line| line.to_string()).unwrap_or_default());
    let tabs = [(Side::Chat, "Chat"), (Side::Json, "JSON"), (Side::Raw, "Raw line")]
        .map(|(side, word)| Choice::new(side, word))
        .to_vec();
    let tokens = move || {
        let usage = result.get().here()?.usage?;
        Some(format!("{} + {} tokens", text::count(usage.input), text::count(usage.output)))
    };
    view! {
        <div class="pane-head">
            <Check on=chosen on_press=toggle label=format!("Select {name}")/>
            <h2 class="mono ellip">{name}</h2>
            <span class="dim ellip lo">{line}</span>
            <span class="end row">
                <span class="dim">{of}</span>
                <Button look=Look::Quiet small=true icon=Name::Up label="Previous (k)" on_press=move |_| go(-1)/>
                <Button look=Look::Quiet small=true icon=Name::Down label="Next (j)" on_press=move |_| go(1)/>
                <CopyButton text=raw label="Copy the line"/>
                <Button look=button::Look::Quiet small=true icon=Name::X label="Close (Esc)" on_press=move |_| open_row(app, None)/>
            </span>
        </div>
        <div class="pane">
            <div class="pane-head tabs-head">
                <Tabs label="View of the result" tabs on=side on_choose=move |chosen| side.set(chosen)/>
                <span class="end dim ellip lo" title="prompt + completion">{tokens}</span>
            </div>
            <div class="scroll" tabindex="0" role="tabpanel" aria-label="Result">
                <div class="pad3">
                    {move || match (result.get(), side.get()) {
                        (Detail::Away, _) => ().into_any(),
                        (Detail::Gone(why), _) => view! { <p>{why}</p> }.into_any(),
                        (Detail::Here(result), Side::Chat) => view! { <Chat result written/> }.into_any(),
                        (Detail::Here(result), Side::Json) => json(&result),
                        (Detail::Here(_), Side::Raw) => view! { <Code text=raw label="The line as it stands in the file"/> }.into_any(),
                    }}
                </div>
            </div>
        </div>
    }
}

#[component]
fn Chat(result: Arc<ResultLine>, written: RwSignal<bool>) -> impl IntoView {
    let failure = match &result.outcome {
        Outcome::Succeeded => None,
        Outcome::Failed { code, message } => Some((code.clone(), message.clone())),
        Outcome::Unreadable { reason } => Some(("unreadable line".to_owned(), reason.clone())),
    };
    let unasked = result.asked.is_empty().then(|| view! {
        <p class="dim fs2">"The request is not known: the line does not carry it, and no input file has it."</p>
    });
    let fact = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <dt>{name}</dt><dd>{value}</dd> })
    };
    view! {
        {unasked}
        <Turns turns=result.asked.clone() written/>
        <Turns turns=result.answered.clone() written/>
        {failure.map(|(code, message)| view! {
            <div class="note bad"><Icon name=Name::Bad/><div class="stack"><b>{code}</b><p class="prose">{message}</p></div></div>
        })}
        <div class="usage">
            <dl class="facts">
                {fact("Model", result.model.clone())}
                {fact("Finish reason", result.finish_reason.clone())}
                {fact("Status", result.status_code.map(|code| code.to_string()))}
                {fact("Prompt", result.usage.map(|usage| format!("{} tokens", text::count(usage.input))))}
                {fact("Completion", result.usage.map(|usage| format!("{} tokens", text::count(usage.output))))}
            </dl>
        </div>
    }
}

fn json(result: &ResultLine) -> AnyView {
    if result.raw.is_null() {
        return view! { <p>"This line is no JSON; see the raw line."</p> }.into_any();
    }
    view! { <div class="code"><JsonTree value=Arc::new(result.raw.clone()) label="The line as JSON"/></div> }
        .into_any()
}
