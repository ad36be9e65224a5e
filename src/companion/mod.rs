//! The native side: serves the page, passes the batch API on, or serves a folder as one.
//!
//! - [`cli`]: the command line and its exit codes; `run`: serve and watch, from start to stop; `config_file`: their options in a file
//! - `doctor`: what is wrong with a `.env` file
//! - `check`: what is wrong with labeling configurations; `map`: results as tasks, with a saved mapping
//! - `watch`: batches that are done are imported by themselves; `api`: what is answered of it
//! - `curation`: the API that the original's workers and pages call
//! - `push`: results into Label Studio, and out again; `ledger`: which batches were imported
//! - [`serve`]: the server: what answers which path, start and stop
//! - [`policy`]: the security headers of every answer; [`guard`], `key`: which requests are let in
//! - `label_studio`, `batch_api`: asked by the companion itself, by way of `outgoing`
//! - [`page`]: the page's files; [`about`]: what the page is told at its start
//! - [`proxy`]: `/v1/*` passed on to a batch API
//! - [`library`]: `/v1/*` answered here, from a [`folder`] or from the [`samples`]
//! - [`problem`]: an error as HTTP answer; [`etag`]: validators; `disk`, `clock`, `environment`: this machine's

pub mod about;
mod api;
mod batch_api;
mod check;
pub mod cli;
mod clock;
mod config_file;
mod curation;
mod disk;
mod doctor;
mod environment;
pub mod etag;
pub mod folder;
pub mod guard;
mod key;
mod label_studio;
mod ledger;
pub mod library;
mod map;
mod memory;
mod outgoing;
pub mod page;
pub mod policy;
pub mod problem;
pub mod proxy;
mod push;
mod run;
pub mod samples;
pub mod serve;
mod watch;

/// Runs the command line and returns its exit code: 0 ok, 1 failure, 2 wrong usage.
pub fn main() -> std::process::ExitCode {
    memory::give_back();
    cli::run()
}
