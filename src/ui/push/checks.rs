//! The five parts of a connection test: what was found, and the remedy of the one that fails.

use crate::{
    core::{protocol::connection::Part, text},
    state::{App, connection::Timed},
    ui::kit::{CopyButton, Icon, Name, Note, Tone},
};
use leptos::prelude::*;

/// The list, once there is something to show.
#[component]
pub fn Checks() -> impl IntoView {
    let app = App::of();
    let connection = app.connection;
    let checks = Memo::new(move |_| connection.checks());
    let row = move |timed: Timed| {
        let testing = connection.testing();
        let (class, icon) = match timed.check.works {
            Some(true) => ("ok", Name::Ok),
            // A project that nobody named cannot fail: it is to be picked.
            Some(false) if open(app, &timed) => ("idle", Name::None),
            Some(false) => ("bad", Name::Bad),
            None => ("idle", Name::None),
        };
        let found = match (timed.check.works, testing) {
            (None, true) => "…".to_owned(),
            (None, false) => "not tried".to_owned(),
            _ => found(app, &timed),
        };
        let ms = timed.ms.map(|ms| format!("{} ms", text::count(u64::from(ms))));
        let word = match timed.check.works {
            Some(true) => "works: ",
            Some(false) if !open(app, &timed) => "fails: ",
            _ => "",
        };
        view! {
            <li>
                <span class=class><Icon name=icon/></span>
                <b>{timed.check.part.label()}</b>
                <span class="ink2"><span class="sr">{word}</span>{found}</span>
                <span class="dim">{ms}</span>
            </li>
        }
    };
    let remedy = Memo::new(move |_| {
        let failed = connection.failed_part().filter(|_| !connection.testing())?;
        let happened = format!("{}: {}.", failed.part.label(), failed.found.trim_end_matches('.'));
        Some((happened, failed.remedy?))
    });
    view! {
        {move || {
            let checks = checks.get();
            (!checks.is_empty()).then(|| view! {
                <ul class="checks" aria-label="Parts of the connection">{checks.into_iter().map(row).collect_view()}</ul>
            })
        }}
        {move || remedy.get().map(|(happened, remedy)| {
            let line = remedy.clone();
            view! {
                <div class="pad"><Note tone=Tone::Bad>
                    <div class="stack"><p><b>{happened}</b></p><p class="remedy">{remedy}</p></div>
                    <CopyButton text=Signal::stored(line) label="Copy what to do"/>
                </Note></div>
            }
        })}
    }
}

/// Only the project is left to be picked.
fn open(app: App, timed: &Timed) -> bool {
    timed.check.part == Part::Project && app.connection.wants_project()
}

fn found(app: App, timed: &Timed) -> String {
    if open(app, timed) {
        return "none is chosen yet: pick one of the list, or type its number".to_owned();
    }
    timed.check.found.clone()
}
