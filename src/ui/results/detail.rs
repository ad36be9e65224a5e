//! The open row: as a conversation, as JSON, as it stands in the file, beside another batch's.
//!
//! - `head`: which row this is, and what one can do with it
//! - `chat`: what was said, and why there may be nothing
//! - `diff`: beside the other batch's answer
//! - `json`: the answer, the request and the line as trees
//! - `raw`: the bytes of the line as text
//! - `same_id`: the other rows with this id

mod chat;
pub mod diff;
pub mod head;
mod json;
mod raw;
pub mod same_id;

use super::super::kit::{Choice, Empty, Tabs};
use super::{
    panels::{Panels, Side},
    table::open_place,
};
use crate::{
    core::text,
    state::{App, results::Detail as Shown},
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

/// The detail pane.
#[component]
pub fn DetailPane() -> impl IntoView {
    let app = App::of();
    let results = app.results;
    let place = Memo::new(move |_| open_place(app));
    // Rows arrive while the file is read: a link to a row waits for its row.
    let there = Memo::new(move |_| {
        place.get().is_some_and(|place| results.with_index(|index| index.outcome(place).is_some()))
    });
    let some = Memo::new(move |_| results.has_rows());
    // The last row stays known while the pane closes.
    let row = Memo::new(move |before: Option<&u32>| place.get().or(before.copied()).unwrap_or_default());
    view! {
        <section class="pane detail" class:open=move || there.get() aria-label="Result">
            {move || match (there.get(), place.get().is_some()) {
                (true, _) => view! { <head::Head place=row/><Body place=row/> }.into_any(),
                (false, true) => {
                    view! { <Empty title="Not here yet" text="This row is not among those that were read so far.".to_owned()/> }.into_any()
                }
                // Where no row is, none can be opened.
                (false, false) if !some.get() => ().into_any(),
                (false, false) => {
                    view! { <Empty title="No row open" text="Click a row, or press j, to read it here.".to_owned()/> }.into_any()
                }
            }}
        </section>
    }
}

/// The tabs, and what is in front.
#[component]
fn Body(#[prop(into)] place: Signal<u32>) -> impl IntoView {
    let results = App::of().results;
    let side = Panels::of().side;
    let seen = Memo::new(move |_| results.detail(place.get()));
    let tabs = Side::ALL.map(|(side, _, word)| Choice::new(side, word)).to_vec();
    let tokens = move || {
        let usage = seen.get().here()?.usage?;
        Some(format!("{} + {} tokens", text::count(usage.input), text::count(usage.output)))
    };
    let body = move || match (seen.get(), side.get()) {
        (Shown::Away, _) => view! { <p class="away" role="status">"Reading the line…"</p> }.into_any(),
        (Shown::Gone(why), _) => {
            view! { <Empty title="The line cannot be read back" text=why.to_owned()/> }.into_any()
        }
        (Shown::Here(result), Side::Chat) => chat::chat(&result, place.get()),
        (Shown::Here(result), Side::Json) => json::json(&result),
        (Shown::Here(result), Side::Raw) => raw::raw(&result, place.get()),
        (Shown::Here(result), Side::Diff) => view! { <diff::Diff result place=place.get()/> }.into_any(),
    };
    let node = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(pane) = node.get() {
            request_animation_frame(move || take_focus(&pane)); // it needs the layout of the frame
        }
    });
    view! {
        <div class="pane">
            <div class="pane-head tabs-head">
                <Tabs label="View of the result" tabs on=side on_choose=move |chosen| side.set(chosen)/>
                <span class="end dim ellip lo" title="prompt + completion">{tokens}</span>
            </div>
            <div class="scroll" node_ref=node tabindex="0" role="tabpanel" aria-label="Result" aria-busy=move || matches!(seen.get(), Shown::Away).then_some("true")>
                <div class="pad3">{body}</div>
            </div>
        </div>
    }
}

/// On a narrow page the row takes the table's place, and the focus that was in it; else the focus stays where it is.
fn take_focus(pane: &web_sys::HtmlDivElement) {
    let root = pane.get_root_node().dyn_into::<web_sys::ShadowRoot>().ok();
    let table = root.and_then(|root| root.query_selector(".listing").ok().flatten());
    let gone = table
        .and_then(|table| table.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|table| table.offset_width() == 0);
    if gone {
        pane.focus().unwrap_or_default();
    }
}
