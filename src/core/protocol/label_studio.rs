//! Label Studio's API as requests and answers (measured on Community 1.23.2).
//!
//! Trailing slashes matter: without one a request is dispatched twice and long URLs fail; only `/import`
//! must have none.
//!
//! - [`config`]: labeling configurations; [`tasks`]: tasks and predictions, looked up, imported and deleted
//! - [`judging`]: tasks as people judge them: read, annotated, marked

pub mod config;
pub mod judging;
mod pages;
pub mod tasks;

pub use pages::{batch_page, project_page, task_page};

use super::http::{Request, Response};
use serde::Deserialize;
use serde_json::Value;

/// `GET /api/version`: is this a Label Studio, and which one. Needs no token.
pub fn version(base: &str) -> Request {
    Request::get(format!("{base}/api/version"))
}

/// `GET /api/current-user/whoami`: whose token this is.
pub fn whoami(base: &str) -> Request {
    Request::get(format!("{base}/api/current-user/whoami"))
}

/// `GET /api/projects/`: one page of at most 100 projects, newest first, without their XML.
pub fn projects(base: &str, page: u32) -> Request {
    Request::get(format!("{base}/api/projects/?page={page}&page_size=100&include=id,title,task_number"))
}

/// `GET /api/projects/{id}/`: one project with its labeling config and its counters.
pub fn project(base: &str, id: u64) -> Request {
    Request::get(format!("{base}/api/projects/{id}/"))
}

/// What `/api/version` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Such as `1.23.2`.
    pub release: String,
    /// Community says so itself; anything else does not.
    pub community: bool,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Project {
    /// Its number.
    pub id: u64,
    /// Its title; may be empty.
    #[serde(default)]
    pub title: String,
    /// The labeling config; empty in lists.
    #[serde(default)]
    pub label_config: String,
    /// How many tasks it has.
    #[serde(default, rename = "task_number", deserialize_with = "null_is_zero")]
    pub tasks: u64,
    /// How many predictions they have.
    #[serde(default, rename = "total_predictions_number", deserialize_with = "null_is_zero")]
    pub predictions: u64,
    /// How many annotations they have.
    #[serde(default, rename = "total_annotations_number", deserialize_with = "null_is_zero")]
    pub annotations: u64,
}

/// One page of projects.
#[derive(Debug, Clone, Deserialize)]
pub struct ProjectPage {
    /// All projects, on all pages.
    pub count: u64,
    /// There is another page.
    pub next: Option<String>,
    /// This page.
    pub results: Vec<Project>,
}

fn null_is_zero<'de, D: serde::Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
    Option::<u64>::deserialize(input).map(Option::unwrap_or_default)
}

/// Reads `/api/version`; `None`: this is no Label Studio.
pub fn read_version(response: &Response) -> Option<Version> {
    let value: Value = serde_json::from_str(&response.body).ok()?;
    let community = value.get("label-studio-os-package").is_some();
    let release = value.get("release").and_then(Value::as_str)?;
    Some(Version { release: release.to_owned(), community })
}

/// Reads a project, a page of projects or an import's answer; `None`: the answer is not of that shape.
pub fn read<'a, T: Deserialize<'a>>(response: &'a Response) -> Option<T> {
    serde_json::from_str(&response.body).ok()
}

#[cfg(test)]
#[path = "label_studio_tests.rs"]
mod tests;
