//! What the page knows of the Push step.

use leptos::prelude::*;

/// The state of the Push step.
#[derive(Clone, Copy)]
pub struct Push {
    trail: RwSignal<Option<String>>,
}

impl Push {
    pub(super) fn new() -> Self {
        Self { trail: RwSignal::new(None) }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        self.trail.get()
    }
}
