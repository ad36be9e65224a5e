//! What is done with a value on its way, step by step.

use super::super::super::super::kit::{Button, Look, icon::Name};
use super::draft::{read, written};
use crate::core::mapping::Conversion;
use leptos::prelude::*;
use serde_json::{Map, Value};
use std::sync::atomic::{AtomicU32, Ordering};

/// One step; its number stays while others come and go.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    id: u32,
    pub(super) what: Conversion,
}

impl Step {
    pub(super) fn new(what: Conversion) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self { id: NEXT.fetch_add(1, Ordering::Relaxed), what }
    }
}

/// Every step as a person calls it, in the order of the list.
const STEPS: [(&str, &str); 11] = [
    ("default", "Where there is none, take"),
    ("map", "Take other words"),
    ("text", "As text"),
    ("json", "As indented JSON text"),
    ("parse", "Read the JSON in it"),
    ("first", "The first item"),
    ("join", "Join the items with"),
    ("number", "The number in it"),
    ("scale", "Multiply by"),
    ("truncate", "Cut after characters"),
    ("turns", "As turns of a conversation"),
];

fn title(step: &Conversion) -> &'static str {
    STEPS.iter().find(|(name, _)| *name == step.name()).map_or("", |(_, title)| title)
}

/// A step as it begins.
fn begun(name: &str) -> Option<Conversion> {
    Some(match name {
        "default" => Conversion::Default(Value::String(String::new())),
        "map" => Conversion::Map(Map::new()),
        "text" => Conversion::Text,
        "json" => Conversion::Json,
        "parse" => Conversion::Parse,
        "first" => Conversion::First,
        "join" => Conversion::Join(", ".to_owned()),
        "number" => Conversion::Number,
        "scale" => Conversion::Scale(100.0),
        "truncate" => Conversion::Truncate(2000),
        "turns" => Conversion::Turns { name_key: "author".to_owned(), text_key: "text".to_owned() },
        _ => return None,
    })
}

/// The list, and the way to one more.
#[component]
pub fn Steps(
    /// In order.
    steps: RwSignal<Vec<Step>>,
) -> impl IntoView {
    let add = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        if let Some(what) = begun(&name) {
            steps.update(|steps| steps.push(Step::new(what)));
        }
    };
    let options = STEPS.map(|(name, title)| view! { <option value=name>{title}</option> });
    view! {
        <div class="stack steps">
            <ul><For each=move || steps.get() key=|step| step.id children=move |step| view! { <One step steps/> }/></ul>
            <select class="select" aria-label="Add a step" prop:value="" on:change=add>
                <option value="">"Then…"</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn One(step: Step, steps: RwSignal<Vec<Step>>) -> impl IntoView {
    let id = step.id;
    let name = title(&step.what);
    let remove = move |_| steps.update(|steps| steps.retain(|step| step.id != id));
    let change = move |what: Conversion| {
        steps.update(|steps| {
            if let Some(step) = steps.iter_mut().find(|step| step.id == id) {
                step.what = what;
            }
        });
    };
    view! {
        <li class="row">
            <span class="fs2">{name}</span>
            {detail(&step.what, name, change)}
            <span class="end"><Button small=true look=Look::Quiet icon=Name::X label=format!("Remove: {name}") on_press=remove/></span>
        </li>
    }
}

/// What more there is to say of a step.
fn detail(
    step: &Conversion,
    name: &'static str,
    change: impl Fn(Conversion) + Copy + Send + Sync + 'static,
) -> AnyView {
    let line = move |value: String, taken: fn(String) -> Option<Conversion>| {
        let typed = move |event| {
            if let Some(step) = taken(event_target_value(&event)) {
                change(step);
            }
        };
        view! { <input class="input sm grow" aria-label=name autocomplete="off" spellcheck="false" value=value on:input=typed/> }.into_any()
    };
    match step {
        Conversion::Default(value) => line(written(value), |typed| Some(Conversion::Default(read(&typed)))),
        Conversion::Join(between) => line(between.clone(), |typed| Some(Conversion::Join(typed))),
        Conversion::Scale(factor) => {
            line(factor.to_string(), |typed| typed.trim().parse().ok().map(Conversion::Scale))
        }
        Conversion::Truncate(most) => {
            line(most.to_string(), |typed| typed.trim().parse().ok().map(Conversion::Truncate))
        }
        Conversion::Map(words) => {
            let lines: Vec<String> =
                words.iter().map(|(from, to)| format!("{from} = {}", written(to))).collect();
            let rows = (lines.len() + 1).clamp(2, 8).to_string();
            let typed = move |event| change(Conversion::Map(pairs(&event_target_value(&event))));
            view! { <textarea class="input sm grow" aria-label="Other words: one per line, as word = choice" rows=rows placeholder="strong yes = Strong Yes" spellcheck="false" on:input=typed>{lines.join("\n")}</textarea> }.into_any()
        }
        Conversion::Turns { name_key, text_key } => {
            let value = format!("{name_key}, {text_key}");
            line(value, |typed| {
                let (name, text) = typed.split_once(',')?;
                Some(Conversion::Turns { name_key: name.trim().to_owned(), text_key: text.trim().to_owned() })
            })
        }
        _ => ().into_any(),
    }
}

/// `word = choice`, one per line.
fn pairs(lines: &str) -> Map<String, Value> {
    let pair = |line: &str| {
        let (from, to) = line.split_once('=')?;
        (!from.trim().is_empty()).then(|| (from.trim().to_owned(), read(to.trim())))
    };
    lines.lines().filter_map(pair).collect()
}
