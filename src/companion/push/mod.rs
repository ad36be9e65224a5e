//! `batch-curator push` and `undo`: results into a project of Label Studio, exactly once, and out again.
//!
//! - [`job`]: one import, whoever asks for it
//! - [`journal`]: the file that an interrupted push is resumed from; [`prepare`]: results as tasks in it
//! - [`drive`]: does what the machine says; [`show`]: what a person sees of it
//! - [`mod@undo`]: a receipt, undone

mod drive;
pub(super) mod job;
mod journal;
pub(super) mod prepare;
mod show;
mod undo;

pub(super) use undo::Undo;

use super::batch_api::BatchApi;
use super::label_studio::LabelStudio;
use super::map::{read::Files, told};
use super::proxy::target::Upstream;
use crate::core::push::plan::{Limits, Mode};
use clap::{Args, ValueEnum};
use job::Job;
use prepare::How;
use std::path::PathBuf;
use std::process::ExitCode;

/// Put results into a project of Label Studio: each exactly once, proven by reading it back.
///
/// What it does is written to a journal first: the same command again resumes a push that was interrupted.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 every result is accounted for, 1 some are in doubt or could not be sent, 2 wrong usage.\n\n\
    Environment:\n  LABEL_STUDIO_API_KEY  the token, of any kind (alias LABEL_STUDIO_TOKEN)\n  \
    BATCH_API_KEY         sent to the batch API as a bearer token\n\n\
    Examples:\n  batch-curator push --results output.jsonl --mapping review.json --label-studio http://127.0.0.1:8080 --project 12 --dry-run\n  \
    batch-curator push --batch-api http://127.0.0.1:4080 --batch batch_6a41c0 --label-studio http://127.0.0.1:8080 --project 12"
)]
pub(super) struct Push {
    /// The results: an output or error file of a batch
    #[arg(long, value_name = "FILE.jsonl", required_unless_present = "batch")]
    results: Option<PathBuf>,

    /// The requests of --results: the batch's input file
    #[arg(long, value_name = "FILE.jsonl", requires = "results")]
    input: Option<PathBuf>,

    /// The batch of --results, as the batch API answers it: its id, model and metadata
    #[arg(long, value_name = "FILE.json", requires = "results")]
    batch_file: Option<PathBuf>,

    /// The OpenAI-compatible batch API that has the batch
    #[arg(long, value_name = "URL", requires = "batch", conflicts_with = "results", value_parser = Upstream::parse)]
    batch_api: Option<Upstream>,

    /// The batch's id
    #[arg(long, value_name = "ID", requires = "batch_api", conflicts_with = "results")]
    batch: Option<String>,

    /// How a result becomes a task, as the page saves it; without it the suggested mapping
    #[arg(long, value_name = "FILE.json")]
    mapping: Option<PathBuf>,

    #[command(flatten)]
    to: LabelStudio,

    /// The project's id
    #[arg(long, value_name = "ID")]
    project: Option<u64>,

    /// What is done with results that are in the project already
    #[arg(long, value_enum, default_value_t = Existing::Skip)]
    existing: Existing,

    /// Say what would be sent, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Where the journal is kept; without it, below this user's state folder
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,

    /// Where the receipt goes; without it, below this user's state folder
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,

    /// Tasks in the first request; later ones adapt to the server, and never grow beyond a smaller number
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=5000))]
    at_once: u16,
}

/// What is done with results that are there already.
#[derive(Clone, Copy, ValueEnum)]
enum Existing {
    /// They stay as they are
    Skip,
    /// Their tasks get the predictions that they do not have
    Attach,
    /// They are sent again, as second tasks
    Force,
}

impl Existing {
    fn mode(self) -> Mode {
        match self {
            Self::Skip => Mode::Skip,
            Self::Attach => Mode::Attach,
            Self::Force => Mode::Force,
        }
    }
}

/// Runs to the end on a runtime of its own.
pub(super) fn push(options: &Push) -> ExitCode {
    told(on_runtime(run(options)))
}

/// The same for `undo`.
pub(super) fn undo(options: &Undo) -> ExitCode {
    told(on_runtime(undo::run(options)))
}

fn on_runtime<T>(task: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| format!("The runtime does not start: {error}."))?.block_on(task)
}

async fn run(options: &Push) -> Result<ExitCode, String> {
    let (mut client, named) = options.to.client()?;
    let project = options.project.or(named).ok_or("Give the project with --project ID.")?;
    let project = client.open(project).await?;
    let fetched = match (&options.batch_api, &options.batch) {
        (Some(api), Some(id)) => {
            let api = BatchApi::new(api)?;
            Some(api.fetch(&api.batch(id).await?).await?)
        }
        _ => None,
    };
    let files = match (&fetched, &options.results) {
        (Some(fetched), _) => fetched.files(),
        (None, Some(results)) => Files {
            results: results.clone(),
            input: options.input.clone(),
            batch: options.batch_file.clone(),
        },
        (None, None) => {
            return Err("Give --results FILE.jsonl, or --batch-api URL and --batch ID.".to_owned());
        }
    };
    let facts = files.facts()?;
    for sentence in facts.faults() {
        tracing::warn!("{sentence}");
    }
    let how = match &options.mapping {
        Some(path) => How::saved(path)?,
        None => How::Suggested,
    };
    let limits = Limits { tasks: options.at_once.into(), ..Limits::default() };
    let title = project.title.clone();
    let journal = options.journal.clone();
    let (mode, dry_run) = (options.existing.mode(), options.dry_run);
    let job = Job { files, facts, project, how, mode, journal, limits, dry_run };
    let mut watch = show::Watch::new();
    let ended = job.run(&mut client, &drive::asked_to_stop(), &mut |machine| watch.show(machine)).await?;
    watch.end(&ended.machine);
    match &ended.receipt {
        None => show::plan(&ended.machine, &title),
        Some(receipt) => show::end(&ended.machine, receipt),
    }
    if let Some(path) = ended.keep_receipt(options.receipt.clone())? {
        tracing::info!("The receipt is {}.", path.display());
    }
    let whole = ended.is_whole();
    drop(ended.close(options.journal.is_none()));
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
