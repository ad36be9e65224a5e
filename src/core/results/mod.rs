//! Results: what came back for each request of a batch.
//!
//! - [`line`](mod@line): one line of an output or error file, read tolerantly
//! - [`conversation`]: request and answer as turns, the same for every endpoint
//! - [`summary`]: what the table shows of a line, cheap enough for 50,000 of them

pub mod conversation;
pub mod line;
pub mod summary;
