//! `batch-curator serve` and `watch`: their options, and from start to stop.
//!
//! - [`watch`]: `serve` with a watcher in it, so that the page shows what arrived, and `/ready` tells

mod watch;

pub(super) use watch::Watch;

use super::curation::Curation;
use super::curation::schemas::Schemas;
use super::environment::{self, variable};
use super::key::Key;
use super::label_studio::{self, LabelStudio};
use super::ledger::Ledger;
use super::page::files::Files;
use super::proxy::target::{Upstream, read_address};
use super::serve::{self, Batches, Config, Running};
use clap::Args;
use clap::error::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

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
        if let (Err(why), Some(_), None) = (&token, environment::token(), &self.token_file) {
            tracing::warn!("{why} The curation API is off until that is mended.");
        }
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
