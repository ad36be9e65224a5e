//! What was said, what became of it, and what it cost.

use super::super::{
    super::kit::{Icon, Needles, icon::Name, marked},
    panels::Panels,
    turns::Turns,
};
use super::{raw::raw, same_id::SameId};
use crate::{
    core::results::{
        facts::{Fact, facts},
        line::{Outcome, ResultLine},
        summary::RowOutcome,
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The conversation, the failure, the facts.
pub(super) fn chat(result: &Arc<ResultLine>, place: u32) -> AnyView {
    let results = App::of().results;
    let panels = Panels::of();
    let (needles, written) = (panels.needles(), panels.written);
    let missing = results.row(place).is_some_and(|row| row.summary.outcome == RowOutcome::Missing);
    let known = facts(result);
    let unreadable = matches!(result.outcome, Outcome::Unreadable { .. }) && !missing;
    let reading = move || results.load().is_busy();
    let unasked = (result.asked.is_empty() && !unreadable).then(|| {
        view! {
            <p class="dim fs2 unasked">{move || if reading() {
                "The request is not known yet: the files are still being read."
            } else {
                "The request is not known: the line does not carry it, and no input file has it."
            }}</p>
        }
    });
    let end = match &result.outcome {
        _ if missing => view! { <NoAnswer/> }.into_any(),
        Outcome::Succeeded => ().into_any(),
        Outcome::Failed { code, message } => failure(code, message, result.status_code, needles),
        Outcome::Unreadable { .. } => raw(result, place),
    };
    view! {
        <SameId place/>
        {unasked}
        <Turns turns=result.asked.clone() needles written/>
        <Turns turns=result.answered.clone() needles written/>
        {end}
        {(!known.is_empty()).then(|| view! { <Facts known/> })}
    }
    .into_any()
}

fn failure(code: &str, message: &str, status: Option<u16>, needles: Needles) -> AnyView {
    let status = status.filter(|status| status.to_string() != code).map(|status| format!("status {status}"));
    let (code, message) = (code.to_owned(), message.to_owned());
    view! {
        <div class="note bad failure">
            <Icon name=Name::Bad/>
            <div class="stack">
                <p><b>"The request failed: "<span class="mono">{code}</span></b></p>
                <p class="prose">{marked(message, needles)}</p>
            </div>
            <span class="dim nowrap">{status}</span>
        </div>
    }
    .into_any()
}

/// A request that no line answers.
#[component]
fn NoAnswer() -> impl IntoView {
    let results = App::of().results;
    let why = move || {
        if results.load().is_busy() {
            "So far: the files are still being read."
        } else if results.batch().is_some_and(|batch| !batch.is_finished()) {
            "The batch is still running: an answer may come."
        } else {
            "Some servers drop requests that failed; this one left no error either."
        }
    };
    view! {
        <div class="note warn">
            <Icon name=Name::None/>
            <div class="stack"><p><b>"No line answers this request."</b></p><p>{why}</p></div>
        </div>
    }
}

#[component]
fn Facts(known: Vec<Fact>) -> impl IntoView {
    let fact = |Fact { name, value, code }: Fact| view! { <div><dt>{name}</dt><dd class:mono=code>{value}</dd></div> };
    view! { <div class="usage"><dl class="facts pairs">{known.into_iter().map(fact).collect_view()}</dl></div> }
}
