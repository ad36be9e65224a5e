//! What the page knows of the Results step.

use leptos::prelude::*;

/// The state of the Results step.
#[derive(Clone, Copy)]
pub struct Results {
    trail: RwSignal<Option<String>>,
}

impl Results {
    pub(super) fn new() -> Self {
        Self { trail: RwSignal::new(None) }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        self.trail.get()
    }
}
