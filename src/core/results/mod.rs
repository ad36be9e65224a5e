//! Results: what came back for each request of a batch.
//!
//! - [`line`](mod@line): one line of an output or error file, read tolerantly
//! - [`conversation`]: request and answer as turns, the same for every endpoint
//! - [`highlight`]: where the words that are looked for stand in a text
//! - [`index`]: all rows of a batch, their counts, a filter
//! - [`query`]: which rows are shown
//! - [`selection`]: which of them are chosen
//! - [`summary`]: what the table shows of a line, cheap enough for 50,000 of them
//!
//! Within: `parse` (JSON, tolerantly), `failure` (the rule of success, errors of every shape), `glance` (the
//! usual line, read without building a tree).

pub mod conversation;
mod failure;
mod glance;
pub mod highlight;
pub mod index;
pub mod line;
mod parse;
pub mod query;
pub mod selection;
pub mod summary;
