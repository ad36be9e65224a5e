//! The configuration into Label Studio: into the open project, or into a new one.

use super::super::{
    kit::{Button, Dialog, Look, Note, ProblemNote, TextField, problem::Tone},
    results::diff::DiffView,
};
use super::words;
use crate::{
    core::{
        labeling::migration::Loss,
        protocol::label_studio::{Project, config, project_page},
        text,
    },
    state::{
        App,
        labeling::{Goal, Proposal, Saver, Source, Stage},
    },
};
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// The two buttons and what they open.
#[component]
pub fn Save() -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let saver = Saver::new();
    let errors = Memo::new(move |_| match labeling.checked().report.errors {
        0 => None,
        errors => Some(format!("Mend {} first", text::counted(errors as u64, "error"))),
    });
    let update = Memo::new(move |_| {
        if app.connection.opened().is_none() {
            return Some("Open a project under Push first".to_owned());
        }
        errors.get().or_else(|| {
            (!labeling.differs_from_project(app)).then(|| "The project has this configuration".to_owned())
        })
    });
    let create = Memo::new(move |_| {
        let connected = app.connection.can_create();
        errors.get().or_else(|| (!connected).then(|| "Connect to Label Studio under Push first".to_owned()))
    });
    let own = Memo::new(move |_| matches!(labeling.source(), Source::Project(..)));
    view! {
        {move || (!own.get()).then(|| act(app, saver, Goal::Update, "Save to project", update))}
        {act(app, saver, Goal::Create, "New project…", create)}
        <Dialog title="Save to project" open=Signal::derive(move || saver.goal() == Some(Goal::Update)) on_close=move |()| saver.close()>
            <Steps saver/>
        </Dialog>
        <Dialog title="New project" open=Signal::derive(move || saver.goal() == Some(Goal::Create)) on_close=move |()| saver.close()>
            <Steps saver/>
        </Dialog>
    }
}

/// A button that says why it cannot be pressed, also to those who come to it by keys.
fn act(
    app: App,
    saver: Saver,
    goal: Goal,
    label: &'static str,
    refusal: Memo<Option<String>>,
) -> impl IntoView {
    let press = move |_| match refusal.get_untracked() {
        Some(why) => app.announce(why),
        None => saver.ask(app, goal),
    };
    view! {
        <button type="button" class="btn sm" aria-disabled=move || refusal.with(Option::is_some).then_some("true")
            title=move || refusal.get() aria-description=move || refusal.get() on:click=press>{label}</button>
    }
}

#[component]
fn Steps(saver: Saver) -> impl IntoView {
    let app = App::of();
    let title = RwSignal::new(suggested_title(app));
    let description = RwSignal::new(String::new());
    let goal = untrack(|| saver.goal());
    let again = move |_| {
        if let Some(goal) = goal {
            saver.ask(app, goal);
        }
    };
    let close = move |_| saver.close();
    move || {
        match saver.stage() {
        Stage::Asking => view! { <p role="status">"Label Studio is being asked…"</p> }.into_any(),
        Stage::Asked(proposal) => {
            let refused = !proposal.reasons.is_empty();
            let anyway = proposal.costs_answers();
            let sent = proposal.clone();
            let save = move |_| match goal {
                Some(Goal::Create) => {
                    saver.create(app, sent.clone(), title.get_untracked(), description.get_untracked());
                }
                _ => saver.update(app, sent.clone()),
            };
            let creating = goal == Some(Goal::Create);
            let fault = Signal::derive(move || {
                let fault = config::title_fault(&title.get()).filter(|_| creating);
                fault.unwrap_or_default().to_owned()
            });
            let (form, word) = if creating {
                (Some(form(title, description, fault)), "Create project")
            } else {
                (None, if anyway { "Save all the same" } else { "Save" })
            };
            let look = if anyway { Look::Danger } else { Look::Primary };
            view! {
                {form}
                {findings(app, &proposal)}
                <footer>
                    <Button on_press=close>"Cancel"</Button>
                    <Button look disabled=Signal::derive(move || refused || fault.with(|fault| !fault.is_empty())) on_press=save>{word}</Button>
                </footer>
            }
            .into_any()
        }
        Stage::Saving(_) => view! { <p role="status">"It is being written, and read back…"</p> }.into_any(),
        Stage::Saved(project) => saved(app, &project, close),
        Stage::Failed(problem) => view! {
            <ProblemNote problem/>
            <footer><Button on_press=close>"Close"</Button><Button on_press=again>"Try again"</Button></footer>
        }
        .into_any(),
    }
    }
}

