//! `batch-curator serve` and `watch`: their options, and from start to stop.
//!
//! `watch` is `serve` with a watcher in it: the page that shows what arrived is there, and `/ready` too.

use super::api::Secrets;
use super::clock::now;
use super::curation::Curation;
use super::curation::schemas::Schemas;
use super::disk::state_folder;
use super::key::Key;
use super::label_studio::{self, LabelStudio};
use super::ledger::Ledger;
use super::page::files::Files;
use super::proxy::target::{Upstream, read_address};
use super::serve::{self, Batches, Config, Running};
use super::watch::rules::Rules;
use super::watch::{Since, Watcher};
use crate::core::imports::Counts;
use clap::Args;
use clap::error::ErrorKind;
use std::hash::{BuildHasher as _, RandomState};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use time::Date;
use time::macros::format_description;

/// A results file that changed within these seconds is perhaps still written.
const SETTLE: i64 = 3;

/// No request to Label Studio takes longer, seconds.
const TIMEOUT: u32 = 120;

/// Serve the page and the batches behind it.
///
/// Without --batches and --batch-api it serves a built-in sample set, to look around in.
#[derive(Args)]
#[command(after_help = "Examples:\n  batch-curator serve\n  batch-curator serve --batches ./results\n  \
    batch-curator serve --batch-api http://127.0.0.1:4080 --label-studio http://127.0.0.1:8080\n\n\
    Environment:\n  BATCH_API_KEY          sent to the batch API as a bearer token where the browser sends none\n  \
    LABEL_STUDIO_API_KEY   the companion's own token, for the curation API below /api (alias LABEL_STUDIO_TOKEN)\n  \
    BATCH_CURATOR_API_KEY  asked for with everything that reads or writes data; needed off loopback\n  \
    LOG_FORMAT             json: one object a line, with the time\n  \
    RUST_LOG               what is logged, such as debug (default: info)\n\n\
    All options may stand in a file too, by their long names: --config FILE.toml")]
pub(super) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8001")]
    listen: SocketAddr,

    /// Serve this folder: every results JSONL in it, such as `vllm run-batch` writes, is a completed batch
    #[arg(long, value_name = "DIR", conflicts_with = "batch_api")]
    batches: Option<PathBuf>,

    /// Pass /v1 on to this OpenAI-compatible batch API
    #[arg(long, help = "Pass /v1 on to this OpenAI-compatible batch API [env: BATCH_API_URL]", value_name = "URL", value_parser = Upstream::parse)]
    batch_api: Option<Upstream>,

    /// The Label Studio that the page offers; it may then speak to no other
    #[arg(long, help = "The Label Studio that the page offers; it may then speak to no other [env: LABEL_STUDIO_URL]", value_name = "URL", value_parser = read_address)]
    label_studio: Option<reqwest::Url>,

    /// The ledger of imports
    #[arg(
        long,
        help = "The ledger of imports: a file, or postgres://USER:PASSWORD@HOST/DATABASE [env: BATCH_CURATOR_LEDGER]",
        value_name = "PLACE"
    )]
    ledger: Option<String>,

    /// Read the companion's own token for Label Studio from this file, anew at each use, instead of the environment
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Kinds of tasks: every *.json in it is a task schema, besides the built-in ones
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,

    /// Pages of this origin, such as a dashboard that embeds the component, may read and write; may be repeated
    #[arg(long, value_name = "ORIGIN")]
    cors_origin: Vec<String>,

    /// Serve the page from this folder instead of the one inside the binary (for development)
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,

    /// Answer under this name too, such as that of a reverse proxy in front; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
}

/// Import batches by themselves as soon as they are done, and serve the page beside it.
///
/// Every batch has a line in the ledger: pending, importing, imported, failed with its cause and next try, or skipped
/// with the reason. It is the same push as by hand: nothing is sent twice, however often it is stopped.
#[derive(Args)]
#[command(after_help = "Exit codes: 0 nothing in the ledger failed, 1 something did, 2 wrong usage.\n\n\
    Environment:\n  LABEL_STUDIO_API_KEY     the token, of any kind (alias LABEL_STUDIO_TOKEN)\n  \
    LABEL_STUDIO_PROJECT_ID  as --project\n  \
    BATCH_API_KEY            sent to the batch API as a bearer token\n  \
    WEBHOOK_SECRET           what vLLM Batch Server signs its webhooks with\n  \
    OPENAI_WEBHOOK_SECRET    what OpenAI signs `batch.completed` with (whsec_…)\n  \
    and those of `serve`\n\nAll options may stand in a file too, by their long names: --config FILE.toml\n\n\
    Examples:\n  batch-curator watch --batch-api http://127.0.0.1:4080 --label-studio http://127.0.0.1:8080 --project 12\n  \
    batch-curator watch --batches ./results --label-studio http://127.0.0.1:8080 --rules rules.toml --since all --once")]
pub(super) struct Watch {
    #[command(flatten)]
    serve: Serve,

