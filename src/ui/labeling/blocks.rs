//! The annotator's screen, block by block. What the task brings stays text; HTML goes into a frame that can do
//! nothing. Answers given here are tried, not kept.

use super::super::kit::{Icon, icon::Name};
use super::controls;
use crate::core::labeling::preview::Block;
use leptos::prelude::*;

/// Blocks, one after the other.
fn views(blocks: &[Block]) -> AnyView {
    blocks.iter().map(block).collect_view().into_any()
}

/// One block, with all that is in it.
pub fn block(block: &Block) -> AnyView {
    match block {
        Block::View { title, hidden, condition, children } => {
            group(title.as_deref(), *hidden, condition.as_deref(), children)
        }
        Block::Header { text, size } => header(text.clone(), *size),
        Block::Text { name, text } => {
            view! { <div class="src prose" title=name.clone()>{text.clone()}</div> }.into_any()
        }
        Block::HyperText { name, html } => hyper_text(name, html),
        Block::Paragraphs { name, turns, dialogue } => paragraphs(name, turns, *dialogue),
        Block::Choices { name, choices, multiple, layout, required, predicted, .. } => {
            controls::choices(name, choices, *multiple, *layout, *required, *predicted)
        }
        Block::Rating { name, max, value, required, predicted, .. } => {
            controls::rating(name, *max, *value, *required, *predicted)
        }
        Block::TextArea { name, rows, value, placeholder, required, predicted, .. } => {
            controls::text_area(name, *rows, value.clone(), placeholder.clone(), *required, *predicted)
        }
        Block::Placeholder { tag, name, reason } => view! {
            <div class="stand-in"><Icon name=Name::File/><span><b>{tag.clone()}</b>" "<span class="mono dim">{name.clone()}</span><br/><span class="dim fs2">{reason.clone()}</span></span></div>
        }
        .into_any(),
        Block::Broken { message, .. } => view! {
            <div class="broken"><Icon name=Name::Bad/><span>{super::words(message)}</span></div>
        }
        .into_any(),
    }
}

fn group(title: Option<&str>, hidden: bool, condition: Option<&str>, children: &[Block]) -> AnyView {
    let inside = views(children);
    let note = if hidden { Some("Hidden: style says display: none") } else { condition };
    let note = note.map(|note| view! { <p class="dim fs2">{note.to_owned()}</p> });
    let title = title.map(|title| view! { <h3>{title.to_owned()}</h3> });
    let class = if note.is_some() { "ls-view aside" } else { "ls-view" };
    view! { <div class=class>{note}{title}{inside}</div> }.into_any()
}

fn header(text: String, size: u8) -> AnyView {
    let class = match size {
        1 => "ls-head h1",
        2 | 3 => "ls-head h2",
        _ => "ls-head",
    };
    view! { <h3 class=class>{text}</h3> }.into_any()
}

/// What the frame may load: nothing from anywhere, so that a model's answer cannot tell that it was read.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";

/// `sandbox` without a word in it: no scripts, no forms, no links out, an origin of its own.
fn hyper_text(name: &str, html: &str) -> AnyView {
    let title = format!("HTML of {name}, shown without scripts");
    view! { <iframe class="hyper" sandbox="" title=title srcdoc=format!("{POLICY}{html}")></iframe> }
        .into_any()
}

fn paragraphs(name: &str, turns: &[(String, String)], dialogue: bool) -> AnyView {
    let turn = |(who, said): &(String, String)| {
        let class = match who.to_ascii_lowercase().as_str() {
            "user" | "human" => "turn user",
            "assistant" | "model" | "ai" => "turn assistant",
            "tool" => "turn tool",
            _ => "turn system",
        };
        view! { <div class=class><header><b>{who.clone()}</b></header><div class="prose">{said.clone()}</div></div> }
    };
    view! { <div class="src paras" class:dialogue=dialogue title=name.to_owned()>{turns.iter().map(turn).collect_view()}</div> }
        .into_any()
}
