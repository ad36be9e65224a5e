//! Batch Curator: look at what a batch of LLM requests produced, choose what is worth a human's eye,
//! and put exactly that into Label Studio.
//!
//! The map of the house; a room imports only from rooms above it:
//! - [`core`]: what is decided. Pure: no DOM, no sockets, no clock, no randomness.
//! - `browser`: the web's edge: fetch, storage, clock, hash route.
//! - `state`: what the page knows: signals, memos, actions. No HTML.
//! - `ui`: what the page shows.
//! - `embed`: `mount()` and `<batch-curator>`, options and events.
//! - `companion`: the native server and commands, from the same core.

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod embed;
#[cfg(target_arch = "wasm32")]
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod ui;

#[cfg(not(target_arch = "wasm32"))]
pub mod companion;
