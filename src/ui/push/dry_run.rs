//! Step 2: what would be sent, before anything is written.

use super::{
    causes::{Causes, Doubled},
    parts::{Figure, ms_words},
    step::{Mark, StepItem},
};
use crate::{
    core::{push::plan::Mode, results::selection::Selection, route::Step, text},
    state::{
        App,
        push::{DryRun, Phase},
    },
    ui::kit::{
        Button, Choice, Icon, Look, Name, Note, Part, ProblemNote, RouteLink, Seg, Status, Tally, TallyPart,
        Tone,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// The step.
#[component]
pub fn DryRunStep() -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let ready = Memo::new(move |_| push.basis(app).is_some());
    let phase = Memo::new(move |_| push.phase());
    let mark = Signal::derive(move || match phase.get() {
        Phase::Sending | Phase::Done => Mark::Done,
        Phase::Failed(_) => Mark::Bad,
        Phase::Idle if !ready.get() => Mark::Ahead,
        _ => Mark::Now,
    });
    let aside = move || match phase.get() {
        Phase::Idle if !ready.get() => view! { <span class="dim">"after the connection"</span> }.into_any(),
        Phase::Idle => view! { <span class="dim">"not done yet"</span> }.into_any(),
        Phase::Preparing { .. } | Phase::Checking { .. } => {
            view! { <Status icon=Name::Run word="checking, read only"/> }.into_any()
        }
        Phase::Failed(_) => view! { <Status icon=Name::Bad word="failed"/> }.into_any(),
        Phase::Ready if push.is_stale(app) => {
            view! { <Status icon=Name::Warn word="out of date"/> }.into_any()
        }
        Phase::Ready => {
            let took = push.dry_run().map(|dry| ms_words(dry.took_ms));
            view! { <span class="dim">{took}", read only"</span> }.into_any()
        }
        Phase::Sending | Phase::Done => {
            let new = push.dry_run().map_or(0, |dry| dry.to_do());
            view! { <Status icon=Name::Ok word=format!("{} to send", text::count(new))/> }.into_any()
        }
    };
    let body = move || {
        match phase.get() {
        Phase::Idle => ready.get().then(|| view! { <Begin/> }).into_any(),
        Phase::Preparing { .. } | Phase::Checking { .. } => view! { <Working/> }.into_any(),
        Phase::Failed(problem) => view! {
            <ProblemNote problem><Button on_press=move |_| push.again(app)>"Check again"</Button></ProblemNote>
        }
        .into_any(),
        Phase::Ready => push.dry_run().map(|dry| view! { <Plan dry/> }).into_any(),
        Phase::Sending | Phase::Done => {
            push.dry_run().map(|dry| view! { <p class="ink2">{sum(&dry)}</p> }).into_any()
        }
    }
    };
    view! { <StepItem number="2" title="Dry run" mark aside>{body}</StepItem> }
}

#[component]
fn Begin() -> impl IntoView {
    let app = App::of();
    let chosen = move || text::counted(app.results.selection(Selection::len) as u64, "result");
    view! {
        <div class="card"><footer>
            <span class="dim grow">{chosen}" chosen. Checking writes nothing."</span>
            <Button look=Look::Primary on_press=move |_| app.push.prepare(app)>"Check"</Button>
        </footer></div>
    }
}

#[component]
fn Working() -> impl IntoView {
    let app = App::of();
    let phase = move || app.push.phase();
    let words = move || match phase() {
        Phase::Preparing { done, of } => {
            format!("Making tasks: {} of {}", text::count(done as u64), text::count(of as u64))
        }
        Phase::Checking { doing } => format!("Asking Label Studio: {doing}"),
        _ => String::new(),
    };
    let part = move || match phase() {
        Phase::Preparing { done, of } if of > 0 => Some((done as f64 / of as f64).to_string()),
        _ => None,
    };
    view! {
        <div class="card">
            <div class="pad stack"><p class="ink2">{words}</p><progress max="1" value=part aria-label="Dry run"></progress></div>
            <footer><span class="dim grow">"Nothing is written."</span>
                <Button on_press=move |_| app.push.stop()>"Cancel"</Button></footer>
        </div>
    }
}

/// The numbers, the causes, and the two ways on.
#[component]
fn Plan(dry: Arc<DryRun>) -> impl IntoView {
    let app = App::of();
    let push = app.push;
    let stale = Memo::new(move |_| push.is_stale(app));
    let parts = tally(&dry);
    let DryRun { new, there, attach, refused, bytes, requests, expected_ms, .. } = *dry;
    let selected = dry.selected();
    let number = |part| (part, text::count(number_of(&dry, part)));
    let causes = match dry.causes.len() {
        0 => "none".to_owned(),
        one_or_more => format!("{}, below", text::counted(one_or_more as u64, "cause")),
    };
    let about = format!("{}, about {}", text::counted(requests, "request"), ms_words(expected_ms));
    let nothing = new == 0;
    let idle = dry.to_do() == 0;
    let refusal = Memo::new(move |_| app.labeling.refusal());
    let cannot =
        Signal::derive(move || idle || stale.get() || refusal.get().is_some() || push.basis(app).is_none());
    let to_labeling = Signal::derive(move || app.route_at(Step::Labeling));
    let differs = Memo::new(move |_| app.labeling.differs_from_project(app));
    view! {
        <div class="card" class:stale=stale>
            {move || stale.get().then(|| view! {
                <div class="pad"><Note tone=Tone::Warn><p><b>"These numbers are out of date."</b>" The selection, the labeling or the project is another one now. Check again before you send."</p></Note></div>
            })}
            {move || refusal.get().map(|why| view! {
                <div class="pad"><Note tone=Tone::Bad>
                    <p><b>"Nothing can be sent for this labeling configuration. "</b>{why}</p>
                    <RouteLink to=to_labeling class="btn sm">"Mend it"</RouteLink>
                </Note></div>
            })}
            {move || differs.get().then(|| view! {
                <div class="pad"><Note tone=Tone::Warn>
                    <p><b>"The project has another configuration. "</b>"Tasks are made for "{app.labeling.source().phrase()}"; the project may show them differently."</p>
                    <RouteLink to=to_labeling class="btn sm">"Labeling"</RouteLink>
                </Note></div>
            })}
            <div class="pad stack">
                <Tally parts=Signal::stored(parts) total=Signal::stored(selected) large=true/>
                <p class="ink2">{sum(&dry)}" Nothing has been written."</p>
            </div>
            <dl class="figures">
                <Figure key=number(Part::Run) title="New" small={if nothing { "nothing to create" } else { "will be created" }}/>
                <Figure key=number(Part::There) title="Already there" small={match (there, attach) { (0, _) => "none", (_, 0) => "skipped", _ => "get their predictions" }}/>
                <Figure key=number(Part::Bad) title="Refused" small=causes/>
                <div><dt>"To send"</dt><dd>{text::bytes(bytes)}<small>{if nothing { "no request".to_owned() } else { about }}</small></dd></div>
            </dl>
            <Doubled doubled=dry.doubled.clone() base=dry.basis.base.clone() project=dry.basis.project/>
            {(refused > 0).then(|| view! { <Causes causes=dry.causes.clone() refused origin=dry.basis.origin.clone()/> })}
            <footer>
                <Modes/>
                {idle.then(|| view! { <span class="dim">{nothing_words(there, refused)}</span> })}
                <span class="end row">
                    <Button look=Look::Plain on_press=move |_| push.again(app)>"Check again"</Button>
                    <Button look=Look::Primary disabled=cannot on_press=move |_| push.go(app)>
                        <Icon name=Name::Push/>{act_words(new, attach)}
                    </Button>
                </span>
            </footer>
        </div>
    }
}

fn act_words(new: u64, attach: u64) -> String {
    match (new, attach) {
        (_, 0) => format!("Send {}", text::counted(new, "task")),
        (0, _) => format!("Attach to {}", text::counted(attach, "task")),
        _ => format!("Send {}, attach to {}", text::counted(new, "task"), text::count(attach)),
    }
}

/// What is done with results that are there already.
#[component]
fn Modes() -> impl IntoView {
    let app = App::of();
    let on = Signal::derive(move || app.push.mode());
    let choices = vec![
        Choice::new(Mode::Skip, "skip"),
        Choice::new(Mode::Attach, "attach new predictions"),
        Choice::new(Mode::Force, "send again"),
    ];
    view! {
        <span class="row wrap"><span class="dim">"Already there:"</span>
            <Seg label="Results that are already there" choices=Signal::stored(choices) on on_choose=move |mode| app.push.set_mode(app, mode)/></span>
    }
}

fn nothing_words(there: u64, refused: u64) -> &'static str {
    match (there, refused) {
        (_, 0) => "Everything that you chose is in the project already.",
        (0, _) => "None of what you chose can be sent; the causes stand above.",
        _ => "What can be sent is in the project already.",
    }
}

/// `209 selected = 196 new + 9 already there + 4 refused.`
fn sum(dry: &DryRun) -> impl IntoView + use<> {
    let bold = |number| view! { <b>{text::count(number)}</b> };
    view! {
        {bold(dry.selected())}" selected = "{bold(dry.new)}" new + "{bold(dry.there)}" already there + "
        {bold(dry.refused)}" refused."
    }
}

fn number_of(dry: &DryRun, part: Part) -> u64 {
    match part {
        Part::Run => dry.new,
        Part::There => dry.there,
        _ => dry.refused,
    }
}

fn tally(dry: &DryRun) -> Vec<TallyPart> {
    vec![
        TallyPart { part: Part::Run, count: dry.new, word: "new" },
        TallyPart { part: Part::There, count: dry.there, word: "already there" },
        TallyPart { part: Part::Bad, count: dry.refused, word: "refused" },
    ]
}
