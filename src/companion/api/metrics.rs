//! `GET /metrics`: for Prometheus, in its text format.

use super::Desk;
use crate::companion::problem::Problem;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::time::Instant;

/// Requests of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    /// The route, such as `/v1/{*rest}`, never the path: ids would make a series each.
    route: String,
    method: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct In {
    state: &'static str,
}

/// What is counted while the companion runs.
pub(in crate::companion) struct Metrics {
    requests: Family<Asked, Counter>,
    /// Until the answer begins.
    seconds: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { requests: Family::default(), seconds: Histogram::new(exponential_buckets(0.001, 4.0, 8)) }
    }
}

/// Counts a request by its route.
pub(super) async fn count(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("page", MatchedPath::as_str).to_owned();
    let method = request.method().as_str();
    let known = ["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"];
    let method = known.into_iter().find(|known| *known == method).unwrap_or("other").to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    metrics.requests.get_or_create(&Asked { route, method, status }).inc();
    metrics.seconds.observe(begun.elapsed().as_secs_f64());
    response
}

pub(super) async fn answer(State(desk): State<Desk>) -> Result<Response, Problem> {
    let text = written(&desk)
        .await
        .map_err(|why| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "metrics_unavailable", why))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

async fn written(desk: &Desk) -> Result<String, String> {
    let mut registry = Registry::with_prefix("batch_curator");
    let metrics = &desk.metrics;
    registry.register("requests", "Requests answered", metrics.requests.clone());
    registry.register_with_unit(
        "request_duration",
        "Until an answer begins",
        Unit::Seconds,
        metrics.seconds.clone(),
    );
    if let Some(ledger) = &desk.ledger {
        let up = Gauge::<i64>::default();
        registry.register("ledger_up", "Whether the ledger answers", up.clone());
        // A ledger that is down must not hide everything else.
        if let Ok(counts) = ledger.tally().await {
            up.set(1);
            let imports = Family::<In, Gauge>::default();
            for (state, many) in [
                ("pending", counts.pending),
                ("importing", counts.importing),
                ("imported", counts.imported),
                ("failed", counts.failed),
                ("skipped", counts.skipped),
            ] {
                imports.get_or_create(&In { state }).set(gauge(many));
            }
            registry.register("imports", "Batches in the ledger, by state", imports);
            let tasks = Gauge::<i64>::default();
            tasks.set(gauge(counts.tasks));
            registry.register(
                "imported_tasks",
                "Results of these batches that have a task, read back",
                tasks,
            );
        }
    }
    if let Some(watcher) = &desk.watcher {
        let now = watcher.now();
        let up = Gauge::<i64>::default();
        up.set(i64::from(now.fault.is_none()));
        registry.register("watcher_up", "Whether the watcher's last look worked", up);
        let looked = Gauge::<i64>::default();
        looked.set(now.looked_at.unwrap_or_default());
        registry.register_with_unit(
            "watcher_looked",
            "When it last looked, Unix time",
            Unit::Seconds,
            looked,
        );
    }
    let mut text = String::new();
    encode(&mut text, &registry).map_err(|error| format!("The metrics cannot be written: {error}."))?;
    Ok(text)
}

fn gauge(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
