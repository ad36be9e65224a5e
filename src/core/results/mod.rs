//! Results: what came back for each request of a batch.
//!
//! - [`line`](mod@line): one line of an output or error file, read tolerantly
//! - [`columns`]: which columns the table has
//! - [`conversation`]: request and answer as turns, the same for every endpoint
//! - [`reader`]: a file as it comes, turned into blocks of rows
//! - [`index`]: all rows of a batch, their counts
//! - [`query`]: which rows are shown
//! - [`selection`]: which of them are chosen
//! - [`snippet`]: the part of a text that a cell shows
//! - [`suggest`]: what could be typed next in a filter
//! - [`summary`]: what the table shows of a line, cheap enough for 50,000 of them
//!
//! Within: `parse` (JSON, tolerantly), `failure` (the rule of success, errors of every shape), `glance` (the
//! usual line, read without building a tree).

pub mod columns;
mod block;
pub mod conversation;
mod failure;
mod glance;
pub mod index;
pub mod line;
mod parse;
pub mod query;
pub mod reader;
pub mod selection;
pub mod snippet;
pub mod suggest;
pub mod summary;
