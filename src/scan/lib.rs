//! Bytes at speed: the loops that run over every byte of a results file. Pure, and without an allocation per line.
//!
//! - [`find`]: a text, literally or without regard to case

pub mod find;
