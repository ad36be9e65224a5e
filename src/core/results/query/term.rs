//! What a filter can ask of a row.

use super::lex::Op;
use crate::core::results::{compare::Difference, index::Index, summary::RowOutcome};
use std::ops::Range;

/// One condition of a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its bytes in the filter's text.
    pub span: Range<usize>,
    /// It must not be so.
    pub not: bool,
    /// What is asked.
    pub condition: Condition,
    /// The values behind the operator, as bytes in the filter's text.
    pub(super) items: Vec<Range<usize>>,
}

/// What is asked of a row. Of a list, any one will do.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// This text occurs.
    Text {
        /// What to look for.
        text: String,
        /// Where.
        within: Within,
    },
    /// No condition of its own: whether all texts of the filter are looked for as they are written.
    Case(bool),
    /// How it ended.
    Outcome(Vec<RowOutcome>),
    /// A name in one of the columns of names.
    Named(Column, Vec<Pattern>),
    /// The answer is JSON.
    Json(Vec<JsonForm>),
    /// The answer has, or has not.
    Flag(Flag, bool),
    /// Another row before has the same id.
    Duplicate,
    /// A number between two others, both included. A row whose number is not known never is.
    Measure(Measure, Option<u32>, Option<u32>),
    /// A value within a JSON answer.
    Value {
        /// Such as `scores[0].value`.
        path: String,
        /// How it is compared.
        op: Op,
        /// With what.
        wanted: Vec<Pattern>,
    },
    /// How it differs from the batch that it is compared with.
    Differs(Vec<Difference>),
}

/// Where a text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Within {
    Anywhere,
    Answer,
    Request,
}

/// A column of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "see Summary")]
pub enum Column {
    Model,
    Finish,
    Error,
    Id,
}

/// How an answer is JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// As it is written.
    Bare,
    /// In a code fence.
    Fenced,
    /// There is an answer, and it is none.
    No,
}

/// What an answer has beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "see Traits")]
pub enum Flag {
    Tools,
    Refusal,
    Reasoning,
}

/// A number that every row has, if it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Completion tokens.
    Tokens,
    /// Prompt tokens.
    Prompt,
    /// Characters of the answer.
    Length,
}

impl Measure {
    /// The number of a row.
    pub fn of(self, index: &Index, place: u32) -> Option<u32> {
        match self {
            Self::Tokens => index.output_tokens(place),
            Self::Prompt => index.input_tokens(place),
            Self::Length => index
                .outcome(place)
                .filter(|ended| *ended == RowOutcome::Succeeded)
                .map(|_| index.length(place)),
        }
    }

    /// The field in a filter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Prompt => "prompt",
            Self::Length => "length",
        }
    }
}

/// A name as it is asked for: with `*` for anything, unless it is in quotes. `none` without quotes is the empty
/// name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Without quotes.
    pub text: String,
    /// It was in quotes: nothing in it means anything but itself.
    pub quoted: bool,
}

impl Pattern {
    /// Whether nothing is asked for.
    pub fn is_none(&self) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case("none") || self.text.is_empty()
    }

    /// Whether this name is meant. Without regard to ASCII case.
    pub fn fits(&self, name: &str) -> bool {
        match (name.is_empty(), self.is_none()) {
            (true, none) => none,
            (false, true) => self.quoted && self.text.eq_ignore_ascii_case(name),
            _ if self.quoted || !self.text.contains('*') => self.text.eq_ignore_ascii_case(name),
            _ => wild(self.text.as_bytes(), name.as_bytes()),
        }
    }
}

/// Whether `name` is `pattern`, in which `*` is anything. In time of their product at most.
fn wild(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while let Some(byte) = name.get(n) {
        match pattern.get(p) {
            Some(b'*') => {
                back = Some((p + 1, n));
                p += 1;
            }
            Some(wanted) if wanted.eq_ignore_ascii_case(byte) => (p, n) = (p + 1, n + 1),
            _ => match &mut back {
                Some((after, from)) => {
                    *from += 1;
                    (p, n) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}
