//! A value in a cell of the table.

use super::super::super::kit::{Icon, icon::Name};
use crate::core::{
    mapping::{Fault, Target, Task},
    text,
};
use leptos::prelude::*;
use serde_json::Value;

/// As much of a value as a cell can show.
const CELL: usize = 160;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A text, cut.
    Text(String),
    /// A list or an object: how large, and how it begins.
    Many(String, String),
    /// What a control is pre-answered with.
    Answer(String),
    /// There is none, and nobody minds: why.
    Without(String),
    /// The task is not sent for it: why.
    Refused(String),
    /// Nothing is mapped to it.
    Nothing,
}

impl Cell {
    /// Of a target of a task.
    pub(super) fn of(task: &Task, target: &Target, mapped: bool) -> Self {
        let of = |problems: &[crate::core::mapping::Problem]| -> Option<Fault> {
            problems.iter().find(|problem| problem.target == *target).map(|problem| problem.fault.clone())
        };
        if let Some(fault) = of(&task.problems) {
            return Self::Refused(fault.reason);
        }
        let part = |at: usize, name: &str| task.prediction(at)?.get(name).map(Self::value);
        let found = match target {
            Target::Data(name) => task.data.get(name).map(Self::value),
            Target::Meta(name) => task.meta.get(name).map(Self::value),
            Target::Control(at, name) => answer(task, *at, name).map(Self::Answer),
            Target::ModelVersion(at) => part(*at, "model_version"),
            Target::Score(at) => part(*at, "score"),
        };
        match (found, of(&task.notes)) {
            (Some(Self::Text(said)), Some(fault)) if said.is_empty() => Self::Without(fault.reason),
            (Some(found), _) => found,
            (None, Some(fault)) => Self::Without(fault.reason),
            (None, None) if mapped => Self::Without("says nothing".to_owned()),
            (None, None) => Self::Nothing,
        }
    }

    pub(super) fn value(value: &Value) -> Self {
        let start = || text::one_line(&value.to_string(), CELL);
        match value {
            Value::String(said) => Self::Text(text::one_line(said, CELL)),
            Value::Array(items) => Self::Many(text::counted(items.len() as u64, "item"), start()),
            Value::Object(map) => Self::Many(text::counted(map.len() as u64, "key"), start()),
            other => Self::Text(other.to_string()),
        }
    }

    pub(super) fn show(self) -> AnyView {
        match self {
            Self::Text(said) if said.is_empty() => {
                view! { <span class="dim">"empty text"</span> }.into_any()
            }
            Self::Text(said) => view! { <span class="clamp2">{said}</span> }.into_any(),
            Self::Answer(said) => view! { <span class="clamp2"><b>{said}</b></span> }.into_any(),
            Self::Many(size, start) => {
                view! { <span class="clamp2"><span class="badge">{size}</span>" "{start}</span> }.into_any()
            }
            Self::Without(why) => view! { <span class="dim clamp2" title=why.clone()>{why.clone()}</span> }.into_any(),
            Self::Refused(why) => {
                view! { <span class="st bad missing" title=why.clone()><Icon name=Name::Bad/><span class="clamp2">{why.clone()}</span></span> }.into_any()
            }
            Self::Nothing => view! { <span class="dim">"–"</span> }.into_any(),
        }
    }
}

/// The answers of a control in words: the values of its regions.
fn answer(task: &Task, at: usize, name: &str) -> Option<String> {
    let results = task.prediction(at)?.get("result")?.as_array()?;
    let own: Vec<&Value> = results
        .iter()
        .filter(|region| region.get("from_name").and_then(Value::as_str) == Some(name))
        .collect();
    let said = |region: &&Value| -> Option<String> {
        let value = region.get("value")?;
        if let (Some(text), Some(labels)) = (value.get("text").and_then(Value::as_str), value.get("labels")) {
            return Some(format!("{} “{}”", words(labels), text::one_line(text, 40)));
        }
        value.as_object()?.values().next().map(words)
    };
    let said: Vec<String> = own.iter().filter_map(said).collect();
    (!said.is_empty()).then(|| text::one_line(&said.join(", "), CELL))
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(" / "),
        other => other.to_string(),
    }
}
