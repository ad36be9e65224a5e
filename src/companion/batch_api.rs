//! A batch API, asked by the companion itself: its batches; and one with its files, in a folder of their own that is
//! removed again.

use super::clock::now_nanos;
use super::disk::state_folder;
use super::environment::variable;
use super::map::read::Files;
use super::outgoing::{http, perform};
use super::proxy::{failure, target::Upstream};
use crate::core::batch::Batch;
use crate::core::protocol::batch_api::{self, Pager};
use crate::core::protocol::http::{Request, Response};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long an answer may take to begin; a body may then take as long as it flows.
const PATIENCE: Duration = Duration::from_mins(1);

/// What was fetched. Dropped, it is gone.
pub(super) struct Fetched {
    folder: PathBuf,
    input: bool,
}

impl Drop for Fetched {
    fn drop(&mut self) {
        // What stays behind is only disk space, and says by its name whose it was.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Fetched {
    /// What was fetched, as files.
    pub(super) fn files(&self) -> Files {
        Files {
            results: self.folder.join("results.jsonl"),
            input: self.input.then(|| self.folder.join("input.jsonl")),
            batch: Some(self.folder.join("batch.json")),
        }
    }
}

/// The way to one batch API.
#[derive(Clone)]
pub(super) struct BatchApi {
    upstream: Upstream,
    base: String,
    http: reqwest::Client,
}

/// A batch as it is now, and the answer that says so.
pub(super) struct Asked {
    pub(super) batch: Batch,
    body: String,
}

impl BatchApi {
    pub(super) fn new(upstream: &Upstream) -> Result<Self, String> {
        let base = upstream.place();
        Ok(Self { upstream: upstream.clone(), http: http(&base)?, base })
    }

    /// One batch as it is now.
    pub(super) async fn batch(&self, id: &str) -> Result<Asked, String> {
        let answer = self.ask(batch_api::batch(&self.base, id)).await?;
        let batch = batch_api::parse_batch(&answer).map_err(|error| format!("Batch {id}: {error}."))?;
        Ok(Asked { batch, body: answer.body })
    }

    /// Batches, page by page, newest first, until there are no more, or `enough` says so of a page.
    ///
    /// # Errors
    /// A sentence: the list cannot be read, or not to its end.
    pub(super) async fn list(
        &self,
        mut enough: impl FnMut(&[Batch]) -> bool + Send,
    ) -> Result<Vec<Batch>, String> {
        let mut pager = Pager::new(&self.base);
        let mut batches = Vec::new();
        while let Some(request) = pager.next_request() {
            let answer = self.ask(request).await?;
            let page =
                pager.receive(&answer).map_err(|error| format!("{}: {error}.", self.upstream.who()))?;
            let last = !page.is_empty() && enough(&page);
            batches.extend(page);
            if last {
                break;
            }
        }
        Ok(batches)
    }

    async fn ask(&self, mut request: Request) -> Result<Response, String> {
        authorise(&mut request);
        perform(&self.http, request, PATIENCE).await.map_err(|none| format!("{none}."))
    }

    /// The batch's results (those that failed as well) and its requests.
    pub(super) async fn fetch(&self, asked: &Asked) -> Result<Fetched, String> {
        let Asked { batch, body } = asked;
        let id = &batch.id;
        if !batch.is_finished() {
            return Err(format!("Batch {id} is not done yet. Push it when it is."));
        }
        let folder = state_folder()?.join(format!("fetched-{}-{}", std::process::id(), now_nanos()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
        let mut fetched = Fetched { folder, input: false };
        std::fs::write(fetched.folder.join("batch.json"), body)
            .map_err(|error| cannot_write(&fetched.folder, &error))?;
        let results = fetched.folder.join("results.jsonl");
        let mut any = false;
        for file in [&batch.output_file_id, &batch.error_file_id].into_iter().flatten() {
            self.download(file, &results).await?;
            any = true;
        }
        if !any {
            return Err(format!(
                "Batch {id} has no results: it names neither an output file nor an error file."
            ));
        }
        if let Some(file) = &batch.input_file_id {
            // The requests are a help and not a need: some servers do not keep them.
            match self.download(file, &fetched.folder.join("input.jsonl")).await {
                Ok(()) => fetched.input = true,
                Err(why) => {
                    tracing::warn!("The batch's requests are not at hand, so mappings find no input: {why}");
                }
            }
        }
        Ok(fetched)
    }

    /// Appends a file of the batch API to one of ours, piece by piece, as whole lines.
    async fn download(&self, file: &str, path: &Path) -> Result<(), String> {
        let url = batch_api::file_content_url(&self.base, file);
        let mut request = Request::get(url.clone());
        authorise(&mut request);
        let mut sending = self.http.get(&url).timeout(Duration::from_hours(1));
        for (name, value) in &request.headers {
            sending = sending.header(name.as_ref(), value);
        }
        let broke = |error: reqwest::Error| {
            format!("A file of the batch could not be read: {}.", failure::root(&error.without_url()))
        };
        let mut answer = sending.send().await.map_err(broke)?;
        if !answer.status().is_success() {
            return Err(format!(
                "A file of the batch could not be read: the batch API answers {}.",
                answer.status()
            ));
        }
        let mut file = File::options()
            .append(true)
            .create(true)
            .open(path)
            .map_err(|error| cannot_write(path, &error))?;
        let mut last = b'\n';
        while let Some(piece) = answer.chunk().await.map_err(broke)? {
            last = piece.last().copied().unwrap_or(last);
            file.write_all(&piece).map_err(|error| cannot_write(path, &error))?;
        }
        if last != b'\n' {
            file.write_all(b"\n").map_err(|error| cannot_write(path, &error))?;
        }
        Ok(())
    }
}

fn authorise(request: &mut Request) {
    if let Some(key) = variable("BATCH_API_KEY") {
        request.headers.push(("authorization".into(), format!("Bearer {}", key.trim())));
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}.", path.display())
}
