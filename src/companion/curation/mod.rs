//! The curation API: the original's paths and bodies, over the same core as the page and `push`.
//!
//! - `schemas`: kinds of tasks, built in and from a folder; `projects`: the project of each, in Label Studio
//! - `import`: results, or one task, exactly once, by way of files (`work`); `tasks`: tasks read, marked, annotated
//! - `export`: judged tasks as examples, and how many there are

mod export;
mod import;
mod projects;
pub(super) mod schemas;
mod tasks;
mod work;

use super::label_studio::LabelStudio;
use super::label_studio::client::Client;
use super::ledger::Ledger;
use super::problem::Problem;
use crate::core::curation::Schema;
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Request, Response};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use schemas::Schemas;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The largest body of an import: a batch has at most 200 MB of results.
const IMPORT: usize = 256 * 1024 * 1024;
/// The largest body of anything else.
const USUAL: usize = 4 * 1024 * 1024;

/// What the API works with.
pub(super) struct Curation {
    to: Arc<LabelStudio>,
    schemas: Schemas,
    /// Where receipts are kept; without one, below this user's state folder.
    ledger: Option<Ledger>,
    /// By schema, the project that was found for it.
    projects: Mutex<HashMap<String, u64>>,
    /// Label Studio loses predictions when two write at once: one import after the other.
    importing: Mutex<()>,
}

impl Curation {
    pub(super) fn new(to: Arc<LabelStudio>, schemas: Schemas, ledger: Option<Ledger>) -> Self {
        Self { to, schemas, ledger, projects: Mutex::default(), importing: Mutex::new(()) }
    }

    pub(super) fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    fn client(&self) -> Result<Client, Problem> {
        self.to.client().map(|(client, _)| client).map_err(unreachable)
    }

    fn schema(&self, id: &str) -> Result<&Schema, Problem> {
        self.schemas.get(id).ok_or_else(|| {
            let known: Vec<&str> = self.schemas.all().iter().map(|schema| schema.id.as_str()).collect();
            Problem::not_found(format!("Unknown schema type {id:?}. There are: {}.", known.join(", ")))
        })
    }
}

/// The routes below `/api`.
pub(super) fn routes(curation: Arc<Curation>) -> Router {
    Router::new()
        .route("/api/schemas", get(schemas::list))
        .route("/api/schemas/{id}", get(schemas::one))
        .route("/api/schemas/{id}/prompt", get(schemas::prompt))
        .route("/api/tasks", get(tasks::list).post(import::task))
        .route("/api/tasks/bulk-import", post(import::bulk).layer(DefaultBodyLimit::max(IMPORT)))
        .route("/api/tasks/bulk-gold-star", post(tasks::bulk_gold_star))
        .route("/api/tasks/{id}", get(tasks::one))
        .route("/api/tasks/{id}/gold-star", post(tasks::gold_star))
        .route("/api/annotations", post(tasks::annotate))
        .route("/api/export", post(export::export))
        .route("/api/stats", get(export::stats))
        .layer(DefaultBodyLimit::max(USUAL))
        .with_state(curation)
}

/// Asks Label Studio, whose address the request is made of, and reads the JSON that it answers.
async fn asked(
    client: &mut Client,
    request: impl FnOnce(&str) -> Request,
    what: &str,
) -> Result<Value, Problem> {
    let request = request(client.base());
    let response = client.call(request).await.map_err(|none| unreachable(format!("{none}.")))?;
    if !response.ok() {
        return Err(refused(&response, what));
    }
    serde_json::from_str(&response.body)
        .map_err(|error| unreachable(format!("Label Studio's answer is no JSON: {error}.")))
}

/// Label Studio's refusal: its own 4xx where the request is at fault, else a 502.
fn refused(response: &Response, what: &str) -> Problem {
    let said = explain(response.status, &response.body);
    let said = said.trim_end_matches('.');
    match response.status {
        404 => Problem::not_found(format!("Label Studio has no such {what}: {said}.")),
        400 | 422 => Problem::invalid("body", format!("Label Studio refuses it: {said}.")),
        401 | 403 => Problem::new(
            StatusCode::BAD_GATEWAY,
            "token_refused",
            format!("Label Studio refuses the companion's token: {said}. `batch-curator doctor` tells more."),
        ),
        _ => Problem::new(StatusCode::BAD_GATEWAY, "label_studio_failed", format!("Label Studio: {said}.")),
    }
}

fn unreachable(why: String) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "label_studio_unreachable", why)
}
