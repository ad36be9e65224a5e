//! `batch-curator check`: what is wrong with labeling configurations, for people or for programs.
//!
//! - [`read`]: files and tasks in; [`text`]: as a compiler tells it; [`json`]: one line of JSON for each file

mod dry_run;
mod json;
pub(super) mod read;
mod text;

use crate::core::labeling::check::check_document;
use crate::core::labeling::tags::Edition;
use crate::core::labeling::{Document, Report, Severity};
use clap::{Args, ValueEnum};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Check labeling configurations: every problem at its place, with a fix where there is one.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 no errors (warnings do not count), 1 errors, 2 wrong usage or a file that cannot be read.\n\n\
    Examples:\n  batch-curator check project.xml\n  batch-curator check --format json templates/*.xml\n  \
    curl -s \"$LABEL_STUDIO_URL/api/projects/1\" -H \"Authorization: Bearer $TOKEN\" | jq -r .label_config | batch-curator check -"
)]
pub(super) struct Check {
    /// How the answer is written: text for people, json one object per file and line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// The Label Studio it is meant for
    #[arg(long, value_enum, default_value_t = For::Community)]
    edition: For,

    /// Also tell whether the import would take these tasks, and Label Studio show their predictions: one task, bare
    /// data, or a list of either
    #[arg(long, value_name = "FILE.json")]
    task: Option<PathBuf>,

    /// The configurations; - is what comes in
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum For {
    Community,
    Enterprise,
}

/// Checks every file, also after one that cannot be read.
pub(super) fn run(options: &Check) -> ExitCode {
    let tasks = match options.task.as_deref().map(read::tasks).transpose() {
        Ok(tasks) => tasks.unwrap_or_default(),
        Err(sentence) => {
            tracing::error!("{sentence}");
            return ExitCode::from(2);
        }
    };
    let edition = match options.edition {
        For::Community => Edition::Community,
        For::Enterprise => Edition::Enterprise,
    };
    let styled =
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let (mut errors, mut unreadable) = (0, false);
    for path in &options.files {
        let source = match read::configuration(path) {
            Ok(source) => source,
            Err(sentence) => {
                tracing::error!("{sentence}");
                unreadable = true;
                continue;
            }
        };
        let name = read::name(path);
        let document = Document::parse(&source);
        let mut report = check_document(&document, edition);
        dry_run::tasks(&document, &tasks, &mut report);
        dry_run::predictions(&document, &tasks, &mut report);
        errors += report.errors;
        let told = match options.format {
            Format::Text => text::report(&name, &source, &document, &report, styled),
            Format::Json => json::report(&name, &document, &report),
        };
        let mut out = std::io::stdout().lock();
        match out.write_all(told.as_bytes()).and_then(|()| out.flush()) {
            // `check … | head`: nobody reads on.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
            Err(error) => {
                tracing::error!("The answer cannot be written: {error}.");
                return ExitCode::from(2);
            }
            Ok(()) => {}
        }
    }
    ExitCode::from(match (unreadable, errors) {
        (true, _) => 2,
        (false, 0) => 0,
        (false, _) => 1,
    })
}

/// How many there are of what the report lists, for a line of sum.
fn information(report: &Report) -> usize {
    report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Info).count()
}
