//! A text of a conversation: laid out as Markdown, as a tree where it is JSON, or as it is written.

use super::super::kit::{JsonTree, Markdown, Needles, marked, paint};
use crate::core::{
    mapping::json::{self, Found},
    markdown, text,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Longer texts are cut until they are asked for.
const LONG: usize = 4_000;
/// What follows a text that is too long to be laid out comes in parts of this many bytes.
const STEP: usize = 100_000;

/// What a text is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// JSON and nothing else: how it stood there, in words for a badge.
    Json(Arc<Value>, &'static str),
    /// Words.
    Words,
}

impl Shape {
    /// JSON between words stays with its words.
    pub(super) fn of(said: &str) -> Self {
        let text = said.trim();
        if !text.starts_with(['{', '[', '`']) || (text.starts_with('`') && !only_a_fence(text)) {
            return Self::Words;
        }
        match json::find(text) {
            Some((value, Found::Bare)) => Self::Json(Arc::new(value), "JSON as written"),
            Some((value, Found::Fenced)) => Self::Json(Arc::new(value), "JSON in a fence"),
            _ => Self::Words,
        }
    }
}

/// One fence, from the first to the last letter.
fn only_a_fence(text: &str) -> bool {
    let inside = text.strip_prefix("```").and_then(|text| text.strip_suffix("```"));
    inside.is_some_and(|inside| !inside.contains("```"))
}

/// A text, whatever it is.
pub(super) fn prose(said: String, needles: Needles, written: RwSignal<bool>) -> AnyView {
    match Shape::of(&said) {
        Shape::Json(value, _) => {
            let tree = move || tree(value.clone(), "Answer as JSON", needles);
            let said = StoredValue::new(said);
            (move || if written.get() { plain(said.get_value(), needles) } else { tree() }).into_any()
        }
        Shape::Words => words(said, needles, written),
    }
}

/// A JSON value in its frame.
pub(super) fn tree(value: Arc<Value>, label: &str, needles: Needles) -> AnyView {
    let label = label.to_owned();
    view! { <div class="code call"><JsonTree value label paint=paint(needles)/></div> }.into_any()
}

/// Words: a very long text is cut until it is asked for.
fn words(said: String, needles: Needles, written: RwSignal<bool>) -> AnyView {
    let long = said.char_indices().nth(LONG).map(|(cut, _)| cut);
    let whole = RwSignal::new(long.is_none());
    let count = text::counted(said.split_whitespace().count() as u64, "word");
    let said = StoredValue::new(said);
    let shown = move || {
        let part = said.with_value(|said| match long.filter(|_| !whole.get()) {
            Some(cut) => said.get(..cut).unwrap_or(said).to_owned() + "…",
            None => said.clone(),
        });
        if written.get() { plain(part, needles) } else { laid_out(&part, needles) }
    };
    let more = move || {
        (!whole.get()).then(|| {
            view! { <button type="button" class="link" on:click=move |_| whole.set(true)>{format!("Show all {count}")}</button> }
        })
    };
    view! { {shown}{more} }.into_any()
}

/// As it is written, its line breaks kept.
fn plain(said: String, needles: Needles) -> AnyView {
    if said.len() > STEP {
        return in_parts(said, 0, needles);
    }
    view! { <div class="prose">{marked(said, needles)}</div> }.into_any()
}

fn laid_out(said: &str, needles: Needles) -> AnyView {
    let document = markdown::parse(said);
    let rest = (document.end < said.len()).then(|| {
        let left = text::bytes((said.len() - document.end) as u64);
        view! {
            <p class="dim fs2">{format!("This text is very long. The other {left} follow as they are written.")}</p>
            {in_parts(said.to_owned(), document.end, needles)}
        }
    });
    view! { <Markdown blocks=document.blocks needles/>{rest} }.into_any()
}

/// A very long text from a place on, as it is written, as much of it as was asked for.
fn in_parts(said: String, from: usize, needles: Needles) -> AnyView {
    let parts: Vec<(usize, usize)> = {
        let mut at = from;
        std::iter::from_fn(|| {
            let end = markdown::boundary(&said, at.saturating_add(STEP));
            let part = (at, end);
            at = end;
            (part.0 < part.1).then_some(part)
        })
        .collect()
    };
    let total = said.len();
    let ends = StoredValue::new(parts.clone());
    let said = StoredValue::new(said);
    let shown = RwSignal::new(1usize);
    let part = move |at: usize| {
        let (from, to) = ends.with_value(|parts| parts.get(at).copied()).unwrap_or_default();
        marked(said.with_value(|said| said.get(from..to).unwrap_or_default().to_owned()), needles)
    };
    let count = parts.len();
    let more = move || {
        let next = ends.with_value(|parts| parts.get(shown.get()).copied());
        next.map(|(at, _)| {
            let left = text::bytes(total.saturating_sub(at) as u64);
            view! { <button type="button" class="link" on:click=move |_| shown.update(|shown| *shown += 1)>{format!("Show more of the {left} left")}</button> }
        })
    };
    view! { <div class="prose"><For each=move || 0..shown.get().min(count) key=|at| *at children=part/></div>{more} }
        .into_any()
}
