//! What is chosen, and where it goes next. The number shown is the number that later steps use.

use super::super::kit::{Button, Icon, Look, RouteLink, icon::Name};
use crate::{
    core::{results::selection::Selection, route::Step, text},
    state::App,
};
use leptos::prelude::*;

/// The bar.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let count = Memo::new(move |_| results.selection(Selection::len));
    let how = move || {
        let shown = results.shown();
        let among = results.selection(|selection| selection.count_among(&shown));
        match (count.get(), among, shown.len()) {
            (all, _, rows) if all == rows && among == rows => "selected: all that match".to_owned(),
            (all, among, _) if all > among => {
                format!("selected, {} of them hidden by the filter", text::count((all - among) as u64))
            }
            (_, _, rows) => format!("selected of {} that match", text::count(rows as u64)),
        }
    };
    let add_all = move |_| {
        let shown = results.shown();
        results.choose(app, |selection| selection.add(&shown));
    };
    view! {
        <section class="selbar" aria-label="Selection">
            <span class="count" aria-live="polite">{move || text::count(count.get() as u64)}</span>
            <span class="how">{how}</span>
            <span class="vr app-narrow-hide"></span>
            <Button look=Look::Quiet on_press=add_all>"Select all that match"</Button>
            <Button look=Look::Quiet on_press=move |_| results.choose(app, Selection::clear)>"Clear"</Button>
            <span class="end row app-narrow-hide"><span class="dim mid"><kbd>"x"</kbd>" select "<kbd>"⇧"</kbd>" range"</span></span>
            <RouteLink to=Signal::derive(move || app.route_at(Step::Labeling)) class="btn app-narrow-hide">"Preview labeling"</RouteLink>
            <RouteLink to=Signal::derive(move || app.route_at(Step::Push)) class="btn primary">
                <Icon name=Name::Push/>{move || format!("Push {}…", text::count(count.get() as u64))}
            </RouteLink>
        </section>
    }
}
