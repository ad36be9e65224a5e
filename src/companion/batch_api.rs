//! A batch API, asked by the companion itself: its batches; and one with its files, in a folder of their own that is
//! removed again.

use super::clock::now_nanos;
use super::disk::state_folder;
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
    /// A batch with its results (those that failed as well) and its requests.
    pub(super) async fn batch(api: &Upstream, id: &str) -> Result<Self, String> {
        let folder = state_folder()?.join(format!("fetched-{}-{}", std::process::id(), now_nanos()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
        let mut fetched = Self { folder, input: false };
        let base = api.place();
        let http = http(&base)?;
        let (batch, answer) = ask(&http, &base, id).await?;
        if !batch.is_finished() {
            return Err(format!("Batch {id} is not done yet. Push it when it is."));
        }
        std::fs::write(fetched.folder.join("batch.json"), &answer.body)
            .map_err(|error| cannot_write(&fetched.folder, &error))?;
        let results = fetched.folder.join("results.jsonl");
        let mut any = false;
        for file in [&batch.output_file_id, &batch.error_file_id].into_iter().flatten() {
            download(&http, &batch_api::file_content_url(&base, file), &results).await?;
            any = true;
        }
        if !any {
            return Err(format!(
                "Batch {id} has no results: it names neither an output file nor an error file."
            ));
        }
        fetched.input = fetched.requests(&http, &base, &batch).await;
        Ok(fetched)
    }

    /// The requests are a help and not a need: some servers do not keep them.
    async fn requests(&self, http: &reqwest::Client, base: &str, batch: &Batch) -> bool {
        let Some(file) = &batch.input_file_id else { return false };
        let got =
            download(http, &batch_api::file_content_url(base, file), &self.folder.join("input.jsonl")).await;
        if let Err(why) = &got {
            tracing::warn!("The batch's requests are not at hand, so mappings find no input: {why}");
        }
        got.is_ok()
    }

    /// What was fetched, as files.
    pub(super) fn files(&self) -> Files {
        Files {
            results: self.folder.join("results.jsonl"),
            input: self.input.then(|| self.folder.join("input.jsonl")),
            batch: Some(self.folder.join("batch.json")),
        }
    }
}

/// One batch as it is now.
pub(super) async fn batch(api: &Upstream, id: &str) -> Result<Batch, String> {
    let base = api.place();
    Ok(ask(&http(&base)?, &base, id).await?.0)
}

async fn ask(http: &reqwest::Client, base: &str, id: &str) -> Result<(Batch, Response), String> {
    let mut asked = batch_api::batch(base, id);
    authorise(&mut asked);
    let answer = perform(http, asked, PATIENCE).await.map_err(|none| format!("{none}."))?;
    let batch = batch_api::parse_batch(&answer).map_err(|error| format!("Batch {id}: {error}."))?;
    Ok((batch, answer))
}

/// Batches, page by page, newest first, until there are no more, or `enough` says so of a page.
///
/// # Errors
/// A sentence: the list cannot be read, or not to its end.
pub(super) async fn list(
    api: &Upstream,
    mut enough: impl FnMut(&[Batch]) -> bool + Send,
) -> Result<Vec<Batch>, String> {
    let base = api.place();
    let http = http(&base)?;
    let mut pager = Pager::new(&base);
    let mut batches = Vec::new();
    while let Some(mut request) = pager.next_request() {
        authorise(&mut request);
        let answer = perform(&http, request, PATIENCE).await.map_err(|none| format!("{none}."))?;
        let page = pager.receive(&answer).map_err(|error| format!("{}: {error}.", api.who()))?;
        let last = !page.is_empty() && enough(&page);
        batches.extend(page);
        if last {
            break;
        }
    }
    Ok(batches)
}

/// Appends what is there to a file, piece by piece, as whole lines.
async fn download(http: &reqwest::Client, url: &str, path: &Path) -> Result<(), String> {
    let mut request = Request::get(url.to_owned());
    authorise(&mut request);
    let mut sending = http.get(url).timeout(Duration::from_hours(1));
    for (name, value) in &request.headers {
        sending = sending.header(*name, value);
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
    let mut file =
        File::options().append(true).create(true).open(path).map_err(|error| cannot_write(path, &error))?;
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

fn authorise(request: &mut Request) {
    if let Some(key) = std::env::var("BATCH_API_KEY").ok().filter(|key| !key.trim().is_empty()) {
        request.headers.push(("authorization", format!("Bearer {}", key.trim())));
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}.", path.display())
}
