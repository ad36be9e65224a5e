//! Chosen results, to be kept or passed on. JSON lines need nothing here: they are the lines as they were.
//!
//! - [`csv`](mod@csv): columns of one's choice
//! - [`markdown`]: a report for people

pub mod csv;
pub mod markdown;