    /// The project, where neither the batch's metadata (`label_studio_project_id`) nor a rule names one
    #[arg(long, value_name = "ID", env = "LABEL_STUDIO_PROJECT_ID", hide_env_values = true)]
    project: Option<u64>,

    /// How a result becomes a task, where no rule says otherwise; without it the suggested mapping
    #[arg(long, value_name = "FILE.json")]
    mapping: Option<PathBuf>,

    /// Which batches go where; see the README
    #[arg(long, value_name = "FILE.toml")]
    rules: Option<PathBuf>,

    /// Of what was done before the watcher first looked, import: all, none (now), or from this day on
    #[arg(long, value_name = "all|now|YYYY-MM-DD", default_value = "now", value_parser = since)]
    since: Since,

    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,

    /// Import what is due, and end
    #[arg(long)]
    once: bool,
}

impl Serve {
    /// Serves until it is asked to stop.
    pub(super) fn run(self) -> ExitCode {
        ended(on_runtime(async move {
            let (config, asked) = (self.config().await?, asked_to_stop()?);
            let running = announced(config).await?;
            asked.await;
            tracing::info!("Stopping.");
            running.stop().await;
            Ok(ExitCode::SUCCESS)
        }))
    }

    /// The command line wins over the environment: a folder that is named there is served, whatever `BATCH_API_URL`
    /// says. clap's own reading of the environment would call that a conflict, and an empty variable a wrong address.
    async fn config(self) -> Result<Config, String> {
        let batches = match (self.batches, self.batch_api) {
            (Some(folder), _) => Batches::Folder(folder),
            (None, Some(upstream)) => Batches::Api(upstream),
            (None, None) => {
                from_environment("BATCH_API_URL", Upstream::parse).map_or(Batches::Samples, Batches::Api)
            }
        };
        let mut config = Config::new(self.listen, batches);
        config.label_studio =
            self.label_studio.or_else(|| from_environment("LABEL_STUDIO_URL", read_address));
        config.page = self.page.map_or(Files::Embedded, Files::Folder);
        config.hosts = self.host;
        config.batch_api_key = variable("BATCH_API_KEY");
        let ledger = self.ledger.or_else(|| variable("BATCH_CURATOR_LEDGER"));
        if let Batches::Api(upstream) = &config.batches {
            config.desk.batch_api = Some(upstream.clone());
        }
        config.key = variable("BATCH_CURATOR_API_KEY").map(|text| Key::new(&text)).transpose()?.map(Arc::new);
        config.origins = self.cors_origin;
        if let Some(place) = ledger {
            config.desk.ledger = Some(Ledger::open(&place).await?);
        }
        let schemas = Schemas::load(self.schemas.as_deref())?;
        let token = label_studio::token(self.token_file.as_deref());
        if let (Some(base), true) = (&config.label_studio, token.is_ok() || self.token_file.is_some()) {
            token?;
            let to = Arc::new(LabelStudio {
                label_studio: base.as_str().to_owned(),
                token_file: self.token_file,
                timeout: TIMEOUT,
            });
            config.desk.label_studio = Some(Arc::clone(&to));
            config.desk.curation = Some(Arc::new(Curation::new(to, schemas, config.desk.ledger.clone())));
        }
        Ok(config)
    }
}

impl Watch {
    /// Watches until it is asked to stop; with `--once` until nothing is due.
    pub(super) fn run(mut self) -> ExitCode {
        if self.serve.ledger.is_none() && variable("BATCH_CURATOR_LEDGER").is_none() {
            match state_folder() {
                Ok(folder) => self.serve.ledger = Some(folder.join("ledger.db").display().to_string()),
                Err(why) => return ended(Err(why)),
            }
        }
        let once = self.once;
        ended(on_runtime(async move {
            let asked = asked_to_stop()?;
            let (watcher, mut config, inner) = self.prepare().await?;
            let board = Arc::new(watcher.board());
            config.desk.watcher = Some(Arc::clone(&board));
            let running = if once { None } else { Some(announced(config).await?) };
            tracing::info!("Watching {}; the ledger is {}.", watcher.source, watcher.ledger.place());
            let stop = Arc::clone(&watcher.stop);
            // Mapping 50,000 results takes seconds of computing: not on the threads that answer.
            let handle = tokio::runtime::Handle::current();
            let mut watching =
                tokio::task::spawn_blocking(move || handle.block_on(watcher.run(&board, once)));
            let tally = tokio::select! {
                tally = &mut watching => tally,
                () = asked => {
                    tracing::info!("Stopping after the request in flight; the rest goes on at the next start.");
                    stop.store(true, Ordering::Relaxed);
                    watching.await
                }
            };
            for running in [running, inner].into_iter().flatten() {
                running.stop().await;
            }
            Ok(told(tally.map_err(|error| format!("The watcher broke off: {error}."))??))
        }))
    }

