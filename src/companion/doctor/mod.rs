//! `batch-curator doctor`: reads a `.env` file and the environment, tries everything, and says what to change.
//!
//! - `env`: the file with its places; `checks`: what is tried, of Label Studio in `studio`

mod checks;
mod env;
mod studio;

use super::disk::write_whole;
use super::environment::variable;
use checks::Checks;
use clap::Args;
use env::{Change, Settings};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Try what a `.env` file says, and say of each part whether it is ok, wrong or missing, and what to change.
///
/// Nothing is written, neither to Label Studio nor to the batch API.
#[derive(Args)]
#[command(after_help = "Exit codes: 0 all is well, 1 something is wrong or missing, 2 wrong usage.\n\n\
    Parts: env-file, batch-api, label-studio, token, project, mapping, curation-url, auto-import, cors, ledger\n\n\
    Examples:\n  batch-curator doctor\n  batch-curator doctor --env /srv/vllm-batch-server/.env --fix\n  \
    batch-curator doctor --only token --only project")]
pub(super) struct Doctor {
    /// The file; without it .env, if there is one
    #[arg(long, value_name = "FILE")]
    env: Option<PathBuf>,

    /// Write a corrected copy beside it, named FILE.fixed
    #[arg(long)]
    fix: bool,

    /// Try this part only; may be repeated
    #[arg(long, value_name = "PART")]
    only: Vec<String>,

    /// A saved mapping, to hold against the project's configuration
    #[arg(long, value_name = "FILE.json")]
    mapping: Option<PathBuf>,
}

/// How a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Wrong,
    Missing,
}

/// What was found of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    part: &'static str,
    verdict: Verdict,
    said: String,
    change: Option<Change>,
}

/// Runs the checks and prints them. Exit code 2: wrong usage.
pub(super) fn run(options: &Doctor) -> ExitCode {
    super::map::told(examine(options))
}

fn examine(options: &Doctor) -> Result<ExitCode, String> {
    if let Some(unknown) = options.only.iter().find(|part| !checks::PARTS.contains(&part.as_str())) {
        return Err(format!("There is no part {unknown:?}. There are: {}.", checks::PARTS.join(", ")));
    }
    let beside = Path::new(".env");
    let path = options.env.as_deref().or_else(|| beside.exists().then_some(beside));
    let settings = Settings::read(path, variable)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("The runtime does not start: {error}."))?;
    let findings = runtime.block_on(Checks::new(&settings, options.mapping.as_deref()).run(&options.only));
    let mut out = std::io::stdout().lock();
    for finding in &findings {
        let word = match finding.verdict {
            Verdict::Ok => "ok",
            Verdict::Wrong => "wrong",
            Verdict::Missing => "missing",
        };
        drop(writeln!(out, "{word:<8} {:<13} {}", finding.part, finding.said));
        if let Some(change) = &finding.change {
            let value = if change.secret { "… (as in --fix)" } else { &change.value };
            drop(writeln!(out, "{:<22} {}: {}={value}", "", settings.place(change.key), change.key));
        }
    }
    let changes: Vec<Change> = findings.iter().filter_map(|finding| finding.change.clone()).collect();
    if options.fix && !changes.is_empty() {
        match settings.copy() {
            Some(copy) => {
                write_whole(&copy, &settings.corrected(&changes))?;
                // As private as the file itself.
                if let Some(mode) = path.and_then(|path| std::fs::metadata(path).ok()) {
                    drop(std::fs::set_permissions(&copy, mode.permissions()));
                }
                drop(writeln!(
                    out,
                    "The corrected copy is {}. It holds what the file holds, secrets too.",
                    copy.display()
                ));
            }
            None => drop(writeln!(out, "There is no .env file to correct: the lines above are what to set.")),
        }
    }
    let well = findings.iter().all(|finding| finding.verdict == Verdict::Ok);
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
