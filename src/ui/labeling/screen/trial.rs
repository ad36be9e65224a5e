//! What is tried on a screen: the answers, and what a press will do next.

use crate::core::labeling::{
    answers::{Answers, Place},
    preview::{Asked, Screen, When},
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// A screen and the answers on it.
#[derive(Clone, Copy)]
pub struct Trial {
    /// What is on the screen.
    pub screen: Memo<Arc<Screen>>,
    /// Which row it shows.
    pub row: Memo<Option<u32>>,
    predictions: Memo<Arc<Vec<Value>>>,
    answers: RwSignal<Answers>,
    /// Something was answered: another configuration takes no answer away.
    touched: RwSignal<bool>,
    /// The label that the next marked part gets: the control's name, and the label.
    label: RwSignal<Option<(String, String)>>,
}

impl Trial {
    /// Opens with what the predictions say, anew for each row; and for each configuration, until something is answered.
    pub fn new(
        screen: Memo<Arc<Screen>>,
        predictions: Memo<Arc<Vec<Value>>>,
        row: Memo<Option<u32>>,
    ) -> Self {
        let trial = Self {
            screen,
            row,
            predictions,
            answers: RwSignal::default(),
            touched: RwSignal::new(false),
            label: RwSignal::new(None),
        };
        Effect::new(move |before: Option<(Option<u32>, Arc<Vec<Value>>)>| {
            let now = (row.get(), predictions.get());
            let screen = screen.get();
            if before.as_ref() != Some(&now) || !trial.touched.get_untracked() {
                trial.answers.set(Answers::new(&screen, &now.1));
                trial.touched.set(false);
            }
            now
        });
        trial
    }

    /// Reads the answers, followed.
    pub fn read<T>(&self, read: impl FnOnce(&Answers) -> T) -> T {
        self.answers.with(read)
    }

    /// Reads the answers and the screen, followed.
    pub fn both<T>(&self, read: impl FnOnce(&Answers, &Screen) -> T) -> T {
        self.screen.with(|screen| self.answers.with(|answers| read(answers, screen)))
    }

    /// Answers.
    pub fn answer(&self, change: impl FnOnce(&mut Answers)) {
        self.touched.set(true);
        self.answers.update(change);
    }

    /// Selects a region, or none: that is no answer.
    pub fn select(&self, id: Option<&str>) {
        self.answers.update(|answers| answers.select(id));
    }

    /// Whether something was answered that the prediction does not say.
    pub fn touched(&self) -> bool {
        self.touched.get()
    }

    /// Begins again with what is predicted.
    pub fn reset(&self) {
        let predictions = self.predictions.get_untracked();
        self.answers.set(self.screen.with_untracked(|screen| Answers::new(screen, &predictions)));
        self.touched.set(false);
        self.label.set(None);
    }

    /// Whether a control is shown, followed.
    pub fn shows(&self, control: &Asked) -> bool {
        self.both(|answers, screen| answers.shows(screen, control))
    }

    /// Whether a condition is met, followed.
    pub fn meets(&self, when: Option<&When>) -> bool {
        when.is_none() || self.both(|answers, screen| answers.meets(screen, when))
    }

    /// The label that the next marked part gets, followed.
    pub fn label(&self) -> Option<(String, String)> {
        self.label.get()
    }

    /// The same, not followed.
    pub fn label_now(&self) -> Option<(String, String)> {
        self.label.get_untracked()
    }

    /// Marks a part with a label. The label is laid down then, as in Label Studio: the next part may be another's.
    pub fn mark(&self, control: &Asked, place: Place, text: String, label: &str) {
        self.answer(|answers| answers.mark(control, place, text, label));
        self.label.set(None);
    }

    /// Takes a label into the hand, or lays it down.
    pub fn take(&self, control: &str, label: &str) {
        let taken = (control.to_owned(), label.to_owned());
        self.label.update(|now| *now = if now.as_ref() == Some(&taken) { None } else { Some(taken) });
    }

    /// The control of a name, as it is now.
    pub fn control(&self, name: &str) -> Option<Arc<Asked>> {
        self.screen
            .with_untracked(|screen| screen.controls.iter().find(|control| control.name == name).cloned())
    }
}
