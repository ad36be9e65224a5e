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

/// What another fault brought about says so, and follows it. Causes stay in their order.
fn fold(diagnostics: &mut Vec<Diagnostic>) {
    let first = |code: &str| diagnostics.iter().position(|found| found.code == code);
    let (swallowing, nameless) = (first("never-closed"), first("name-missing"));
    let cause = |found: &Diagnostic| match found.code {
        // A tag that was never closed swallows those behind it.
        "child-not-allowed" | "outside-parent" | "nothing-to-choose" => swallowing
            .filter(|at| diagnostics.get(*at).is_some_and(|cause| cause.span.start <= found.span.start)),
        // Who points at an object without a name points at nothing.
        "to-name-unknown" | "when-tag-unknown" => {
            nameless.filter(|at| diagnostics.get(*at).is_some_and(|cause| cause.element != found.element))
        }
        _ => None,
    };
    let causes: Vec<Option<usize>> = diagnostics.iter().map(cause).collect();
    let mut sorted: Vec<_> = std::mem::take(diagnostics).into_iter().zip(causes).enumerate().collect();
    // Consequences right after their cause, in their own order. A cause is no consequence of another.
    sorted.sort_by_key(|(at, (_, cause))| (cause.unwrap_or(*at), cause.is_some()));
    let mut own = None;
    for (_, (found, cause)) in sorted {
        if cause.is_none() {
            own = Some(diagnostics.len());
        }
        diagnostics.push(Diagnostic { because: own.filter(|_| cause.is_some()), ..found });
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
    fold(&mut diagnostics);
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let omitted = diagnostics.len().saturating_sub(MOST);
    diagnostics.truncate(MOST);
    Report { diagnostics, errors, warnings, omitted }
}
