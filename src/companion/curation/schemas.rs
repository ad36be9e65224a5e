//! The kinds of tasks that are known: the built-in ones, and those of a folder, which win.

use super::Curation;
use crate::companion::problem::Problem;
use crate::core::curation::{Schema, built_in, prompt};
use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};
use std::path::Path as File;
use std::sync::Arc;

/// Every schema, by id.
pub(in crate::companion) struct Schemas(Vec<Schema>);

impl Schemas {
    /// The built-in ones, and every `*.json` of the folder. A broken file is named, and the others still load.
    ///
    /// # Errors
    /// The folder itself cannot be read.
    pub(in crate::companion) fn load(folder: Option<&File>) -> Result<Self, String> {
        let mut schemas = Vec::new();
        if let Some(folder) = folder {
            let fault = |error: std::io::Error| format!("{} cannot be read: {error}.", folder.display());
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>())
                .map_err(fault)?;
            files.retain(|file| file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")));
            files.sort();
            for file in files {
                let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
                match read.and_then(|text| Schema::read(&text)) {
                    Ok(schema) if schemas.iter().any(|known: &Schema| known.is(&schema.id)) => {
                        tracing::error!(
                            "{}: the id {:?} is taken by another file; this one is left out.",
                            file.display(),
                            schema.id
                        );
                    }
                    Ok(schema) => schemas.push(schema),
                    Err(why) => tracing::error!("{}: {why} This schema is left out.", file.display()),
                }
            }
        }
        for schema in built_in::schemas() {
            if !schemas.iter().any(|known| known.is(&schema.id)) {
                schemas.push(schema);
            }
        }
        Ok(Self(schemas))
    }

    /// All of them.
    pub(in crate::companion) fn all(&self) -> &[Schema] {
        &self.0
    }

    /// The one that `schema_type` names.
    pub(in crate::companion) fn get(&self, schema_type: &str) -> Option<&Schema> {
        self.0.iter().find(|schema| schema.is(schema_type))
    }
}

pub(super) async fn list(State(curation): State<Arc<Curation>>) -> Json<Value> {
    let entries = curation.schemas.all().iter().map(|schema| {
        json!({
            "id": schema.id, "name": schema.name, "description": schema.description, "version": schema.version,
            "questionCount": schema.questions.len(), "dataSourceCount": schema.data_sources.len(),
        })
    });
    Json(entries.collect())
}

pub(super) async fn one(
    State(curation): State<Arc<Curation>>,
    Path(id): Path<String>,
) -> Result<Json<Schema>, Problem> {
    curation.schema(&id).cloned().map(Json)
}

pub(super) async fn prompt(
    State(curation): State<Arc<Curation>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    curation.schema(&id).map(prompt::prompt).map(Json)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_broken_file_does_not_keep_the_others_out() {
        let folder = tempfile::tempdir().unwrap();
        let good =
            r#"{"id":"chat-review","name":"Mine","questions":[{"id":"ok","text":"OK?","type":"boolean"}]}"#;
        std::fs::write(folder.path().join("b.json"), good).unwrap();
        std::fs::write(folder.path().join("a.json"), "{").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "no schema").unwrap();
        let schemas = Schemas::load(Some(folder.path())).unwrap();
        assert_eq!(schemas.get("chat_review").unwrap().name, "Mine");
        assert_eq!(schemas.all().len(), built_in::schemas().len());
        assert!(Schemas::load(Some(&folder.path().join("none"))).is_err());
    }
}
