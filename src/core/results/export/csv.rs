//! Columns of one's choice as CSV (RFC 4180: commas, CRLF, quotes where needed; UTF-8 without a mark).
//!
//! Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end as a formula, and model output is
//! hostile: such a cell gets an apostrophe in front, unless it is a plain number. Programs that read the file see the
//! apostrophe; those who need the bytes as they are take the JSON lines.

use crate::core::results::conversation::text_of;
use crate::core::results::index::{Index, Source};
use crate::core::results::line::ResultLine;
use crate::core::results::probe::{answer_json, path};
use crate::core::results::summary::RowOutcome;
use serde_json::Value;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "see Summary")]
pub enum Column {
    Line,
    /// Which file the line is in.
    File,
    Id,
    Outcome,
    Model,
    Finish,
    Error,
    Prompt,
    Tokens,
    Length,
    /// The answer's text; of a failure its message, shortened.
    Answer,
    /// The texts that were asked, a blank line apart.
    Request,
    /// A value of the JSON answer, by its path.
    Value(String),
}

/// The columns without any path, as they are offered.
pub const COLUMNS: [Column; 12] = [
    Column::Line,
    Column::File,
    Column::Id,
    Column::Outcome,
    Column::Model,
    Column::Finish,
    Column::Error,
    Column::Prompt,
    Column::Tokens,
    Column::Length,
    Column::Answer,
    Column::Request,
];

impl Column {
    /// Its head.
    pub fn name(&self) -> String {
        match self {
            Self::Line => "line",
            Self::File => "file",
            Self::Id => "custom_id",
            Self::Outcome => "outcome",
            Self::Model => "model",
            Self::Finish => "finish_reason",
            Self::Error => "error_code",
            Self::Prompt => "prompt_tokens",
            Self::Tokens => "completion_tokens",
            Self::Length => "length",
            Self::Answer => "answer",
            Self::Request => "request",
            Self::Value(at) => return path::field(at),
        }
        .to_owned()
    }

    /// Whether it is read from the line itself; the index knows the others.
    pub fn needs_line(&self) -> bool {
        matches!(self, Self::Answer | Self::Request | Self::Value(_))
    }

    fn cell(&self, index: &Index, place: u32, line: Option<&ResultLine>, json: Option<&Value>) -> String {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        match self {
            Self::Line => index.number(place).to_string(),
            Self::File => match index.span(place).map(|span| span.source) {
                Some(Source::Output) => "output".to_owned(),
                Some(Source::Errors) => "errors".to_owned(),
                Some(Source::Input) => "input".to_owned(),
                None => String::new(),
            },
            Self::Id => index.custom_id(place).to_owned(),
            Self::Outcome => match index.outcome(place) {
                Some(RowOutcome::Succeeded) => "ok".to_owned(),
                Some(RowOutcome::Failed) => "failed".to_owned(),
                Some(RowOutcome::Unreadable) => "unreadable".to_owned(),
                Some(RowOutcome::Missing) => "missing".to_owned(),
                None => String::new(),
            },
            Self::Model => index.models().name(index.model(place)).to_owned(),
            Self::Finish => index.finish_reasons().name(index.finish_reason(place)).to_owned(),
            Self::Error => index.error_codes().name(index.error_code(place)).to_owned(),
            Self::Prompt => number(index.input_tokens(place)),
            Self::Tokens => number(index.output_tokens(place)),
            Self::Length => index.length(place).to_string(),
            Self::Answer if index.outcome(place) == Some(RowOutcome::Succeeded) => {
                line.map(ResultLine::text).unwrap_or_default()
            }
            Self::Answer => index.excerpt(place).to_owned(),
            Self::Request => line.map(|line| text_of(&line.asked)).unwrap_or_default(),
            Self::Value(at) => {
                let value = json.zip(path::parse(at)).and_then(|(json, steps)| path::get(json, &steps));
                match value {
                    None | Some(Value::Null) => String::new(),
                    Some(Value::String(text)) => text.clone(),
                    Some(other) => other.to_string(),
                }
            }
        }
    }
}

/// The first line.
pub fn header(columns: &[Column]) -> Vec<u8> {
    written(std::iter::once(columns.iter().map(Column::name).collect()))
}

/// Lines for these rows. `line`: the row's line, joined with its request; needed only where a column
/// [`needs_line`](Column::needs_line).
pub fn rows<'a>(
    columns: &[Column],
    index: &Index,
    rows: impl Iterator<Item = (u32, Option<&'a ResultLine>)>,
) -> Vec<u8> {
    let values = columns.iter().any(|column| matches!(column, Column::Value(_)));
    written(rows.map(|(place, line)| {
        let parsed = line.filter(|_| values).and_then(|line| answer_json(&line.text()));
        let json = parsed.as_ref().or(line.map(|line| &line.body));
        columns.iter().map(|column| column.cell(index, place, line, json)).collect()
    }))
}

fn written(records: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        // A Vec takes everything, and all records of a call have the same columns.
        if out.write_record(record.iter().map(|cell| guarded(cell)).collect::<Vec<_>>()).is_err() {
            break;
        }
    }
    out.into_inner().unwrap_or_default()
}

/// No formula.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    if formula && !number { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests;
