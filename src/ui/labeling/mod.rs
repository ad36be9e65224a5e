//! Labeling: what will the annotator see, and what breaks it?

pub mod alone;
pub mod assist;
pub mod chooser;
pub mod code;
pub mod config;
pub mod here;
pub mod mapping;
pub mod paint;
pub mod preview;
pub mod problems;
pub mod rows;
pub mod save;
pub mod schema;
pub mod screen;

use super::{
    app::StatusLine,
    kit::{Icon, RouteLink, icon::Name},
};
use crate::{
    core::{protocol::label_studio, results::selection::Selection, route::Step, text},
    state::{
        App,
        labeling::{Labeling, Survey},
    },
};
use here::Here;
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// The Labeling step.
#[component]
pub fn LabelingView() -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let here = Here::new(app);
    // The batch that the address names, if one comes here without having been at its results.
    Effect::new(move || {
        if app.settled()
            && let Some(origin) = app.route().origin()
        {
            app.results.open(app, origin);
        }
    });
    let task = Memo::new(move |_| labeling.row_task(app).map(Arc::new));
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "F8" {
            event.prevent_default();
            event.stop_propagation();
            here.walk(event.shift_key());
        }
    };
    labeling.keep_surveyed(app);
    let known = Signal::derive(move || checked_in(labeling));
    view! {
        <Context app/>
        <main class="work labeling" on:keydown=keys>
            <config::Configuration here/>
            <mapping::MappingTable here task/>
            <preview::Preview here task/>
            <problems::Problems here/>
        </main>
        <mapping::Picker here/>
        <StatusLine text=known keys=&[("F8", "next problem"), ("⇧F8", "previous"), ("Ctrl .", "fix"), ("Esc Tab", "leave the editor")]/>
    }
}

/// How many results, as tasks of which project, and the way on.
#[component]
fn Context(app: App) -> impl IntoView {
    let labeling = app.labeling;
    let chosen = Memo::new(move |_| app.results.selection(Selection::len) as u64);
    let project = move || {
        app.connection.opened().map(|project| {
            let url = label_studio::project_page(&app.connection.base(), project.id);
            let facts = format!("project {}, {}", project.id, text::counted(project.tasks, "task"));
            view! {
                <span class="dim app-narrow-hide">"as tasks of"</span>
                <a href=url target="_blank" rel="noreferrer noopener" class="row"><span class="ellip">{project.title.clone()}</span>" "<Icon name=Name::Ext/></a>
                <span class="dim app-narrow-hide lo">{facts}</span>
            }
        })
    };
    let results = move || match chosen.get() {
        0 => "no results chosen yet".to_owned(),
        chosen => text::counted(chosen, "result"),
    };
    let differs = move || {
        (labeling.usable() && labeling.differs_from_project(app)).then(|| view! {
            <span class="st warn mid" title="The import checks tasks against the project's own configuration"><Icon name=Name::Warn/>"not the project's own configuration"</span>
        })
    };
    view! {
        <section class="context" aria-label="Labeling: summary and actions">
            <h1>"Labeling"</h1>
            <span class="dim app-narrow-hide">{results}</span>
            {project}
            {differs}
            <span class="end row">
                <span class="app-narrow-hide"><schema::OutputSchema/></span>
                {move || (!labeling.usable()).then(|| view! {
                    <span class="st bad" title=labeling.refusal()><Icon name=Name::Bad/>"not usable for a push"</span>
                })}
                <RouteLink to=Signal::derive(move || app.route_at(Step::Push)) class="btn primary">
                    <Icon name=Name::Push/>{move || if chosen.get() == 0 { "Push…".to_owned() } else { format!("Push {}…", text::count(chosen.get())) }}
                </RouteLink>
            </span>
        </section>
    }
}

/// `Checked in 0.8 ms: 2 errors, 1 warning`.
fn checked_in(labeling: Labeling) -> String {
    let checked = labeling.checked();
    let report = &checked.report;
    let part = |count: usize, noun: &str| (count > 0).then(|| text::counted(count as u64, noun));
    let found: Vec<_> =
        [part(report.errors, "error"), part(report.warnings, "warning")].into_iter().flatten().collect();
    let found = if found.is_empty() { "no problems".to_owned() } else { found.join(", ") };
    let checked = format!("Checked in {} ms: {found}", text::decimals(checked.ms, 1));
    match mapped(&labeling.survey()) {
        Some(mapped) => format!("{checked}. {mapped}"),
        None => checked,
    }
}

/// `Mapped 209 of 209 chosen rows: 4 would be refused`. `None`: there is no row.
fn mapped(survey: &Survey) -> Option<String> {
    let number = |number: usize| text::count(number as u64);
    let whose = if survey.chosen { "chosen " } else { "" };
    let refused = match survey.causes.refused {
        0 => "each can be sent".to_owned(),
        refused => format!("{} would be refused", text::count(refused)),
    };
    let (done, of) = (number(survey.done), number(survey.of));
    (survey.of > 0).then(|| {
        if survey.finished {
            format!("Mapped {of} {whose}rows: {refused}")
        } else {
            format!("Mapping {done} of {of} {whose}rows")
        }
    })
}

/// A sentence whose `code` stands between backquotes.
fn words(sentence: &str) -> AnyView {
    let part = |(at, part): (usize, &str)| {
        if at % 2 == 1 {
            view! { <code>{part.to_owned()}</code> }.into_any()
        } else {
            part.to_owned().into_any()
        }
    };
    sentence.split('`').enumerate().map(part).collect_view().into_any()
}
