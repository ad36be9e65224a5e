//! The command line: `serve`, `push`, `undo`, `samples`, `check`, `map`, `suggest` and `schema`. Exit codes: 0 ok, 1 failure, 2 wrong usage.

use super::check::{self, Check};
use super::map::{self, Map, Schema, Suggest};
use super::page::files::Files;
use super::proxy::target::{Upstream, read_address};
use super::push::{self, Push, Undo};
use super::samples::write;
use super::serve::{self, Batches, Config};
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Look at what a batch of LLM requests produced, choose what is worth a human's eye, and put exactly that into
/// Label Studio.
#[derive(Parser)]
#[command(name = "batch-curator", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(Box<Serve>),
    Push(Box<Push>),
    Undo(Undo),
    Samples(Samples),
    Check(Check),
    Map(Map),
    Suggest(Suggest),
    Schema(Schema),
}

/// Serve the page and the batches behind it.
///
/// Without --batches and --batch-api it serves a built-in sample set, to look around in.
#[derive(Args)]
#[command(after_help = "Examples:\n  batch-curator serve\n  batch-curator serve --batches ./results\n  \
    batch-curator serve --batch-api http://127.0.0.1:4080 --label-studio http://127.0.0.1:8080\n\n\
    Environment:\n  BATCH_API_KEY  sent to the batch API as a bearer token where the browser sends none\n  \
    RUST_LOG       what is logged, such as debug (default: info)")]
struct Serve {
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

    /// Serve the page from this folder instead of the one inside the binary (for development)
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,

    /// Answer under this name too, such as that of a reverse proxy in front; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
}

/// Write the built-in sample set as files, as `serve --batches` reads them.
#[derive(Args)]
struct Samples {
    /// The folder; made if it is missing
    #[arg(long, value_name = "DIR")]
    write: PathBuf,

    /// Write one results file of this many lines instead (50000 are about 70 MB), for tests and benchmarks
    #[arg(long, value_name = "N")]
    lines: Option<u64>,
}

/// Reads the arguments, runs, and says what failed.
pub fn run() -> ExitCode {
    let command = Cli::parse().command;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .without_time()
        .init();
    let ended = match command {
        Command::Serve(options) => serve(*options),
        Command::Samples(options) => samples(&options),
        Command::Push(options) => return push::push(&options),
        Command::Undo(options) => return push::undo(&options),
        Command::Check(options) => return check::run(&options),
        Command::Map(options) => return map::told(map::map(&options)),
        Command::Suggest(options) => return map::told(map::suggest(&options)),
        Command::Schema(options) => return map::told(map::schema(&options)),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn serve(options: Serve) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("The runtime does not start: {error}."))?;
    let ended = runtime.block_on(async move {
        let config = config(options);
        let what = words(&config);
        // Before it says that it is there: who reads that may ask it to stop at once.
        let asked = asked_to_stop().map_err(|error| format!("Signals cannot be received: {error}."))?;
        let running = serve::start(config).await.map_err(|error| error.to_string())?;
        tracing::info!("Batch Curator is at http://{} and serves {what}. Ctrl-C ends it.", running.addr);
        asked.await;
        tracing::info!("Stopping.");
        running.stop().await;
        Ok(())
    });
    // A file that is just being counted must not hold up the end.
    runtime.shutdown_timeout(Duration::from_millis(500));
    ended
}

/// The command line wins over the environment: a folder that is named there is served, whatever `BATCH_API_URL`
/// says. clap's own reading of the environment would call that a conflict, and an empty variable a wrong address.
fn config(options: Serve) -> Config {
    let batches = match (options.batches, options.batch_api) {
        (Some(folder), _) => Batches::Folder(folder),
        (None, Some(upstream)) => Batches::Api(upstream),
        (None, None) => {
            from_environment("BATCH_API_URL", Upstream::parse).map_or(Batches::Samples, Batches::Api)
        }
    };
    let mut config = Config::new(options.listen, batches);
    config.label_studio = options.label_studio.or_else(|| from_environment("LABEL_STUDIO_URL", read_address));
    config.page = options.page.map_or(Files::Embedded, Files::Folder);
    config.hosts = options.host;
    config.batch_api_key = std::env::var("BATCH_API_KEY").ok().filter(|key| !key.trim().is_empty());
    config
}

/// A variable that is set and not empty; a wrong one is a wrong usage.
fn from_environment<T>(name: &str, read: fn(&str) -> Result<T, String>) -> Option<T> {
    let text = std::env::var(name).ok().filter(|text| !text.trim().is_empty())?;
    match read(&text) {
        Ok(value) => Some(value),
        Err(fault) => {
            let fault = format!("the environment variable {name} is wrong: {fault}\n");
            Cli::command().error(clap::error::ErrorKind::ValueValidation, fault).exit()
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
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// The future ends with Ctrl-C.
#[cfg(not(unix))]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}

fn samples(options: &Samples) -> Result<(), String> {
    let written = match options.lines {
        Some(lines) => write::large(&options.write, lines),
        None => write::all(&options.write),
    };
    let written =
        written.map_err(|error| format!("{} cannot be written: {error}.", options.write.display()))?;
    tracing::info!("Wrote {written}. See it: batch-curator serve --batches {}", options.write.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
