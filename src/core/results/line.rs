//! One line of an output or error file.

use super::conversation::Turn;
use crate::core::batch::Usage;
use serde_json::Value;

/// One result, read whole: what the detail pane shows and what a mapping reads.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultLine {
    /// Line in its file, from 1.
    pub number: u64,
    /// The caller's own id for the request. `None`: the line has none.
    pub custom_id: Option<String>,
    /// What became of the request.
    pub outcome: Outcome,
    /// HTTP status of the single request, where the line has one.
    pub status_code: Option<u16>,
    /// The answer's body; a body that is a JSON string is parsed (D1). `Null` when there is none.
    pub body: Value,
    /// The request's body, where the line carries it (`input`, D5) or the input file was joined. `Null` otherwise.
    pub input: Value,
    /// The model that answered.
    pub model: Option<String>,
    /// Why the answer ended: `stop`, `length`, `tool_calls`, …
    pub finish_reason: Option<String>,
    /// Tokens of this request.
    pub usage: Option<Usage>,
    /// What was asked, turn by turn; empty when the input is not known.
    pub asked: Vec<Turn>,
    /// What was answered, turn by turn.
    pub answered: Vec<Turn>,
    /// The whole line as JSON; `Null` when it is no JSON.
    pub raw: Value,
}

/// What became of a request. Success means a 2xx status, a body, and no error *value*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Answered.
    Succeeded,
    /// Refused or failed, with the server's code and words.
    Failed {
        /// Such as `rate_limit_exceeded`, `batch_expired`, or the HTTP status as text.
        code: String,
        /// In the server's words.
        message: String,
    },
    /// The line cannot be read: no JSON, cut off, not an object.
    Unreadable {
        /// What is wrong, with the column.
        reason: String,
    },
}
