//! The answer, the request and the whole line as foldable trees. Each leaf can be copied: its path, its value.

use super::super::super::kit::{
    Choice, CopyButton, Empty, JsonTree, Seg, icon::Name, json_tree::LeafAct, paint,
};
use super::super::panels::Panels;
use crate::core::{
    mapping::json as found,
    results::{leaf, line::ResultLine},
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// A part of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The answer's text, read as JSON: what filters and mappings call `json`.
    Answer,
    Body,
    Request,
    Line,
}

impl Part {
    fn word(self) -> &'static str {
        match self {
            Self::Answer => "Answer",
            Self::Body => "Body",
            Self::Request => "Request",
            Self::Line => "Whole line",
        }
    }

    fn of(self, result: &ResultLine) -> Option<Value> {
        let value = match self {
            Self::Answer => found::find(&result.text()).map(|(value, _)| value)?,
            Self::Body => result.body.clone(),
            Self::Request => result.input.clone(),
            Self::Line => result.raw.clone(),
        };
        (!value.is_null()).then_some(value)
    }
}

/// The trees; the first that there is comes first.
pub(super) fn json(result: &ResultLine) -> AnyView {
    let needles = Panels::of().needles();
    let parts: Vec<(Part, Arc<Value>)> = [Part::Answer, Part::Body, Part::Request, Part::Line]
        .into_iter()
        .filter_map(|part| Some((part, Arc::new(part.of(result)?))))
        .collect();
    let Some((first, _)) = parts.first().cloned() else {
        return view! { <Empty title="Not JSON" text="The raw line shows what stands in the file.".to_owned()/> }.into_any();
    };
    let on = RwSignal::new(first);
    let choices: Vec<_> = parts.iter().map(|(part, _)| Choice::new(*part, part.word())).collect();
    let parts = StoredValue::new(parts);
    let value = move |wanted: Part| {
        parts.with_value(|parts| {
            parts.iter().find(|(part, _)| *part == wanted).map(|(_, value)| value.clone())
        })
    };
    let whole = Signal::derive(move || {
        value(on.get()).and_then(|value| serde_json::to_string_pretty(&*value).ok()).unwrap_or_default()
    });
    view! {
        <div class="row json-head">
            <Seg label="Part of the line" choices=Signal::stored(choices) on on_choose=move |part| on.set(part)/>
            <span class="end"><CopyButton text=whole label="Copy this JSON"/></span>
        </div>
        {move || value(on.get()).map(|value| {
            let act = acts(value.clone());
            view! { <div class="code"><JsonTree value act paint=paint(needles) label=on.get_untracked().word()/></div> }
        })}
    }
    .into_any()
}

/// Two buttons on each leaf.
fn acts(root: Arc<Value>) -> LeafAct {
    LeafAct::new(move |pointer: String| {
        let (root, again, same) = (root.clone(), root.clone(), pointer.clone());
        let path = Signal::derive(move || leaf::path(&root, &pointer));
        let text = Signal::derive(move || leaf::text(&again, &same));
        view! {
            <span class="acts">
                <CopyButton text=path label="Copy the path" icon=Name::Link/>
                <CopyButton text label="Copy the value"/>
            </span>
        }
        .into_any()
    })
}
