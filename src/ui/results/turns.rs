//! A conversation, turn by turn. Everything in it is untrusted and stays text.

use super::super::kit::{Icon, JsonTree, icon::Name};
use crate::core::{
    results::conversation::{Part, Role, Turn},
    text,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Longer texts are cut until they are asked for.
const LONG: usize = 4_000;

/// Turns, one after the other.
#[component]
pub fn Turns(
    /// What was said.
    turns: Vec<Turn>,
) -> impl IntoView {
    turns.into_iter().map(turn).collect_view()
}

fn turn(turn: Turn) -> AnyView {
    let (class, word) = role(&turn.role);
    let name = turn.name.unwrap_or_default();
    let folded = matches!(turn.role, Role::System | Role::Developer | Role::Tool);
    let (aside, said): (Vec<Part>, Vec<Part>) =
        turn.parts.into_iter().partition(|part| matches!(part, Part::Reasoning(_)));
    let aside = aside.into_iter().map(reasoning).collect_view();
    if said.is_empty() {
        return aside.into_any();
    }
    let start = said.iter().find_map(start).unwrap_or_default();
    let words = words(&said);
    let body = said.into_iter().map(part).collect_view();
    if folded {
        return view! {
            {aside}
            <details class=format!("turn {class}")>
                <summary><Icon name=Name::Chev class="chev"/><b>{word}</b>{name}<span class="ellip grow">{start}</span><span>{words}</span></summary>
                {body}
            </details>
        }
        .into_any();
    }
    view! {
        {aside}
        <article class=format!("turn {class}")><header><b>{word}</b>{name}<span class="end">{words}</span></header>{body}</article>
    }
    .into_any()
}

fn role(role: &Role) -> (&'static str, String) {
    match role {
        Role::System => ("system", "system".to_owned()),
        Role::Developer => ("system", "developer".to_owned()),
        Role::User => ("user", "user".to_owned()),
        Role::Assistant => ("assistant", "assistant".to_owned()),
        Role::Tool => ("tool", "tool".to_owned()),
        Role::Other(word) => ("system", word.clone()),
    }
}

fn start(part: &Part) -> Option<String> {
    match part {
        Part::Text(words) | Part::Refusal(words) => Some(text::one_line(words, 120)),
        _ => None,
    }
}

fn words(parts: &[Part]) -> String {
    let count: usize = parts
        .iter()
        .map(|part| if let Part::Text(text) = part { text.split_whitespace().count() } else { 0 })
        .sum();
    if count > 0 { text::counted(count as u64, "word") } else { String::new() }
}

fn reasoning(part: Part) -> impl IntoView {
    let Part::Reasoning(thought) = part else { return ().into_any() };
    let start = text::one_line(&thought, 120);
    view! {
        <details class="turn reasoning">
            <summary><Icon name=Name::Chev class="chev"/><b>"reasoning"</b><span class="ellip grow">{start}</span></summary>
            {prose(thought)}
        </details>
    }
    .into_any()
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Text(said) => match bare_json(&said) {
            Some(value) => {
                view! { <div class="code"><JsonTree value=Arc::new(value) label="Answer as JSON"/></div> }
                    .into_any()
            }
            None => prose(said).into_any(),
        },
        Part::Reasoning(_) => ().into_any(),
        Part::Refusal(words) => {
            view! { <p class="st warn"><Icon name=Name::Warn/>"refused"</p>{prose(words)} }.into_any()
        }
        Part::ToolCall { name, arguments, .. } => {
            let call = match serde_json::from_str::<Value>(&arguments) {
                Ok(value) => view! { <JsonTree value=Arc::new(value) label="Arguments"/> }.into_any(),
                Err(_) => view! { <span class="mono">{arguments}</span> }.into_any(),
            };
            view! { <p class="dim fs2">"calls "<span class="mono ink">{name}</span></p><div class="code call">{call}</div> }.into_any()
        }
        Part::Image { url } => {
            let shown = text::one_line(&url, 80);
            view! { <p class="dim">"image, not loaded: "<span class="mono">{shown}</span></p> }.into_any()
        }
        Part::Embedding { dimensions, norm } => {
            let norm = norm
                .map(|norm| format!(", length {}", crate::core::text::decimals(norm, 3)))
                .unwrap_or_default();
            view! { <p>{format!("a vector of {} numbers{norm}", text::count(dimensions as u64))}</p> }
                .into_any()
        }
        Part::Other { kind, json } => {
            let tree = match serde_json::from_str::<Value>(&json) {
                Ok(value) => view! { <JsonTree value=Arc::new(value) label=kind.clone()/> }.into_any(),
                Err(_) => view! { <span class="mono">{json}</span> }.into_any(),
            };
            view! { <p class="dim fs2">{kind}</p><div class="code call">{tree}</div> }.into_any()
        }
    }
}

/// An answer that is nothing but a JSON object or list.
fn bare_json(said: &str) -> Option<Value> {
    let said = said.trim();
    said.starts_with(['{', '[']).then(|| serde_json::from_str(said).ok()).flatten()
}

/// Text as it is, its line breaks kept; a very long one is cut until it is asked for.
fn prose(said: String) -> impl IntoView {
    let Some((cut, _)) = said.char_indices().nth(LONG) else {
        return view! { <div class="prose">{said}</div> }.into_any();
    };
    let whole = RwSignal::new(false);
    let words = text::counted(said.split_whitespace().count() as u64, "word");
    let said = StoredValue::new(said);
    let shown = move || {
        said.with_value(|said| {
            said.get(..if whole.get() { said.len() } else { cut }).unwrap_or(said).to_owned()
        })
    };
    view! {
        <div class="prose">{shown}</div>
        <button type="button" class="link" hidden=move || whole.get() on:click=move |_| whole.set(true)>{format!("Show all {words}")}</button>
    }
    .into_any()
}
