//! Whose configuration is shown: the project's, a template, or a copy of one's own.

use crate::{
    core::labeling::TEMPLATES,
    state::{App, labeling::Kind},
};
use leptos::{ev, prelude::*};

/// The list of what can be shown.
#[component]
pub fn Chooser() -> impl IntoView {
    let app = App::of();
    let labeling = app.labeling;
    let kind = Memo::new(move |_| labeling.source().kind());
    let project = Memo::new(move |_| {
        app.connection.opened().map(|project| format!("Project {}: {}", project.id, project.title))
    });
    let option = move |value: Kind, word: String| {
        view! { <option value=name(value) prop:selected=move || kind.get() == value>{word}</option> }
    };
    let choose = move |event: ev::Event| {
        let chosen = event_target_value(&event);
        let all =
            [Kind::Project, Kind::Pasted].into_iter().chain(TEMPLATES.iter().map(|t| Kind::Template(t.id)));
        if let Some(kind) = all.into_iter().find(|kind| name(*kind) == chosen) {
            labeling.choose(app, kind);
        }
    };
    view! {
        <select class="select chooser" aria-label="Whose configuration" on:change=choose>
            {move || project.get().map(|title| option(Kind::Project, title))}
            {TEMPLATES.iter().map(|template| option(Kind::Template(template.id), format!("Template: {}", template.title))).collect_view()}
            {option(Kind::Pasted, "Your copy, or paste one".to_owned())}
        </select>
    }
}

/// A choice as the list's value.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Project => ":project",
        Kind::Template(id) => id,
        Kind::Pasted => ":copy",
    }
}
