//! Writing chosen results to a file: in parts, so that a large one neither stops the page nor stands in memory as a
//! whole, and can be cancelled. What could not be read back is counted, never left out in silence.

use super::Results;
use crate::{
    browser::{clock, files::Pieces},
    core::{
        results::{
            export::{
                csv::{self, Column},
                markdown::{Report, markdown},
            },
            summary::RowOutcome,
        },
        text,
    },
    state::App,
};
use leptos::prelude::*;

/// Rows that are asked for at a time.
const PART: usize = 200;
/// Longest time on the main thread before the browser gets its turn.
const SLICE_MS: f64 = 8.0;
/// Results that a report writes out at most.
pub const REPORT_LIMIT: usize = 500;

/// What the file is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// The lines as they were, byte for byte, in file order.
    Jsonl,
    /// Columns of one's choice.
    Csv(Vec<Column>),
    /// A report for people.
    Markdown(Report),
}

impl Format {
    fn ending(&self) -> (&'static str, &'static str) {
        match self {
            Self::Jsonl => ("jsonl", "application/jsonl"),
            Self::Csv(_) => ("csv", "text/csv;charset=utf-8"),
            Self::Markdown(_) => ("md", "text/markdown;charset=utf-8"),
        }
    }
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Progress {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// It is being written.
    Running {
        /// Rows so far.
        done: usize,
        /// Rows in all.
        of: usize,
        /// Bytes so far.
        bytes: u64,
    },
    /// The browser has it.
    Done {
        /// The file's name.
        name: String,
        /// Rows in it.
        rows: usize,
        /// Its bytes.
        bytes: u64,
        /// Rows that have no line to write, for nothing answered them.
        missing: usize,
        /// Rows whose line could not be read back.
        lost: usize,
    },
    /// It went wrong; why.
    Failed(String),
}

/// One export at a time. `Copy`.
#[derive(Clone, Copy)]
pub struct Export {
    progress: RwSignal<Progress>,
    /// Counts up with every start and every cancel: an older one stops.
    turn: StoredValue<u32>,
}

impl Default for Export {
    fn default() -> Self {
        Self { progress: RwSignal::new(Progress::Idle), turn: StoredValue::new(0) }
    }
}

/// A file's name from what it holds: `candidate-evaluation-q4-209.jsonl`.
fn name_of(title: &str, rows: usize, ending: &str) -> String {
    format!("{}-{rows}.{ending}", text::file_stem(title))
}

impl Export {
    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.progress.get()
    }

    /// Stops what is being written; nothing is saved.
    pub fn cancel(&self) {
        self.turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        self.progress.try_set(Progress::Idle);
    }

    /// Writes these rows, in file order, and hands the file to the person.
    pub fn start(self, app: App, mut places: Vec<u32>, format: Format) {
        self.cancel();
        places.sort_unstable();
        let turn = self.turn.get_value();
        let title = untrack(|| app.results.title(app));
        self.progress.set(Progress::Running { done: 0, of: places.len(), bytes: 0 });
        app.spawn(async move {
            let written = self.write(app.results, &places, &format, turn).await;
            let Some(written) = written.transpose() else { return };
            let (ending, mime) = format.ending();
            let saved = written.and_then(|Written { pieces, rows, missing, lost }| {
                let (name, bytes) = (name_of(&title, rows, ending), pieces.bytes());
                pieces.download(&name, mime)?;
                Ok(Progress::Done { name, rows, bytes, missing, lost })
            });
            if let Ok(Progress::Done { name, .. }) = &saved {
                app.announce(format!("Saved {name}"));
            }
            self.progress.try_set(saved.unwrap_or_else(Progress::Failed));
        });
    }

    fn current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// `None`: it was cancelled.
    async fn write(
        self,
        results: Results,
        places: &[u32],
        format: &Format,
        turn: u32,
    ) -> Result<Option<Written>, String> {
        let mut out = Written::default();
        let mut lines = Vec::new();
        if let Format::Csv(columns) = format {
            out.pieces.push(&csv::header(columns))?;
        }
        let mut done = 0;
        for part in places.chunks(PART) {
            let slice = clock::now_ms();
            match format {
                Format::Jsonl => out.lines(results, part).await?,
                Format::Csv(columns) => out.records(results, part, columns).await?,
                Format::Markdown(report) => {
                    if lines.len() < report.limit {
                        lines.extend(part.iter().copied().zip(results.lines(part).await));
                    }
                }
            }
            if !self.current(turn) {
                return Ok(None);
            }
            done += part.len();
            self.progress.try_set(Progress::Running { done, of: places.len(), bytes: out.pieces.bytes() });
            if clock::now_ms() - slice > SLICE_MS {
                clock::yield_now().await;
            }
        }
        if let Format::Markdown(report) = format {
            let chosen = lines.iter().map(|(place, line)| (*place, line.as_ref()));
            let text = results.with_index(|index| markdown(report, index, places.len(), chosen));
            out.pieces.push(text.as_bytes())?;
            out.rows = lines.len().min(report.limit);
        }
        Ok(self.current(turn).then_some(out))
    }
}

/// What was written so far.
#[derive(Default)]
struct Written {
    pieces: Pieces,
    rows: usize,
    missing: usize,
    lost: usize,
}

impl Written {
    /// The lines as they were.
    async fn lines(&mut self, results: Results, part: &[u32]) -> Result<(), String> {
        let mut bytes = Vec::new();
        for (place, line) in part.iter().zip(results.raw(part).await) {
            let missing = results.with_index(|index| index.outcome(*place)) == Some(RowOutcome::Missing);
            match line {
                _ if missing => self.missing += 1,
                None => self.lost += 1,
                Some(line) => {
                    bytes.extend_from_slice(&line);
                    bytes.push(b'\n');
                    self.rows += 1;
                }
            }
        }
        self.pieces.push(&bytes)
    }

    /// Records; the index alone is asked where it knows everything.
    async fn records(&mut self, results: Results, part: &[u32], columns: &[Column]) -> Result<(), String> {
        let needed = columns.iter().any(Column::needs_line);
        let lines = if needed { results.lines(part).await } else { part.iter().map(|_| None).collect() };
        self.lost += if needed { lines.iter().filter(|line| line.is_none()).count() } else { 0 };
        let rows = part.iter().copied().zip(lines.iter().map(Option::as_ref));
        let bytes = results.with_index(|index| csv::rows(columns, index, rows));
        self.rows += part.len();
        self.pieces.push(&bytes)
    }
}
