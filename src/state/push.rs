//! What the page knows of the Push step.

use leptos::prelude::*;

/// The state of the Push step.
#[derive(Clone, Copy)]
pub struct Push {
    trail: RwSignal<Option<String>>,
    connection: RwSignal<Connection>,
}

/// What the head shows of Label Studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// `ok`, `bad`, or nothing: not tried.
    pub dot: &'static str,
    /// The project's name, or what is missing.
    pub name: String,
    /// The state in a word.
    pub word: &'static str,
    /// Where, in full.
    pub title: String,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            dot: "",
            name: "Label Studio".to_owned(),
            word: "not connected yet",
            title: "Label Studio: not connected yet".to_owned(),
        }
    }
}

impl Push {
    pub(super) fn new() -> Self {
        Self { trail: RwSignal::new(None), connection: RwSignal::new(Connection::default()) }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        self.trail.get()
    }

    /// What the head shows of Label Studio.
    pub fn connection(&self) -> Connection {
        self.connection.get()
    }
}
