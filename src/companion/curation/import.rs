//! Results become tasks, by the push that people use: exactly once, whoever sends them how often.

use super::work::{Work, broken};
use super::{Curation, unreachable};
use crate::companion::api::Body;
use crate::companion::label_studio::client::Client;
use crate::companion::map::read::Files;
use crate::companion::map::results::Results;
use crate::companion::problem::Problem;
use crate::companion::push::job::Job;
use crate::companion::push::prepare::How;
use crate::core::labeling::{Document, variables};
use crate::core::mapping::control::Control;
use crate::core::mapping::preset::Preset;
use crate::core::mapping::suggest::suggest;
use crate::core::mapping::{BatchFacts, Field, Mapping, Prediction, Source, Target};
use crate::core::protocol::label_studio::{Project, batch_page, judging};
use crate::core::push::plan::{Limits, Mode};
use crate::core::push::receipt::{Outcome, Receipt};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Task ids that are answered in `task_ids`, as in the original; each result's own is in `results`.
const SHOWN: usize = 100;
/// The batch of tasks that are made one by one.
const BY_HAND: &str = "curation-api";

/// `POST /api/tasks/bulk-import`.
#[derive(Deserialize)]
pub(super) struct Bulk {
    batch_id: String,
    schema_type: String,
    /// Lines of a batch's output file, as they are.
    results: Vec<Box<RawValue>>,
    #[serde(default)]
    model_version: Option<String>,
}

/// `POST /api/tasks`.
#[derive(Deserialize)]
pub(super) struct Single {
    schema_type: String,
    data: Map<String, Value>,
    #[serde(default)]
    llm_prediction: Option<Map<String, Value>>,
    #[serde(default)]
    model_version: Option<String>,
}

/// Imports the results of a batch. Sent again, they are there already.
pub(super) async fn bulk(
    State(curation): State<Arc<Curation>>,
    Body(asked): Body<Bulk>,
) -> Result<Json<Value>, Problem> {
    let schema = curation.schema(&asked.schema_type)?.clone();
    if asked.batch_id.trim().is_empty() {
        return Err(Problem::invalid("batch_id", "`batch_id` is empty. It is what results are known by."));
    }
    let facts = BatchFacts {
        id: asked.batch_id.clone(),
        model: asked.model_version,
        metadata: vec![("schema_type".to_owned(), schema.id.clone())],
        ..BatchFacts::default()
    };
    let mut client = curation.client()?;
    let project = curation.project(&mut client, &schema).await?;
    let page = batch_page(client.base(), project.id, &facts.id);
    let (id, total) = (project.id, asked.results.len());
    let receipt = if asked.results.is_empty() {
        None
    } else {
        let work = Work::new(&asked.results)?;
        let preset = schema.preset();
        let prepare = move |files: &Files, facts: &BatchFacts, project: &Project| {
            preset.map_or_else(|| suggested(files, facts, project), Ok)
        };
        Some(curation.run(client, work, facts, project, prepare).await?)
    };
    let mut answer = told(receipt.as_ref(), total);
    for (name, value) in [
        ("batch_id", json!(asked.batch_id)),
        ("schema_type", json!(asked.schema_type)),
        ("project_id", json!(id)),
        ("curation_url", json!(page)),
    ] {
        answer.insert(name.to_owned(), value);
    }
    match receipt.filter(|receipt| !receipt.head.is_accounted_for()) {
        None => Ok(Json(Value::Object(answer))),
        Some(receipt) => {
            let trouble =
                receipt.head.trouble.unwrap_or_else(|| "some results could not be confirmed".to_owned());
            let message = format!(
                "{} of {total} results are tasks, and {} are open: {trouble}. Send the same again: nothing is created twice.",
                answer.get("confirmed_count").unwrap_or(&Value::Null),
                receipt.head.tally.open(),
            );
            Err(Problem::new(StatusCode::BAD_GATEWAY, "import_incomplete", message))
        }
    }
}

/// Makes one task of data that are given as they are. The same again is the same task.
pub(super) async fn task(
    State(curation): State<Arc<Curation>>,
    Body(asked): Body<Single>,
) -> Result<Json<Value>, Problem> {
    let schema = curation.schema(&asked.schema_type)?.clone();
    let missing = schema.data_sources.iter().find(|source| {
        source.required
            && schema.label_studio_config.is_none()
            && asked.data.get(&source.id).is_none_or(Value::is_null)
    });
    if let Some(missing) = missing {
        return Err(Problem::invalid(
            "data",
            format!("`data.{}` is missing: the schema needs it.", missing.id),
        ));
    }
    // Known by what it says, or by the id that it brings.
    let own = asked.data.get("custom_id").and_then(Value::as_str).map(str::to_owned);
    let custom_id = own.unwrap_or_else(|| {
        let text = json!([schema.id, asked.data, asked.llm_prediction]).to_string();
        let digest = Sha256::digest(text.as_bytes());
        hex::encode(digest.get(..12).unwrap_or_default())
    });
    let answer = asked.llm_prediction.map(Value::Object);
    let line = json!({
        "custom_id": custom_id, "error": null,
        "response": {"status_code": 200, "body": {
            "model": asked.model_version.unwrap_or_else(|| "unknown".to_owned()),
            "choices": [{"index": 0, "message": {"role": "assistant", "content": answer.clone().unwrap_or_default().to_string()}}],
        }},
    });
    let facts = BatchFacts {
        id: format!("{BY_HAND}:{}", schema.id),
        metadata: vec![("schema_type".to_owned(), schema.id.clone())],
        ..BatchFacts::default()
    };
    let mut client = curation.client()?;
    let project = curation.project(&mut client, &schema).await?;
    let line = RawValue::from_string(line.to_string()).map_err(|error| broken(&error.to_string()))?;
    let mapping = given(&asked.data, answer.as_ref(), &schema.id, &project);
    let work = Work::new(std::slice::from_ref(&line))?;
    let prepare = move |_: &Files, _: &BatchFacts, _: &Project| {
        Ok(Preset { name: String::new(), config: String::new(), mapping })
    };
    let receipt = curation.run(client, work, facts, project, prepare).await?;
    match receipt.rows.first().map(|row| &row.outcome) {
        Some(
            Outcome::Created { task, .. } | Outcome::Repaired { task, .. } | Outcome::AlreadyThere { task },
        ) => {
            let mut client = curation.client()?;
            super::asked(&mut client, |base| judging::task(base, *task), "task").await.map(Json)
        }
        Some(Outcome::NotSent { reason }) => {
            Err(Problem::invalid("data", format!("It is no task: {reason}.")))
        }
        Some(Outcome::InDoubt { reason }) => Err(unreachable(format!("{reason}. Send the same again."))),
        _ => Err(unreachable(
            receipt
                .head
                .trouble
                .unwrap_or_else(|| "The task could not be confirmed. Send the same again.".to_owned()),
        )),
    }
}

