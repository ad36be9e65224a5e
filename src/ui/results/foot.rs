//! The foot: the selection bar when something is chosen, else how far reading is, else the status line.

use super::{super::app::StatusLine, selbar};
use crate::{
    core::{
        results::pace::Progress,
        text::{self, counted},
    },
    state::{
        App,
        results::{Load, Results},
    },
};
use leptos::prelude::*;

/// The bar or the line.
#[component]
pub fn Foot() -> impl IntoView {
    let results = App::of().results;
    let some = Memo::new(move |_| results.selection(|selection| !selection.is_empty()));
    let busy = Memo::new(move |_| results.load().is_busy());
    let line = Signal::derive(move || status(results));
    view! {
        {move || match (some.get(), busy.get()) {
            (true, _) => view! { <selbar::SelectionBar/> }.into_any(),
            (_, true) => view! {
                <footer class="statusline">
                    <span class="ellip">{line}</span>
                    <button type="button" class="link" on:click=move |_| results.cancel()>"Cancel"</button>
                </footer>
            }.into_any(),
            _ => {
                const KEYS: &[(&str, &str)] = &[("j k", "move"), ("x", "select"), ("a", "all"), ("/", "filter"), ("↵", "open")];
                view! { <StatusLine text=line keys=KEYS/> }.into_any()
            }
        }}
    }
}

fn status(results: Results) -> String {
    let rows = || counted(results.tally().total(), "row");
    match results.load() {
        Load::Idle | Load::Asking => "asking for the batch".to_owned(),
        Load::Reading { what, bytes, total } => {
            let of = total.map(|total| format!(" of {}", text::bytes(total))).unwrap_or_default();
            let pace = results.progress().map(pace).unwrap_or_default();
            format!("reading {what}: {}{of}, {}{pace}", text::bytes(bytes), rows())
        }
        Load::Ready => format!("{}, all read{}", rows(), memory(results)),
        Load::Stopped => format!("stopped after {}", rows()),
        Load::Failed(_) => "not read to the end".to_owned(),
    }
}

/// `, 41,000 rows/s, 1 s left`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn pace(progress: Progress) -> String {
    let mut said = String::new();
    if progress.rows_per_s >= 1.0 {
        // Two digits are enough, and do not flicker.
        let rate = progress.rows_per_s as u64;
        let unit = 10u64.saturating_pow(rate.checked_ilog10().unwrap_or(0).saturating_sub(1));
        said = format!(", {} rows/s", text::count(rate / unit * unit));
    }
    if let Some(left) = progress.seconds_left {
        said.push_str(", ");
        said.push_str(&text::duration(left.ceil() as u64));
        said.push_str(" left");
    }
    said
}

/// Worth a word only where much stays in memory.
fn memory(results: Results) -> String {
    const MUCH: u64 = 32_000_000;
    let kept = results.kept().filter(|kept| kept.in_memory > MUCH);
    let why = kept.and_then(|kept| Some((kept.in_memory, kept.why_not_file?)));
    why.map(|(bytes, why)| format!("; {} kept in memory: {why}", text::bytes(bytes))).unwrap_or_default()
}
