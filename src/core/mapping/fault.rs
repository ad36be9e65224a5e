//! Why a field or a control of a result gets no value, or none that fits.

use std::fmt;

/// Why there is no value, or why it does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault it is.
    pub kind: Kind,
    /// In words that follow the name of the field or control.
    pub reason: String,
    /// The word that is not among the choices, where it is that.
    pub word: Option<String>,
    /// The choice that is nearest to the word.
    pub near: Option<String>,
}

/// What kind of fault it is. Each asks for something else to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing is mapped to what the import asks for.
    NotMapped,
    /// The request failed, so there is no answer.
    Failed,
    /// The line cannot be read.
    Unreadable,
    /// The answer holds no JSON.
    NoJson,
    /// The result has no such value.
    Missing,
    /// It is null.
    Null,
    /// It is an empty text or list.
    Empty,
    /// It is of a kind that the tag does not take.
    WrongType,
    /// It is a number outside of what the tag takes.
    OutOfRange,
    /// It is not among the choices.
    NotAChoice,
    /// What is quoted does not stand in the text.
    NotInText,
    /// It is so long that the editor becomes slow.
    TooLong,
    /// The control cannot be answered beforehand, or the configuration does not have it.
    NoControl,
}

impl Kind {
    /// In programs' words: `missing`, `not-a-choice`, …
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotMapped => "not-mapped",
            Self::Failed => "failed",
            Self::Unreadable => "unreadable",
            Self::NoJson => "no-json",
            Self::Missing => "missing",
            Self::Null => "null",
            Self::Empty => "empty",
            Self::WrongType => "wrong-type",
            Self::OutOfRange => "out-of-range",
            Self::NotAChoice => "not-a-choice",
            Self::NotInText => "not-in-text",
            Self::TooLong => "too-long",
            Self::NoControl => "no-control",
        }
    }

    /// Whether another value could stand in: there is none, or none that says anything.
    pub const fn is_lack(self) -> bool {
        matches!(self, Self::NoJson | Self::Missing | Self::Null | Self::Empty)
    }
}

impl Fault {
    /// A fault of a kind, in words that follow a name.
    pub fn new(kind: Kind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), word: None, near: None }
    }

    /// There is no such value.
    pub fn missing(reason: impl Into<String>) -> Self {
        Self::new(Kind::Missing, reason)
    }

    /// It is of a kind that is not taken.
    pub fn wrong_type(reason: impl Into<String>) -> Self {
        Self::new(Kind::WrongType, reason)
    }

    /// What faults of one cause have in common: the words that differ from row to row are not in it.
    pub fn cause(&self) -> &str {
        match self.kind {
            Kind::NotAChoice => self.word.as_deref().unwrap_or_default(),
            // What the server says differs from row to row; its code does not.
            Kind::Failed => self.reason.split("): ").next().unwrap_or_default(),
            Kind::Unreadable | Kind::WrongType | Kind::OutOfRange | Kind::NotInText | Kind::TooLong => "",
            _ => &self.reason,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.reason)
    }
}
