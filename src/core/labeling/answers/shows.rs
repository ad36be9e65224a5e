//! What is shown now: conditions, as the editor decides them.

use super::Answers;
use crate::core::labeling::preview::{Asked, How, Is, Per, Screen, When};
use serde_json::Value;

/// Conditions that depend on each other further than this go round in a circle.
const FURTHEST: usize = 32;

impl Answers {
    /// Whether a condition is met; none always is.
    pub fn meets(&self, screen: &Screen, when: Option<&When>) -> bool {
        when.is_none_or(|when| self.met(screen, when, 0))
    }

    /// Whether a control is shown: its own condition and those around it are met, and it has something to be about.
    pub fn shows(&self, screen: &Screen, control: &Asked) -> bool {
        self.visible(screen, control, 0) && self.applies(control)
    }

    /// A control for regions is there when a region is selected that it asks about.
    pub fn applies(&self, control: &Asked) -> bool {
        if control.per != Per::Region {
            return true;
        }
        let selected = self.regions.iter().find(|region| Some(&region.id) == self.selected.as_ref());
        selected.is_some_and(|region| asks_about(control, region))
    }

    pub(super) fn visible(&self, screen: &Screen, control: &Asked, depth: usize) -> bool {
        // With `perRegion` a label condition belongs to the region, not to what is selected on the screen.
        let own = control.when.as_ref();
        control.around.iter().chain(own).all(|when| self.met(screen, when, depth))
    }

    fn met(&self, screen: &Screen, when: &When, depth: usize) -> bool {
        if depth > FURTHEST {
            return false;
        }
        match when.is {
            Is::ChoiceSelected => self.chosen(screen, when, depth),
            Is::ChoiceUnselected => !self.chosen(screen, when, depth),
            Is::NoRegionSelected => self.selected.is_none(),
            Is::RegionSelected => {
                let region = self.regions.iter().find(|region| Some(&region.id) == self.selected.as_ref());
                region.is_some_and(|region| {
                    when.tag.as_ref().is_none_or(|tag| *tag == region.from)
                        && (when.labels.is_empty() || has(&when.labels, &region.labels))
                })
            }
            Is::Chosen => screen.controls.iter().any(|control| {
                self.words(control).iter().any(|word| when.choices.iter().any(|choice| choice == word))
            }),
        }
    }

    fn chosen(&self, screen: &Screen, when: &When, depth: usize) -> bool {
        let Some(tag) = &when.tag else {
            let any = |control: &Asked| {
                matches!(control.how, How::Choices { .. }) && !self.words(control).is_empty()
            };
            return screen.controls.iter().any(|control| any(control));
        };
        let Some(control) = screen.control(tag) else { return false };
        if !self.visible(screen, control, depth + 1) {
            return false;
        }
        let words = self.words(control);
        if when.choices.is_empty() {
            return !words.is_empty();
        }
        words.iter().any(|word| when.choices.iter().any(|wanted| matches(control, wanted, word)))
    }

    /// What is chosen, of paths the last part.
    fn words<'a>(&'a self, control: &Asked) -> Vec<&'a str> {
        if control.choices().is_empty() {
            return Vec::new();
        }
        let chosen = self.value(control).and_then(Value::as_array);
        let word = |one: &'a Value| match one {
            Value::Array(path) => path.last().and_then(Value::as_str),
            other => other.as_str(),
        };
        chosen.into_iter().flatten().filter_map(word).collect()
    }
}

/// Whether a control for regions asks about this one.
pub(super) fn asks_about(control: &Asked, region: &super::Region) -> bool {
    let tag =
        control.when.as_ref().filter(|when| when.is == Is::RegionSelected).and_then(|when| when.tag.as_ref());
    region.to == control.to_name
        && tag.is_none_or(|tag| *tag == region.from)
        && (control.when_label.is_empty() || has(&control.when_label, &region.labels))
}

/// A choice is meant by its value or by its alias.
pub(super) fn matches(control: &Asked, wanted: &str, word: &str) -> bool {
    let known =
        |choice: &crate::core::labeling::preview::Choice| choice.value == word && choice.label == wanted;
    wanted == word || control.choices().iter().any(known)
}

fn has(wanted: &[String], labels: &[String]) -> bool {
    labels.iter().any(|label| wanted.contains(label))
}
