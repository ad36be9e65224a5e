//! `batch-curator push` and `undo`: results into a project of Label Studio, exactly once, and out again.
//!
//! - [`client`]: Label Studio's API, with the token; [`fetch`]: a batch's files from a batch API
//! - [`journal`]: the file that an interrupted push is resumed from; [`prepare`]: results as tasks in it
//! - [`drive`]: does what the machine says; [`show`]: what a person sees of it
//! - [`undo`]: a receipt, undone

mod client;
mod drive;
mod fetch;
mod journal;
mod prepare;
mod show;
mod undo;

pub(super) use undo::Undo;

use super::map::{read::Files, told};
use super::proxy::target::Upstream;
use crate::core::protocol::address;
use crate::core::protocol::token::Token;
use crate::core::push::journal::Head;
use crate::core::push::machine::{Manner, Push as Machine, Target};
use crate::core::push::plan::{Limits, Mode};
use crate::core::push::receipt::{Receipt, name_at};
use clap::{Args, ValueEnum};
use client::Client;
use drive::Ended;
use journal::{Journal, Open};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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

/// Where Label Studio is, and who asks.
#[derive(Args)]
#[allow(clippy::struct_field_names, reason = "the option's own name")]
struct LabelStudio {
    /// Label Studio's address, or that of one of its projects
    #[arg(long, value_name = "URL", env = "LABEL_STUDIO_URL", hide_env_values = true)]
    label_studio: String,

    /// Read the token from this file instead of the environment
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Give up on a request after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..=3600))]
    timeout: u32,
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

impl LabelStudio {
    /// The client, and the project that the address names, if it names one.
    fn client(&self) -> Result<(Client, Option<u64>), String> {
        let address =
            address::parse(&self.label_studio).map_err(|error| format!("--label-studio: {error}"))?;
        let token = self.token()?;
        let client = Client::new(&address.base, token, Duration::from_secs(self.timeout.into()))?;
        Ok((client, address.project))
    }

    fn token(&self) -> Result<Token, String> {
        let text = match &self.token_file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?,
            None => ["LABEL_STUDIO_API_KEY", "LABEL_STUDIO_TOKEN"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok().filter(|text| !text.trim().is_empty()))
                .ok_or(
                    "There is no token. Put it into the environment variable LABEL_STUDIO_API_KEY, or give \
                     --token-file. In Label Studio: Account & Settings, Personal Access Token.",
                )?,
        };
        Token::parse(&text).map_err(|error| error.to_string())
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
    let opened = client.open(project).await?;
    let fetched = match (&options.batch_api, &options.batch) {
        (Some(api), Some(id)) => Some(fetch::Fetched::batch(api, id).await?),
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
    let target = Target { base: client.base().to_owned(), project, batch_id: facts.id.clone() };
    let path = match &options.journal {
        Some(path) => path.clone(),
        None => journal::default_path(&target)?,
    };
    let mut journal = match Journal::open(&path)? {
        Open::Interrupted(journal) => {
            if journal.head.target() != target {
                return Err(format!(
                    "{} is the journal of another push, into {}, project {}. Give another one with --journal.",
                    path.display(),
                    journal.head.label_studio,
                    journal.head.project
                ));
            }
            tracing::info!(
                "Resuming {}, which was interrupted: its own mapping and selection hold.",
                journal.head.name
            );
            journal
        }
        Open::New(lock) => {
            let head =
                Head::new(name_at(now()), &target, opened.title.clone(), options.existing.mode(), now(), 0);
            let prepared = prepare::Prepared::new(&files, &facts, options.mapping.as_deref(), &opened)?;
            Box::new(prepared.write(lock, head)?)
        }
    };
    let seed = u64::from(std::process::id()) ^ now().unsigned_abs();
    let limits = Limits { tasks: options.at_once.into(), ..Limits::default() };
    let manner = Manner { mode: journal.head.mode, limits, seed };
    let (candidates, history) = journal.take();
    let mut machine = Machine::resumed(target, candidates, manner, history);
    let ended = drive::drive(&mut machine, &mut client, &mut journal, options.dry_run).await?;
    if ended == Ended::Planned {
        show::plan(&machine, &opened.title);
        journal.discard_if_new();
        return Ok(ExitCode::SUCCESS);
    }
    let receipt = machine.receipt(journal.head.name.clone(), journal.head.title.clone());
    show::end(&machine, &receipt);
    finish(options, &machine, &receipt, *journal)
}

/// Writes the receipt, and clears the journal away when nothing is left to be resumed.
fn finish(
    options: &Push,
    machine: &Machine,
    receipt: &Receipt,
    journal: Journal,
) -> Result<ExitCode, String> {
    if machine.has_written() || options.receipt.is_some() {
        let path = match &options.receipt {
            Some(path) => path.clone(),
            None => journal::state_folder()?.join("receipts").join(format!("{}.jsonl", receipt.head.name)),
        };
        journal::write_whole(&path, &receipt.jsonl())?;
        tracing::info!("The receipt is {}.", path.display());
    }
    if receipt.head.is_accounted_for() && !receipt.was_stopped() {
        journal.over(options.journal.is_none());
        return Ok(ExitCode::SUCCESS);
    }
    tracing::warn!("The same command resumes it: the journal is {}.", journal.path().display());
    Ok(ExitCode::FAILURE)
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
