//! The problems: what is wrong, where, and the button that mends it.

use super::super::kit::{Button, Empty, Icon, icon::Name};
use super::here::Here;
use crate::{
    core::{
        labeling::{Diagnostic, Severity, diagnostic::Fix},
        text,
    },
    state::App,
};
use leptos::{ev, prelude::*};

/// The pane.
#[component]
pub fn Problems(
    /// Where the person is.
    here: Here,
) -> impl IntoView {
    let labeling = here.labeling;
    let count = move || {
        let report = labeling.checked().report;
        report.diagnostics.len() + report.omitted
    };
    let list = move || {
        let checked = labeling.checked();
        let place = |found: &Diagnostic| checked.document.position(found.span.start);
        let rows = checked.report.diagnostics.iter().enumerate().map(|(at, found)| {
            let place = place(found);
            view! { <Item here at found=found.clone() place=format!("{}:{}", place.line, place.column)/> }
        });
        rows.collect_view()
    };
    let omitted = move || {
        let omitted = labeling.checked().report.omitted;
        (omitted > 0).then(|| view! { <p class="pad3 dim">{format!("{} more are not listed. Mend these first.", text::count(omitted as u64))}</p> })
    };
    view! {
        <section class="pane probs" aria-label="Problems">
            <div class="pane-head">
                <h2>"Problems "<span class="dim">{move || text::count(count() as u64)}</span></h2>
                <span class="end row dim fs2 app-narrow-hide"><kbd>"F8"</kbd>" next"</span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Problem list">
                {move || (count() == 0).then(|| view! {
                    <Empty title="No problems" text="Label Studio's server and its editor both take this configuration.".to_owned()/>
                })}
                <ul class="problems">{list}</ul>
                {omitted}
            </div>
        </section>
    }
}

#[component]
fn Item(here: Here, at: usize, found: Diagnostic, place: String) -> impl IntoView {
    let app = App::of();
    let error = found.severity == Severity::Error;
    let on = move || here.problem.get() == Some(at);
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        here.go_to(at);
    };
    let mend = found.fixes.into_iter().next().map(|fix| {
        let (title, fix) = (short(&fix), StoredValue::new(fix));
        let press = move |_| {
            let title = fix.with_value(|fix| {
                here.labeling.apply(app, fix);
                fix.title.clone()
            });
            let left = untrack(|| here.labeling.checked()).report.diagnostics.len();
            here.focus_editor(app);
            app.announce(format!("Done: {title}. {} left", text::counted(left as u64, "problem")));
        };
        view! { <Button small=true icon=Name::Fix on_press=press><span class="ellip">{super::words(&title)}</span></Button> }
    });
    let doc = found.doc.filter(|url| url.starts_with("https://")).map(|url| {
        view! { <a href=url target="_blank" rel="noreferrer noopener" class="doc" title="Label Studio's page about this tag"><Icon name=Name::Ext/><span class="sr">"Label Studio's page about this tag"</span></a> }
    });
    view! {
        <li class:w=!error class:on=on>
            <Icon name=if error { Name::Bad } else { Name::Warn }/>
            <span class="msg">
                <button type="button" class="problem-link" aria-current=move || on().then_some("true") on:click=go>
                    <span class="sr">{if error { "Error: " } else { "Warning: " }}</span>{super::words(&found.message)}
                </button>
            </span>
            <span class="row">{doc}<span class="where mono" title="line:column">{place}</span>{mend}</span>
        </li>
    }
}

/// The fix's own words, on one line.
fn short(fix: &Fix) -> String {
    text::one_line(&fix.title, 60)
}
