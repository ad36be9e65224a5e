//! The files of one import.

use crate::companion::clock::now_nanos;
use crate::companion::disk::state_folder;
use crate::companion::map::read::Files;
use crate::companion::problem::Problem;
use axum::http::StatusCode;
use serde_json::Value;
use serde_json::value::RawValue;
use std::path::PathBuf;

/// The files of one import, gone with it: what was sent is found again in Label Studio.
pub(super) struct Work(PathBuf);

impl Work {
    pub(super) fn new(results: &[Box<RawValue>]) -> Result<Self, Problem> {
        let folder = state_folder().map_err(|why| broken(&why))?;
        let folder = folder.join(format!("imported-{}-{}", std::process::id(), now_nanos()));
        let fault =
            |error: std::io::Error| broken(&format!("{} cannot be written: {error}", folder.display()));
        std::fs::create_dir_all(&folder).map_err(fault)?;
        let work = Self(folder.clone());
        let mut text = String::new();
        for result in results {
            let raw = result.get();
            if raw.contains(['\n', '\r']) {
                let value: Value = serde_json::from_str(raw).map_err(|error| broken(&error.to_string()))?;
                text += &value.to_string();
            } else {
                text += raw;
            }
            text.push('\n');
        }
        std::fs::write(folder.join("results.jsonl"), text).map_err(fault)?;
        Ok(work)
    }

    pub(super) fn files(&self) -> Files {
        Files { results: self.0.join("results.jsonl"), input: None, batch: None }
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal.jsonl")
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Something of this machine's own failed.
pub(super) fn broken(why: &str) -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", format!("{why}."))
}
