//! A folder as a read-only batch API: every results JSONL in it is a completed batch.
//!
//! - [`names`]: what a file's name says of its part in a batch
//! - [`scan`]: files on disk become batches; [`sniff`]: what an unmarked file holds
//! - [`note`]: what a `batch.json` beside the files says
//! - [`count`]: how many requests succeeded, by reading the file once
//! - [`describe`]: a batch's files and counts become a batch object
//!
//! Looked at: the folder itself and two levels below. Hidden names are left out. A link is followed only to a file
//! inside the folder. The folder is looked at anew for each request, so new files appear by themselves.

pub mod count;
pub mod describe;
mod loose;
pub mod names;
pub mod note;
pub mod scan;
pub mod sniff;

pub use scan::Found;

use super::library::store::{BatchRecord, Catalog, Detail, FileRecord, Place};
use super::problem::Problem;
use axum::http::StatusCode;
use count::{Counter, Progress};
use scan::OnDisk;
use serde_json::Value;
use sniff::Sniffer;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a list waits for counts. Small files are counted by then; large ones follow at the next look.
const PATIENCE: Duration = Duration::from_millis(150);

/// A folder of batches.
pub struct Folder {
    root: PathBuf,
    sniffer: Arc<Sniffer>,
    counter: Counter,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// A sentence, when it is missing, no folder, or may not be read.
    pub fn open(path: &Path) -> Result<Self, String> {
        let root = path.canonicalize().and_then(|root| std::fs::read_dir(&root).map(|_| root));
        let root = root.map_err(|error| {
            format!(
                "The folder {} cannot be read: {error}. Give --batches a folder that holds results as JSONL files.",
                path.display()
            )
        })?;
        Ok(Self { root, sniffer: Arc::new(Sniffer::default()), counter: Counter::default() })
    }

    /// What is in it now.
    pub async fn catalog(&self) -> Result<Catalog, Problem> {
        let (root, sniffer) = (self.root.clone(), self.sniffer.clone());
        let looked = tokio::task::spawn_blocking(move || scan::scan(&root, &sniffer)).await;
        let found = match looked {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return Err(self.unreadable(&error.to_string())),
            Err(error) => return Err(self.unreadable(&error.to_string())),
        };
        let files = found.iter().flat_map(|batch| self.files_of(batch)).collect();
        let record = |batch: Found| BatchRecord {
            id: batch.id.clone(),
            created_at: batch.created_at,
            detail: Detail::OnDisk(Box::new(batch)),
        };
        Ok(Catalog { batches: found.into_iter().map(record).collect(), files })
    }

    /// The batch objects of these records. What is not counted yet has counts of null.
    pub async fn describe(&self, records: &[BatchRecord]) -> Vec<Value> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let found = records.iter().filter_map(|record| match &record.detail {
            Detail::OnDisk(found) => Some(found),
            Detail::Ready(_) => None,
        });
        let ask = |file: &Option<OnDisk>| file.as_ref().map(|file| self.counter.ask(file));
        let asked: Vec<_> = found.map(|found| (found, found.parts().map(ask))).collect();
        let mut described = Vec::with_capacity(asked.len());
        for (found, [input, output, errors]) in asked {
            let counts = describe::Counted {
                input: ready(input, deadline).await,
                output: ready(output, deadline).await,
                errors: ready(errors, deadline).await,
            };
            described.push(describe::batch(found, &counts));
        }
        described
    }

    fn files_of(&self, batch: &Found) -> Vec<FileRecord> {
        let purposes = ["batch", "batch_output", "batch_output"];
        let parts = batch.parts().into_iter().zip(purposes);
        let record = |(file, purpose): (&Option<OnDisk>, _)| {
            let file = file.as_ref()?;
            Some(FileRecord {
                id: file.id.clone(),
                filename: file.path.file_name()?.to_string_lossy().into_owned(),
                bytes: file.len,
                created_at: file.seconds(),
                purpose,
                place: Place::Disk { root: self.root.clone(), path: file.path.clone() },
            })
        };
        parts.filter_map(record).collect()
    }

    fn unreadable(&self, error: &str) -> Problem {
        let message = format!("The folder {} cannot be read any more: {error}.", self.root.display());
        tracing::warn!("{message}");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "folder_unreadable", message)
    }
}

/// What is known when the deadline comes.
async fn ready(progress: Option<Progress>, deadline: tokio::time::Instant) -> describe::Part {
    let Some(mut progress) = progress else { return describe::Part::Absent };
    match tokio::time::timeout_at(deadline, progress.wait_for(Option::is_some)).await {
        Ok(Ok(known)) => match known.as_ref() {
            Some(Ok(counts)) => describe::Part::Known(counts.clone()),
            Some(Err(error)) => describe::Part::Unreadable(error.clone()),
            None => describe::Part::Counting,
        },
        _ => describe::Part::Counting,
    }
}
