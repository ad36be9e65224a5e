//! Marking parts of an object.

use super::{Answers, Place, Region};
use crate::core::labeling::preview::Asked;

impl Answers {
    /// Marks a part of an object. Nothing is selected by that, as in Label Studio.
    pub fn mark(&mut self, control: &Asked, place: Place, text: String, label: &str) {
        self.marked += 1;
        let id = format!("{}-{}", control.name, self.marked);
        let labels = vec![label.to_owned()];
        let (from, to) = (control.name.clone(), control.to_name.clone());
        self.regions.push(Region { id, from, to, place, text, labels, predicted: false });
    }

    /// Gives the selected region another label.
    pub fn relabel(&mut self, control: &Asked, label: &str) {
        let selected = self.selected.clone();
        let region = self.regions.iter_mut().find(|region| Some(&region.id) == selected.as_ref());
        if let Some(region) = region.filter(|region| region.from == control.name) {
            region.labels = vec![label.to_owned()];
            region.predicted = false;
        }
    }

    /// Takes a region away, with all that was answered about it.
    pub fn unmark(&mut self, id: &str) {
        self.regions.retain(|region| region.id != id);
        self.given.retain(|(_, about), _| about != id);
        self.drafts.retain(|(_, about), _| about != id);
        if self.selected.as_deref() == Some(id) {
            self.selected = None;
        }
    }

    /// Selects a region, or none.
    pub fn select(&mut self, id: Option<&str>) {
        self.selected = id.map(str::to_owned);
    }
}
