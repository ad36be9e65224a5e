//! `batch-curator watch`: `serve` with a watcher in it.

use super::{Serve, announced, asked_to_stop, ended, on_runtime};
use crate::companion::api::Secrets;
use crate::companion::batch_api::BatchApi;
use crate::companion::clock::now;
use crate::companion::disk::state_folder;
use crate::companion::environment::variable;
use crate::companion::label_studio;
use crate::companion::proxy::target::Upstream;
use crate::companion::serve::{self, Batches, Config, Running};
use crate::companion::watch::rules::Rules;
use crate::companion::watch::{Since, Watcher};
use crate::core::imports::Counts;
use clap::Args;
use std::hash::{BuildHasher as _, RandomState};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use time::Date;
use time::macros::format_description;

/// A results file that changed within these seconds is perhaps still written.
const SETTLE: i64 = 3;

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
pub(in crate::companion) struct Watch {
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

impl Watch {
    /// Watches until it is asked to stop; with `--once` until nothing is due.
    pub(in crate::companion) fn run(mut self) -> ExitCode {
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
            api: BatchApi::new(&api)?,
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
