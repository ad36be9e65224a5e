//! Small parts that several steps use.

use crate::{
    browser::clock,
    core::text,
    state::App,
    ui::kit::{Icon, Name, Part},
};
use leptos::prelude::*;

/// How long something takes: `0.6 s`, `12 s`, `3 min`.
pub fn ms_words(ms: f64) -> String {
    if ms < 9_950.0 {
        crate::core::text::decimals((ms / 1000.0).max(0.1), 1) + " s"
    } else {
        // Never negative, and far below what the type holds.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration")]
        text::duration((ms / 1000.0).round() as u64)
    }
}

/// A time of day with its seconds, in the reader's own zone.
pub fn time_words(unix: i64) -> String {
    clock::local_time(unix)
}

/// A number that matters, with the key to the bar above it.
#[component]
pub fn Figure(
    /// The part of the bar, and the number.
    key: (Part, String),
    /// What it counts.
    title: &'static str,
    /// A line below it.
    #[prop(into)]
    small: String,
) -> impl IntoView {
    let (part, number) = key;
    let class = match part {
        Part::Run => "run",
        Part::There => "there",
        Part::Ok => "ok",
        Part::Warn => "warn",
        _ => "bad",
    };
    view! {
        <div>
            <dt><svg class="key" aria-hidden="true"><rect class=class width="100%" height="100%"></rect></svg>{title}</dt>
            <dd>{number}<small>{small}</small></dd>
        </div>
    }
}

/// A link out of the page, in a tab of its own.
#[component]
pub fn OutLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// Its classes.
    #[prop(optional)]
    class: &'static str,
    /// Without the icon that says so.
    #[prop(optional)]
    bare: bool,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class href=href target="_blank" rel="noopener noreferrer" on:click=|event| event.stop_propagation()>
            {children()}
            {(!bare).then(|| view! { " "<Icon name=Name::Ext/> })}
        </a>
    }
}

/// Does something that may fail with a sentence, and says it.
pub fn try_to(app: App, outcome: Result<(), String>, done: &str) {
    match outcome {
        Ok(()) => app.set_status(done),
        Err(why) => {
            app.announce(why.clone());
            app.set_status(why);
        }
    }
}
