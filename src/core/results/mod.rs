//! Results: what came back for each request of a batch.
//!
//! - [`line`](mod@line): one line of an output or error file, read tolerantly
//! - [`conversation`]: request and answer as turns, the same for every endpoint
//! - [`facts`](mod@facts): what there is to know of a result beside its words
//! - [`leaf`]: a value within JSON: its path and its text
//! - [`highlight`]: where the words that are looked for stand in a text
//! - [`reader`]: a file as it comes, turned into blocks of rows
//! - [`index`]: all rows of a batch, their counts
//! - [`summary`]: what the table shows of a line, cheap enough for 50,000 of them
//! - [`desk`]: what the page and whoever reads for it say to each other
//! - [`pace`]: how fast a file comes
//! - [`query`]: which rows are shown, as a person writes it
//! - [`suggest`]: what could be typed next in a filter
//! - [`probe`]: looking a text or a JSON value up in all bytes
//! - [`evidence`]: what was looked up
//! - [`compare`]: two batches side by side
//! - [`facets`]: the values that rows have, counted; [`histogram`]: how a number is spread over them
//! - [`order`]: the order on screen
//! - [`columns`], [`keys`], [`snippet`]: what the table shows
//! - [`selection`]: which rows are chosen; [`sample`]: some of many
//! - [`export`]: chosen results as CSV, or as a report
//!
//! Within: `parse` (JSON, tolerantly), `failure` (the rule of success, errors of every shape), `block` (rows on
//! their way from the reader to the index).

pub mod bits;
mod block;
pub mod columns;
pub mod compare;
pub mod conversation;
pub mod desk;
pub mod evidence;
pub mod export;
pub mod facets;
pub mod facts;
mod failure;
pub mod highlight;
pub mod histogram;
pub mod index;
pub mod keys;
pub mod leaf;
pub mod line;
pub mod order;
pub mod pace;
mod parse;
pub mod probe;
pub mod query;
pub mod reader;
pub mod sample;
pub mod selection;
pub mod snippet;
pub mod suggest;
pub mod summary;
