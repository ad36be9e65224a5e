//! What a screen reader is told: one polite message a second at most, failures at once.

use crate::core::spoken::{Kind, Spoken};
use leptos::prelude::*;

/// Milliseconds until the next message.
const TURN_MS: u32 = 1_000;

/// The two live regions.
#[derive(Clone, Copy)]
pub struct Live {
    polite: RwSignal<String>,
    alert: RwSignal<String>,
    spoken: StoredValue<Spoken>,
}

impl Live {
    pub(super) fn new() -> Self {
        Self {
            polite: RwSignal::default(),
            alert: RwSignal::default(),
            spoken: StoredValue::new(Spoken::default()),
        }
    }

    /// The polite region's text.
    pub fn polite(&self) -> String {
        self.polite.get()
    }

    /// The alert region's text.
    pub fn alerted(&self) -> String {
        self.alert.get()
    }

    pub(super) fn alert(&self, text: String) {
        self.alert.try_set(text);
    }

    /// Whether the caller should start [`drain`](Self::drain): the text is out, and silence is owed.
    pub(super) fn offer(&self, kind: Kind, text: String) -> bool {
        let now = self.spoken.try_update_value(|spoken| spoken.offer(kind, text)).flatten();
        now.is_some_and(|text| self.polite.try_set(text).is_none())
    }

    /// Lets out what came meanwhile, one message after another.
    pub(super) async fn drain(self) {
        loop {
            crate::browser::clock::sleep(TURN_MS).await;
            let Some(text) = self.spoken.try_update_value(Spoken::turn).flatten() else { break };
            self.polite.try_set(text);
        }
    }
}
