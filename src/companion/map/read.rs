//! The files that a mapping needs: the configuration, the batch, and where the results are.

use super::super::check::read::{configuration as text, name};
use crate::core::batch::Batch;
use crate::core::labeling::check::check_document;
use crate::core::labeling::tags::Edition;
use crate::core::labeling::{Document, Severity};
use crate::core::mapping::BatchFacts;
use crate::core::origin::Origin;
use clap::Args;
use std::path::{Path, PathBuf};

/// Where the results are.
#[derive(Args)]
pub(in crate::companion) struct Files {
    /// The results: an output or error file of a batch
    #[arg(long, value_name = "FILE.jsonl")]
    pub(in crate::companion) results: PathBuf,

    /// The requests: the batch's input file
    #[arg(long, value_name = "FILE.jsonl")]
    pub(in crate::companion) input: Option<PathBuf>,

    /// The batch, as the batch API answers it: its id, model and metadata
    #[arg(long, value_name = "FILE.json")]
    pub(in crate::companion) batch: Option<PathBuf>,
}

impl Files {
    /// What is known of the batch. Without one, the results are known by the file's name, as in the page.
    pub(in crate::companion) fn facts(&self) -> Result<BatchFacts, String> {
        let Some(path) = &self.batch else {
            let file = self.results.file_name().map(|file| file.to_string_lossy().into_owned());
            return Ok(BatchFacts::of(Origin::Local(file.unwrap_or_default()).identity(), None));
        };
        let file = name(path);
        let value =
            serde_json::from_str(&text(path)?).map_err(|error| format!("{file} is not JSON: {error}."))?;
        let batch = Batch::from_value(&value).map_err(|error| format!("{file} is no batch: {error}."))?;
        Ok(BatchFacts::of(batch.id.clone(), Some(&batch)))
    }
}

/// A labeling configuration without errors.
pub(super) fn configuration(path: &Path) -> Result<Document, String> {
    usable(&text(path)?, &name(path))
}

/// Reads a configuration. With errors, Label Studio could not show its tasks.
pub(in crate::companion) fn usable(source: &str, whose: &str) -> Result<Document, String> {
    let document = Document::parse(source);
    let report = check_document(&document, Edition::Community);
    let error = report.diagnostics.iter().find(|found| found.severity == Severity::Error);
    match error {
        None => Ok(document),
        Some(found) => {
            let place = document.position(found.span.start);
            Err(format!(
                "{whose} cannot be used, line {}, column {}: {} `batch-curator check` tells all.",
                place.line, place.column, found.message
            ))
        }
    }
}
