//! Tasks and their predictions: looked up, imported, completed, deleted (measured on Community 1.23.2).
//!
//! `include=` keeps answers small. Filters go as JSON in `query=`, which Label Studio decodes once more than it
//! should: a `%` in a batch's id would be read as the start of an escape, so it is sent as `%25`.

use super::super::http::{Method, Request, Response, encode};
use serde::Deserialize;
use serde_json::{Value, json};

/// The most tasks that one page of a lookup holds: 92 kB and under a second, measured.
pub const PAGE_SIZE: usize = 1_000;

/// What a lookup brings of each task, beside its id and the key in its `meta`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// How many predictions and annotations it has.
    Counts,
    /// The same, and what somebody made of it: annotations and drafts themselves. Label Studio's counters may stay
    /// behind for good where its database was locked (`SQLite`, right after an import).
    Work,
    /// The same as counts, and the predictions themselves.
    Predictions,
}

impl Detail {
    fn include(self) -> &'static str {
        match self {
            Self::Counts => "id,meta,total_predictions,total_annotations,cancelled_annotations",
            Self::Work => {
                "id,meta,total_predictions,total_annotations,cancelled_annotations,annotations,drafts&fields=all"
            }
            Self::Predictions => {
                "id,meta,total_predictions,total_annotations,cancelled_annotations,predictions&fields=all"
            }
        }
    }
}

/// `POST /api/projects/{id}/import`: tasks as a JSON array. All or nothing on a 400; anything after a
/// 5xx or no answer. `tasks` is the array's text.
pub fn import(base: &str, project: u64, tasks: String) -> Request {
    let mut request =
        Request::post(format!("{base}/api/projects/{project}/import?return_task_ids=true"), tasks);
    request.timeout_ms = 120_000;
    request
}

/// `GET /api/projects/{id}/imports/{n}/`: how far an import is that Label Studio does in the background.
pub fn import_state(base: &str, project: u64, import: u64) -> Request {
    Request::get(format!("{base}/api/projects/{project}/imports/{import}/"))
}

/// `POST /api/projects/{id}/import/predictions`: predictions of tasks that exist, as a JSON array's text.
pub fn import_predictions(base: &str, project: u64, predictions: String) -> Request {
    Request::post(format!("{base}/api/projects/{project}/import/predictions"), predictions)
}

/// `DELETE /api/predictions/{id}/`: one prediction.
pub fn delete_prediction(base: &str, prediction: u64) -> Request {
    Request { method: Method::Delete, ..Request::get(format!("{base}/api/predictions/{prediction}/")) }
}

/// `POST /api/dm/actions?id=delete_tasks`: deletes exactly these tasks; one that is gone is no error.
pub fn delete(base: &str, project: u64, tasks: &[u64]) -> Request {
    let body = json!({ "selectedItems": { "all": false, "included": tasks } }).to_string();
    Request::post(format!("{base}/api/dm/actions?id=delete_tasks&project={project}"), body)
}

/// `GET /api/tasks/`: the tasks of one batch, a page of [`PAGE_SIZE`] (from 1).
pub fn of_batch(base: &str, project: u64, batch_id: &str, page: usize, detail: Detail) -> Request {
    look_up(base, project, &json!([equal("batch_id", batch_id)]), page, detail)
}

/// The same for some results of a batch only; keep the list to about 200, since it travels in the URL.
pub fn of_results(
    base: &str,
    project: u64,
    batch_id: &str,
    custom_ids: &[&str],
    page: usize,
    detail: Detail,
) -> Request {
    let among = json!({
        "filter": "filter:tasks:data.custom_id", "operator": "in_list", "type": "List", "value": custom_ids,
    });
    look_up(base, project, &json!([equal("batch_id", batch_id), among]), page, detail)
}

/// The tasks with these ids, whatever they are of.
pub fn of_ids(base: &str, project: u64, ids: &[u64], detail: Detail) -> Request {
    look_up(base, project, &json!([among(ids)]), 1, detail)
}

