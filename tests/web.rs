//! The page in a real browser: mounting, leaving nothing behind, options, the element, fields, long tables.
//!
//! `cargo test --target wasm32-unknown-unknown --test web`, with `CHROMEDRIVER` set.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "web/batches.rs"]
mod batches;
#[path = "web/choose.rs"]
mod choose;
#[path = "web/desk.rs"]
mod desk;
#[path = "web/element.rs"]
mod element;
#[path = "web/field.rs"]
mod field;
#[path = "web/mounting.rs"]
mod mounting;
#[path = "web/options.rs"]
mod options;
#[path = "web/prose.rs"]
mod prose;
#[path = "web/server.rs"]
mod server;
#[path = "web/support.rs"]
mod support;
#[path = "web/table.rs"]
mod table;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
