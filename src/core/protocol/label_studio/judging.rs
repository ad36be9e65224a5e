//! Tasks as people judge them: read whole, annotated, marked.

use super::super::http::{Method, Request};
use serde_json::{Map, Value, json};

/// `GET /api/tasks/{id}/`: one task with its annotations and predictions.
pub fn task(base: &str, id: u64) -> Request {
    Request::get(format!("{base}/api/tasks/{id}/"))
}

/// `GET /api/tasks/`: a page of a project's tasks, oldest first, with annotations and predictions. Pages count from 1;
/// one behind the last is a 404.
pub fn page(base: &str, project: u64, page: u64, size: u64) -> Request {
    let url = format!("{base}/api/tasks/?project={project}&page={page}&page_size={size}&fields=all");
    Request { timeout_ms: 120_000, ..Request::get(url) }
}

/// `PATCH /api/tasks/{id}/`: another `meta`. It replaces the old one whole: give it the old one with what is new.
pub fn put_meta(base: &str, id: u64, meta: &Map<String, Value>) -> Request {
    Request::patch(format!("{base}/api/tasks/{id}/"), json!({ "meta": meta }).to_string())
}

/// `POST /api/tasks/{id}/annotations/`: a person's answers, as regions; `seconds`: how long it took.
pub fn annotate(base: &str, id: u64, result: &[Value], seconds: Option<f64>) -> Request {
    let mut body = json!({ "result": result });
    if let (Some(seconds), Some(body)) = (seconds, body.as_object_mut()) {
        body.insert("lead_time".to_owned(), seconds.into());
    }
    Request::post(format!("{base}/api/tasks/{id}/annotations/"), body.to_string())
}

/// `GET /api/projects/`: one page of at most 100 projects, newest first, with their descriptions.
pub fn projects(base: &str, page: u32) -> Request {
    Request::get(format!("{base}/api/projects/?page={page}&page_size=100&include=id,title,description"))
}

/// `DELETE /api/projects/{id}/`.
pub fn delete_project(base: &str, id: u64) -> Request {
    Request { method: Method::Delete, ..Request::get(format!("{base}/api/projects/{id}/")) }
}
