//! The labeling configuration: Label Studio's XML, read tolerantly, checked wholly, bound to real data.
//!
//! - [`span`], [`lexer`], [`tree`]: any text in, a tree with byte spans out, and what is wrong with its syntax
//! - [`tags`]: which tags and attributes there are
//! - [`diagnostic`], [`rules`]: what is wrong with a configuration, where, and how to mend it: [`check`]

pub mod diagnostic;
pub mod lexer;
pub mod span;
pub mod suggest;
pub mod tags;
pub mod tree;
