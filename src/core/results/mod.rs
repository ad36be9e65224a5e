//! Results: what came back for each request of a batch.
//!
//! - [`line`](mod@line): one line of an output or error file, read tolerantly
//! - [`conversation`]: request and answer as turns, the same for every endpoint
//! - [`index`]: all rows of a batch, their counts, a filter
//! - [`selection`]: which of them are chosen
//! - [`summary`]: what the table shows of a line, cheap enough for 50,000 of them

pub mod conversation;
pub mod index;
pub mod line;
pub mod selection;
pub mod summary;
