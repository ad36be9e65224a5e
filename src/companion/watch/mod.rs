//! The watcher: batches that are done are imported by themselves, each once, and each failure is loud.
//!
//! - `look`: finds them; [`rules`]: where their results go; `import`: one of them, by the push that people use too
//! - [`board`]: what it is doing, for the page, `/ready` and the metrics

pub(super) mod board;
mod import;
mod look;
pub(super) mod rules;

use super::batch_api::BatchApi;
use super::clock::now;
use super::curation::Curation;
use super::label_studio::LabelStudio;
use super::ledger::Ledger;
use crate::core::imports::{Counts, Import, Watching};
use board::Board;
use look::{Looked, Lookout};
use rules::Rules;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(super) use look::Since;

/// How soon it looks again for a file that is perhaps still written.
const SOON: Duration = Duration::from_secs(1);

/// Everything that a watcher needs.
#[derive(Clone)]
pub(super) struct Watcher {
    /// Who is asked for batches.
    pub(super) api: BatchApi,
    /// What that is called in the ledger.
    pub(super) source: String,
    /// Where results go.
    pub(super) to: Arc<LabelStudio>,
    /// Kinds of tasks that a batch's `schema_type` may name, and their projects.
    pub(super) curation: Arc<Curation>,
    /// Into which project, and by which mapping.
    pub(super) rules: Arc<Rules>,
    /// What became of each batch.
    pub(super) ledger: Ledger,
    /// How often it looks.
    pub(super) every: Duration,
    /// A file that changed within these seconds may still be written: 0 where a server says what is done.
    pub(super) settle: i64,
    /// What of the past is imported.
    pub(super) since: Since,
    /// Which watcher this is, among those that share the ledger.
    pub(super) owner: String,
    /// Set: it ends after the request in flight.
    pub(super) stop: Arc<AtomicBool>,
}

impl Watcher {
    /// Where others see what it does.
    pub(super) fn board(&self) -> Board {
        Board::new(Watching {
            watcher: self.owner.clone(),
            source: self.source.clone(),
            label_studio: self.to.label_studio.clone(),
            project: self.rules.project(),
            every: self.every.as_secs(),
            looked_at: None,
            fault: None,
        })
    }

    /// Watches until it is stopped; `once`: until nothing is due. Returns what is in the ledger then.
    pub(super) async fn run(&self, board: &Board, once: bool) -> Result<Counts, String> {
        let mut lookout = Lookout::default();
        loop {
            let looked = lookout.look(self, now()).await;
            if let Ok(Looked { new: new @ 1.., .. }) = looked {
                tracing::debug!("{new} new in the ledger");
            }
            if let Some(news) = board.looked(now(), looked.as_ref().err().cloned()) {
                tracing::error!("{news}");
            }
            while let Some(import) = self.claimed().await {
                self.import(&import).await;
            }
            let soon = looked.as_ref().is_ok_and(|looked| looked.soon);
            if (once && !soon) || self.stop.load(Ordering::Relaxed) {
                looked?;
                return self.ledger.tally().await;
            }
            let stopped = async {
                while !self.stop.load(Ordering::Relaxed) {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            };
            tokio::select! {
                () = tokio::time::sleep(if soon { SOON } else { self.every }) => {}
                () = board.woken() => {}
                () = stopped => {}
            }
        }
    }

    /// The next import, if one is due and the watcher is to go on.
    async fn claimed(&self) -> Option<Import> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        match self.ledger.claim(&self.source, &self.owner, now(), import::LEASE).await {
            Ok(import) => import,
            Err(why) => {
                tracing::error!("{why}");
                None
            }
        }
    }
}
