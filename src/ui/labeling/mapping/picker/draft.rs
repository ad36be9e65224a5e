//! What was typed into the picker, as a source.

use super::steps::Step;
use crate::core::mapping::{Otherwise, Source, source::From};
use leptos::prelude::*;
use serde_json::Value;

/// Where the value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Path,
    Text,
    Constant,
}

/// What was typed. Each kind keeps its own, so that one can go back.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) kind: RwSignal<Kind>,
    pub(super) path: RwSignal<String>,
    pub(super) text: RwSignal<String>,
    pub(super) constant: RwSignal<String>,
    pub(super) then: RwSignal<Vec<Step>>,
    pub(super) otherwise: RwSignal<Otherwise>,
}

impl Draft {
    /// As it is mapped now.
    pub(super) fn of(source: Option<&Source>) -> Self {
        let (mut path, mut text, mut constant) = (String::new(), String::new(), String::new());
        let kind = match source.map(|source| &source.from) {
            None => Kind::Path,
            Some(From::Path(known)) => {
                known.text().clone_into(&mut path);
                Kind::Path
            }
            Some(From::Template(known)) => {
                known.text().clone_into(&mut text);
                Kind::Text
            }
            Some(From::Constant(value)) => {
                constant = written(value);
                Kind::Constant
            }
        };
        let then = source.map(|source| source.then.clone()).unwrap_or_default();
        Self {
            kind: RwSignal::new(kind),
            path: RwSignal::new(path),
            text: RwSignal::new(text),
            constant: RwSignal::new(constant),
            then: RwSignal::new(then.into_iter().map(Step::new).collect()),
            otherwise: RwSignal::new(source.map(|source| source.otherwise).unwrap_or_default()),
        }
    }

    /// As a source, followed; `None`: nothing was typed.
    pub(super) fn source(self) -> Option<Result<Source, String>> {
        let typed = match self.kind.get() {
            Kind::Path => self.path.get(),
            Kind::Text => self.text.get(),
            Kind::Constant => self.constant.get(),
        };
        if typed.trim().is_empty() && self.kind.get() == Kind::Path {
            return None;
        }
        let source = match self.kind.get() {
            Kind::Path => Source::path(&typed).map_err(|bad| bad.to_string()),
            Kind::Text => Source::template(&typed).map_err(|bad| bad.to_string()),
            Kind::Constant => Ok(Source::constant(read(&typed))),
        };
        let then = self.then.with(|steps| steps.iter().map(|step| step.what.clone()).collect());
        Some(source.map(|source| Source { then, otherwise: self.otherwise.get(), ..source }))
    }

    /// As a person says it.
    pub(super) fn words(self) -> String {
        self.source().and_then(Result::ok).map(|source| source.title()).unwrap_or_default()
    }

    /// A value of the result was clicked.
    pub(super) fn click(self, path: &str) {
        if self.kind.get_untracked() == Kind::Text {
            self.text.update(|text| {
                let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
                *text = format!("{text}{gap}{{{{ {path} }}}}");
            });
        } else {
            self.kind.set(Kind::Path);
            self.path.set(path.to_owned());
        }
    }
}

/// A text, unless it is JSON of another kind.
pub(super) fn read(typed: &str) -> Value {
    let json = serde_json::from_str::<Value>(typed.trim()).ok();
    json.unwrap_or_else(|| typed.into())
}

/// A value so that [`read`] reads it again.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::String(text) if read(text) == *value => text.clone(),
        other => other.to_string(),
    }
}
