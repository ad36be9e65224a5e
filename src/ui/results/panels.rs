//! What is open in the Results step beside the rows: dialogs, and the tab of the detail pane. One for the step,
//! by context, so that a key, a bar and a pane reach the same thing.

use super::super::keys::typing;
use crate::state::results::Results;
use leptos::{ev::KeyboardEvent, prelude::*};

/// A tab of the detail pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the tabs")]
pub enum Side {
    Chat,
    Json,
    Raw,
    Diff,
}

impl Side {
    /// All of them, with their key and their word. `4` is the task's, in the Labeling step.
    pub(super) const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Chat, "1", "Chat"),
        (Self::Json, "2", "JSON"),
        (Self::Raw, "3", "Raw line"),
        (Self::Diff, "5", "Diff"),
    ];

    /// The tab of a key.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == key).map(|(side, ..)| *side)
    }
}

/// A dialog of the step. One at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the dialogs")]
pub enum Panel {
    Sample,
    Export,
    Excluded,
    Compare,
    More,
}

/// What is open. `Copy`.
#[derive(Clone, Copy)]
pub struct Panels {
    panel: RwSignal<Option<Panel>>,
    /// The sample that was selected last, and how it was drawn.
    sampled: RwSignal<Option<(Vec<u32>, String)>>,
    /// The tab in front; it stays from row to row.
    pub side: RwSignal<Side>,
    /// Texts as they are written instead of laid out; stays from row to row too.
    pub written: RwSignal<bool>,
    /// The words that the filter looks for.
    needles: Memo<Vec<String>>,
}

impl Panels {
    /// Nothing is open. Provides itself.
    pub fn provide(results: Results) -> Self {
        let panels = Self {
            panel: RwSignal::new(None),
            sampled: RwSignal::new(None),
            side: RwSignal::new(Side::Chat),
            written: RwSignal::new(false),
            needles: results.needles(),
        };
        provide_context(panels);
        panels
    }

    /// Those of this step.
    pub fn of() -> Self {
        expect_context::<Self>()
    }

    /// The words that the filter looks for: they are marked wherever texts are shown.
    pub fn needles(self) -> Signal<Vec<String>> {
        self.needles.into()
    }

    /// Opens a dialog.
    pub fn open(self, panel: Panel) {
        self.panel.set(Some(panel));
    }

    /// Closes the dialog that is open.
    pub fn close(self) {
        self.panel.set(None);
    }

    /// The person closed this dialog. Its news may come after another was opened in its place.
    pub fn closed(self, panel: Panel) {
        if self.panel.try_get_untracked().flatten() == Some(panel) {
            self.panel.set(None);
        }
    }

    /// Whether this dialog is open.
    pub fn is(self, panel: Panel) -> Signal<bool> {
        Signal::derive(move || self.panel.get() == Some(panel))
    }

    /// Remembers how what is selected now was drawn.
    pub(super) fn set_sampled(self, places: &[u32], words: String) {
        self.sampled.set(Some((places.to_vec(), words)));
    }

    /// How it was drawn, as long as the selection is what was drawn then.
    pub(super) fn sampled(self, results: Results) -> Option<String> {
        self.sampled.with(|sampled| {
            let (places, words) = sampled.as_ref()?;
            let same = results.selection(|selection| {
                selection.len() == places.len() && places.iter().all(|place| selection.has(*place))
            });
            same.then(|| words.clone())
        })
    }

    /// The digits that choose a tab.
    pub fn press(self, event: &KeyboardEvent) {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || typing(event));
        if let Some(side) = Side::of_key(&event.key()).filter(|_| plain) {
            self.side.set(side);
            event.prevent_default();
            event.stop_propagation();
        }
    }
}
