//! The labeling preview without the page around it: `<labeling-preview>`.

use super::{
    super::kit::{Icon, icon::Name},
    screen::{Labeled, Trial},
};
use crate::{
    core::{
        labeling::{Document, Report, Severity, check::check_document, preview::preview, tags::Edition},
        text,
    },
    state::preview::Preview,
};
use leptos::prelude::*;
use std::sync::Arc;

/// So many errors are named; the number of all stands above them.
const NAMED: usize = 20;

/// The screen of a configuration with a task, above it what is wrong with the configuration.
#[component]
pub fn PreviewAlone(
    /// What was given.
    given: Preview,
) -> impl IntoView {
    let config = Memo::new(move |_| given.config());
    // Compared by the text that was read, not by what it was read as.
    let read = Memo::new_with_compare(
        move |_| {
            let document = config.with(|config| Document::parse(config));
            let report = check_document(&document, Edition::Community);
            (Arc::new(document), Arc::new(report))
        },
        |before, now| {
            before.map(|(document, _)| Arc::as_ptr(document))
                != now.map(|(document, _)| Arc::as_ptr(document))
        },
    );
    let task = Memo::new(move |_| read.with(|(document, _)| given.task(document)));
    let screen = Memo::new(move |_| {
        read.with(|(document, report)| task.with(|task| Arc::new(preview(document, report, &task.data))))
    });
    let predictions = Memo::new(move |_| task.with(|task| Arc::new(task.predictions.clone())));
    let trial = Trial::new(screen, predictions, Memo::new(|_| None));
    let wrong = move || read.with(|(document, report)| wrong(document, report));
    let empty = move || config.with(|config| config.trim().is_empty());
    view! {
        <section class="prev" aria-label="Labeling preview">
            {move || if empty() {
                view! { <p class="remark aside">"No labeling configuration was given."</p> }.into_any()
            } else {
                view! { {wrong}<Labeled trial/> }.into_any()
            }}
        </section>
    }
}

/// The errors, each with its line.
fn wrong(document: &Document, report: &Report) -> Option<impl IntoView + use<>> {
    let errors = report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let named = errors.take(NAMED).map(|found| {
        let line = document.position(found.span.start).line;
        view! { <li>{format!("Line {line}: {}", found.message)}</li> }
    });
    (report.errors > 0).then(|| {
        view! {
            <div class="note bad" role="status">
                <Icon name=Name::Bad/>
                <div>
                    <p><b>{format!("The configuration has {}.", text::counted(report.errors as u64, "error"))}</b></p>
                    <ul class="reasons">{named.collect_view()}</ul>
                </div>
            </div>
        }
    })
}
