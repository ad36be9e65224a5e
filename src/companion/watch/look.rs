//! Looking for batches that are done, and giving each a line in the ledger.

use super::Watcher;
use crate::companion::ledger::Found;
use crate::core::batch::Batch;
use crate::core::text::one_line;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// How often the list is read to its end; in between, only as far as there is something new in it.
const WHOLE: Duration = Duration::from_mins(10);
/// Batches under way that are asked for one by one in one go.
const ASKED: usize = 100;

/// What is imported of what was done before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::companion) enum Since {
    /// Everything.
    All,
    /// Only what is done after the watcher first looked.
    Now,
    /// What was done at this time or later, in Unix seconds.
    Time(i64),
}

/// What is remembered from look to look.
#[derive(Default)]
pub(super) struct Lookout {
    /// Batches that have a line.
    noted: HashSet<String>,
    /// Batches under way.
    open: HashSet<String>,
    whole: Option<Instant>,
}

/// What a look found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Looked {
    /// Lines that are new.
    pub(super) new: u64,
    /// Whether something may be done in a moment.
    pub(super) soon: bool,
}

impl Lookout {
    /// Looks once.
    ///
    /// # Errors
    /// A sentence: the batch API or the ledger does not answer.
    pub(super) async fn look(&mut self, watcher: &Watcher, now: i64) -> Result<Looked, String> {
        let Watcher { api, source, ledger, since, settle, .. } = watcher;
        let first = ledger.watched_since(source).await?.is_none();
        let whole = first || self.whole.is_none_or(|last| last.elapsed() > WHOLE);
        let begun = Instant::now();
        let known = |batch: &Batch| self.noted.contains(&batch.id) || self.open.contains(&batch.id);
        let batches = api.list(|page| !whole && page.iter().all(known)).await?;
        let mut done = Vec::new();
        for batch in batches {
            if batch.is_finished() {
                self.open.remove(&batch.id);
                done.push(batch);
            } else {
                self.open.insert(batch.id);
            }
        }
        // Some servers let a batch go on only when it is asked for by its id.
        let open: Vec<_> = self.open.iter().take(ASKED).cloned().collect();
        for id in open {
            match api.batch(&id).await {
                Ok(asked) if asked.batch.is_finished() => {
                    self.open.remove(&id);
                    done.push(asked.batch);
                }
                Ok(_) => {}
                Err(why) => {
                    tracing::debug!("{why}");
                    self.open.remove(&id);
                }
            }
        }
        let mut looked = Looked::default();
        // The oldest first, as they are imported.
        for batch in done.iter().rev() {
            if self.noted.contains(&batch.id) {
                continue;
            }
            if batch.ended_at().is_some_and(|ended| ended > now - settle) {
                looked.soon = true;
                continue;
            }
            let found = Found {
                source: source.clone(),
                batch_id: batch.id.clone(),
                name: one_line(batch.name(), 200),
                results: batch.counts.total.unwrap_or_default(),
                skipped: skipped(batch, *since, first),
            };
            looked.new += u64::from(ledger.add(&found, now).await?);
            self.noted.insert(batch.id.clone());
        }
        if first {
            ledger.watch_from(source, now).await?;
        }
        if whole {
            self.whole = Some(begun);
        }
        Ok(looked)
    }
}

/// Why a batch is not imported by itself.
fn skipped(batch: &Batch, since: Since, first: bool) -> Option<String> {
    if !batch.has_results() {
        return Some(batch.ending().unwrap_or_else(|| "It names no file of results.".to_owned()));
    }
    let before = match since {
        Since::All => false,
        Since::Now => first,
        Since::Time(time) => batch.ended_at().or(batch.created_at).is_some_and(|ended| ended < time),
    };
    before.then(|| "It was done before the watcher was to begin. Retry imports it all the same.".to_owned())
}
