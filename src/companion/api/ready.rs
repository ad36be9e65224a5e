//! Whether it lives, and whether everything that it needs answers.

use super::Desk;
use crate::companion::batch_api::BatchApi;
use crate::companion::key::Stranger;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// No part may take longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// However often it is asked, the parts are asked no more often than this.
const FRESH: Duration = Duration::from_secs(2);

/// The parts, and what they said last.
pub(super) struct Readiness {
    desk: Desk,
    last: Mutex<Option<(Instant, Value, bool)>>,
}

/// `GET /health`: the process answers.
pub(super) async fn health() -> Response {
    let body = json!({"status": "healthy", "service": "batch-curator", "version": env!("CARGO_PKG_VERSION")});
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// `GET /ready`: 200, or 503 with the parts that fail and why.
pub(super) async fn ready(
    State(readiness): State<Arc<Readiness>>,
    stranger: Option<Extension<Stranger>>,
) -> Response {
    let (mut body, ready) = readiness.answer().await;
    if stranger.is_some() {
        hide(&mut body);
    }
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// Which parts fail stays; why names addresses.
fn hide(body: &mut Value) {
    let parts = body.get_mut("parts").and_then(Value::as_object_mut);
    for part in parts.into_iter().flat_map(|parts| parts.values_mut()) {
        let ok = part.get("ok").cloned().unwrap_or_default();
        *part = json!({ "ok": ok });
    }
}

impl Readiness {
    pub(super) fn new(desk: Desk) -> Self {
        Self { desk, last: Mutex::new(None) }
    }

    async fn answer(&self) -> (Value, bool) {
        let mut last = self.last.lock().await;
        if let Some((at, body, ready)) = last.as_ref()
            && at.elapsed() < FRESH
        {
            return (body.clone(), *ready);
        }
        let (batch_api, label_studio, ledger) =
            tokio::join!(within(self.batch_api()), within(self.label_studio()), within(self.ledger()));
        let mut parts = Map::new();
        let mut ready = true;
        for (name, verdict) in [("batch_api", batch_api), ("label_studio", label_studio), ("ledger", ledger)]
        {
            let Some(verdict) = verdict else { continue };
            ready &= verdict.is_ok();
            let said = verdict.unwrap_or_else(|why| json!({"ok": false, "reason": why}));
            parts.insert(name.to_owned(), said);
        }
        let body = json!({"status": if ready { "ready" } else { "not ready" }, "parts": parts});
        *last = Some((Instant::now(), body.clone(), ready));
        (body, ready)
    }

    async fn batch_api(&self) -> Option<Result<Value, String>> {
        let upstream = self.desk.batch_api.as_ref()?;
        let asked = async {
            BatchApi::new(upstream)?.list(|_| true).await?;
            Ok(json!({"ok": true}))
        };
        Some(asked.await)
    }

    /// The address and the token at once: who does it say that the token is of?
    async fn label_studio(&self) -> Option<Result<Value, String>> {
        let to = self.desk.label_studio.as_ref()?;
        let asked = async {
            let (mut client, _) = to.client()?;
            client.whoami().await?;
            Ok(json!({"ok": true}))
        };
        Some(asked.await)
    }

    /// The ledger, and how many imports failed: those are loud here too, but another instance would not do better.
    async fn ledger(&self) -> Option<Result<Value, String>> {
        let ledger = self.desk.ledger.as_ref()?;
        let asked = async {
            let counts = ledger.tally().await?;
            let fault = self.desk.watcher.as_ref().and_then(|board| board.now().fault);
            Ok(json!({"ok": true, "failed_imports": counts.failed, "watcher_fault": fault}))
        };
        Some(asked.await)
    }
}

async fn within(part: impl Future<Output = Option<Result<Value, String>>>) -> Option<Result<Value, String>> {
    let late = || Some(Err(format!("No answer within {} seconds.", PATIENCE.as_secs())));
    tokio::time::timeout(PATIENCE, part).await.unwrap_or_else(|_| late())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_key_is_told_which_part_fails_and_no_more() {
        let mut body = json!({"status": "not ready", "parts": {
            "label_studio": {"ok": false, "reason": "no answer from 10.0.0.7:8080"},
            "ledger": {"ok": true, "failed_imports": 2, "watcher_fault": "x"},
        }});
        hide(&mut body);
        let parts = json!({"label_studio": {"ok": false}, "ledger": {"ok": true}});
        assert_eq!(body, json!({"status": "not ready", "parts": parts}));
    }
}