/// How many of a batch's tasks there are, and the first `shown` of them: of those with these ids, or, without `ids`,
/// of all. A count costs a fifth of reading the tasks (measured).
pub fn count(base: &str, project: u64, batch_id: &str, ids: Option<&[u64]>, shown: usize) -> Request {
    let batch = equal("batch_id", batch_id);
    let items = ids.map_or_else(|| json!([batch]), |ids| json!([batch, among(ids)]));
    page_of(base, project, &items, 1, shown, Detail::Counts)
}

/// How many of the first of these numbers follow one another.
pub fn run(ids: &[u64]) -> usize {
    ids.iter().zip(ids.first().copied().unwrap_or_default()..).take_while(|(id, next)| **id == *next).count()
}

/// A run goes as its first and last: the URL stays short however many there are.
fn among(ids: &[u64]) -> Value {
    if let (Some(first), Some(last), true) = (ids.first(), ids.last(), run(ids) == ids.len()) {
        let value = json!({ "min": first, "max": last });
        return json!({ "filter": "filter:tasks:id", "operator": "in", "type": "Number", "value": value });
    }
    json!({ "filter": "filter:tasks:id", "operator": "in_list", "type": "List", "value": ids })
}

fn equal(column: &str, value: &str) -> Value {
    json!({
        "filter": format!("filter:tasks:data.{column}"), "operator": "equal", "type": "String", "value": value,
    })
}

fn look_up(base: &str, project: u64, items: &Value, page: usize, detail: Detail) -> Request {
    page_of(base, project, items, page, PAGE_SIZE, detail)
}

fn page_of(base: &str, project: u64, items: &Value, page: usize, size: usize, detail: Detail) -> Request {
    let query = json!({ "filters": { "conjunction": "and", "items": items } }).to_string();
    let mut request = Request::get(format!(
        "{base}/api/tasks/?project={project}&page={page}&page_size={size}&include={}&query={}",
        detail.include(),
        encode(&query.replace('%', "%25"))
    ));
    request.timeout_ms = 60_000;
    request
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
    /// Enterprise: nothing is done yet; ask [`import_state`] with this number.
    #[serde(default)]
    pub import: Option<u64>,
    /// Of an import in the background: `created`, `in_progress`, `failed`, `completed`.
    #[serde(default)]
    pub status: Option<String>,
    /// Why it failed.
    #[serde(default)]
    pub error: Option<String>,
}

/// One page of tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskPage {
    /// All tasks that match, on all pages.
    pub total: u64,
    /// The predictions of all of them, where the server says.
    pub predictions: Option<u64>,
    /// This page.
    pub tasks: Vec<Task>,
}

/// A task as a lookup shows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// Its number.
    pub id: u64,
    /// `meta.key`, if it has one.
    pub key: Option<String>,
    /// How many predictions it has.
    pub predictions: u64,
    /// How many annotations, skipped ones and drafts: whether somebody worked on it.
    pub worked: u64,
    /// The predictions, where they were asked for.
    pub held: Vec<Value>,
}

/// Reads a page of tasks; `None`: the answer is not of that shape. Some installations answer with a bare list.
pub fn read_page(response: &Response) -> Option<TaskPage> {
    let value: Value = serde_json::from_str(&response.body).ok()?;
    let list = value.get("tasks").unwrap_or(&value).as_array()?;
    let tasks = list.iter().filter_map(read_task).collect::<Vec<_>>();
    let total = value.get("total").and_then(Value::as_u64).unwrap_or(tasks.len() as u64);
    let predictions = value.get("total_predictions").and_then(Value::as_u64);
    Some(TaskPage { total, predictions, tasks })
}

fn read_task(task: &Value) -> Option<Task> {
    let number = |name: &str| task.get(name).and_then(Value::as_u64).unwrap_or_default();
    let list = |name: &str| task.get(name).and_then(Value::as_array);
    let length = |name: &str| list(name).map_or(0, |list| list.len() as u64);
    Some(Task {
        id: task.get("id")?.as_u64()?,
        key: task.pointer("/meta/key").and_then(Value::as_str).map(str::to_owned),
        predictions: number("total_predictions"),
        // The list holds skipped ones too.
        worked: (number("total_annotations") + number("cancelled_annotations")).max(length("annotations"))
            + length("drafts"),
        held: list("predictions").cloned().unwrap_or_default(),
    })
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
#[path = "tasks_tests.rs"]
mod tests;
