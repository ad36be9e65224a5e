//! Push: every selected result ends as exactly one task, or as a row of the receipt that says why not.
//!
//! - [`key`](mod@key): the stable name of a result inside Label Studio
//! - [`plan`]: what is new, already there, or not sendable; in which chunks it goes
//! - [`machine`]: the push itself, without doing it: ask it what to send, tell it what came back
//! - [`pace`]: how much goes into a request, how long to wait; [`predictions`]: which of them a task lacks
//! - [`journal`]: what an interrupted push is resumed from
//! - [`receipt`]: what became of each result; [`undo`]: the tasks of a receipt, deleted again

pub mod journal;
pub mod key;
pub mod machine;
pub mod pace;
pub mod plan;
pub mod predictions;
pub mod receipt;
pub mod undo;
