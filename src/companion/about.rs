//! `GET /companion.json`: what the page is told at its start.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// What this companion serves. No secrets.
#[derive(Debug, Clone, Serialize)]
pub struct About {
    /// Always `batch-curator`.
    pub name: &'static str,
    /// Of the package.
    pub version: &'static str,
    /// Where the batches come from: `samples`, `folder` or `api`.
    pub batches: &'static str,
    /// The folder as it was given, or the batch API's host and port; empty for the samples.
    pub source: String,
    /// The address that the page offers for Label Studio.
    pub label_studio: Option<String>,
    /// Whether there is a ledger of imports: `/api/imports`.
    pub ledger: bool,
}

/// Answers with it.
pub async fn answer(State(about): State<Arc<About>>) -> Response {
    ([(CACHE_CONTROL, "no-cache")], Json(&*about)).into_response()
}
