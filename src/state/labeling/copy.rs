//! The copy that the person edits: how it begins, how it changes, and how an earlier one comes back.

use super::{Kind, Labeling, Source};
use crate::core::labeling::{diagnostic::Fix, mend, tags::Edition};
use crate::state::App;
use leptos::prelude::*;

impl Labeling {
    /// Starts a copy of what is shown, and shows the copy.
    pub fn edit_copy(&self, app: App) {
        self.take(app, self.derived().xml.get_untracked());
    }

    /// Whether there is a copy to go back to.
    pub fn has_copy(&self) -> bool {
        !self.copy.with(String::is_empty)
    }

    /// Another text for the copy.
    pub fn set_copy(&self, xml: String) {
        self.copy.set(xml);
    }

    /// The text that is shown was changed: from now on it is the copy.
    pub fn take(&self, app: App, xml: String) {
        let begins = self.derived().source.get_untracked() != Source::Pasted;
        if begins {
            // Typing into a template must not cost anybody an earlier copy.
            let earlier = self.copy.get_untracked();
            let worth = !earlier.is_empty() && earlier != xml;
            self.earlier.set(worth.then_some(earlier));
        }
        self.copy.set(xml);
        if begins {
            self.show(app, Kind::Pasted);
        }
    }

    /// Whether another copy was put aside when this one began.
    pub fn has_earlier(&self) -> bool {
        self.earlier.with(Option::is_some)
    }

    /// Swaps this copy for the one that was put aside.
    pub fn swap_earlier(&self, app: App) {
        if let Some(earlier) = self.earlier.get_untracked() {
            let now = self.copy.get_untracked();
            self.earlier.set(Some(now));
            self.copy.set(earlier);
            self.choose(app, Kind::Pasted);
        }
    }

    /// Mends one fault, in a copy where the configuration is someone else's.
    pub fn apply(&self, app: App, fix: &Fix) {
        self.take(app, fix.apply(&self.derived().xml.get_untracked()));
    }

    /// Mends every error that has exactly one fix, in the same way. Returns the fixes' titles.
    pub fn mend_safely(&self, app: App) -> Vec<String> {
        let mended = mend::safely(&self.derived().xml.get_untracked(), Edition::Community);
        if !mended.done.is_empty() {
            self.take(app, mended.xml);
        }
        mended.done
    }

    /// Goes up each time that another text is shown, rather than the same one changed.
    pub fn turn(&self) -> u32 {
        self.turn.get()
    }
}
