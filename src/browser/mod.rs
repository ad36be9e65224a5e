//! The web's edge, thin: what the page can only do through the browser.
//!
//! - [`fetch`]: performs the requests of `core::protocol`. The only file that speaks HTTP
//! - [`editor`]: the XML editor, fetched when it is needed
//! - [`stream`]: a body, chunk by chunk
//! - [`desk`]: who reads, keeps and searches the bytes of results: a worker, or this thread
//! - [`clock`]: now, and waiting
//! - [`route`]: the hash of the address
//! - [`storage`]: the few things that a page may remember; [`documents`]: journals and receipts
//! - [`locks`]: what two tabs must not do at the same time
//! - [`files`]: downloads and the clipboard
//! - [`hook`]: functions that the host page gave
//! - [`inert`]: HTML that does nothing
//! - [`listen`]: event listeners that end with their owner
//! - [`marking`]: what is selected of a text, and places in it as nodes
//! - [`scoped`]: a style sheet that reaches one part of the page only
//! - [`timing`]: the page's own times

pub mod clock;
pub mod desk;
pub mod documents;
pub mod editor;
pub mod fetch;
pub mod files;
pub mod hook;
pub mod inert;
pub mod listen;
pub mod locks;
pub mod marking;
pub mod route;
pub mod scoped;
pub mod storage;
pub mod stream;
pub mod timing;
