//! The annotator's screen, to be tried. What is answered here lives as long as the preview of this row; nothing of it
//! is sent.

mod blocks;
mod controls;
mod keys;
mod marks;
mod trial;

pub use trial::Trial;

use crate::{browser::scoped, core::labeling::preview::Block};
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;

/// By which the styles of the configuration find the screen, and nothing else.
const OWN: &str = "ls-own";

/// The screen.
#[component]
pub fn Labeled(
    /// What is on it, and what was answered.
    trial: Trial,
) -> impl IntoView {
    let blocks = Memo::new(move |_| trial.screen.with(|screen| flat(&screen.blocks)));
    // A block is drawn anew when it changes, or the row: a keystroke in the configuration leaves the others as they are.
    let keyed = move || blocks.with(|blocks| keys::keyed(trial.row.get(), blocks));
    let each = move |(_, at): (u64, usize)| {
        blocks.with_untracked(|blocks| blocks.get(at).map(|block| blocks::block(trial, block)))
    };
    let own = NodeRef::<html::Div>::new();
    let css = Memo::new(move |_| trial.screen.with(|screen| screen.css.clone()));
    Effect::new(move |kept: Option<Option<SendWrapper<scoped::Scoped>>>| {
        drop(kept);
        let css = css.get();
        let host = own.get().filter(|_| !css.trim().is_empty())?;
        scoped::apply(&host, &format!(".{OWN}"), &css).map(SendWrapper::new)
    });
    view! {
        <div class="ls-box">
            <div class=format!("ls {OWN}") class:painted=move || css.with(|css| !css.trim().is_empty()) node_ref=own>
                <For each=keyed key=|(key, _)| *key children=each/>
            </div>
        </div>
    }
}

/// What is in the outermost view, where that view adds nothing of its own.
fn flat(blocks: &[Block]) -> Vec<Block> {
    let inside = |block: &Block| match block {
        Block::View(view) if view.is_plain() => view.children.clone(),
        other => vec![other.clone()],
    };
    blocks.iter().flat_map(inside).collect()
}
