//! What the page knows of the Labeling step.

use leptos::prelude::*;

/// The state of the Labeling step.
#[derive(Clone, Copy)]
pub struct Labeling {
    trail: RwSignal<Option<String>>,
}

impl Labeling {
    pub(super) fn new() -> Self {
        Self { trail: RwSignal::new(None) }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        self.trail.get()
    }
}
