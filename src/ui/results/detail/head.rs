//! Which row is open: its name, its place among those shown, and what one can do with it.

use super::super::super::kit::{
    Button, Check, CopyButton, CopyLater, Icon, Look, copy::TextToCome, icon::Name,
};
use super::super::table::{beside, open_row};
use crate::{
    browser::route,
    core::{results::index::Row, route::Step, text},
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The head of the pane.
#[component]
pub fn Head(
    /// The row's place.
    #[prop(into)]
    place: Signal<u32>,
) -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let row = Memo::new(move |_| results.row(place.get()).map(Arc::new));
    let name = Signal::derive(move || row.get().map(|row| row.name()).unwrap_or_default());
    let line = move || row.get().map(|row| place_words(&row));
    let at = Memo::new(move |_| results.shown().at(place.get()));
    let shown = Memo::new(move |_| results.shown().len());
    let of = move || {
        at.get().map_or_else(
            || "not in the filter".to_owned(),
            |at| format!("{} of {}", text::count(at as u64 + 1), text::count(shown.get() as u64)),
        )
    };
    let beside = move |by: isize| beside(app, place.get(), by);
    let go = move |by: isize| {
        let next = untrack(|| beside(by));
        if next.is_some() {
            open_row(app, next);
        }
    };
    let chosen = Signal::derive(move || results.selection(|selection| selection.has(place.get())));
    let toggle = move |_| results.choose(app, |selection| selection.toggle(place.get_untracked()));
    let raw = Callback::new(move |()| -> TextToCome {
        let place = place.get_untracked();
        Box::pin(async move {
            let line = results.raw(&[place]).await.pop().flatten();
            let line = line.ok_or("No line of the results is this row's, so there is nothing to copy.")?;
            Ok(String::from_utf8_lossy(&line).into_owned())
        })
    });
    let address = Signal::derive(move || {
        app.href(&app.route_at(Step::Results)).map(|hash| route::link(&hash)).unwrap_or_default()
    });
    let linked = Memo::new(move |_| app.href(&app.route()).is_some());
    let back = move || format!("All {}", text::counted(shown.get() as u64, "row"));
    view! {
        <div class="pane-head detail-head">
            <button type="button" class="btn quiet sm back" on:click=move |_| open_row(app, None)>
                <Icon name=Name::Chev class="chev"/>{back}
            </button>
            {move || view! { <Check on=chosen on_press=toggle label=format!("Select {}", name.get())/> }}
            <h2 class="mono ellip" title=name>{name}</h2>
            <span class="dim ellip lo">{line}</span>
            <span class="end row">
                <span class="dim nowrap" aria-live="polite">{of}</span>
                <Button look=Look::Quiet small=true icon=Name::Up label="Previous (k)" on_press=move |_| go(-1)
                    disabled=Signal::derive(move || beside(-1).is_none())/>
                <Button look=Look::Quiet small=true icon=Name::Down label="Next (j)" on_press=move |_| go(1)
                    disabled=Signal::derive(move || beside(1).is_none())/>
                {move || linked.get().then(|| view! { <CopyButton text=address label="Copy the link to this row (y)" icon=Name::Link/> })}
                <CopyLater ask=raw label="Copy the line"/>
                <Button look=Look::Quiet small=true icon=Name::X label="Close (Esc)" on_press=move |_| open_row(app, None)/>
            </span>
        </div>
    }
}

/// `line 31`, with the file where it is not the output file.
fn place_words(row: &Row) -> String {
    use crate::core::results::index::Source;
    let number = text::count(row.summary.number);
    match row.source {
        Source::Output => format!("line {number}"),
        Source::Errors => format!("line {number} of the error file"),
        Source::Input => format!("request {number}"),
    }
}
