//! Step 1: where to, and does it work. Folded to one line once it does.

use super::{
    checks::Checks,
    step::{Mark, StepItem},
};
use crate::{
    browser::storage,
    core::{protocol::http::host_of, text},
    state::{App, connection::Connection},
    ui::kit::{Button, Field, Name, Note, Status, TextField, Tone},
};
use leptos::{ev, prelude::*};
use std::time::Duration;

/// The step.
#[component]
pub fn ConnectionStep() -> impl IntoView {
    let app = App::of();
    let connection = app.connection;
    suggest(app);
    let works = Memo::new(move |_| connection.opened().is_some());
    // Folded when a test passed; shown again on request.
    let shown = RwSignal::new(false);
    Effect::new(move |before: Option<bool>| {
        let now = works.get();
        if before != Some(now) {
            shown.set(!now);
        }
        now
    });
    let mark = Signal::derive(move || {
        if works.get() {
            Mark::Done
        } else if connection.failed_part().is_some() {
            Mark::Bad
        } else {
            Mark::Now
        }
    });
    let aside = move || {
        if works.get() {
            view! { <Status icon=Name::Ok word="all 5 parts work"/> }.into_any()
        } else if connection.testing() {
            view! { <Status icon=Name::Run word="testing"/> }.into_any()
        } else if connection.wants_project() {
            view! { <span class="dim">"the token works; now pick a project"</span> }.into_any()
        } else if let Some(part) = connection.failed_part() {
            view! { <Status icon=Name::Bad word=format!("{} fails", part.part.label())/> }.into_any()
        } else {
            view! { <span class="dim">"the project that the tasks go to"</span> }.into_any()
        }
    };
    view! {
        <StepItem number="1" title="Connection" mark aside>
            {move || works.get().then(|| view! { <Folded shown/> })}
            <AskedProject/>
            <div class="card" hidden=move || works.get() && !shown.get()><Form/></div>
        </StepItem>
    }
}

/// What the embedder, the companion or the last visit suggests.
fn suggest(app: App) {
    Effect::new(move || {
        if !app.settled() {
            return;
        }
        let settings = app.settings();
        let companion = app.companion().and_then(|companion| companion.label_studio);
        let remembered = app.remembered(storage::Key::LabelStudioUrl);
        // A remembered project is of the remembered address alone.
        let known = app.remembered(storage::Key::LabelStudioProject).and_then(|id| id.parse().ok());
        let address = settings.label_studio.or_else(|| companion.clone()).or_else(|| remembered.clone());
        let known = known.filter(|_| remembered.is_some() && remembered == address);
        let project = settings.project.or_else(|| app.labeling.asked_project()).or(known);
        untrack(|| app.connection.suggest(address.as_deref(), project));
    });
}

/// The batch names a project, and the form another one.
#[component]
fn AskedProject() -> impl IntoView {
    let app = App::of();
    let connection = app.connection;
    let other = Memo::new(move |_| {
        let asked = app.labeling.asked_project()?;
        (connection.project_text().trim() != asked.to_string()).then_some(asked)
    });
    let take = move |asked: u64| {
        let tested = connection.opened().is_some();
        connection.set_project(asked.to_string());
        if tested {
            connection.test(app);
        }
    };
    move || {
        other.get().map(|asked| {
            view! {
                <Note tone=Tone::Warn>
                    <p class="grow">"This batch was made for project "<b>{asked}</b>": its metadata says so."</p>
                    <Button small=true disabled=Signal::derive(move || app.push.is_sending()) on_press=move |_| untrack(|| take(asked))>{format!("Take project {asked}")}</Button>
                </Note>
            }
        })
    }
}

