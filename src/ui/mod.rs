//! What the page shows. Views read [`crate::state::App`] and call its methods; none of them asks a server.
//!
//! - [`app`]: the shell and its keys
//! - [`header`]: brand, trail, connection, theme
//! - [`mod@drop`]: files dragged onto the page
//! - [`batches`], [`results`], [`labeling`], [`push`]: the four steps
//! - [`watcher`]: what the companion imports by itself
//! - [`later`]: the steps whose code the page fetches after its first paint
//! - [`preview`]: the labeling preview without the page around it
//! - [`sheet`]: what all of it looks like
//! - [`kit`]: the parts that they are built from

pub mod app;
pub mod batches;
pub mod drop;
pub mod header;
pub mod keys;
pub mod kit;
pub mod labeling;
pub mod later;
pub mod preview;
pub mod push;
pub mod results;
pub mod sheet;
pub mod watcher;