impl Curation {
    /// Runs the push on a thread of its own: it computes, and goes on to its end when the caller hangs up.
    async fn run(
        self: &Arc<Self>,
        mut client: Client,
        work: Work,
        facts: BatchFacts,
        project: Project,
        prepare: impl FnOnce(&Files, &BatchFacts, &Project) -> Result<Preset, String> + Send + 'static,
    ) -> Result<Receipt, Problem> {
        let curation = Arc::clone(self);
        let handle = tokio::runtime::Handle::current();
        let running = tokio::task::spawn_blocking(move || {
            handle.block_on(async move {
                let _one = curation.importing.lock().await;
                let preset = prepare(&work.files(), &facts, &project)?;
                let job = Job {
                    files: work.files(),
                    facts,
                    project,
                    how: How::Saved(Box::new(preset)),
                    mode: Mode::Skip,
                    journal: Some(work.journal()),
                    limits: Limits::default(),
                    dry_run: false,
                };
                let ended = job.run(&mut client, &AtomicBool::new(false), &mut |_| {}).await?;
                match (&curation.ledger, &ended.receipt) {
                    (Some(ledger), Some(receipt)) => ledger.keep(receipt.clone()).await?,
                    _ => drop(ended.keep_receipt(None)?),
                }
                ended.receipt.ok_or_else(|| "Nothing was sent.".to_owned())
            })
        });
        running.await.map_err(|error| broken(&error.to_string()))?.map_err(unreachable)
    }
}

/// The suggested mapping, and an empty text for fields that the project asks for and no result has: as the original,
/// which never left one out.
fn suggested(files: &Files, facts: &BatchFacts, project: &Project) -> Result<Preset, String> {
    let document = Document::parse(&project.label_config);
    let sample = Results::sample(files)?;
    let mut mapping = suggest(&document, facts, &sample).mapping;
    for variable in variables(&document).iter().filter(|variable| variable.required) {
        let target = Target::data(variable.field());
        if mapping.get(&target).is_none() {
            mapping.put(&target, Some(Source::constant("")));
        }
    }
    Ok(Preset { name: String::new(), config: String::new(), mapping })
}

/// Data as they are given; of a prediction each answer whose name is a control's.
fn given(data: &Map<String, Value>, answer: Option<&Value>, schema: &str, project: &Project) -> Mapping {
    let document = Document::parse(&project.label_config);
    let field = |variable: &str, source: Source| Field { variable: variable.to_owned(), source };
    let mut fields: Vec<Field> =
        data.iter().map(|(name, value)| field(name, Source::constant(value.clone()))).collect();
    fields.push(field("schema_type", Source::constant(schema)));
    let controls: Vec<Field> = Control::all(&document)
        .into_iter()
        .filter_map(|control| {
            let said = answer?.get(&control.name).filter(|said| !said.is_null())?;
            Some(field(&control.name, Source::constant(said.clone())))
        })
        .collect();
    let predictions = if controls.is_empty() {
        Vec::new()
    } else {
        vec![Prediction { model_version: Source::path("model").ok(), score: None, controls }]
    };
    let meta = vec![field("schema_type", Source::constant(schema))];
    Mapping { fields, meta, predictions }
}

/// What became of the results. `created_count` and `skipped_count` are the original's; the rest says which.
fn told(receipt: Option<&Receipt>, total: usize) -> Map<String, Value> {
    let tally = receipt.map(|receipt| receipt.head.tally).unwrap_or_default();
    let rows = receipt.map(|receipt| receipt.rows.as_slice()).unwrap_or_default();
    let created: Vec<u64> = rows.iter().filter_map(|row| row.outcome.made()).collect();
    let results: Vec<Value> = rows
        .iter()
        .map(|row| {
            let mut value = serde_json::to_value(&row.outcome).unwrap_or_default();
            if let Some(map) = value.as_object_mut() {
                map.insert("custom_id".to_owned(), row.custom_id.clone().into());
                map.insert("row".to_owned(), row.row.into());
            }
            value
        })
        .collect();
    let answer = json!({
        "total_results": total,
        "created_count": tally.created,
        "skipped_count": (total as u64).saturating_sub(tally.created),
        "already_there_count": tally.there,
        "not_sent_count": tally.not_sent,
        "confirmed_count": tally.confirmed(),
        "task_ids": created.into_iter().take(SHOWN).collect::<Vec<_>>(),
        "results": results,
        "receipt": receipt.map(|receipt| receipt.head.name.clone()),
    });
    answer.as_object().cloned().unwrap_or_default()
}
