//! Beside the steps: what is sent, from where to where, and the first task as it will arrive.

use super::parts::{OutLink, try_to};
use crate::{
    browser::files,
    core::{
        protocol::{http::host_of, label_studio as api},
        results::selection::Selection,
        route::Step,
        text,
    },
    state::App,
    ui::kit::{Button, JsonTree, Name, RouteLink},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The pane.
#[component]
pub fn WhatIsSent() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let name = move || results.title(app);
    let id = move || results.batch().map(|batch| batch.id.clone()).filter(|id| *id != name());
    let chosen = Memo::new(move |_| results.selection(Selection::len));
    let of = move || format!(" of {}", text::count(results.tally().total()));
    let to_results = Signal::derive(move || app.route_at(Step::Results));
    let to = move || match app.connection.opened() {
        None => view! { <span class="dim">"not connected yet"</span> }.into_any(),
        Some(project) => {
            let base = app.connection.base();
            let place = format!("{}, project {}", host_of(&base), project.id);
            let title = if project.title.is_empty() { "untitled".to_owned() } else { project.title.clone() };
            let href = api::project_page(&base, project.id);
            view! { <OutLink href bare=true>{title}</OutLink><br/><span class="dim">{place}</span> }
                .into_any()
        }
    };
    view! {
        <aside class="pane side aside" aria-label="What is sent">
            <div class="pane-head"><h2>"What is sent"</h2></div>
            <div class="scroll">
                <div class="facet pad4"><dl class="facts">
                    <dt>"From"</dt>
                    <dd><RouteLink to=to_results>{name}</RouteLink>{move || id().map(|id| view! { <br/><span class="mono dim">{id}</span> })}</dd>
                    <dt>"Rows"</dt><dd><b>{move || text::count(chosen.get() as u64)}</b>{of}</dd>
                    <dt>"To"</dt><dd>{to}</dd>
                </dl></div>
                <FirstTask/>
                <super::terminal::FromTerminal/>
            </div>
        </aside>
    }
}

/// The first chosen result as it goes out.
#[component]
fn FirstTask() -> impl IntoView {
    let app = App::of();
    let first = Memo::new(move |_| app.results.selection(|selection| selection.places().next()));
    let task = Memo::new(move |_| app.labeling.task(app, first.get()?));
    let shown = move |task: crate::core::mapping::Task| {
        let copied = task.to_value();
        let copy = move |_| {
            let json = serde_json::to_string_pretty(&copied).unwrap_or_default();
            app.spawn(async move { try_to(app, files::copy(&json).await, "The first task was copied") });
        };
        let problems = task.problems.into_iter().map(|problem| {
            view! { <p class="st bad wraps">{format!("{}: {}", problem.target, problem.fault)}</p> }
        });
        let predictions = (!task.predictions.is_empty()).then(|| view! {
            <p class="k mono">"predictions"</p><JsonTree value=Arc::new(task.predictions.into()) label="The first task's predictions"/>
        });
        view! {
            <div class="pad4 stack">
                <h3>"First task"</h3>
                {problems.collect_view()}
                <div class="code">
                    <p class="k mono">"data"</p><JsonTree value=Arc::new(task.data.into()) label="The first task's data"/>
                    <p class="k mono">"meta"</p><JsonTree value=Arc::new(task.meta.into()) label="The first task's meta"/>
                    {predictions}
                </div>
                <Button small=true icon=Name::Copy on_press=copy>"Copy as JSON"</Button>
            </div>
        }
    };
    move || task.get().map(shown)
}
