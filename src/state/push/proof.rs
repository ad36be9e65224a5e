//! What came of a push: read back from Label Studio, row by row.

use crate::{
    browser::files,
    core::{
        origin::Origin,
        push::{
            journal::Head,
            machine::{Event, Push as Machine},
            receipt::{Receipt, csv},
        },
    },
};
use std::sync::Arc;

/// A push that is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// What became of each result.
    pub receipt: Arc<Receipt>,
    /// What the results are of.
    pub origin: Origin,
    /// Requests, those of the dry run included.
    pub requests: u32,
    /// Of those, imports.
    pub imports: u32,
    /// What happened on the way.
    pub events: Vec<Event>,
    /// Milliseconds from the first import to the last count.
    pub took_ms: f64,
}

impl Proof {
    /// Reads the machine once it is done.
    pub(super) fn read(machine: &Machine, head: &Head) -> Self {
        let progress = machine.progress();
        Self {
            receipt: Arc::new(machine.receipt(head.name.clone(), head.title.clone())),
            origin: Origin::known_as(&head.batch_id),
            requests: progress.requests,
            imports: progress.imports,
            events: machine.events().to_vec(),
            took_ms: 0.0,
        }
    }
}

/// Hands a receipt to the person, as JSON lines.
pub fn save_jsonl(receipt: &Receipt) -> Result<(), String> {
    files::download(&format!("{}.jsonl", receipt.head.name), "application/x-ndjson", &receipt.jsonl())
}

/// Hands a receipt to the person, for a spreadsheet.
pub fn save_csv(receipt: &Receipt) -> Result<(), String> {
    files::download(&format!("{}.csv", receipt.head.name), "text/csv", &csv(&receipt.rows))
}
