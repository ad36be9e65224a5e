//! Judged tasks as examples for prompts and for training; and how many there are.

use super::tasks::{is_gold, judged, tasks_of};
use super::{Curation, unreachable};
use crate::companion::api::Body;
use crate::companion::problem::Problem;
use crate::core::curation::Schema;
use crate::core::curation::examples::{Judged, agreement, finetuning, icl};
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Tasks that are read at once.
const PAGE: u64 = 200;
/// From which agreement on a task counts as an example, as in the original.
const AGREED: f64 = 0.8;

#[derive(Deserialize)]
pub(super) struct Wanted {
    schema_type: String,
    #[serde(default = "icl_format")]
    format: String,
    #[serde(default = "agreed")]
    min_agreement: f64,
    #[serde(default = "one")]
    min_annotations: usize,
}

fn icl_format() -> String {
    "icl".to_owned()
}

const fn agreed() -> f64 {
    AGREED
}

const fn one() -> usize {
    1
}

/// A task as far as it was judged.
struct Reviewed {
    annotations: usize,
    /// Of the model with the first person.
    agreement: Option<f64>,
    gold: bool,
    judged: Judged,
}

/// Tasks that are marked as gold stars, or on which enough people agree with the model.
pub(super) async fn export(
    State(curation): State<Arc<Curation>>,
    Body(wanted): Body<Wanted>,
) -> Result<Json<Value>, Problem> {
    let schema = curation.schema(&wanted.schema_type)?;
    let write: fn(&Schema, &Judged) -> Value = match wanted.format.as_str() {
        "icl" => icl,
        "finetuning" => finetuning,
        other => {
            let message = format!("Unknown export format {other:?}: `icl` or `finetuning`.");
            return Err(Problem::invalid("format", message));
        }
    };
    if !(0.0..=1.0).contains(&wanted.min_agreement) {
        return Err(Problem::invalid("min_agreement", "`min_agreement` is a share from 0 to 1."));
    }
    let all = reviewed(&curation, schema).await?;
    let good = all.iter().filter(|task| {
        task.gold
            || (task.annotations >= wanted.min_annotations
                && task.agreement.is_some_and(|share| share >= wanted.min_agreement))
    });
    let examples: Vec<Value> = good.map(|task| write(schema, &task.judged)).collect();
    Ok(Json(json!({
        "schema_type": wanted.schema_type, "format": wanted.format, "count": examples.len(),
        "min_agreement": wanted.min_agreement, "examples": examples,
    })))
}

/// Counts, of one schema or of all that have a project.
pub(super) async fn stats(
    State(curation): State<Arc<Curation>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, Problem> {
    let wanted = query.get("schema_type").filter(|id| !id.is_empty());
    let schemas = match wanted {
        Some(id) => vec![curation.schema(id)?],
        None => curation.schemas.all().iter().collect(),
    };
    let mut all = Vec::new();
    for schema in schemas {
        all.extend(reviewed(&curation, schema).await?);
    }
    let annotated = all.iter().filter(|task| task.annotations > 0).count();
    let shares: Vec<f64> = all.iter().filter_map(|task| task.agreement).collect();
    #[allow(clippy::cast_precision_loss, reason = "a number of tasks")]
    let average = if shares.is_empty() { 0.0 } else { shares.iter().sum::<f64>() / shares.len() as f64 };
    let gold =
        all.iter().filter(|task| task.gold || task.agreement.is_some_and(|share| share >= AGREED)).count();
    Ok(Json(json!({
        "schema_type": wanted, "total_tasks": all.len(), "annotated_tasks": annotated,
        "pending_tasks": all.len() - annotated, "average_agreement": average, "gold_star_tasks": gold,
    })))
}

async fn reviewed(curation: &Curation, schema: &Schema) -> Result<Vec<Reviewed>, Problem> {
    let mut client = curation.client()?;
    let Some(project) = curation.project_if_any(&mut client, schema).await? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for page in 1.. {
        let (tasks, total) = tasks_of(&mut client, project, page, PAGE).await?;
        let none = tasks.is_empty();
        all.extend(tasks.iter().map(review));
        if none || all.len() as u64 >= total {
            return Ok(all);
        }
    }
    Err(unreachable("Label Studio's list of tasks does not end.".to_owned()))
}

fn review(task: &Value) -> Reviewed {
    let (people, predicted) = judged(task);
    let first = people.first();
    let data = task.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut answers = predicted.clone();
    answers.extend(first.cloned().unwrap_or_default());
    Reviewed {
        annotations: people.len(),
        agreement: first.and_then(|first| agreement(&predicted, first)),
        gold: is_gold(task),
        judged: Judged { data, answers },
    }
}
