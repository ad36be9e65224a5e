//! Tasks read, marked as gold stars, and annotated.

use super::{Curation, asked};
use crate::companion::api::{Body, TaskId, number, parameter};
use crate::companion::clock::now;
use crate::companion::label_studio::client::Client;
use crate::companion::problem::Problem;
use crate::core::curation::examples::{agreement, answers};
use crate::core::labeling::Document;
use crate::core::mapping::control::Control;
use crate::core::protocol::label_studio::judging;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// Tasks of one page, usually and at most, as in the original.
const USUAL: u64 = 50;
const MOST: u64 = 100;
/// Tasks that are marked in one request.
const MARKED: usize = 1_000;

/// A page of tasks: of one schema, or of all that have a project, one after the other.
pub(super) async fn list(
    State(curation): State<Arc<Curation>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, Problem> {
    let page = parameter(&query, "page", 1, 1..=1_000_000)?;
    let size = parameter(&query, "page_size", USUAL, 1..=MOST)?;
    let mut client = curation.client()?;
    let wanted = match query.get("schema_type").filter(|id| !id.is_empty()) {
        Some(id) => vec![curation.schema(id)?],
        None => curation.schemas.all().iter().collect(),
    };
    let (mut tasks, mut total) = (Vec::new(), 0);
    let first = (page - 1).saturating_mul(size);
    for schema in wanted {
        let Some(project) = curation.project_if_any(&mut client, schema).await? else { continue };
        let before = total;
        let (mut at, end) = (first.max(before), first + size);
        // The first page tells how many there are.
        loop {
            let inner = at - before;
            let (found, all) = tasks_of(&mut client, project, inner / size + 1, size).await?;
            total = before + all;
            let skip = usize::try_from(inner % size).unwrap_or_default();
            let room = usize::try_from(size).unwrap_or_default() - tasks.len();
            let taken: Vec<Value> = found.into_iter().skip(skip).take(room).collect();
            at += taken.len() as u64;
            let none = taken.is_empty();
            tasks.extend(taken);
            if none || at >= end.min(total) {
                break;
            }
        }
    }
    Ok(Json(json!({"tasks": tasks, "page": page, "page_size": size, "total": total})))
}

/// A page of a project's tasks and how many there are; behind the last page there are none.
pub(super) async fn tasks_of(
    client: &mut Client,
    project: u64,
    page: u64,
    size: u64,
) -> Result<(Vec<Value>, u64), Problem> {
    let mut found = asked(client, |base| judging::page(base, project, page, size), "page of tasks").await;
    if page > 1 && found.as_ref().is_err_and(|problem| problem.status == 404) {
        found = asked(client, |base| judging::page(base, project, 1, 1), "page of tasks").await.map(
            |mut value| {
                if let Some(value) = value.as_object_mut() {
                    value.insert("tasks".to_owned(), json!([]));
                }
                value
            },
        );
    }
    let mut value = found?;
    let total = value.get("total").and_then(Value::as_u64).unwrap_or_default();
    let tasks = value.get_mut("tasks").map(Value::take);
    Ok((tasks.and_then(|tasks| tasks.as_array().cloned()).unwrap_or_default(), total))
}

/// One task with its annotations and predictions.
pub(super) async fn one(
    State(curation): State<Arc<Curation>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let id = number("task_id", &id, 1..=u64::MAX)?;
    let mut client = curation.client()?;
    task(&mut client, id).await.map(Json)
}

async fn task(client: &mut Client, id: u64) -> Result<Value, Problem> {
    asked(client, |base| judging::task(base, id), "task").await
}

#[derive(Deserialize)]
pub(super) struct Star {
    is_gold_star: bool,
}

#[derive(Deserialize)]
pub(super) struct Stars {
    task_ids: Vec<TaskId>,
    is_gold_star: bool,
}

pub(super) async fn gold_star(
    State(curation): State<Arc<Curation>>,
    Path(id): Path<String>,
    Body(star): Body<Star>,
) -> Result<Json<Value>, Problem> {
    let id = number("task_id", &id, 1..=u64::MAX)?;
    let mut client = curation.client()?;
    let at = mark(&mut client, id, star.is_gold_star).await?;
    Ok(Json(json!({
        "task_id": id, "gold_star": star.is_gold_star, "updated_at": at, "external_synced": false,
    })))
}

/// Marks many. Each that cannot be is named; the others are marked all the same.
pub(super) async fn bulk_gold_star(
    State(curation): State<Arc<Curation>>,
    Body(stars): Body<Stars>,
) -> Result<Json<Value>, Problem> {
    if stars.task_ids.len() > MARKED {
        let message =
            format!("At most {MARKED} tasks can be marked at once; these are {}.", stars.task_ids.len());
        return Err(Problem::invalid("task_ids", message));
    }
    let mut client = curation.client()?;
    let (mut updated, mut failures) = (0, Vec::new());
    let mut seen = HashSet::new();
    for TaskId(id) in &stars.task_ids {
        if !seen.insert(*id) {
            updated += 1;
            continue;
        }
        match mark(&mut client, *id, stars.is_gold_star).await {
            Ok(_) => updated += 1,
            Err(problem) => failures.push(json!({"task_id": id, "reason": problem.message})),
        }
    }
    Ok(Json(json!({
        "total_tasks": stars.task_ids.len(), "updated_count": updated, "failed_count": failures.len(),
        "failures": failures, "gold_star": stars.is_gold_star,
    })))
}

/// What else the task's meta says stays: its key is in it. Both names of the mark are kept.
async fn mark(client: &mut Client, id: u64, star: bool) -> Result<String, Problem> {
    let found = task(client, id).await?;
    let mut meta: Map<String, Value> =
        found.get("meta").and_then(Value::as_object).cloned().unwrap_or_default();
    let at = iso(now());
    meta.insert("gold_star".to_owned(), star.into());
    meta.insert("is_gold_star".to_owned(), star.into());
    meta.insert("gold_star_updated_at".to_owned(), at.clone().into());
    asked(client, |base| judging::put_meta(base, id, &meta), "task").await?;
    Ok(at)
}

/// Unix seconds as `2026-11-29T14:00:00Z`.
fn iso(unix: i64) -> String {
    let since = Duration::from_secs(unix.unsigned_abs());
    time::OffsetDateTime::from(UNIX_EPOCH + since)
        .format(&time::format_description::well_known::Rfc3339)
        .unwrap_or_default()
}

#[derive(Deserialize)]
pub(super) struct Annotation {
    task_id: TaskId,
    /// By question, or Label Studio's own list of regions.
    result: Value,
    #[serde(default)]
    time_spent_seconds: Option<f64>,
}

/// A person's answers: by question they are made to fit the project's controls.
pub(super) async fn annotate(
    State(curation): State<Arc<Curation>>,
    Body(given): Body<Annotation>,
) -> Result<Json<Value>, Problem> {
    let mut client = curation.client()?;
    let TaskId(id) = given.task_id;
    let found = task(&mut client, id).await?;
    let project = found.get("project").and_then(Value::as_u64).unwrap_or_default();
    let regions = match &given.result {
        Value::Array(regions) => {
            let is_region = |region: &Value| {
                ["from_name", "to_name", "type"]
                    .iter()
                    .all(|name| region.get(*name).is_some_and(Value::is_string))
                    && region.get("value").is_some_and(Value::is_object)
            };
            if let Some(at) = regions.iter().position(|region| !is_region(region)) {
                let message =
                    format!("`result[{at}]` is no region: it has no from_name, to_name, type and value.");
                return Err(Problem::invalid("result", message));
            }
            regions.clone()
        }
        Value::Object(said) => {
            let project = client.open(project).await.map_err(super::unreachable)?;
            let data = found.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
            regions_of(&Document::parse(&project.label_config), said, &data)?
        }
        _ => {
            return Err(Problem::invalid(
                "result",
                "`result` is neither an object by question nor a list of regions.",
            ));
        }
    };
    let annotated = |base: &str| judging::annotate(base, id, &regions, given.time_spent_seconds);
    let mut annotation = asked(&mut client, annotated, "task").await?;
    let predicted = found.pointer("/predictions/0/result").map(answers).unwrap_or_default();
    if let (Some(share), Some(annotation)) =
        (agreement(&predicted, &answers(&Value::Array(regions))), annotation.as_object_mut())
    {
        annotation.insert("agreement_score".to_owned(), share.into());
    }
    Ok(Json(annotation))
}

fn regions_of(
    document: &Document,
    said: &Map<String, Value>,
    data: &Map<String, Value>,
) -> Result<Vec<Value>, Problem> {
    let controls = Control::all(document);
    let mut regions = Vec::new();
    for (name, value) in said {
        let Some(control) = controls.iter().find(|control| control.name == *name) else {
            let known: Vec<&str> = controls.iter().map(|control| control.name.as_str()).collect();
            let message =
                format!("`result.{name}` answers nothing that is asked. There are: {}.", known.join(", "));
            return Err(Problem::invalid("result", message));
        };
        let fitting = control.regions(value, data);
        regions
            .extend(fitting.map_err(|fault| {
                Problem::invalid("result", format!("`result.{name}`: {}.", fault.reason))
            })?);
    }
    Ok(regions)
}

/// Whether a task is marked; both names count.
pub(super) fn is_gold(task: &Value) -> bool {
    ["gold_star", "is_gold_star"]
        .iter()
        .any(|name| task.pointer(&format!("/meta/{name}")).and_then(Value::as_bool) == Some(true))
}

/// What people answered, one for each annotation, and what the model did.
pub(super) fn judged(task: &Value) -> (Vec<Map<String, Value>>, Map<String, Value>) {
    let list = |name: &str| task.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let people = list("annotations")
        .iter()
        .filter(|annotation| annotation.get("was_cancelled") != Some(&Value::Bool(true)))
        .filter_map(|annotation| annotation.get("result").map(answers))
        .collect();
    let predicted = list("predictions").first().and_then(|first| first.get("result").map(answers));
    (people, predicted.unwrap_or_default())
}
