//! Push: what will be written, and what was?

pub mod aside;
pub mod causes;
pub mod checks;
pub mod connection;
pub mod dry_run;
pub mod history;
pub mod parts;
pub mod proof;
pub mod receipt;
pub mod send;
pub mod step;
pub mod terminal;
pub mod undo;

use super::{
    app::StatusLine,
    kit::{EdgeProgress, Empty, RouteLink},
};
use crate::{
    core::{
        results::selection::Selection,
        route::{Route, Step},
        text,
    },
    state::{App, push::Phase, results::Load},
};
use leptos::prelude::*;

/// The Push step's view.
#[component]
pub fn PushView() -> impl IntoView {
    let app = App::of();
    open_batch(app);
    app.push.history.open(app);
    let chosen = Memo::new(move |_| app.results.selection(Selection::len));
    let what = move || {
        let to = app.connection.opened().map(|project| format!(" to {}", project.title)).unwrap_or_default();
        (chosen.get() > 0).then(|| format!("{}{to}", text::counted(chosen.get() as u64, "result")))
    };
    let busy = Memo::new(move |_| app.push.phase().is_busy());
    view! {
        <section class="context" aria-label="Push: summary and actions">
            <h1>"Push"</h1><span class="dim ellip">{what}</span>
        </section>
        <Steps/>
        <StatusLine text=Signal::derive(move || line(app, chosen.get(), busy.get()))/>
        <undo::UndoDialog/>
    }
}

/// Opens the batch that the address names: a reload lands here.
fn open_batch(app: App) {
    Effect::new(move || {
        if app.settled()
            && let Some(origin) = app.route().origin()
        {
            app.results.open(app, origin);
        }
    });
}

fn line(app: App, chosen: usize, busy: bool) -> String {
    match (app.push.phase(), chosen) {
        (Phase::Sending, _) => "sending; leaving this step does not stop it".to_owned(),
        (_, 0) => "nothing is chosen".to_owned(),
        _ if busy => "checking; nothing is written".to_owned(),
        (_, chosen) => format!(
            "{}, each ends as one task or as a line that says why not",
            text::counted(chosen as u64, "result")
        ),
    }
}

/// The connection, the steps that follow it, and what is sent beside them; what was kept of pushes below.
#[component]
fn Steps() -> impl IntoView {
    let app = App::of();
    let push = app.push;
    // The first dry run begins by itself, as soon as there is somewhere to look: it only reads.
    let basis = Memo::new(move |_| push.basis(app));
    Effect::new(move || {
        if basis.with(Option::is_some) {
            push.prepare_if_new(app);
        }
    });
    let busy = Signal::derive(move || push.phase().is_busy());
    let part = Signal::derive(move || {
        let sending = push.sending();
        (push.is_sending() && sending.new > 0).then(|| sending.settled as f64 / sending.new as f64)
    });
    // A push under way or a receipt is worth showing whatever is chosen now.
    let worth = Memo::new(move |_| app.results.selection(Selection::len) > 0 || push.phase() != Phase::Idle);
    view! {
        <main class=move || if worth.get() { "work push" } else { "work push alone" }>
            <div class="push-main">
                <EdgeProgress busy part label="Push"/>
                <div class="scroll" tabindex="0" role="group" aria-label="Push"><div class="column">
                    <Elsewhere/>
                    <ol class="steps">
                        <connection::ConnectionStep/>
                        {move || if worth.get() {
                            view! { <dry_run::DryRunStep/><send::SendStep/><proof::ProofStep/> }.into_any()
                        } else {
                            view! { <li><Nothing/></li> }.into_any()
                        }}
                    </ol>
                    <history::HistoryView/>
                </div></div>
            </div>
            {move || worth.get().then(|| view! { <aside::WhatIsSent/> })}
        </main>
    }
}

/// The push that is shown may be of another batch than the one that is open.
#[component]
fn Elsewhere() -> impl IntoView {
    let app = App::of();
    let other = Memo::new(move |_| {
        let of = match app.push.phase() {
            Phase::Sending => app.push.sending().origin?,
            Phase::Done => app.push.proof()?.origin.clone(),
            _ => return None,
        };
        (Some(&of) != app.origin().as_ref()).then_some(of)
    });
    move || {
        other.get().map(|origin| {
            let name = origin.name().to_owned();
            let to = Route::results(origin);
            view! { <p class="remark elsewhere">"Shown below is the push of another batch, "<RouteLink to class="mono">{name}</RouteLink>"."</p> }
        })
    }
}

/// Nothing to push: says what would fill it.
#[component]
fn Nothing() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let load = Memo::new(move |_| results.load());
    move || {
        match (app.origin(), load.get()) {
        (None, _) => view! {
            <Empty title="Open a batch to send its results" text="Choose one under Batches. A push that was interrupted can be resumed without it, below.".to_owned()>
                <RouteLink to=Route::default() class="btn">"All batches"</RouteLink>
            </Empty>
        }
        .into_any(),
        (_, Load::Asking | Load::Reading { .. }) => {
            view! { <Empty title="Reading the batch" text="Its rows are on their way.".to_owned()/> }.into_any()
        }
        (_, Load::Failed(problem)) => {
            view! { <Empty title="The batch could not be read" text=format!("{} {}", problem.happened, problem.remedy)/> }.into_any()
        }
        _ => view! {
            <Empty title="Nothing is chosen" text="Choose results first: x selects the row you are on, or select all that match the filter. What is chosen is what will be sent.".to_owned()>
                <RouteLink to=Signal::derive(move || app.route_at(Step::Results)) class="btn primary">"Choose results"</RouteLink>
            </Empty>
        }
        .into_any(),
    }
    }
}
