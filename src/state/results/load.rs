//! Opens a batch, a file, an address or a file from disk; `heard` takes in what the desk brings of it.

mod heard;

use super::side::Side;
use crate::{
    browser::{desk, fetch, timing},
    core::{
        batch::Batch,
        origin::Origin,
        protocol::batch_api,
        results::{
            desk::{Bytes, FileAsk},
            index::Source,
        },
    },
    state::{App, Problem},
};
use heard::Reading;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc, sync::Arc};

/// How far the files are.
#[derive(Debug, Clone, PartialEq)]
pub enum Load {
    /// Nothing was asked for.
    Idle,
    /// The batch is asked for.
    Asking,
    /// A file is on its way.
    Reading {
        /// Which: `results`, `errors` or `requests`.
        what: &'static str,
        /// Bytes so far.
        bytes: u64,
        /// Bytes of it all, where the server says so.
        total: Option<u64>,
    },
    /// The person stopped it; the rows so far stay.
    Stopped,
    /// Everything is read, as far as it is there: see the problems of single files.
    Ready,
    /// It went wrong; the rows so far stay.
    Failed(Problem),
}

impl Load {
    /// Something is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Asking | Self::Reading { .. })
    }
}

/// Where the bytes are, once everything is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Bytes in memory.
    pub in_memory: u64,
    /// Bytes in the browser's private storage.
    pub in_file: u64,
    /// Why not all of them are there, in a phrase.
    pub why_not_file: Option<String>,
}

fn what(source: Source) -> &'static str {
    match source {
        Source::Output => "results",
        Source::Errors => "errors",
        Source::Input => "requests",
    }
}

/// What is to be read.
struct Plan {
    files: Vec<FileAsk>,
    given: Option<web_sys::File>,
    /// The server will not add to it.
    settled: bool,
}

/// The batch as the list has it, if nothing of it will change any more: its files can be asked for at once.
fn known(app: App, id: &str) -> Option<Arc<Batch>> {
    let batch = untrack(|| app.batches.by_id(id))?;
    let has_results =
        [&batch.output_file_id, &batch.error_file_id].into_iter().flatten().any(|file| !file.is_empty());
    (batch.status.is_terminal() && has_results).then_some(batch)
}

async fn ask(app: App, id: &str) -> Result<Arc<Batch>, Problem> {
    let request = batch_api::batch(&app.base(), id);
    let response = app.ask_batch_api(request).await.map_err(|none| Problem::no_answer(&none))?;
    let batch = batch_api::parse_batch(&response)
        .map_err(|why| Problem::refused(&format!("Batch {id} did not come"), &why))?;
    Ok(Arc::new(batch))
}

fn absolute(url: &str) -> Result<String, Problem> {
    let none = || Problem::new(format!("{url} is no address."), "Check it, and open the results again.");
    fetch::absolute(url).ok_or_else(none)
}

/// A file of the batch API, with the host page's headers.
async fn of_batch_api(app: App, source: Source, id: &str) -> Result<FileAsk, Problem> {
    let url = absolute(&batch_api::file_content_url(&app.base(), id))?;
    let headers = app.batch_api_headers(&url).await.map_err(|none| Problem::no_answer(&none))?;
    Ok(FileAsk { source, bytes: Bytes::Url { url, headers } })
}

impl Side {
    /// Begins to read; what comes of it is told later.
    pub(super) async fn read(self, app: App, origin: Origin, generation: u32) -> Result<(), Problem> {
        timing::mark("open");
        let plan = self.plan(app, &origin, generation).await?;
        if !self.is_current(generation) {
            return Ok(());
        }
        if plan.files.is_empty() {
            self.load.set(Load::Ready);
            return Ok(());
        }
        let results = plan.files.iter().filter(|file| file.source != Source::Input).count();
        let reading = Rc::new(Reading {
            side: self,
            app,
            generation,
            settled: plan.settled,
            results,
            files: plan.files.len(),
            ended: Cell::new(0),
            lost: Cell::new(0),
            total: Cell::new(None),
            shown: Cell::new(0.0),
            due: Cell::new(None),
            waiting: Cell::new(false),
            seen: Cell::new(false),
        });
        let job =
            desk::read(plan.files, plan.given, app.memory(), move |told, bytes| reading.hear(told, bytes));
        self.job.set_value(Some(job));
        Ok(())
    }

    async fn plan(self, app: App, origin: &Origin, generation: u32) -> Result<Plan, Problem> {
        match origin {
            Origin::Batch(id) => {
                let batch = match known(app, id) {
                    Some(batch) => batch,
                    None => ask(app, id).await?,
                };
                let mut files = Vec::new();
                for (file, source) in [
                    (&batch.output_file_id, Source::Output),
                    (&batch.error_file_id, Source::Errors),
                    (&batch.input_file_id, Source::Input),
                ] {
                    if let Some(file) = file.as_deref().filter(|file| !file.is_empty()) {
                        files.push(of_batch_api(app, source, file).await?);
                    }
                }
                let settled = batch.status.is_terminal();
                if self.is_current(generation) {
                    self.batch.try_set(Some(batch));
                }
                Ok(Plan { files, given: None, settled })
            }
            Origin::File(id) => {
                self.ask_for_name(app, id.clone(), generation);
                let files = vec![of_batch_api(app, Source::Output, id).await?];
                Ok(Plan { files, given: None, settled: true })
            }
            Origin::Url(url) if fetch::is_own(url) => {
                let bytes = Bytes::at(absolute(url)?);
                Ok(Plan {
                    files: vec![FileAsk { source: Source::Output, bytes }],
                    given: None,
                    settled: true,
                })
            }
            Origin::Url(url) => Err(Problem::new(
                format!("{url} is on another server than this page, and was not asked for."),
                "Download the file and drop it here, or open the page that this server itself offers.",
            )),
            Origin::Local(name) => {
                let given = self.given.with_value(Clone::clone).filter(|file| file.name() == *name);
                match given {
                    Some(file) => {
                        let files = vec![FileAsk { source: Source::Output, bytes: Bytes::Given }];
                        Ok(Plan { files, given: Some(file), settled: true })
                    }
                    None => Err(Problem::new(
                        format!("{name} is a file on your disk, and the page no longer has it."),
                        "Drop the file here again: a page may not open files by itself.",
                    )),
                }
            }
        }
    }

    /// What the server calls a file: nice to know, and no failure where it does not say.
    fn ask_for_name(self, app: App, id: String, generation: u32) {
        app.spawn(async move {
            let answer = app.ask_batch_api(batch_api::file(&app.base(), &id)).await;
            let file = answer.ok().and_then(|answer| batch_api::parse_file(&answer).ok());
            if self.is_current(generation)
                && let Some(name) = file.and_then(|file| file.filename)
            {
                self.name.try_set(Some(name));
            }
        });
    }
}
