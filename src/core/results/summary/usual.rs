//! The usual line: what the skimmer saw of it, as a row of the table. It says what a reading of the whole line says.

use super::super::block::RowRef;
use super::super::conversation::{Part, Role, Turn};
use super::super::failure::code_of_status;
use super::super::line::{Outcome, ResultLine};
use super::{EXCERPT, RowOutcome, Traits, failure, length, tokens, traits, vector};
use crate::core::batch::Usage;
use crate::core::text::one_line;
use scan::skim::{Calls, Ending, Seen};
use scan::{hash::digest, skim, text::Text};
use serde_json::Value;

/// Room for the texts of a row, used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    id: String,
    model: String,
    finish_reason: String,
    code: String,
    said: String,
    calls: String,
    excerpt: String,
}

/// The row of a usual line. `None`: it is not usual.
pub(crate) fn row<'a>(bytes: &'a [u8], number: u64, offset: u64, rooms: &'a mut Rooms) -> Option<RowRef<'a>> {
    let seen = skim::line(bytes)?;
    let usage = usage(&seen);
    let mut row = RowRef {
        number,
        offset,
        len: length(bytes.len()),
        custom_id: seen.custom_id.read(&mut rooms.id),
        model: seen.model.unwrap_or_default().read(&mut rooms.model),
        finish_reason: seen.finish_reason.unwrap_or_default().read(&mut rooms.finish_reason),
        input_tokens: usage.map(|usage| tokens(usage.input)),
        output_tokens: usage.map(|usage| tokens(usage.output)),
        ..RowRef::default()
    };
    match seen.ending {
        Ending::Text(text) => {
            let text = text.read(&mut rooms.said);
            row.length = length(text.chars().count());
            row.traits = traits::of_text(text).and(beside(&seen));
            if !text.trim().is_empty() {
                rooms.excerpt = one_line(text, EXCERPT);
                row.digest = digest(text);
            } else if seen.calls.is_empty() {
                return None;
            } else {
                let first = calls(seen.calls, &mut rooms.calls);
                rooms.excerpt = one_line(rooms.calls.get(..first).unwrap_or_default(), EXCERPT);
                row.digest = digest(&rooms.calls);
            }
        }
        Ending::Vector(numbers) => rooms.excerpt = vector(numbers),
        Ending::Failed { code, message } => {
            let message = said(message.read(&mut rooms.said))?;
            if code.is_none() {
                rooms.code = code_of_status(seen.status);
            }
            row.error_code = match code {
                Some(code) => code.read(&mut rooms.code),
                None => &rooms.code,
            };
            let sentence = failure(row.error_code, message);
            rooms.excerpt = one_line(&sentence, EXCERPT);
            row.outcome = RowOutcome::Failed;
            row.digest = digest(&sentence);
        }
    }
    row.excerpt = &rooms.excerpt;
    Some(row)
}

fn beside(seen: &Seen<'_>) -> Traits {
    let flag = |there: bool, flag| if there { flag } else { Traits::default() };
    flag(seen.reasoning, Traits::REASONING).and(flag(!seen.calls.is_empty(), Traits::TOOL_CALLS))
}

/// Writes the calls as an excerpt says them, one right behind the other. Where the first ends.
fn calls(calls: Calls<'_>, into: &mut String) -> usize {
    into.clear();
    let (mut name, mut arguments) = (String::new(), String::new());
    let mut first = None;
    calls.each(|called, with| {
        for part in [called.read(&mut name), "(", with.read(&mut arguments), ")"] {
            into.push_str(part);
        }
        first.get_or_insert(into.len());
    });
    first.unwrap_or_default()
}

/// The text of a usual line that was answered with one. `None`: it is not usual, or no text is there.
pub(crate) fn answer<'a>(bytes: &'a [u8], room: &'a mut String) -> Option<&'a str> {
    match skim::line(bytes)?.ending {
        Ending::Text(text) => said(text.read(room)),
        Ending::Vector(_) | Ending::Failed { .. } => None,
    }
}

/// The usual line for one that has no tree: its answer as text, or why it failed, nothing more.
pub(crate) fn line(bytes: &[u8], number: u64) -> Option<ResultLine> {
    let seen = skim::line(bytes)?;
    let mut room = String::new();
    let (outcome, mut parts) = match seen.ending {
        Ending::Text(text) => (Outcome::Succeeded, answered(text, seen.calls)?),
        Ending::Vector(dimensions) => (Outcome::Succeeded, vec![Part::Embedding { dimensions, norm: None }]),
        Ending::Failed { code, message } => {
            let message = said(message.read(&mut room))?.to_owned();
            let code =
                code.map_or_else(|| code_of_status(seen.status), |code| code.read(&mut room).to_owned());
            (Outcome::Failed { code, message }, Vec::new())
        }
    };
    if seen.reasoning {
        parts.insert(0, Part::Reasoning("(not shown: the line is too deep to be read whole)".to_owned()));
    }
    let mut some = |text: Option<Text<'_>>| {
        text.map(|text| text.read(&mut room).to_owned()).filter(|text| !text.is_empty())
    };
    Some(ResultLine {
        number,
        custom_id: some(Some(seen.custom_id)),
        outcome,
        status_code: seen.status,
        body: Value::Null,
        input: Value::Null,
        model: some(seen.model),
        finish_reason: some(seen.finish_reason),
        usage: usage(&seen),
        asked: Vec::new(),
        answered: if parts.is_empty() { Vec::new() } else { vec![Turn::new(Role::Assistant, parts)] },
        raw: Value::Null,
    })
}

/// The text and the calls. `None`: there is neither.
fn answered(text: Text<'_>, calls: Calls<'_>) -> Option<Vec<Part>> {
    let mut room = String::new();
    let mut own = |text: Text<'_>| text.read(&mut room).to_owned();
    let text = own(text);
    let none = text.trim().is_empty() && calls.is_empty();
    let mut parts = if text.is_empty() { Vec::new() } else { vec![Part::Text(text)] };
    calls.each(|name, arguments| {
        parts.push(Part::ToolCall { id: None, name: own(name), arguments: own(arguments) });
    });
    (!none).then_some(parts)
}

fn said(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then_some(text)
}

fn usage(seen: &Seen<'_>) -> Option<Usage> {
    Usage::from_counts(seen.input_tokens, seen.output_tokens)
}
