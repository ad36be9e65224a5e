//! A batch and its files, as an OpenAI-compatible batch API tells of them.
//!
//! Tolerant: servers leave fields out, write `""` for nothing, invent statuses, flatten counts. What is not
//! understood is kept in `extra` and shown, never an error. Only an object without an `id` is refused.
//!
//! - `read`: from JSON, of every shape that was met (D8-D13, D16, D22, D23)
//! - `fields`: one field at a time: text, times, counts, whatever type they are written as
//! - `status`: the words for a status
//! - `likeness`: which batches one compares with each other
//! - `life`: name, age, duration, staleness: what follows from the fields and a given now
//! - `ending`: how it ended before its time, and what can be opened all the same
//! - `pace`: how fast it moves, and how often it is worth asking
//! - `order`: the order of a list of them

mod ending;
mod fields;
mod life;
mod likeness;
mod order;
mod pace;
mod read;
mod status;

pub use order::{Column, Order};
pub use pace::Cadence;
pub use read::Malformed;
pub(crate) use read::kind;

use serde_json::{Map, Value};

/// One batch. Times are Unix seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Opaque: any characters, any length; encode it before it goes into a URL.
    pub id: String,
    /// Such as `/v1/chat/completions`; empty when the server does not say.
    pub endpoint: String,
    /// Where the batch stands.
    pub status: Status,
    /// The model, where the server names one.
    pub model: Option<String>,
    /// What was asked. `""` on the wire counts as absent, here and below.
    pub input_file_id: Option<String>,
    /// What came back.
    pub output_file_id: Option<String>,
    /// What failed, where the server keeps it apart.
    pub error_file_id: Option<String>,
    /// Free text: `24h`, `1d`, `immediate`.
    pub completion_window: Option<String>,
    /// When the batch was created.
    pub created_at: Option<i64>,
    /// When it passed each later stage.
    pub times: Times,
    /// The server's own counts; they may disagree with the files.
    pub counts: Counts,
    /// Token usage, where the server sums it.
    pub usage: Option<Usage>,
    /// Key and value, in the server's order.
    pub metadata: Vec<(String, String)>,
    /// Why validation failed.
    pub errors: Vec<BatchError>,
    /// Fields that no one here knows, kept as they came.
    pub extra: Map<String, Value>,
}

/// When a batch passed each stage, Unix seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the wire's own")]
pub struct Times {
    pub in_progress_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub finalizing_at: Option<i64>,
    pub completed_at: Option<i64>,
    pub failed_at: Option<i64>,
    pub expired_at: Option<i64>,
    pub cancelling_at: Option<i64>,
    pub cancelled_at: Option<i64>,
}

/// How many requests, by the server's word. `None`: it does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests in the input.
    pub total: Option<u64>,
    /// Requests that the server calls completed.
    pub completed: Option<u64>,
    /// Requests that the server calls failed.
    pub failed: Option<u64>,
}

/// Tokens, in and out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Prompt tokens.
    pub input: u64,
    /// Completion tokens.
    pub output: u64,
}

/// One validation error of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchError {
    /// A short code, where there is one.
    pub code: Option<String>,
    /// What happened, in the server's words.
    pub message: String,
    /// The line of the input file, from 1, where it is known.
    pub line: Option<u64>,
}

/// Where a batch stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the wire's own")]
pub enum Status {
    Validating,
    InProgress,
    Finalizing,
    Completed,
    Failed,
    Expired,
    Cancelling,
    Cancelled,
    /// A word outside the standard, as the server wrote it.
    Other(String),
}

/// A file of the batch API.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Opaque.
    pub id: String,
    /// Its name, where there is one.
    pub filename: Option<String>,
    /// Its size as listed; some servers say 0 of real files.
    pub bytes: Option<u64>,
    /// Unix seconds.
    pub created_at: Option<i64>,
    /// Free text; never filter by it.
    pub purpose: Option<String>,
}
