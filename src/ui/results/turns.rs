//! A conversation, turn by turn. Everything in it is untrusted and stays text.

use super::{
    super::kit::{AskedImage, Button, CopyButton, Icon, Look, Needles, icon::Name, marked},
    prose::{Shape, prose, tree},
};
use crate::core::{
    results::conversation::{Part, Role, Turn},
    text,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// Turns, one after the other.
#[component]
pub fn Turns(
    /// What was said.
    turns: Vec<Turn>,
    /// Words to mark.
    #[prop(optional, into)]
    needles: Needles,
    /// Texts as they are written instead of laid out: kept by the pane, so that the next row is read alike.
    #[prop(optional)]
    written: Option<RwSignal<bool>>,
) -> impl IntoView {
    let written = written.unwrap_or_else(|| RwSignal::new(false));
    turns.into_iter().map(|turn| one(turn, How { needles, written })).collect_view()
}

/// How parts are shown.
#[derive(Clone, Copy)]
struct How {
    needles: Needles,
    written: RwSignal<bool>,
}

fn one(turn: Turn, how: How) -> AnyView {
    let (class, word) = role(&turn.role);
    let name = turn.name.unwrap_or_default();
    let folded = matches!(turn.role, Role::System | Role::Developer | Role::Tool);
    let (aside, said): (Vec<Part>, Vec<Part>) =
        turn.parts.into_iter().partition(|part| matches!(part, Part::Reasoning(_)));
    let aside = aside.into_iter().map(|part| reasoning(part, how)).collect_view();
    if said.is_empty() {
        return aside.into_any();
    }
    let start = said.iter().find_map(start).unwrap_or_default();
    let tail = tail(&said, &word, how);
    let calls = calls(&said);
    let badge = badge(&said).map(|word| view! { <span class="badge">{word}</span> });
    if folded {
        let words = words(&said);
        let body = said.into_iter().map(|part| self::part(part, how)).collect_view();
        return view! {
            {aside}
            <details class=format!("turn {class}")>
                <summary><Icon name=Name::Chev class="chev"/><b>{word}</b>{name}<span class="ellip grow">{start}</span><span>{words}</span></summary>
                <div class="turn-acts">{badge}{tail}</div>
                {body}
            </details>
        }
        .into_any();
    }
    let words = words(&said);
    let body = said.into_iter().map(|part| self::part(part, how)).collect_view();
    view! {
        {aside}
        <article class=format!("turn {class}")>
            <header><b>{word}</b>{name}{calls}{badge}<span class="end">{words}</span>{tail}</header>
            {body}
        </article>
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

/// How the JSON of a turn stood there, if the turn says JSON.
fn badge(parts: &[Part]) -> Option<&'static str> {
    parts.iter().find_map(|part| match part {
        Part::Text(said) => match Shape::of(said) {
            Shape::Json(_, how) => Some(how),
            Shape::Words => None,
        },
        _ => None,
    })
}

/// Says so where a turn calls tools.
fn calls(parts: &[Part]) -> Option<String> {
    match parts.iter().filter(|part| matches!(part, Part::ToolCall { .. })).count() {
        0 => None,
        1 => Some("called a tool".to_owned()),
        many => Some(format!("called {}", text::counted(many as u64, "tool"))),
    }
}

/// What one can do with a turn: read its text as it is written, and copy it.
fn tail(parts: &[Part], speaker: &str, how: How) -> AnyView {
    let written = how.written;
    let toggle = parts.iter().any(|part| matches!(part, Part::Text(_) | Part::Refusal(_))).then(|| {
        view! {
            <span class="as-written" class:on=move || written.get()>
                <Button look=Look::Quiet small=true icon=Name::File label="Text as written"
                    on_press=move |_| written.update(|on| *on = !*on)/>
            </span>
        }
    });
    let copied = Signal::stored(copy_of(parts));
    view! { <span class="row turn-tools">{toggle}<CopyButton text=copied label=format!("Copy what {speaker} says")/></span> }.into_any()
}

/// A turn as text, its parts a blank line apart.
fn copy_of(parts: &[Part]) -> String {
    let of = |part: &Part| match part {
        Part::Text(words) | Part::Reasoning(words) | Part::Refusal(words) => Some(words.clone()),
        Part::ToolCall { name, arguments, .. } => Some(format!("{name}({arguments})")),
        Part::Image { url } => Some(url.clone()),
        Part::Other { json, .. } => Some(json.clone()),
        Part::Embedding { .. } => None,
    };
    parts.iter().filter_map(of).collect::<Vec<_>>().join("\n\n")
}

fn reasoning(part: Part, how: How) -> AnyView {
    let Part::Reasoning(thought) = part else { return ().into_any() };
    let start = text::one_line(&thought, 120);
    let words = text::counted(thought.split_whitespace().count() as u64, "word");
    let tail = tail(&[Part::Text(thought.clone())], "the reasoning", how);
    view! {
        <details class="turn reasoning">
            <summary><Icon name=Name::Chev class="chev"/><b>"reasoning"</b><span class="ellip grow">{start}</span><span>{words}</span></summary>
            <div class="turn-acts">{tail}</div>
            {prose(thought, how.needles, how.written)}
        </details>
    }
    .into_any()
}

fn part(part: Part, how: How) -> AnyView {
    let How { needles, written } = how;
    match part {
        Part::Text(said) => prose(said, needles, written),
        Part::Reasoning(_) => ().into_any(),
        Part::Refusal(words) => {
            view! { <p class="st warn"><Icon name=Name::Warn/>"refused"</p>{prose(words, needles, written)} }
                .into_any()
        }
        Part::ToolCall { name, arguments, .. } => {
            let label = format!("Arguments of {name}");
            let call = json_or_text(arguments, &label, needles);
            view! { <p class="dim fs2">"calls "<span class="mono ink">{marked(name, needles)}</span></p>{call} }.into_any()
        }
        Part::Image { url } => {
            view! { <AskedImage address=url alt="An image of the conversation."/> }.into_any()
        }
        Part::Embedding { dimensions, norm } => {
            let norm = norm.map(|norm| format!(", length {}", text::decimals(norm, 3))).unwrap_or_default();
            view! { <p>{format!("a vector of {} numbers{norm}", text::count(dimensions as u64))}</p> }
                .into_any()
        }
        Part::Other { kind, json } => {
            let body = json_or_text(json, &kind, needles);
            view! { <p class="dim fs2">{kind}</p>{body} }.into_any()
        }
    }
}

/// A tree where it is JSON; what a model cut off is still worth reading.
fn json_or_text(json: String, label: &str, needles: Needles) -> AnyView {
    match serde_json::from_str::<Value>(&json) {
        Ok(value) => tree(Arc::new(value), label, needles),
        Err(_) => view! { <div class="code call mono">{marked(json, needles)}</div> }.into_any(),
    }
}
