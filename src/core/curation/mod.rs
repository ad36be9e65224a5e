//! Task schemas: what a kind of task shows and asks, as the curation API of the original has it.
//!
//! - [`schema`]: the file, read and checked; [`built_in`]: the templates as schemas
//! - [`config`]: the labeling configuration that a schema comes to
//! - [`prompt`]: what an LLM is told so that its answers fit; [`examples`]: judged tasks as examples for training

pub mod built_in;
pub mod config;
pub mod examples;
pub mod prompt;
pub mod schema;

pub use schema::{DataSource, Question, Schema};
