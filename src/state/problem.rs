//! What went wrong, as the page says it: what happened, what to do, and the details for whoever asks.

use crate::core::protocol::{error::ApiError, http::NoAnswer};

/// A failure that the person sees. Plain text throughout; never a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// One sentence: what happened, and where.
    pub happened: String,
    /// One sentence: what to do.
    pub remedy: String,
    /// What the other side said, in its own words. Empty: nothing.
    pub details: String,
}

impl Problem {
    /// Without details.
    pub fn new(happened: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { happened: happened.into(), remedy: remedy.into(), details: String::new() }
    }

    /// With details.
    #[must_use]
    pub fn detailed(mut self, details: impl Into<String>) -> Self {
        self.details = details.into();
        self
    }

    /// No answer came.
    pub fn no_answer(error: &NoAnswer) -> Self {
        let (happened, remedy) = match error {
            NoAnswer::Network { host, .. } => (
                format!("No answer from {host}."),
                "It is down, its address is wrong, or it does not allow this page (CORS): a browser does not tell these apart.",
            ),
            NoAnswer::Timeout { host, seconds } => {
                (format!("{host} did not answer within {seconds} s."), "Try again; it may be busy.")
            }
            NoAnswer::Aborted => ("Stopped.".to_owned(), "Nothing more was asked for."),
            NoAnswer::Unasked { why } => (
                format!("The page around Batch Curator gave no headers: {why}."),
                "Nothing was asked. Its own function, `headers`, has to answer with names and texts.",
            ),
        };
        Self::new(happened, remedy).detailed(error.to_string())
    }

    /// An answer came and it was no good. `what` says what failed, without a full stop.
    pub fn refused(what: &str, error: &ApiError) -> Self {
        let remedy = match error {
            ApiError::Unexpected { .. } => "The address probably leads to another kind of server.",
            ApiError::Refused { status, .. } => match status {
                401 | 403 => "The server wants other credentials than this page has.",
                404 => "It is not there (any more), or the address leads to another server.",
                429 => "The server is busy; try again in a moment.",
                500.. => "The fault is the server's: try again, or look at its log.",
                _ => "Nothing was changed.",
            },
        };
        // Some servers' words are whole sentences, with their own full stop.
        let words = error.to_string();
        Self::new(format!("{what}: {}.", words.trim_end_matches(['.', ' '])), remedy)
    }
}
