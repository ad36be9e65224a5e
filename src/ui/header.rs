//! The head: brand, trail, connection, theme.

use super::kit::{Button, Icon, Look, Name, RouteLink};
use crate::{
    core::route::{Route, Step},
    state::{App, settings::Theme},
};
use leptos::prelude::*;

/// The head of every step.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="top" part="header">
            <Brand/>
            <Trail/>
            <div class="top-end"><ToWatcher/><Connection/><ThemeSwitch/></div>
        </header>
    }
}

#[component]
fn Brand() -> impl IntoView {
    view! {
        <RouteLink class="brand" to=Route::default()>
            <svg viewBox="0 0 20 20" aria-hidden="true">
                <rect class="b-line" x="2" y="3.5" width="11" height="3" rx="1"/>
                <rect class="b-pick" x="6" y="8.5" width="12" height="3" rx="1"/>
                <rect class="b-line" x="2" y="13.5" width="11" height="3" rx="1"/>
            </svg>
            <b>"Batch Curator"</b>
        </RouteLink>
    }
}

/// The four steps, each with its live number, so that a count can be followed from end to end.
#[component]
fn Trail() -> impl IntoView {
    let app = App::of();
    let here = Memo::new(move |_| app.route().step());
    let number = move |step| match step {
        Step::Batches => app.batches.trail(),
        Step::Results => app.results.trail(),
        Step::Labeling => app.labeling.trail(),
        Step::Push => app.push.trail(app),
        Step::Watcher => None,
    };
    let item = move |step: Step| {
        let route = Signal::derive(move || app.route_at(step));
        let closed = move || step.needs_origin() && app.origin().is_none();
        let words = move || {
            // A step whose number counts errors is one to look at.
            let count = |number: String| {
                let bad = number.contains("error");
                view! { <span class="n" class:bad=bad>{number}</span> }
            };
            view! { {step.name()}" "{number(step).map(count)} }
        };
        let current = move || (here.get() == step).then_some("step");
        view! {
            <li>
                {move || if closed() {
                    view! { <a aria-disabled="true" title="Open a batch first">{words}</a> }.into_any()
                } else {
                    view! { <RouteLink to=route attr:aria-current=current>{words}</RouteLink> }.into_any()
                }}
            </li>
        }
    };
    let shown = move || Step::ALL.into_iter().filter(|step| app.shows(*step)).collect::<Vec<_>>();
    move || {
        let shown = shown();
        (shown.len() > 1).then(|| {
            let items = shown.into_iter().map(item).collect_view();
            view! { <nav class="trail" part="trail" aria-label="Steps"><ol>{items}</ol></nav> }
        })
    }
}

/// Where a companion imports by itself: the way to its ledger, and whether something failed there.
#[component]
fn ToWatcher() -> impl IntoView {
    let app = App::of();
    let here = Memo::new(move |_| app.route().step() == Step::Watcher);
    let unreadable = move || app.watcher.problem().is_some();
    let title = move || match app.watcher.failed() {
        _ if unreadable() => "Watcher: the ledger cannot be read".to_owned(),
        Some(0) | None => "Watcher".to_owned(),
        Some(failed) => format!("Watcher: {failed} failed"),
    };
    let dot = move || match app.watcher.failed() {
        _ if unreadable() => "dot bad",
        None => "dot",
        Some(0) => "dot ok",
        Some(_) => "dot bad",
    };
    let link = move || {
        let current = move || here.get().then_some("page");
        view! {
            <RouteLink class="tool" to=Route::Watcher attr:title=title attr:aria-current=current>
                <Icon name=Name::Eye/><span>"Watcher"</span><i class=dot></i><em class="sr">{title}</em>
            </RouteLink>
        }
    };
    move || (app.keeps_ledger() && app.shows(Step::Watcher)).then(link)
}

/// What is known of Label Studio; a click leads to Push, where it is set up.
#[component]
fn Connection() -> impl IntoView {
    let app = App::of();
    let state = Memo::new(move |_| chip(app));
    let title = move || state.with(|(_, _, title)| title.clone());
    let words = move || {
        let (dot, name, title) = state.get();
        view! {
            <i class=format!("dot {dot}")></i>
            <span class="ellip grow">{name}</span>
            <em class="sr">{title}</em>
        }
    };
    view! {
        <RouteLink class="conn" to=Signal::derive(move || app.route_at(Step::Push)) attr:title=title>{words}</RouteLink>
    }
}

/// The dot's class, the name, and the whole in a sentence.
fn chip(app: App) -> (&'static str, String, String) {
    let connection = app.connection;
    if let Some(project) = connection.opened() {
        let name =
            if project.title.is_empty() { format!("Project {}", project.id) } else { project.title.clone() };
        let title = format!("Label Studio: connected to {name}, project {}", project.id);
        return ("ok", name, title);
    }
    let (dot, name, title) = if connection.testing() {
        ("", "Testing…", "Label Studio: the connection is being tested".to_owned())
    } else if connection.wants_project() {
        ("", "Pick a project…", "Label Studio: the token works, no project is chosen yet".to_owned())
    } else if let Some(failed) = connection.failed_part() {
        let title = format!("Label Studio: not connected; {}: {}", failed.part.label(), failed.found);
        ("bad", "Not connected", title)
    } else {
        ("", "Connect…", "Label Studio: not connected yet".to_owned())
    };
    (dot, name.to_owned(), title)
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    let app = App::of();
    let next = move || match app.theme() {
        Theme::System => (Theme::Dark, "Colours: as the system. Switch to dark"),
        Theme::Dark => (Theme::Light, "Colours: dark. Switch to light"),
        Theme::Light => (Theme::System, "Colours: light. Follow the system"),
    };
    view! {
        {move || {
            let (theme, label) = next();
            view! { <Button look=Look::Quiet icon=Name::Theme label=label on_press=move |_| app.set_theme(theme)/> }
        }}
    }
}
