//! What the table shows of a line.

/// One row of the table. Small: 50,000 of them live in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Line in its file, from 1.
    pub number: u64,
    /// First byte in its file.
    pub offset: u64,
    /// Bytes, without the line end.
    pub len: u32,
    /// How it ended.
    pub outcome: RowOutcome,
    /// The caller's own id; empty when the line has none.
    pub custom_id: String,
    /// The first characters of the answer or of the error, on one line.
    pub excerpt: String,
    /// Why the answer ended; empty when unknown.
    pub finish_reason: String,
    /// The model; empty when unknown.
    pub model: String,
    /// Completion tokens.
    pub output_tokens: Option<u32>,
}

/// How a row ended, without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "see Outcome")]
pub enum RowOutcome {
    Succeeded,
    Failed,
    Unreadable,
}
