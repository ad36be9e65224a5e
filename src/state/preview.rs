//! What `<labeling-preview>` was given: a configuration and a task, and nothing else of the page.

use super::settings::Theme;
use crate::core::labeling::{Sample, sample_task, tree::Document};
use leptos::prelude::*;
use serde_json::{Map, Value};

/// What the embedder chose; changed by `update()`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PreviewSettings {
    /// The labeling configuration.
    pub config: String,
    /// The task, or its bare data. `None`: the configuration's sample task.
    pub task: Option<Map<String, Value>>,
    /// Colours.
    pub theme: Theme,
}

/// A labeling preview that stands alone. `Copy`.
#[derive(Clone, Copy)]
pub struct Preview(RwSignal<PreviewSettings>);

impl Preview {
    /// Call it within the view's outer owner.
    pub fn new(settings: PreviewSettings) -> Self {
        Self(RwSignal::new(settings))
    }

    /// New settings.
    pub fn update(self, settings: PreviewSettings) {
        self.0.set(settings);
    }

    /// The configuration, followed.
    pub fn config(self) -> String {
        self.0.with(|settings| settings.config.clone())
    }

    /// Colours, followed.
    pub fn theme(self) -> Theme {
        self.0.with(|settings| settings.theme)
    }

    /// Data and predictions of the task, followed; where none was given, the configuration's own or made-up ones.
    pub fn task(self, document: &Document) -> Sample {
        let Some(mut task) = self.0.with(|settings| settings.task.clone()) else {
            return sample_task(document);
        };
        // Without an object `data` the whole is the data.
        match task.remove("data") {
            Some(Value::Object(data)) => {
                let predictions = match task.remove("predictions") {
                    Some(Value::Array(all)) => all,
                    _ => Vec::new(),
                };
                Sample { data, predictions, written: true }
            }
            other => {
                task.extend(other.map(|data| ("data".to_owned(), data)));
                Sample { data: task, predictions: Vec::new(), written: true }
            }
        }
    }
}
