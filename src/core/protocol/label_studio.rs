//! Label Studio's API as requests and answers (measured on Community 1.23.2).
//!
//! Trailing slashes matter: without one a request is dispatched twice and long URLs fail; only `/import`
//! must have none. `include=` keeps answers small. Filters go as URL-encoded JSON in `query=`.

pub mod config;

use super::http::{Request, Response, encode};
use serde::Deserialize;
use serde_json::{Value, json};

/// The most tasks that one page of [`tasks_of_batch`] holds: 92 kB and under a second, measured.
pub const PAGE_SIZE: usize = 1_000;

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

/// `POST /api/projects/{id}/import`: tasks as a JSON array. All or nothing on a 400; anything after a
/// 5xx or no answer. `tasks` is the array's text.
pub fn import(base: &str, project: u64, tasks: String) -> Request {
    let mut request =
        Request::post(format!("{base}/api/projects/{project}/import?return_task_ids=true"), tasks);
    request.timeout_ms = 120_000;
    request
}

/// `GET /api/tasks/`: ids and `meta` of the tasks of one batch, a page of [`PAGE_SIZE`] (from 1).
pub fn tasks_of_batch(base: &str, project: u64, batch_id: &str, page: usize) -> Request {
    let filter = json!([equal("batch_id", batch_id)]);
    tasks(base, project, &filter, page)
}

/// The same for some results of a batch only; keep the list to about 200, since it travels in the URL.
pub fn tasks_of_results(base: &str, project: u64, batch_id: &str, custom_ids: &[&str]) -> Request {
    let among = json!({
        "filter": "filter:tasks:data.custom_id", "operator": "in_list", "type": "List", "value": custom_ids,
    });
    tasks(base, project, &json!([equal("batch_id", batch_id), among]), 1)
}

fn equal(column: &str, value: &str) -> Value {
    json!({
        "filter": format!("filter:tasks:data.{column}"), "operator": "equal", "type": "String", "value": value,
    })
}

fn tasks(base: &str, project: u64, items: &Value, page: usize) -> Request {
    let query = json!({ "filters": { "conjunction": "and", "items": items } }).to_string();
    let mut request = Request::get(format!(
        "{base}/api/tasks/?project={project}&page={page}&page_size={PAGE_SIZE}&include=id,meta&query={}",
        encode(&query)
    ));
    request.timeout_ms = 60_000;
    request
}

/// Where people see a project's tasks.
pub fn project_page(base: &str, project: u64) -> String {
    format!("{base}/projects/{project}/data")
}

/// Where people see one task.
pub fn task_page(base: &str, project: u64, task: u64) -> String {
    format!("{base}/projects/{project}/data?task={task}")
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

/// What an import says it did. Not a proof: compare it with what was sent, and read back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Imported {
    /// Tasks created.
    #[serde(default)]
    pub task_count: u64,
    /// Predictions created.
    #[serde(default)]
    pub prediction_count: u64,
    /// Their ids, in the order sent.
    #[serde(default)]
    pub task_ids: Vec<u64>,
}

/// One page of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPage {
    /// All tasks that match, on all pages.
    pub total: u64,
    /// Task id and the key in its `meta`, for the tasks that have one.
    pub tasks: Vec<(u64, Option<String>)>,
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

/// Reads a page of tasks. Some installations answer with a bare list.
pub fn read_tasks(response: &Response) -> Option<TaskPage> {
    let value: Value = serde_json::from_str(&response.body).ok()?;
    let list = value.get("tasks").unwrap_or(&value).as_array()?;
    let tasks = list
        .iter()
        .filter_map(|task| {
            let key = task.pointer("/meta/key").and_then(Value::as_str).map(str::to_owned);
            Some((task.get("id")?.as_u64()?, key))
        })
        .collect::<Vec<_>>();
    let total = value.get("total").and_then(Value::as_u64).unwrap_or(tasks.len() as u64);
    Some(TaskPage { total, tasks })
}

/// What a 400 of an import says of single tasks: their place in the request (from 0) and the reason.
///
/// The server writes `Error at item 3: … [assume: …] :: {the whole task}`; only the reason is kept.
pub fn item_errors(response: &Response) -> Vec<(usize, String)> {
    let Ok(value) = serde_json::from_str::<Value>(&response.body) else { return Vec::new() };
    let lists = value.get("validation_errors").and_then(Value::as_object);
    let texts = lists.into_iter().flat_map(|o| o.values()).filter_map(Value::as_array).flatten();
    texts.filter_map(Value::as_str).filter_map(item_error).collect()
}

fn item_error(text: &str) -> Option<(usize, String)> {
    let (_, rest) = text.split_once("at item ")?;
    let (number, reason) = rest.split_once(": ")?;
    let reason = reason.split(" :: ").next().unwrap_or(reason);
    let reason = reason.split(" [assume:").next().unwrap_or(reason);
    Some((number.trim().parse().ok()?, reason.trim().to_owned()))
}

#[cfg(test)]
#[path = "label_studio_tests.rs"]
mod tests;
