//! A link to a place in the page.

use crate::{
    core::route::{Route, Step},
    state::App,
};
use leptos::{ev, prelude::*};

/// A link. In an embed it has no address, for the address is the host's; it works all the same.
#[component]
pub fn RouteLink(
    /// Where to.
    #[prop(into)]
    to: Signal<Route>,
    /// Its classes.
    #[prop(optional, into)]
    class: String,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let app = App::of();
    let go = move |event: ev::MouseEvent| {
        // A row around it must not take the click as well.
        event.stop_propagation();
        // With a modifier the browser opens a tab or a window, and that is right.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            app.go(to.get_untracked());
        }
    };
    let enter = move |event: ev::KeyboardEvent| {
        let route = to.get_untracked();
        if event.key() == "Enter" && app.href(&route).is_none() {
            app.go(route);
        }
    };
    let bare = move || app.href(&to.get()).is_none();
    // A way to a screen that the embedder does not show is no way; what leads to results leads to whatever is shown.
    let hidden = move || {
        let step = to.with(Route::step);
        step != Step::Results && !app.shows(step)
    };
    view! {
        <a class=class hidden=hidden href=move || app.href(&to.get()) role=move || bare().then_some("link")
            tabindex=move || bare().then_some("0") on:click=go on:keydown=enter>
            {children()}
        </a>
    }
}
