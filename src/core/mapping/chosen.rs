//! A mapping as a person makes it: a preset or a suggestion to begin with, and what was changed by hand.

use super::control::Control;
use super::preset::Preset;
use super::{Mapping, Source, Target};
use crate::core::labeling::{Document, variables};
use std::sync::Arc;

/// What a person mapped by hand, over what it began with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    /// The preset that it began with; `None`: with the suggestion.
    pub preset: Option<Arc<Preset>>,
    /// Each target that was changed: its source, `None` for none.
    own: Vec<(Target, Option<Source>)>,
}

impl Chosen {
    /// A preset, unchanged.
    pub fn preset(preset: Arc<Preset>) -> Self {
        Self { preset: Some(preset), own: Vec::new() }
    }

    /// Whether anything was changed by hand.
    pub fn is_edited(&self) -> bool {
        !self.own.is_empty()
    }

    /// Whether this target was changed by hand.
    pub fn is_own(&self, target: &Target) -> bool {
        self.own.iter().any(|(own, _)| own == target)
    }

    /// Fills a target from elsewhere, or with `None` from nowhere.
    pub fn put(&mut self, target: Target, source: Option<Source>) {
        self.reset(&target);
        self.own.push((target, source));
    }

    /// Takes a change back.
    pub fn reset(&mut self, target: &Target) {
        self.own.retain(|(own, _)| own != target);
    }

    /// The whole mapping for a configuration. What the preset could not know of, for its configuration did not have
    /// it, is filled as suggested; what was changed by hand for a control that is not there any more rests.
    pub fn over(&self, suggested: &Mapping, document: &Document) -> Mapping {
        let mut mapping = match &self.preset {
            None => suggested.clone(),
            Some(preset) => with_new(preset, suggested),
        };
        let controls = Control::all(document);
        for (target, source) in &self.own {
            let there = match target {
                Target::Control(_, name) => controls.iter().any(|control| control.name == *name),
                _ => true,
            };
            if there {
                mapping.put(target, source.clone());
            }
        }
        mapping
    }
}

/// The preset's mapping, and what is suggested for fields and controls that its configuration did not have.
fn with_new(preset: &Preset, suggested: &Mapping) -> Mapping {
    let mut mapping = preset.mapping.clone();
    if preset.config.is_empty() {
        return mapping;
    }
    let made_for = Document::parse(&preset.config);
    let (fields, controls) = (variables(&made_for), Control::all(&made_for));
    for target in suggested.targets() {
        let known = match &target {
            Target::Data(name) => fields.iter().any(|variable| variable.field() == name),
            Target::Control(_, name) => controls.iter().any(|control| control.name == *name),
            _ => true,
        };
        if !known && mapping.get(&target).is_none() {
            mapping.put(&target, suggested.get(&target).cloned());
        }
    }
    mapping
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn source(path: &str) -> Source {
        Source::path(path).unwrap()
    }

    #[test]
    fn by_hand_over_a_preset_over_a_suggestion() {
        let now = r#"<View><Text name="t" value="$a"/><Text name="u" value="$b"/><TextArea name="c" toName="t"/></View>"#;
        let document = Document::parse(now);
        let mut suggested = Mapping::default();
        for (target, path) in [
            (Target::data("a"), "output.text"),
            (Target::data("b"), "input.text"),
            (Target::control("c"), "output.text"),
        ] {
            suggested.put(&target, Some(source(path)));
        }
        let mut chosen = Chosen::default();
        assert_eq!(chosen.over(&suggested, &document), suggested);
        chosen.put(Target::data("a"), Some(source("raw")));
        chosen.put(Target::control("c"), None);
        chosen.put(Target::control("of another configuration"), Some(source("raw")));
        let own = chosen.over(&suggested, &document);
        let title = |mapping: &Mapping, target: Target| mapping.get(&target).map(Source::title);
        assert_eq!(title(&own, Target::data("a")).unwrap(), "raw");
        assert_eq!(own.predictions[0].controls, []);
        chosen.reset(&Target::data("a"));
        assert!(chosen.is_edited() && !chosen.is_own(&Target::data("a")));
        // The preset knew of `$a` and `c`, and did not map them; `$b` is new to it.
        let config = r#"<View><Text name="t" value="$a"/><TextArea name="c" toName="t"/></View>"#;
        let preset = Preset { config: config.to_owned(), ..Preset::default() };
        let mapping = Chosen::preset(Arc::new(preset)).over(&suggested, &document);
        assert_eq!(mapping.targets(), [Target::data("b")]);
    }
}
