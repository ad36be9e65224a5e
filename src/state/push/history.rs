//! What this browser keeps of pushes: their receipts, and the journals of those that were interrupted.

use super::journal::Journal;
use crate::{
    browser::{
        documents::{self, Kind},
        files,
    },
    core::push::{
        journal::Head as JournalHead,
        receipt::{self, Head, Receipt},
    },
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows whose lines are one part of a kept receipt.
const ROWS: usize = 1_000;

/// A receipt that this browser keeps.
pub type Kept = Arc<Head>;
/// A push that did not come to its end.
pub type Interrupted = Arc<JournalHead>;

/// The lists, the newest first.
#[derive(Clone, Copy)]
pub struct History {
    receipts: RwSignal<Vec<Kept>>,
    interrupted: RwSignal<Vec<Interrupted>>,
    /// Receipts of this tab that the browser did not keep.
    loose: StoredValue<Vec<Arc<Receipt>>>,
    fault: RwSignal<Option<String>>,
    read: StoredValue<bool>,
}

impl History {
    pub(super) fn new() -> Self {
        Self {
            receipts: RwSignal::default(),
            interrupted: RwSignal::default(),
            loose: StoredValue::default(),
            fault: RwSignal::new(None),
            read: StoredValue::new(false),
        }
    }

    /// The receipts, the newest first.
    pub fn receipts(&self) -> Vec<Kept> {
        self.receipts.get()
    }

    /// The pushes that were interrupted, the newest first.
    pub fn interrupted(&self) -> Vec<Interrupted> {
        self.interrupted.get()
    }

    /// Why nothing outlives this tab, if so.
    pub fn fault(&self) -> Option<String> {
        self.fault.get()
    }

    /// Reads what is kept, once. For a view that opens.
    pub fn open(&self, app: App) {
        if !self.read.get_value() {
            self.read.set_value(true);
            let history = *self;
            app.spawn(async move { history.refresh(app).await });
        }
    }

    /// Reads what is kept.
    pub(super) async fn refresh(&self, app: App) {
        let mut receipts: Vec<Kept> = self
            .loose
            .try_with_value(|loose| loose.iter().map(|receipt| Arc::new(receipt.head.clone())).collect())
            .unwrap_or_default();
        if app.settings_untracked().persist {
            match (documents::heads(Kind::Receipt).await, documents::heads(Kind::Journal).await) {
                (Ok(kept), Ok(journals)) => {
                    receipts.extend(kept.iter().filter_map(|head| serde_json::from_str(head).ok()));
                    let journals = journals.iter().filter_map(|head| serde_json::from_str(head).ok());
                    self.interrupted.try_set(journals.collect());
                }
                (Err(why), _) | (_, Err(why)) => {
                    self.fault.try_set(Some(why));
                }
            }
        } else {
            self.fault.try_set(Some("the page that this one stands in wants nothing kept".to_owned()));
        }
        receipts.sort_by(|a, b| b.name.cmp(&a.name));
        receipts.dedup_by(|a, b| a.name == b.name);
        self.receipts.try_set(receipts);
    }

    /// Keeps a receipt; the journal goes when all is accounted for.
    pub(super) async fn keep(&self, app: App, receipt: &Arc<Receipt>, journal: Journal) {
        let name = &receipt.head.name;
        let kept = if app.settings_untracked().persist { write(receipt).await } else { Err(String::new()) };
        if kept.is_err() {
            self.loose.try_update_value(|loose| {
                loose.retain(|other| other.head.name != *name);
                loose.push(receipt.clone());
            });
        }
        if receipt.head.is_accounted_for() {
            journal.forget().await;
        }
        self.refresh(app).await;
    }

    /// A receipt, whole. `Err`: a sentence.
    pub async fn receipt(&self, name: &str) -> Result<Receipt, String> {
        let loose = self.loose.try_with_value(|loose| loose.iter().find(|r| r.head.name == name).cloned());
        if let Some(receipt) = loose.flatten() {
            return Ok((*receipt).clone());
        }
        let parts = documents::parts(Kind::Receipt, name).await?;
        receipt::read(&parts.concat())
    }

    /// Forgets a receipt.
    pub async fn forget(&self, app: App, name: &str) -> Result<(), String> {
        self.loose.try_update_value(|loose| loose.retain(|receipt| receipt.head.name != name));
        documents::remove(Kind::Receipt, name).await?;
        self.refresh(app).await;
        Ok(())
    }

    /// Forgets an interrupted push: what it sent stays in Label Studio.
    pub async fn abandon(&self, app: App, name: &str) -> Result<(), String> {
        documents::remove(Kind::Journal, name).await?;
        self.refresh(app).await;
        Ok(())
    }

    /// Hands a journal to the person as a file: somebody else can resume it.
    pub async fn save_journal(&self, name: &str) -> Result<(), String> {
        let mut file = files::Pieces::default();
        for part in documents::parts(Kind::Journal, name).await? {
            file.push(part.as_bytes())?;
            file.push(b"\n")?;
        }
        file.download(&format!("{name}.journal.jsonl"), "application/x-ndjson")
    }
}

async fn write(receipt: &Receipt) -> Result<(), String> {
    let Receipt { head, rows } = receipt;
    let line = |value: Result<String, serde_json::Error>| value.unwrap_or_default() + "\n";
    let head_line = line(serde_json::to_string(head));
    let mut parts = vec![head_line.clone()];
    parts.extend(
        rows.chunks(ROWS).map(|rows| rows.iter().map(|row| line(serde_json::to_string(row))).collect()),
    );
    // A receipt that is written once more may be shorter.
    documents::remove(Kind::Receipt, &head.name).await?;
    documents::put_parts(Kind::Receipt, &head.name, 0, &parts).await?;
    documents::put_head(Kind::Receipt, &head.name, &head_line).await
}
