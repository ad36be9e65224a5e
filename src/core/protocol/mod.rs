//! HTTP as values: what to ask, and what an answer means. Edges send and bring back.
//!
//! - [`connection`](mod@connection): which of address, CORS, token, permission or project fails
//! - [`http`]: a request, a response, and what can go wrong between them
//! - [`error`](mod@error): what a server's error body says, whatever its shape
//! - [`address`](mod@address): an address as people paste it
//! - [`batch_api`]: batches and files of an OpenAI-compatible server
//! - [`label_studio`]: projects, tasks and imports
//! - [`token`]: what kind of token this is, and what to send for it

pub mod address;
pub mod batch_api;
pub mod connection;
pub mod error;
pub mod http;
pub mod label_studio;
pub mod token;
