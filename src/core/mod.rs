//! What is decided, without doing it: no DOM, no sockets, no clock, no randomness.
//!
//! Edges (the page, the companion) perform what these modules ask for and hand back what came of it,
//! so that both behave alike and everything hard is tested in milliseconds.

pub mod batch;
pub mod curation;
pub mod diff;
pub mod imports;
pub mod jsonl;
pub mod labeling;
pub mod mapping;
pub mod markdown;
pub mod opening;
pub mod origin;
pub mod protocol;
pub mod push;
pub mod results;
pub mod route;
pub mod spoken;
pub mod text;
pub mod window;