/// One line, once everything works.
#[component]
fn Folded(shown: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let connection = app.connection;
    let now = RwSignal::new(app.now());
    if let Ok(timer) = set_interval_with_handle(move || now.set(app.now()), Duration::from_secs(5)) {
        on_cleanup(move || timer.clear());
    }
    let age = move || {
        let seconds = connection.tested_at().map_or(0, |at| (now.get() - at).max(0));
        match seconds {
            ..5 => "just now".to_owned(),
            5..60 => format!("{seconds} s ago"),
            _ => text::age(seconds),
        }
    };
    let words = move || {
        connection.opened().map(|project| {
            let title = if project.title.is_empty() { "untitled".to_owned() } else { project.title.clone() };
            view! { {host_of(&connection.base()).to_owned()}", project "{project.id}" "<b>{title}</b>". " }
        })
    };
    view! {
        <p class="ink2 folded">
            {words}
            "Address, CORS, token, permission and project tested "{age}". "
            <button type="button" class="link" aria-expanded=move || if shown.get() { "true" } else { "false" }
                on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {move || if shown.get() { "Hide" } else { "Show" }}
            </button>
        </p>
    }
}

#[component]
fn Form() -> impl IntoView {
    let app = App::of();
    let connection = app.connection;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !connection.testing() {
            connection.test(app);
        }
    };
    // A push under way needs its token and its address.
    let locked = Signal::derive(move || app.push.is_sending());
    let fault = move |read: fn(crate::state::connection::Faults) -> String| {
        Signal::derive(move || read(connection.faults()))
    };
    let button = move || match (connection.testing(), connection.checks().is_empty()) {
        (true, _) => "Testing…",
        (_, true) => "Test connection",
        _ => "Test again",
    };
    view! {
        <form class="conn-form" autocomplete="off" novalidate on:submit=submit>
            <fieldset class="pad" disabled=locked>
                <div class="wide">
                    <TextField label="Address" placeholder="https://labels.example.org" value=Signal::derive(move || connection.address())
                        on_input=move |typed| connection.set_address(typed) problem=fault(|faults| faults.address)
                        hint="As you open Label Studio; a project's address fills in the project too."/>
                </div>
                <TextField label="Project" placeholder="12" value=Signal::derive(move || connection.project_text())
                    on_input=move |typed| connection.set_project(typed) problem=fault(|faults| faults.project)
                    hint="Its number; empty: pick one after the test."/>
                <div class="wide">
                    <TextField label="Token" secret=true value=Signal::derive(move || connection.token_text())
                        on_input=move |typed| connection.set_token(typed) problem=fault(|faults| faults.token)
                        hint="In Label Studio: Account & Settings, Personal Access Token. A legacy token works too."/>
                </div>
                <Projects connection/>
            </fieldset>
            <Checks/>
            <footer>
                <span class="dim grow">"The token stays in this tab's memory. It is never stored, logged or put into a receipt."</span>
                <button type="submit" class="btn" class:primary=move || connection.opened().is_none()
                    disabled=move || connection.testing() || locked.get()>{button}</button>
            </footer>
        </form>
        {move || locked.get().then(|| view! {
            <div class="pad"><Note tone=Tone::Warn><p>"Tasks are being sent over this connection; it can be changed after that."</p></Note></div>
        })}
    }
}

/// The projects that the token sees, to pick from.
#[component]
fn Projects(connection: Connection) -> impl IntoView {
    let app = App::of();
    let list = Memo::new(move |_| {
        connection
            .projects()
            .into_iter()
            .map(|project| (project.id, project.title, project.tasks))
            .collect::<Vec<_>>()
    });
    let pick = move |event: ev::Event| {
        let id = event_target_value(&event);
        if !id.is_empty() {
            connection.set_project(id);
            connection.test(app);
        }
    };
    let option = move |(id, title, tasks): (u64, String, u64)| {
        let name = if title.is_empty() { "untitled".to_owned() } else { text::one_line(&title, 60) };
        let chosen = move || connection.project_text().trim() == id.to_string();
        view! { <option value=id.to_string() selected=chosen>{format!("{id}, {name}; {}", text::counted(tasks, "task"))}</option> }
    };
    let none = move || connection.project_text().trim().is_empty();
    move || {
        let list = list.get();
        (!list.is_empty()).then(|| {
            view! {
                <Field label="Projects that this token sees">
                    <select class="select" on:change=pick>
                        <option value="" selected=none>"Pick one…"</option>
                        {list.into_iter().map(option).collect_view()}
                    </select>
                </Field>
            }
        })
    }
}
