//! Which rows are shown, as a person writes it: `outcome:ok tokens>500 json.verdict="Strong Yes" -refund`.
//!
//! - `lex`: words, operators, values, quotes
//! - `term`: what can be asked of a row
//! - `read`: from words to terms, or to a sentence that says what to write instead
//! - `edit`: the text after a click
//! - `test`: which rows match, and which would but for one thing
//! - `value`: whether a value of a JSON answer is what is asked for
//! - `help`: the language by examples

mod edit;
mod help;
mod lex;
mod read;
mod term;
mod test;
mod value;

use super::{evidence::Evidence, index::Index, probe::Probe};
pub use help::HELP;
pub use lex::{Op, quoted, written};
use std::ops::Range;
pub use term::{Column, Condition, Flag, JsonForm, Measure, Pattern, Term, Within};
pub(super) use test::{Group, Tests, Verdict, json_form};

/// A filter that was read. The default matches every row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    text: String,
    terms: Vec<Term>,
    problems: Vec<Problem>,
    case: bool,
}

/// A part of a filter that could not be read, and is not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its bytes in the filter's text.
    pub span: Range<usize>,
    /// What is wrong and what to write instead.
    pub sentence: String,
}

impl Query {
    /// Reads what was written. Never fails: what is no filter is text to look for, and what is nearly one is a
    /// [`Problem`].
    pub fn parse(text: &str) -> Self {
        let mut query = Self { text: text.to_owned(), ..Self::default() };
        for word in lex::words(text) {
            match read::term(word) {
                Ok(Some(term)) => query.terms.push(term),
                Ok(None) => {}
                Err(problem) => query.problems.push(problem),
            }
        }
        query.case = query.terms.iter().any(|term| term.condition == Condition::Case(!term.not));
        query
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is asked; all of it must be so.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// What could not be read.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Nothing is asked: every row matches.
    pub fn is_empty(&self) -> bool {
        self.terms.iter().all(|term| matches!(term.condition, Condition::Case(_)))
    }

    /// Texts are looked for as they are written (`case:yes`).
    pub fn case(&self) -> bool {
        self.case
    }

    /// What must be looked up in the files' bytes, each once.
    pub fn probes(&self) -> Vec<Probe> {
        let mut probes = Vec::new();
        for probe in self.terms.iter().filter_map(|term| self.probe_of(term)) {
            if !probes.contains(&probe) {
                probes.push(probe);
            }
        }
        probes
    }

    fn probe_of(&self, term: &Term) -> Option<Probe> {
        match &term.condition {
            Condition::Text { text, .. } => Some(Probe::Text { needle: text.clone(), case: self.case }),
            Condition::Value { path, .. } => Some(Probe::Json { path: path.clone() }),
            _ => None,
        }
    }

    /// The texts to highlight: what must occur.
    pub fn needles(&self) -> Vec<String> {
        let mut needles: Vec<String> = Vec::new();
        for term in self.terms.iter().filter(|term| !term.not) {
            if let Condition::Text { text, .. } = &term.condition
                && !needles.contains(text)
            {
                needles.push(text.clone());
            }
        }
        needles
    }

    /// The places of the rows that match, in order. Of a text that is still being looked for the rows found so
    /// far match; before it is looked for, none.
    pub fn apply(&self, index: &Index, evidence: &Evidence) -> Vec<u32> {
        let tests = Tests::of(self, index, evidence);
        (0..index.len()).filter(|place| tests.all(*place)).collect()
    }
}

#[cfg(test)]
mod tests;
