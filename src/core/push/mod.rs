//! Push: every selected result ends as exactly one task, or as a row of the receipt that says why not.
//!
//! - [`key`](mod@key): the stable name of a result inside Label Studio
//! - [`plan`]: what is new, already there, or not sendable; in which chunks it goes
//! - [`machine`]: the push itself, without doing it: ask it what to send, tell it what came back
//! - [`receipt`]: what became of each result

pub mod key;
pub mod machine;
pub mod plan;
pub mod receipt;
