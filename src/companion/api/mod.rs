//! What the companion answers besides the page and the batches: its state, and the ledger of imports.
//!
//! - `ready`: `/health` and `/ready`; `metrics`: `/metrics`
//! - `imports`: `/api/imports` and `/api/receipts`; `hooks`: batch servers that say when something is done

mod body;
mod hooks;
mod imports;
mod metrics;
mod ready;

pub(super) use body::{Body, TaskId, number, parameter};
pub(super) use hooks::Secrets;
pub(super) use metrics::Metrics;

use super::curation::{self, Curation};
use super::label_studio::LabelStudio;
use super::ledger::Ledger;
use super::problem::Problem;
use super::proxy::target::Upstream;
use super::watch::board::Board;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use std::sync::Arc;

/// What there is to answer from. Each part may be missing.
#[derive(Clone, Default)]
pub(super) struct Desk {
    /// The batch API that is served.
    pub(super) batch_api: Option<Upstream>,
    /// Label Studio, with a token of the companion's own.
    pub(super) label_studio: Option<Arc<LabelStudio>>,
    /// The curation API.
    pub(super) curation: Option<Arc<Curation>>,
    /// The ledger of imports.
    pub(super) ledger: Option<Ledger>,
    /// The watcher that runs in this process.
    pub(super) watcher: Option<Arc<Board>>,
    /// What batch servers sign with.
    pub(super) secrets: Arc<Secrets>,
    /// What is counted.
    pub(super) metrics: Arc<Metrics>,
}

/// The routes. What is not there says so: nothing below `/api` is ever the page.
pub(super) fn routes(desk: Desk) -> Router {
    let curation = desk.curation.clone().map(curation::routes).unwrap_or_default();
    let readiness = Arc::new(ready::Readiness::new(desk.clone()));
    Router::new()
        .route("/health", get(ready::health))
        .route("/ready", get(ready::ready).with_state(readiness))
        .route("/metrics", get(metrics::answer).with_state(desk.clone()))
        .route("/openapi.json", get(document))
        .route("/api/imports", get(imports::list))
        .route("/api/imports/{batch_id}", get(imports::one))
        .route("/api/imports/{batch_id}/retry", post(imports::retry))
        .route("/api/receipts/{name}", get(imports::receipt))
        .route("/api/webhooks/batch", post(hooks::receive))
        .route("/api/{*rest}", any(nothing))
        .with_state(desk)
        .merge(curation)
        .method_not_allowed_fallback(wrong_method)
        .layer(map_response(in_one_shape))
}

/// Counts every answer.
pub(super) fn counted(router: Router, metrics: Arc<Metrics>) -> Router {
    router.layer(from_fn_with_state(metrics, metrics::count))
}

/// What the server's own parts refuse, such as a path that is no UTF-8, is said as everything else is.
async fn in_one_shape(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !status.is_client_error() || kind.starts_with("application/json") {
        return response;
    }
    let message = format!("The request cannot be read: {}.", status.canonical_reason().unwrap_or("refused"));
    Problem::new(status, "invalid_request_error", message).into_response()
}

/// What this API is, for programs: `openapi.json` beside this file.
async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], include_str!("openapi.json"))
        .into_response()
}

async fn nothing(State(desk): State<Desk>, Path(rest): Path<String>) -> Problem {
    let hint = if desk.curation.is_some() {
        ""
    } else {
        " The curation API needs --label-studio and a token of the companion's own in LABEL_STUDIO_API_KEY."
    };
    Problem::not_found(format!("There is nothing at /api/{rest}.{hint}"))
}

async fn wrong_method() -> Problem {
    use axum::http::StatusCode;
    let message = "This path does not answer to that method.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request_error", message)
}
