//! The command line: `serve`, `watch`, `push`, `undo`, `doctor`, `samples`, `check`, `map`, `suggest` and `schema`. Exit codes: 0 ok, 1 failure, 2 wrong usage.

use super::check::{self, Check};
use super::config_file;
use super::doctor::{self, Doctor};
use super::map::{self, Map, Schema, Suggest};
use super::push::{self, Push, Undo};
use super::run::{Serve, Watch};
use super::samples::write;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
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
    Watch(Box<Watch>),
    Push(Box<Push>),
    Undo(Undo),
    Doctor(Doctor),
    Samples(Samples),
    Check(Check),
    Map(Map),
    Suggest(Suggest),
    Schema(Schema),
    Completions(Completions),
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

/// Print what makes a shell complete the commands and their options.
#[derive(Args)]
#[command(after_help = "Example:\n  batch-curator completions bash > /etc/bash_completion.d/batch-curator")]
struct Completions {
    /// The shell
    shell: Shell,
}

/// The command line, to say of it what is wrong.
pub(super) fn command() -> clap::Command {
    Cli::command()
}

/// Reads the arguments, runs, and says what failed.
pub fn run() -> ExitCode {
    let arguments = match config_file::merged(std::env::args_os().collect()) {
        Ok(arguments) => arguments,
        Err(why) => command().error(ErrorKind::Io, format!("{why}\n")).exit(),
    };
    let command = Cli::parse_from(arguments).command;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("json")) {
        logs.json().with_target(false).init();
    } else {
        logs.with_ansi(std::io::stderr().is_terminal()).with_target(false).without_time().init();
    }
    let ended = match command {
        Command::Serve(options) => return options.run(),
        Command::Watch(options) => return options.run(),
        Command::Doctor(options) => return doctor::run(&options),
        Command::Samples(options) => samples(&options),
        Command::Push(options) => return push::push(&options),
        Command::Undo(options) => return push::undo(&options),
        Command::Check(options) => return check::run(&options),
        Command::Map(options) => return map::told(map::map(&options)),
        Command::Suggest(options) => return map::told(map::suggest(&options)),
        Command::Schema(options) => return map::told(map::schema(&options)),
        Command::Completions(options) => {
            clap_complete::generate(
                options.shell,
                &mut Cli::command(),
                "batch-curator",
                &mut std::io::stdout(),
            );
            return ExitCode::SUCCESS;
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            tracing::error!("{sentence}");
            ExitCode::FAILURE
        }
    }
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
