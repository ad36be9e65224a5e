//! What the page knows: signals, memos and the methods that change them. No HTML.
//!
//! [`App`] is the whole of it, a `Copy` struct of signals provided by context. Each step keeps its own state
//! in its own file, as a `Copy` struct too, and is a field of [`App`]: to add one, add the file, the field,
//! and a line in `App::new`. Views call methods; they never set another file's signals.

pub mod app;
pub mod batches;
pub mod companion;
pub mod connection;
pub mod hosted;
pub mod labeling;
pub mod live;
pub mod outward;
pub mod preview;
pub mod problem;
pub mod push;
pub mod results;
pub mod settings;
pub mod watcher;

pub use app::App;
pub use problem::Problem;
