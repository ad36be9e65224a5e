//! `batch-curator map`, `suggest` and `schema`: results as tasks with a saved mapping, a first mapping, and what an
//! LLM is asked to answer. The page maps with the same code.
//!
//! - [`read`]: the files; [`results`]: results, line by line, each with its request

pub(super) mod read;
pub(super) mod results;

use super::check;
use crate::core::labeling::{Document, schema as output};
use crate::core::mapping::preset::{self, Preset};
use crate::core::mapping::{Mapper, Problem, changes, suggest as first};
use clap::Args;
use read::Files;
use results::{Found, Results};
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Wrong usage, or a file that cannot be used.
const USAGE: u8 = 2;

/// Make tasks of results: as JSONL on the standard output, what is wrong as JSON lines on the standard error.
#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 every row is a task, 1 some rows are none, 2 wrong usage or a file that cannot be used.\n\n\
    A problem: {\"row\": 31, \"custom_id\": \"…\", \"target\": \"$profile\", \"cause\": \"missing\", \"reason\": \"…\", \"refused\": true}\n\n\
    Example:\n  batch-curator map --mapping review.json --results output.jsonl --input input.jsonl > tasks.jsonl"
)]
pub(super) struct Map {
    /// The mapping, as the page saves it and `suggest` prints it
    #[arg(long, value_name = "FILE.json")]
    mapping: PathBuf,

    #[command(flatten)]
    files: Files,

    /// The labeling configuration; without it the one that the mapping was made for
    #[arg(long, value_name = "FILE.xml")]
    config: Option<PathBuf>,

    /// Also tell what tasks go without: controls that nothing answers, fields that are not asked for
    #[arg(long)]
    notes: bool,
}

/// Print a first mapping for a labeling configuration, judged by results; its reasons on the standard error.
#[derive(Args)]
#[command(
    after_help = "Example:\n  batch-curator suggest --config project.xml --results output.jsonl --input input.jsonl > review.json"
)]
pub(super) struct Suggest {
    /// The labeling configuration
    #[arg(long, value_name = "FILE.xml")]
    config: PathBuf,

    #[command(flatten)]
    files: Files,

    /// The mapping's name
    #[arg(long, default_value = "")]
    name: String,
}

/// Print what an LLM is asked to answer so that each control of a labeling configuration is pre-answered.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  batch-curator schema --config project.xml\n  batch-curator schema --config project.xml --response-format\n  \
    batch-curator schema --mapping > mapping.schema.json"
)]
pub(super) struct Schema {
    /// The labeling configuration
    #[arg(long, value_name = "FILE.xml", required_unless_present = "mapping")]
    config: Option<PathBuf>,

    /// As the `response_format` of a request
    #[arg(long, conflicts_with = "mapping")]
    response_format: bool,

    /// Print the JSON Schema of mapping files instead
    #[arg(long, conflicts_with = "config")]
    mapping: bool,
}

/// What stands in the way, in a sentence.
type Ended = Result<ExitCode, String>;

/// Ends with the sentence of what stood in the way.
pub(super) fn told(ended: Ended) -> ExitCode {
    ended.unwrap_or_else(|sentence| {
        tracing::error!("{sentence}");
        ExitCode::from(USAGE)
    })
}

pub(super) fn map(options: &Map) -> Ended {
    let name = check::read::name(&options.mapping);
    let text = check::read::configuration(&options.mapping)?;
    let preset = Preset::read(&text).map_err(|error| format!("{name}: {error}"))?;
    let document = match &options.config {
        Some(path) => read::configuration(path)?,
        None if preset.config.is_empty() => {
            return Err(format!(
                "{name} does not say for which labeling configuration it is. Give it with --config."
            ));
        }
        None => read::usable(&preset.config, &format!("the configuration in {name}"))?,
    };
    let facts = options.files.facts()?;
    let mut out = Out::new();
    for sentence in facts.faults() {
        out.problem(&json!({"cause": "metadata", "reason": sentence, "refused": false}));
    }
    if options.config.is_some() && !preset.config.is_empty() {
        for sentence in changes::changes(&Document::parse(&preset.config), &document) {
            let reason = format!("The mapping was made for another configuration. {sentence}");
            out.problem(&json!({"cause": "configuration", "reason": reason, "refused": false}));
        }
    }
    let mapper = Mapper::new(&preset.mapping, &document);
    let mut all = true;
    for found in Results::open(&options.files)? {
        let found = found?;
        let task = mapper.task(&facts, &found.line, found.key(&facts.id).as_str());
        for problem in &task.problems {
            out.problem(&said(&found, problem, true));
        }
        for note in task.notes.iter().filter(|_| options.notes) {
            out.problem(&said(&found, note, false));
        }
        if task.is_sendable() {
            match out.task(&task.to_value()) {
                // `map … | head`: nobody reads on.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                Err(error) => return Err(format!("The tasks cannot be written: {error}.")),
                Ok(()) => {}
            }
        } else {
            all = false;
        }
    }
    out.end().map_err(|error| format!("The tasks cannot be written: {error}."))?;
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn said(found: &Found, problem: &Problem, refused: bool) -> Value {
    let Problem { target, fault } = problem;
    json!({
        "row": found.line.number, "custom_id": found.line.custom_id, "target": target.to_string(),
        "cause": fault.kind.name(), "reason": fault.reason, "refused": refused
    })
}

pub(super) fn suggest(options: &Suggest) -> Ended {
    let document = read::configuration(&options.config)?;
    let facts = options.files.facts()?;
    let sample = Results::sample(&options.files)?;
    let suggested = first::suggest(&document, &facts, &sample);
    let mut reasons = std::io::stderr().lock();
    for found in &suggested.reasons {
        let sure = found.confidence.map_or("none", first::Confidence::name);
        let from = suggested
            .mapping
            .get(&found.target)
            .map_or_else(|| "not mapped".to_owned(), crate::core::mapping::Source::title);
        // Nobody has to read them.
        drop(writeln!(reasons, "{sure:<7} {} <- {from}: {}", found.target, found.reason));
    }
    let preset = Preset { name: options.name.clone(), config: document.source, mapping: suggested.mapping };
    print(&preset.write())
}

pub(super) fn schema(options: &Schema) -> Ended {
    let schema = match &options.config {
        None => preset::schema(),
        Some(path) => {
            let document = read::configuration(path)?;
            if options.response_format {
                output::response_format(&document)
            } else {
                output::output_schema(&document)
            }
        }
    };
    print(&format!("{schema:#}"))
}

fn print(text: &str) -> Ended {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("The answer cannot be written: {error}."))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Where tasks and problems go.
struct Out {
    tasks: std::io::BufWriter<std::io::StdoutLock<'static>>,
    problems: std::io::BufWriter<std::io::StderrLock<'static>>,
}

impl Out {
    fn new() -> Self {
        Self {
            tasks: std::io::BufWriter::new(std::io::stdout().lock()),
            problems: std::io::BufWriter::new(std::io::stderr().lock()),
        }
    }

    fn task(&mut self, task: &Value) -> std::io::Result<()> {
        serde_json::to_writer(&mut self.tasks, task)?;
        self.tasks.write_all(b"\n")
    }

    /// A reader of problems that has gone away is no reason to stop making tasks.
    fn problem(&mut self, problem: &Value) {
        drop(writeln!(self.problems, "{problem}"));
    }

    fn end(&mut self) -> std::io::Result<()> {
        drop(self.problems.flush());
        match self.tasks.flush() {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}
