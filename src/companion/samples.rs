//! The built-in sample set: batches of different tasks, written from a seed, always the same words.
//!
//! Times are relative to the start, so that the page looks like last week's work. Each module writes one task:
//! [`support`], [`invoices`], [`tickets`], [`advice`], [`reviews`] (all failed), [`contracts`] (what goes wrong).

pub mod advice;
pub mod contracts;
pub mod grammar;
pub mod invoices;
pub mod reviews;
pub mod rng;
pub mod sheet;
pub mod support;
pub mod tickets;
pub mod words;
pub mod write;

use super::library::store::{BatchRecord, Catalog, Detail, FileRecord, Place};
use super::problem::Problem;
use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Value, json};
use sheet::{Plan, Sheet};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::OnceCell;

/// How a task writes its lines.
type Fill = fn(&mut Sheet, u64);

/// Every batch: its plan, how it is written, its lines.
const BATCHES: [(Plan, Fill, u64); 8] = [
    (support::PLAN, support::fill, 420),
    (invoices::PLAN, invoices::fill, 640),
    (tickets::PLAN, tickets::fill, 1_800),
    (advice::PLAN, advice::fill, 300),
    (reviews::PLAN, reviews::fill, 240),
    (contracts::PLAN, contracts::fill, 250),
    (tickets::RUNNING, tickets::fill, 600),
    (tickets::LARGER, tickets::fill, 1_800),
];

/// One sample batch with its files in memory.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it is.
    pub plan: Plan,
    /// Input, output, errors.
    pub files: [Option<Bytes>; 3],
    /// Requests, succeeded, failed: the server's word. In one batch it is wrong.
    pub counts: (u64, u64, u64),
    /// Tokens in and out.
    pub tokens: (u64, u64),
}

/// The sample set of one server.
pub struct Samples {
    started: i64,
    set: Arc<OnceCell<Vec<Sample>>>,
}

impl Samples {
    /// Begins to write them in the background, so that the server starts at once.
    pub fn begin() -> Self {
        let samples = Self { started: now(), set: Arc::default() };
        let (set, started) = (samples.set.clone(), samples.started);
        tokio::spawn(async move { written(&set, started).await.is_ok() });
        samples
    }

    /// What there is now.
    pub async fn catalog(&self) -> Result<Catalog, Problem> {
        let set = written(&self.set, self.started).await?;
        let mut catalog = Catalog::default();
        for sample in set {
            let progress = Progress::of(sample, self.started, now());
            let created_at = self.started - sample.plan.age;
            let id = sample.batch_id();
            catalog.batches.push(BatchRecord {
                id,
                created_at,
                detail: Detail::Ready(sample.json(self.started, &progress)),
            });
            for (part, bytes) in PARTS.iter().zip(&sample.files) {
                let Some(bytes) = bytes.as_ref().filter(|_| progress.is_over() || part.role == "input")
                else {
                    continue;
                };
                catalog.files.push(FileRecord {
                    id: sample.file_id(part.role),
                    filename: format!("{}.{}.jsonl", sample.plan.slug, part.role),
                    bytes: bytes.len() as u64,
                    created_at: if part.role == "input" {
                        created_at - 20
                    } else {
                        created_at + sample.plan.took
                    },
                    purpose: part.purpose,
                    place: Place::Memory(bytes.clone()),
                });
            }
        }
        Ok(catalog)
    }
}

async fn written(set: &OnceCell<Vec<Sample>>, started: i64) -> Result<&[Sample], Problem> {
    let write = async || tokio::task::spawn_blocking(move || all(started)).await;
    set.get_or_try_init(write).await.map(Vec::as_slice).map_err(|error| {
        let message = format!("The sample batches could not be written: {error}.");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "samples_failed", message)
    })
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Writes every batch, as if the server started at `now` (Unix seconds).
pub fn all(now: i64) -> Vec<Sample> {
    let seeded = BATCHES.iter().zip(2026_1122_u64..);
    let write = |((plan, fill, lines), seed): (&(Plan, Fill, u64), u64)| {
        let mut sheet = Sheet::new(*plan, seed, now);
        fill(&mut sheet, *lines);
        let mut counts = sheet.counts();
        if plan.slug == contracts::PLAN.slug {
            counts = (counts.0, counts.0 - 1, 1); // the server forgot most of what failed
        }
        Sample { plan: *plan, files: sheet.files(), counts, tokens: sheet.tokens() }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = seeded.map(|job| scope.spawn(move || write(job))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

struct Part {
    role: &'static str,
    purpose: &'static str,
}

const PARTS: [Part; 3] = [
    Part { role: "input", purpose: "batch" },
    Part { role: "output", purpose: "batch_output" },
    Part { role: "errors", purpose: "batch_output" },
];

/// How far a batch is. All but one ended before the start.
struct Progress {
    done: u64,
    total: u64,
}

impl Progress {
    fn of(sample: &Sample, started: i64, now: i64) -> Self {
        let running = u64::try_from(now - started + sample.plan.age).unwrap_or_default();
        let took = u64::try_from(sample.plan.took).unwrap_or(1).max(1);
        let total = sample.counts.0;
        Self { done: (total * running / took).min(total), total }
    }

    fn is_over(&self) -> bool {
        self.done >= self.total
    }
}

impl Sample {
    /// The same at every start.
    pub fn batch_id(&self) -> String {
        format!("batch_sample_{}", self.plan.slug.replace('-', "_"))
    }

    fn file_id(&self, role: &str) -> String {
        format!("file-sample-{}-{role}", self.plan.slug)
    }

    /// The batch object. `started`: Unix seconds.
    fn json(&self, started: i64, progress: &Progress) -> Value {
        let Plan { slug: _, name, schema_type, model, age, took } = self.plan;
        let created = started - age;
        let over = progress.is_over();
        let file = |at: usize, ready: bool| {
            let there = ready && self.files.get(at).is_some_and(Option::is_some);
            PARTS.get(at).filter(|_| there).map(|part| self.file_id(part.role))
        };
        let (total, succeeded, failed) = self.counts;
        let counts = if over { (succeeded, failed) } else { (progress.done, 0) };
        let (input, output) = self.tokens;
        let usage = json!({"input_tokens": input, "output_tokens": output, "total_tokens": input + output});
        json!({
            "id": self.batch_id(), "object": "batch", "endpoint": "/v1/chat/completions", "model": model, "errors": null,
            "input_file_id": file(0, true), "completion_window": "24h",
            "status": if over { "completed" } else { "in_progress" },
            "output_file_id": file(1, over), "error_file_id": file(2, over),
            "created_at": created, "in_progress_at": created + 40, "expires_at": created + 86_400,
            "finalizing_at": over.then_some(created + took - 5), "completed_at": over.then_some(created + took),
            "failed_at": null, "expired_at": null, "cancelling_at": null, "cancelled_at": null,
            "request_counts": {"total": total, "completed": counts.0, "failed": counts.1},
            "usage": if over { usage } else { Value::Null },
            "metadata": {"name": name, "schema_type": schema_type},
        })
    }
}
