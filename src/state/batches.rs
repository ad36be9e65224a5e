//! What the page knows of the list of batches.

use super::app::App;
use leptos::prelude::*;

/// The list of batches.
#[derive(Clone, Copy)]
pub struct Batches {
    trail: RwSignal<Option<String>>,
}

impl Batches {
    pub(super) fn new() -> Self {
        Self { trail: RwSignal::new(None) }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        self.trail.get()
    }

    /// Reads the list anew.
    pub fn reload(&self, _app: App) {}

    pub(super) async fn run(self, _app: App) {}
}