fn form(title: RwSignal<String>, description: RwSignal<String>, fault: Signal<String>) -> impl IntoView {
    view! {
        <div class="form">
            <TextField label="Title" value=title on_input=move |typed| title.set(typed) problem=fault/>
            <TextField label="Description (may stay empty)" value=description on_input=move |typed| description.set(typed)/>
        </div>
    }
}

fn saved(
    app: App,
    project: &Arc<Project>,
    close: impl Fn(ev::MouseEvent) + Send + Sync + 'static,
) -> AnyView {
    let url = project_page(&app.connection.base(), project.id);
    let name = format!("Project {}: {}", project.id, project.title);
    view! {
        <Note tone=Tone::Ok>
            <p role="status"><b>"Saved. "</b>"It was read back: the project has this configuration. "
                <a href=url target="_blank" rel="noreferrer noopener">{name}</a></p>
        </Note>
        <footer><Button look=Look::Primary on_press=close>"Done"</Button></footer>
    }
    .into_any()
}

/// What this page, the server, the answers and the tasks there have to say, and what changes.
fn findings(app: App, proposal: &Proposal) -> impl IntoView {
    let warnings = untrack(|| app.labeling.checked()).report.warnings as u64;
    let ours = match warnings {
        0 => "no problems".to_owned(),
        warnings => text::counted(warnings, "warning"),
    };
    let theirs = if proposal.reasons.is_empty() {
        view! { "takes it" }.into_any()
    } else {
        let said = |reason: &String| view! { <pre class="mono said">{reason.clone()}</pre> };
        view! { "refuses it, in its own words:"{proposal.reasons.iter().map(said).collect_view()} }.into_any()
    };
    let moved = proposal.moved.then(|| {
        view! { <Note tone=Tone::Warn><p>"The project was changed in Label Studio meanwhile. Nothing was saved: look at the differences again."</p></Note> }
    });
    view! {
        {moved}
        <dl class="verdicts">
            <dt>"This page"</dt><dd>{ours}</dd>
            <dt>"Label Studio"</dt><dd>{theirs}</dd>
        </dl>
        {proposal.project.as_ref().map(|project| changes(project, proposal))}
    }
}

fn changes(project: &Arc<Project>, proposal: &Proposal) -> impl IntoView {
    let there = held(project);
    let losses = &proposal.migration.losses;
    let costly = proposal.costs_answers().then(|| {
        let item = |loss: &Loss| view! { <li>{words(&loss.sentence())}</li> };
        let losses = losses.iter().map(item).collect_view();
        view! {
            <Note tone=Tone::Warn><div>
                <p><b>"What would no longer fit. "</b>{there}</p>
                <ul class="bullets">{losses}</ul>
            </div></Note>
        }
    });
    let fields = &proposal.migration.fields;
    let wanting = (!fields.is_empty() && project.tasks > 0).then(|| {
        let list = fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        let said = format!(
            "New in tasks: {list}. The {} already there may lack it, and would show nothing in its place.",
            text::counted(project.tasks, "task")
        );
        view! { <Note tone=Tone::Warn><p>{words(&said)}</p></Note> }
    });
    view! {
        {costly}
        {wanting}
        <div class="scroll changes" tabindex="0" role="group" aria-label="What changes">
            <DiffView left=config::kept(&project.label_config) right=config::kept(&proposal.xml)
                left_title=format!("Project {} now", project.id) right_title="What is saved" plain=true/>
        </div>
    }
}

/// `The project has 12 annotations and 1 prediction.`
fn held(project: &Project) -> String {
    let annotations = text::counted(project.annotations, "annotation");
    format!("The project has {annotations} and {}.", text::counted(project.predictions, "prediction"))
}

/// The template's title, else the batch's name: a start that can be typed over.
fn suggested_title(app: App) -> String {
    let title = untrack(|| match app.labeling.source() {
        Source::Template(template) => template.title.to_owned(),
        Source::Project(_, title) => format!("{title} (copy)"),
        Source::Pasted => "Batch review".to_owned(),
    });
    title.chars().take(*config::TITLE.end()).collect()
}