    async fn prepare(self) -> Result<(Watcher, Config, Option<Running>), String> {
        let mut config = self.serve.config().await?;
        if config.label_studio.is_none() {
            return Err("Give Label Studio's address with --label-studio URL.".to_owned());
        }
        let (Some(to), Some(curation)) = (config.desk.label_studio.clone(), config.desk.curation.clone())
        else {
            // Says what is missing.
            return Err(label_studio::token(None).err().unwrap_or_default());
        };
        let (_, named) = to.client()?;
        let rules = Rules::read(self.rules.as_deref(), self.project.or(named), self.mapping.as_deref())?;
        let ledger = config.desk.ledger.clone().ok_or("Give the ledger with --ledger PLACE.")?;
        config.desk.secrets = Arc::new(Secrets {
            openai: variable("OPENAI_WEBHOOK_SECRET"),
            server: variable("WEBHOOK_SECRET"),
        });
        let settle = if matches!(config.batches, Batches::Folder(_)) { SETTLE } else { 0 };
        let (api, source, inner) = match &config.batches {
            Batches::Api(upstream) => (upstream.clone(), upstream.place(), None),
            Batches::Folder(folder) => {
                let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
                // A folder is watched as what the page sees of it: a batch API.
                let inner = Config::new((Ipv4Addr::LOCALHOST, 0).into(), Batches::Folder(folder.clone()));
                let running = serve::start(inner).await.map_err(|error| error.to_string())?;
                let api = Upstream::parse(&format!("http://{}", running.addr))?;
                (api, folder.display().to_string(), Some(running))
            }
            Batches::Samples => {
                return Err("Give what to watch with --batch-api URL or --batches DIR.".to_owned());
            }
        };
        let owner =
            format!("watcher-{}-{:04x}", std::process::id(), RandomState::new().hash_one(now()) & 0xffff);
        let watcher = Watcher {
            api,
            source,
            to,
            rules: Arc::new(rules),
            curation,
            ledger,
            every: Duration::from_secs(self.every),
            since: self.since,
            settle,
            owner,
            stop: Arc::new(AtomicBool::new(false)),
        };
        Ok((watcher, config, inner))
    }
}

/// Starts the server and says where it is.
async fn announced(config: Config) -> Result<Running, String> {
    let what = words(&config);
    let running = serve::start(config).await.map_err(|error| error.to_string())?;
    tracing::info!("Batch Curator is at http://{} and serves {what}. Ctrl-C ends it.", running.addr);
    Ok(running)
}

fn on_runtime<T>(task: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("The runtime does not start: {error}."))?;
    let ended = runtime.block_on(task);
    // A file that is just being counted must not hold up the end.
    runtime.shutdown_timeout(Duration::from_millis(500));
    ended
}

fn ended(ended: Result<ExitCode, String>) -> ExitCode {
    ended.unwrap_or_else(|sentence| {
        tracing::error!("{sentence}");
        ExitCode::FAILURE
    })
}

fn told(tally: Counts) -> ExitCode {
    let Counts { pending, importing, imported, failed, skipped, tasks } = tally;
    tracing::info!(
        "In the ledger: {imported} imported ({tasks} tasks), {} open, {failed} failed, {skipped} skipped.",
        pending + importing
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A day as UTC, or one of two words.
fn since(text: &str) -> Result<Since, String> {
    match text {
        "all" => return Ok(Since::All),
        "now" => return Ok(Since::Now),
        _ => {}
    }
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"));
    day.map(|day| Since::Time(day.midnight().assume_utc().unix_timestamp()))
        .map_err(|_| "give all, now, or a day such as 2026-11-20".to_owned())
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty())
}

/// A variable that is set and not empty; a wrong one is a wrong usage.
fn from_environment<T>(name: &str, read: fn(&str) -> Result<T, String>) -> Option<T> {
    let text = variable(name)?;
    match read(&text) {
        Ok(value) => Some(value),
        Err(fault) => {
            let fault = format!("the environment variable {name} is wrong: {fault}\n");
            super::cli::command().error(ErrorKind::ValueValidation, fault).exit()
        }
    }
}

fn words(config: &Config) -> String {
    match &config.batches {
        Batches::Samples => "the built-in sample batches".to_owned(),
        Batches::Folder(folder) => format!("the batches in {}", folder.display()),
        Batches::Api(upstream) => format!("the batches of {}", upstream.place()),
    }
}

/// Listens from now on; the future ends with Ctrl-C or a request to terminate.
#[cfg(unix)]
fn asked_to_stop() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let fault = |error| format!("Signals cannot be received: {error}.");
    let mut interrupt = signal(SignalKind::interrupt()).map_err(fault)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(fault)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// The future ends with Ctrl-C.
#[cfg(not(unix))]
fn asked_to_stop() -> Result<impl Future<Output = ()>, String> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read() {
        assert_eq!(since("1970-01-02"), Ok(Since::Time(86_400)));
        assert_eq!(since("2026-11-20"), Ok(Since::Time(1_795_132_800)));
        assert_eq!(since("all"), Ok(Since::All));
        for wrong in ["", "yesterday", "2026-13-01", "2026-02-31", "2026-11", "2026-11-20T00:00"] {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }
}
