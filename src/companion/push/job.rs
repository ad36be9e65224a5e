//! One import, whoever asks for it: `push` on the command line, the watcher, the curation API.

use super::journal::{self, Journal, Open};
use super::{
    drive,
    prepare::{How, Prepared},
};
use crate::companion::clock::now;
use crate::companion::disk::{state_folder, write_whole};
use crate::companion::label_studio::client::Client;
use crate::companion::map::read::Files;
use crate::core::mapping::BatchFacts;
use crate::core::protocol::label_studio::Project;
use crate::core::push::journal::Head;
use crate::core::push::machine::{Manner, Push as Machine, Target};
use crate::core::push::plan::{Limits, Mode};
use crate::core::push::receipt::{Receipt, name_at};
use std::hash::{BuildHasher as _, RandomState};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// What is imported where, and how.
pub(in crate::companion) struct Job {
    /// The results.
    pub(in crate::companion) files: Files,
    /// What is known of their batch.
    pub(in crate::companion) facts: BatchFacts,
    /// The project, as Label Studio has it now.
    pub(in crate::companion) project: Project,
    /// How a result becomes a task.
    pub(in crate::companion) how: How,
    /// What is done with results that are there already.
    pub(in crate::companion) mode: Mode,
    /// Where the journal is kept; `None`: below this user's state folder.
    pub(in crate::companion) journal: Option<PathBuf>,
    /// How much goes into the first requests.
    pub(in crate::companion) limits: Limits,
    /// Say what would be sent, and write nothing.
    pub(in crate::companion) dry_run: bool,
}

/// An import that ended.
pub(in crate::companion) struct Ended {
    /// What is known of each result.
    pub(in crate::companion) machine: Machine,
    /// What it came to; `None`: it was a dry run.
    pub(in crate::companion) receipt: Option<Receipt>,
    journal: Journal,
}

impl Job {
    /// Runs it to its end: an interrupted one is resumed. `stop` ends it after the request in flight; `watch` sees it
    /// before each step.
    ///
    /// # Errors
    /// A sentence: nothing could be begun, or the journal cannot be written.
    pub(in crate::companion) async fn run(
        self,
        client: &mut Client,
        stop: &AtomicBool,
        watch: &mut (dyn FnMut(&Machine) + Send),
    ) -> Result<Ended, String> {
        let target = Target {
            base: client.base().to_owned(),
            project: self.project.id,
            batch_id: self.facts.id.clone(),
        };
        let mut journal = self.open(&target)?;
        let manner = Manner { mode: journal.head.mode, limits: self.limits, seed: seed() };
        let (candidates, history) = journal.take();
        let mut machine = Machine::resumed(target, candidates, manner, history);
        let planned = drive::drive(&mut machine, client, &mut journal, stop, self.dry_run, watch).await?;
        let receipt = (planned != drive::Ended::Planned)
            .then(|| machine.receipt(journal.head.name.clone(), journal.head.title.clone()));
        Ok(Ended { machine, receipt, journal })
    }

    /// The journal of an interrupted push, or a new one with all tasks in it.
    fn open(&self, target: &Target) -> Result<Journal, String> {
        let path = match &self.journal {
            Some(path) => path.clone(),
            None => journal::default_path(target)?,
        };
        match Journal::open(&path)? {
            Open::Interrupted(journal) if journal.head.target() != *target => Err(format!(
                "{} is the journal of another push, into {}, project {}. Give another one with --journal.",
                path.display(),
                journal.head.label_studio,
                journal.head.project
            )),
            Open::Interrupted(journal) => {
                tracing::info!(
                    "Resuming {}, which was interrupted: its own mapping and selection hold.",
                    journal.head.name
                );
                Ok(*journal)
            }
            Open::New(lock) => {
                let title = self.project.title.clone();
                let head = Head::new(name_at(now()), target, title, self.mode, now(), 0);
                Prepared::new(&self.files, &self.facts, &self.how, &self.project)?.write(lock, head)
            }
        }
    }
}

impl Ended {
    /// Whether every result is accounted for.
    pub(in crate::companion) fn is_whole(&self) -> bool {
        let receipt = self.receipt.as_ref();
        receipt.is_none_or(|receipt| receipt.head.is_accounted_for() && !receipt.was_stopped())
    }

    /// Writes the receipt, where something was written to Label Studio, or a place was given for it. Returns where it
    /// is.
    ///
    /// # Errors
    /// It cannot be written.
    pub(in crate::companion) fn keep_receipt(&self, at: Option<PathBuf>) -> Result<Option<PathBuf>, String> {
        let Some(receipt) = self.receipt.as_ref().filter(|_| self.machine.has_written() || at.is_some())
        else {
            return Ok(None);
        };
        let path = match at {
            Some(path) => path,
            None => state_folder()?.join("receipts").join(format!("{}.jsonl", receipt.head.name)),
        };
        write_whole(&path, &receipt.jsonl())?;
        Ok(Some(path))
    }

    /// Clears the journal away when nothing is left to be resumed; `remove`: its file as well. Returns the receipt;
    /// everything else is gone from memory.
    pub(in crate::companion) fn close(self, remove: bool) -> Option<Receipt> {
        let whole = self.is_whole();
        if self.receipt.is_none() {
            self.journal.discard_if_new();
        } else if whole {
            self.journal.over(remove);
        } else {
            tracing::warn!("The same again resumes it: the journal is {}.", self.journal.path().display());
        }
        self.receipt
    }
}

/// Another number for each push of each process.
fn seed() -> u64 {
    RandomState::new().hash_one(0)
}
