//! Whose configuration is shown: the project's, a template, or a copy of one's own.

use super::super::kit::{Name, Popover};
use crate::{
    core::labeling::{TEMPLATES, Template},
    state::{
        App,
        labeling::{Kind, Source},
    },
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// The button that names it, and the list of what can be shown.
#[component]
pub fn Chooser() -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let open = RwSignal::new(false);
    let word = Memo::new(move |_| match labeling.source() {
        Source::Project(id, title) => format!("Project {id}: {title}"),
        Source::Template(template) => format!("Template: {}", template.title),
        Source::Pasted => "Your copy".to_owned(),
    });
    view! {
        <Popover label="Whose configuration" word icon=Name::Down class="btn quiet sm chooser" panel="starts" open>
            <Starts open/>
        </Popover>
    }
}

/// What one can start from, by where it comes from.
#[component]
fn Starts(open: RwSignal<bool>) -> impl IntoView {
    let app = App::of();
    let project = app.connection.opened().map(|project| {
        let title = format!("Project {}: {}", project.id, project.title);
        view! { <h3>"Project"</h3><ul>{start(app, open, Kind::Project, title, "As Label Studio has it now.")}</ul> }
    });
    let templates = TEMPLATES.iter().map(|template: &Template| {
        start(app, open, Kind::Template(template.id), template.title.to_owned(), template.description)
    });
    let copy = if app.labeling.has_copy() {
        "What you edited or pasted last."
    } else {
        "An empty editor to paste one into."
    };
    view! {
        {project}
        <h3>"Templates"</h3>
        <ul>{templates.collect_view()}</ul>
        <h3>"Your own"</h3>
        <ul>{start(app, open, Kind::Pasted, "Your copy, or paste one".to_owned(), copy)}</ul>
    }
}

fn start(
    app: App,
    open: RwSignal<bool>,
    kind: Kind,
    title: String,
    description: &'static str,
) -> impl IntoView {
    let current = move || (app.labeling.source().kind() == kind).then_some("true");
    let choose = move |event: ev::MouseEvent| {
        back_to_button(&event);
        open.set(false);
        app.labeling.choose(app, kind);
    };
    view! {
        <li><button type="button" class="start" aria-current=current on:click=choose><b>{title}</b><span>{description}</span></button></li>
    }
}

/// The list goes away with the focus in it: it goes to the button that opened it.
fn back_to_button(event: &ev::MouseEvent) {
    let pressed = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let holder = pressed.and_then(|pressed| pressed.closest(".popper").ok().flatten());
    let button = holder.and_then(|holder| holder.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.focus().unwrap_or_default();
    }
}
