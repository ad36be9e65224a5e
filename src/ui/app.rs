//! The shell: header, the step's view, status line, live regions, and the keys that work everywhere.

use super::{
    drop::Drop,
    header::Header,
    keys::{KeyMap, Keys},
    kit::{Later, icon::Symbols, live_region::LiveRegions},
    later::LaterSteps,
};
use crate::state::App;
use leptos::prelude::*;

/// The whole view of a mount. A step's view is three rows of the shell's grid, side by side in one fragment:
/// a `<section class="context">`, a `<main class="work …">`, and a `<StatusLine>` or a selection bar.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::of();
    let keys = Keys::new(app);
    let later = LaterSteps::new(app);
    later.fetch_when_idle();
    let drop = Drop::new(app);
    let step = Memo::new(move |_| app.route().step());
    let view = move || later.view(step.get());
    view! {
        <div class="app" data-theme=move || app.theme().word() on:keydown=move |event| keys.press(&event)
            class:dropping=move || drop.over() on:dragover=move |event| drop.hover(&event)
            on:dragleave=move |event| drop.leave(&event) on:drop=move |event| drop.take(&event)>
            // In a turn of its own: the page is asked for its batches meanwhile.
            <Later>
                <Header/>
                {view}
                <KeyMap keys/>
                <Symbols/>
                <LiveRegions/>
            </Later>
        </div>
    }
}

/// The line at the foot: what just happened, what is known, which keys help.
#[component]
pub fn StatusLine(
    /// What is known of this view, such as `47 batches, all pages read`.
    #[prop(into)]
    text: Signal<String>,
    /// The keys that matter here, such as `("j k", "move")`.
    #[prop(optional)]
    keys: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let app = App::of();
    let hint = |(key, does): &'static (&str, &str)| {
        let caps = key.split(' ').map(|cap| view! { <kbd>{cap}</kbd>" " }).collect_view();
        view! { {caps}{*does}"  " }
    };
    view! {
        <footer class="statusline" part="status">
            <span>{text}</span>
            <span class="opt2 ellip">{move || app.status()}</span>
            <span class="opt2 end">{keys.iter().map(hint).collect_view()}<kbd>"?"</kbd>" all keys"</span>
        </footer>
    }
}
