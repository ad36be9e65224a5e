//! `/v1/batches` and `/v1/files` answered here, read-only, from a folder or from the samples.
//!
//! - [`store`]: what there is, whoever keeps it
//! - [`paging`]: cursors that see everything once
//! - [`content`]: a file's bytes, whole or a range, as a stream

pub mod content;
pub mod paging;
pub mod store;

use super::problem::Problem;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use paging::{Order, Wanted};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use store::Store;

type Parameters = Query<HashMap<String, String>>;
type Shared = State<Arc<Store>>;

/// The routes below `/v1`.
pub fn routes(store: Arc<Store>) -> Router {
    Router::new()
        .route("/v1/batches", get(list_batches))
        .route("/v1/batches/{id}", get(one_batch))
        .route("/v1/files", get(list_files))
        .route("/v1/files/{id}", get(one_file))
        .route("/v1/files/{id}/content", get(file_content))
        .route("/v1/{*rest}", get(nothing))
        .method_not_allowed_fallback(read_only)
        .with_state(store)
}

async fn list_batches(State(store): Shared, Query(parameters): Parameters) -> Result<Response, Problem> {
    let wanted = Wanted::read(&parameters, 20, 100)?;
    let mut batches = store.catalog().await?.batches;
    batches.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| a.id.cmp(&b.id)));
    let page = paging::page(&batches, |batch| &batch.id, &wanted)?;
    let data = store.describe(page.items).await;
    Ok(envelope(&data, page.has_more))
}

async fn one_batch(State(store): Shared, Path(id): Path<String>) -> Result<Response, Problem> {
    let batches = store.catalog().await?.batches;
    let found = batches.iter().find(|batch| batch.id == id);
    let found =
        found.ok_or_else(|| Problem::not_found(format!("There is no batch with the id {id:?} here.")))?;
    let mut described = store.describe(std::slice::from_ref(found)).await;
    Ok(fresh(described.pop().unwrap_or_default()))
}

async fn list_files(State(store): Shared, Query(parameters): Parameters) -> Result<Response, Problem> {
    let wanted = Wanted::read(&parameters, 10_000, 10_000)?;
    let mut files = store.catalog().await?.files;
    if let Some(purpose) = parameters.get("purpose") {
        files.retain(|file| file.purpose == purpose);
    }
    files.sort_by(|a, b| b.created_at.cmp(&a.created_at).then_with(|| a.id.cmp(&b.id)));
    if wanted.order == Order::OldestFirst {
        files.reverse();
    }
    let page = paging::page(&files, |file| &file.id, &wanted)?;
    let data: Vec<Value> = page.items.iter().map(store::FileRecord::json).collect();
    Ok(envelope(&data, page.has_more))
}

async fn one_file(State(store): Shared, Path(id): Path<String>) -> Result<Response, Problem> {
    Ok(fresh(store.file(&id).await?.json()))
}

async fn file_content(
    State(store): Shared,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    content::answer(&store.file(&id).await?, &headers).await
}

async fn nothing(Path(rest): Path<String>) -> Problem {
    Problem::not_found(format!("There is nothing at /v1/{rest}: this server knows batches and files."))
}

async fn read_only() -> Problem {
    Problem::read_only("These batches and files")
}

fn envelope(data: &[Value], has_more: bool) -> Response {
    let id = |one: Option<&Value>| one.and_then(|one| one.get("id")).cloned();
    let (first, last) = (id(data.first()), id(data.last()));
    fresh(json!({
        "object": "list", "data": data, "first_id": first, "last_id": last, "has_more": has_more,
    }))
}

fn fresh(body: Value) -> Response {
    ([("cache-control", "no-cache")], Json(body)).into_response()
}
