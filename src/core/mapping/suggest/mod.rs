//! A first mapping: by the usual names, and by what a sample of the results holds.
//!
//! - [`names`]: what names usually mean
//! - [`seen`]: what the sample holds, by path
//! - [`fields`], [`controls`]: what each field and each control gets of it, and why

mod controls;
mod fields;
mod names;
mod seen;

use super::{BatchFacts, Mapper, Mapping, Target};
use crate::core::labeling::Document;
use crate::core::results::line::{Outcome, ResultLine};

/// As many results are looked at, at most.
pub const SAMPLE: usize = 40;

/// A first mapping, and why.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggested {
    /// The mapping.
    pub mapping: Mapping,
    /// Of each field and each control that could be filled, in the order of the configuration: what was found.
    pub reasons: Vec<Suggestion>,
}

/// What was found for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The field or control.
    pub target: Target,
    /// How sure it is; `None`: nothing was found, it is not mapped.
    pub confidence: Option<Confidence>,
    /// Why, in a sentence.
    pub reason: String,
}

/// How sure a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Somebody should look at it.
    Guess,
    /// By name or by value.
    Likely,
    /// By name and by value.
    Sure,
}

impl Confidence {
    /// `sure`, `likely`, `guess`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Guess => "guess",
        }
    }
}

impl Suggested {
    /// What was found for a target.
    pub fn of(&self, target: &Target) -> Option<&Suggestion> {
        self.reasons.iter().find(|found| found.target == *target)
    }

    /// How many targets were filled, of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.reasons.iter().filter(|found| found.confidence.is_some()).count(), self.reasons.len())
    }
}

/// A first mapping for a configuration, judged by some results; of the first [`SAMPLE`] that succeeded. Without
/// any, names alone decide, and no control is answered.
pub fn suggest(document: &Document, batch: &BatchFacts, results: &[ResultLine]) -> Suggested {
    let good = results.iter().filter(|line| line.outcome == Outcome::Succeeded);
    let sample: Vec<&ResultLine> = good.take(SAMPLE).collect();
    let seen = seen::Seen::new(batch, &sample);
    let mut suggested = Suggested::default();
    fields::suggest(document, &seen, &mut suggested);
    if !sample.is_empty() {
        // Spans lie in the task's own texts, and choices may come with it.
        let mapper = Mapper::new(&suggested.mapping, document);
        let data: Vec<_> = sample.iter().map(|line| mapper.task(batch, line, "").data).collect();
        controls::suggest(document, &seen, &data, &mut suggested);
    }
    suggested
}

/// What each `$variable` of a configuration gets, judged by its name and by the tag that shows it.
pub fn default_mapping(document: &Document) -> Mapping {
    suggest(document, &BatchFacts::default(), &[]).mapping
}

/// `38 of 40 rows`.
fn share(count: usize, of: usize) -> String {
    if count == of { format!("all {of}") } else { format!("{count} of {of}") }
}

#[cfg(test)]
mod tests;
