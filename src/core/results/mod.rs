//! Results: what came back for each request of a batch.
//!
//! - [`line`](mod@line): one line of an output or error file, read tolerantly
//! - [`conversation`]: request and answer as turns, the same for every endpoint
//! - [`reader`]: a file as it comes, turned into blocks of rows
//! - [`index`]: all rows of a batch, their counts
//! - [`query`]: which rows are shown
//! - [`selection`]: which of them are chosen
//! - [`summary`]: what the table shows of a line, cheap enough for 50,000 of them
//!
//! Within: `parse` (JSON, tolerantly), `failure` (the rule of success, errors of every shape), `block` (rows on
//! their way from the reader to the index).

mod block;
pub mod conversation;
mod failure;
pub mod index;
pub mod line;
mod parse;
pub mod query;
pub mod reader;
pub mod selection;
pub mod summary;
