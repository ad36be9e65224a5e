//! The whole check of a configuration.

use super::diagnostic::{Diagnostic, Severity};
use super::rules;
use super::tags::Edition;
use super::tree::Document;

/// More than so many faults help no one.
const MOST: usize = 200;

/// What is wrong with a configuration: the cause first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Faults of the syntax first, then errors, then warnings; each in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// Faults that are counted and not listed, because there are so many.
    pub omitted: usize,
}

impl Report {
    /// Whether Label Studio can use the configuration.
    pub fn is_usable(&self) -> bool {
        self.errors == 0
    }
}

/// Checks any text as a labeling configuration of the community edition.
pub fn check(source: &str) -> Report {
    check_document(&Document::parse(source), Edition::Community)
}

/// Checks a configuration that is read already.
pub fn check_document(document: &Document, edition: Edition) -> Report {
    let mut found = rules::run(document, edition);
    found.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.span.start));
    let mut diagnostics = document.syntax.clone();
    diagnostics.append(&mut found);
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let omitted = diagnostics.len().saturating_sub(MOST);
    diagnostics.truncate(MOST);
    Report { diagnostics, errors, warnings, omitted }
}
