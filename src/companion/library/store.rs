//! What there is, whoever keeps it.

use crate::companion::folder::{Folder, Found};
use crate::companion::problem::Problem;
use crate::companion::samples::Samples;
use axum::body::Bytes;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Who keeps the batches.
pub enum Store {
    /// Files on disk.
    Folder(Folder),
    /// The built-in set.
    Samples(Samples),
}

/// Everything that there is at this moment, in no order.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The batches.
    pub batches: Vec<BatchRecord>,
    /// Their files.
    pub files: Vec<FileRecord>,
}

/// One batch: enough to sort and find it.
#[derive(Debug)]
pub struct BatchRecord {
    /// Opaque.
    pub id: String,
    /// Unix seconds.
    pub created_at: i64,
    /// What it is made of.
    pub detail: Detail,
}

/// What a batch is made of.
#[derive(Debug)]
pub enum Detail {
    /// The object as it is answered.
    Ready(Value),
    /// Files that are counted when the batch is shown.
    OnDisk(Box<Found>),
}

/// One file.
#[derive(Debug, Clone)]
pub struct FileRecord {
    /// Opaque.
    pub id: String,
    /// Its own name, without folders.
    pub filename: String,
    /// Its size.
    pub bytes: u64,
    /// Unix seconds.
    pub created_at: i64,
    /// `batch` for inputs, `batch_output` for outputs and errors.
    pub purpose: &'static str,
    /// Where its bytes are.
    pub place: Place,
}

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub enum Place {
    /// On disk, below this folder.
    Disk {
        /// What it must not lead out of.
        root: PathBuf,
        /// The file.
        path: PathBuf,
    },
    /// In memory.
    Memory(Bytes),
}

impl FileRecord {
    /// The file object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "object": "file", "bytes": self.bytes, "created_at": self.created_at,
            "expires_at": null, "filename": self.filename, "purpose": self.purpose, "status": "processed",
        })
    }
}

impl Store {
    /// Looks at what is there now.
    pub async fn catalog(&self) -> Result<Catalog, Problem> {
        match self {
            Self::Folder(folder) => folder.catalog().await,
            Self::Samples(samples) => samples.catalog().await,
        }
    }

    /// The batch objects of these records.
    pub async fn describe(&self, records: &[BatchRecord]) -> Vec<Value> {
        match self {
            Self::Folder(folder) => folder.describe(records).await,
            Self::Samples(_) => {
                let ready = |record: &BatchRecord| match &record.detail {
                    Detail::Ready(json) => Some(json.clone()),
                    Detail::OnDisk(_) => None,
                };
                records.iter().filter_map(ready).collect()
            }
        }
    }

    /// One file by its id.
    pub async fn file(&self, id: &str) -> Result<FileRecord, Problem> {
        let found = self.catalog().await?.files.into_iter().find(|file| file.id == id);
        found.ok_or_else(|| Problem::not_found(format!("There is no file with the id {id:?} here.")))
    }
}
