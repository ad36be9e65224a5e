//! The ledger: what was imported, what failed and why; retried on request.

use super::{Desk, parameter};
use crate::companion::clock::now;
use crate::companion::ledger::Ledger;
use crate::companion::problem::Problem;
use crate::core::imports::{Import, Imports, State as Stage};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Lines that are answered unless more are asked for, and at most.
const USUAL: u64 = 1_000;
const MOST: u64 = 10_000;

type Parameters = Query<HashMap<String, String>>;

/// The newest lines, how many there are of each state, and what the watcher does.
pub(super) async fn list(State(desk): State<Desk>, Query(wanted): Parameters) -> Result<Response, Problem> {
    let ledger = ledger(&desk)?;
    let limit = parameter(&wanted, "limit", USUAL, 1..=MOST)?;
    let imports = ledger.imports(u32::try_from(limit).unwrap_or(u32::MAX)).await.map_err(broken)?;
    let tally = ledger.tally().await.map_err(broken)?;
    let watcher = desk.watcher.as_ref().map(|board| board.now());
    let place = ledger.place().to_owned();
    Ok(fresh(&json!(Imports { data: imports, counts: tally, now: now(), watcher, ledger: place })))
}

/// One line.
pub(super) async fn one(
    State(desk): State<Desk>,
    Path(batch_id): Path<String>,
    Query(wanted): Parameters,
) -> Result<Response, Problem> {
    let import = found(ledger(&desk)?, &batch_id, wanted.get("source").map(String::as_str)).await?;
    Ok(fresh(&json!(import)))
}

/// A failed or skipped one is due now, and the watcher looks at once.
pub(super) async fn retry(
    State(desk): State<Desk>,
    Path(batch_id): Path<String>,
    Query(wanted): Parameters,
) -> Result<Response, Problem> {
    let ledger = ledger(&desk)?;
    let source = wanted.get("source").map(String::as_str);
    if !ledger.retry(source, &batch_id, now()).await.map_err(broken)? {
        let import = found(ledger, &batch_id, source).await?;
        let why = match import.state {
            Stage::Imported => "is imported: nothing is left to do. To send it once more, push it by hand",
            _ => "is being imported right now",
        };
        let message = format!("Batch {batch_id} {why}.");
        return Err(Problem::new(StatusCode::CONFLICT, "invalid_request_error", message));
    }
    if let Some(watcher) = &desk.watcher {
        watcher.wake();
    }
    let import = found(ledger, &batch_id, source).await?;
    Ok((StatusCode::ACCEPTED, fresh(&json!(import))).into_response())
}

/// A receipt, as `push` writes it.
pub(super) async fn receipt(State(desk): State<Desk>, Path(name): Path<String>) -> Result<Response, Problem> {
    let text = ledger(&desk)?.receipt(&name).await.map_err(broken)?;
    let text = text.ok_or_else(|| Problem::not_found(format!("There is no receipt {name:?} here.")))?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson"), (header::CACHE_CONTROL, "no-cache")], text)
        .into_response())
}

async fn found(ledger: &Ledger, batch_id: &str, source: Option<&str>) -> Result<Import, Problem> {
    let import = ledger.import(source, batch_id).await.map_err(broken)?;
    import.ok_or_else(|| Problem::not_found(format!("The ledger has no batch {batch_id:?}.")))
}

fn ledger(desk: &Desk) -> Result<&Ledger, Problem> {
    desk.ledger.as_ref().ok_or_else(|| {
        Problem::not_found("This companion keeps no ledger. Start it with `watch`, or with --ledger.")
    })
}

fn broken(why: String) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ledger_unreachable", why)
}

fn fresh(body: &Value) -> Response {
    ([(header::CACHE_CONTROL, "no-cache")], Json(body)).into_response()
}
