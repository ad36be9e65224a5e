//! Bytes at speed: the loops that run over every byte of a results file. Pure, and without an allocation per line.
//!
//! - [`find`]: a text, literally or without regard to case
//! - [`seek`]: which lines say a text, within the strings that [`scope`] finds worth a look
//! - [`skim`]: what the table shows of a usual line
//! - [`json`]: strict JSON, walked and not built; [`text`]: a text in it
//! - [`hash`]: a number for a text
//! - [`rows`]: what was skimmed, on its way to the table
//! - [`block`]: bytes in less room

pub mod block;
pub mod find;
pub mod hash;
pub mod json;
pub mod rows;
pub mod scope;
pub mod seek;
pub mod skim;
pub mod text;
