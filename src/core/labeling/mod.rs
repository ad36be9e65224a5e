//! The labeling configuration: Label Studio's XML, read tolerantly, checked wholly, bound to real data.
//!
//! - [`span`], [`lexer`], [`tree`]: any text in, a tree with byte spans out, and what is wrong with its syntax
//! - [`tags`]: which tags and attributes there are
//! - [`diagnostic`], [`check`](mod@check): what is wrong with a configuration, where, and how to mend it
//! - [`variables`](mod@variables), [`bind`], [`import`]: what a task must carry, what the editor shows of it,
//!   what the import says of it
//! - [`options`](mod@options): what a control offers to choose from
//! - [`mend`]: what can be mended without asking
//! - [`prediction`]: what SDK and editor have against a prediction
//! - [`preview`](mod@preview): what the annotator will see
//! - [`answers`]: what an annotator answers there, and the result that comes of it
//! - [`migration`]: what becomes of answers when a configuration takes the place of another
//! - [`complete`](mod@complete), [`hover`](mod@hover), [`format`](mod@format): help while one is written
//! - [`sample`]: a task to look at it with
//! - [`schema`]: what an LLM is to answer so that it can be taken over
//! - [`templates`]: configurations to start from

pub mod answers;
pub mod bind;
pub mod check;
pub mod complete;
pub mod diagnostic;
pub mod format;
pub mod hover;
pub mod import;
pub mod lexer;
pub mod mend;
pub mod migration;
pub mod options;
pub mod prediction;
pub mod preview;
mod rules;
pub mod sample;
pub mod schema;
pub mod span;
pub mod suggest;
pub mod tags;
pub mod templates;
pub mod tree;
pub mod variables;

pub use check::{Report, check};
pub use diagnostic::{Diagnostic, Fix, Severity};
pub use import::import_check;
pub use migration::Migration;
pub use preview::preview;
pub use sample::{Sample, sample_task};
pub use templates::{TEMPLATES, Template, template};
pub use tree::Document;
pub use variables::{ValueKind, Variable, variables};
