//! The foot: the selection bar when something is chosen, else the status line.

use super::{super::app::StatusLine, selbar};
use crate::{
    core::text,
    state::results::{Load, Results},
};
use leptos::prelude::*;

/// The bar or the line.
#[component]
pub fn Foot(results: Results) -> impl IntoView {
    let some = Memo::new(move |_| results.selection(|selection| !selection.is_empty()));
    let line = Signal::derive(move || status(results));
    view! {
        {move || if some.get() {
            view! { <selbar::SelectionBar/> }.into_any()
        } else {
            const KEYS: &[(&str, &str)] = &[("j k", "move"), ("x", "select"), ("a", "all"), ("/", "filter"), ("↵", "open")];
            view! { <StatusLine text=line keys=KEYS/> }.into_any()
        }}
    }
}

fn status(results: Results) -> String {
    let rows = || text::counted(results.tally().total(), "row");
    match results.load() {
        Load::Idle | Load::Asking => "asking for the batch".to_owned(),
        Load::Reading { what, bytes, total } => {
            let of = total.map(|total| format!(" of {}", text::bytes(total))).unwrap_or_default();
            format!("reading {what}: {}{of}, {}", text::bytes(bytes), rows())
        }
        Load::Ready => format!("{}, all read", rows()),
        Load::Failed(_) => "not read to the end".to_owned(),
    }
}
