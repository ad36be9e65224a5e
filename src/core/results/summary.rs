//! What the table shows of a line.

mod traits;
pub(super) mod usual;

use super::conversation::{Part, Turn, text_of};
use super::line::{self, Outcome, ResultLine};
use crate::core::text::{count, one_line};
use scan::hash::digest;
use usual::Rooms;

/// One row of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Line in its file, from 1.
    pub number: u64,
    /// First byte in its file.
    pub offset: u64,
    /// Bytes, without the line end.
    pub len: u32,
    /// How it ended.
    pub outcome: RowOutcome,
    /// The caller's own id; empty when the line has none.
    pub custom_id: String,
    /// The first characters of the answer or of the error, on one line.
    pub excerpt: String,
    /// Why the answer ended; empty when unknown.
    pub finish_reason: String,
    /// The model; empty when unknown.
    pub model: String,
    /// Why it failed, as a code; empty when it did not.
    pub error_code: String,
    /// Prompt tokens.
    pub input_tokens: Option<u32>,
    /// Completion tokens.
    pub output_tokens: Option<u32>,
    /// Characters of the answer's text.
    pub length: u32,
    /// What else there is to know of the answer.
    pub traits: Traits,
    /// Equal for equal answers; 0 where there is none.
    pub digest: u64,
}

/// How a row ended, without the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "see Outcome")]
pub enum RowOutcome {
    #[default]
    Succeeded,
    Failed,
    Unreadable,
    /// A request that no line answers.
    Missing,
}

/// What else there is to know of an answer: a set of flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traits(u8);

impl Traits {
    /// The text is a JSON object or list, as it is written.
    pub const JSON: Self = Self(1);
    /// The text holds a JSON object or list in a code fence, and nothing else.
    pub const FENCED: Self = Self(2);
    /// The model calls a tool.
    pub const TOOL_CALLS: Self = Self(4);
    /// The model refuses.
    pub const REFUSAL: Self = Self(8);
    /// There is reasoning beside the answer.
    pub const REASONING: Self = Self(16);

    /// Both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// As a number, for a block of rows.
    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// What [`bits`](Self::bits) gave. Flags that no one knows are kept.
    pub(super) const fn of_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether all of `other` are in this set.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Characters of an excerpt: as many as the table shows in a window of 1920 px. It is most of what a row costs.
const EXCERPT: usize = 104;

/// Summarises a line without building a tree, where it is of the usual kind; any other line is read whole. Says
/// the same as [`line::read`].
pub fn summarize(bytes: &[u8], number: u64, offset: u64) -> Summary {
    let mut rooms = Rooms::default();
    match usual::row(bytes, number, offset, &mut rooms) {
        Some(row) => row.into(),
        None => of_line(&line::read(bytes, number), bytes, offset),
    }
}

/// What the table shows of a line that was read whole. `bytes` are the line's own, at `offset` in its file.
pub fn of_line(line: &ResultLine, bytes: &[u8], offset: u64) -> Summary {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let answer = text_of(&line.answered);
    let mut traits = traits::of_text(&answer).and(traits::of_turns(&line.answered));
    let (outcome, excerpt, digest, code) = match &line.outcome {
        Outcome::Succeeded => {
            (RowOutcome::Succeeded, of_turns(&line.answered), traits::digest(&line.answered), String::new())
        }
        Outcome::Failed { code, message } => {
            let said = failure(code, message);
            let digest = digest(&said);
            (RowOutcome::Failed, said, digest, code.clone())
        }
        Outcome::Unreadable { reason } => {
            traits = Traits::default();
            // Enough bytes for the excerpt, whatever they are.
            let start = bytes.get(..4 * EXCERPT).unwrap_or(bytes);
            let said = format!("{reason}: {}", String::from_utf8_lossy(start));
            (RowOutcome::Unreadable, said, 0, String::new())
        }
    };
    Summary {
        number: line.number,
        offset,
        len: length(bytes.len()),
        outcome,
        custom_id: text(&line.custom_id),
        excerpt: one_line(&excerpt, EXCERPT),
        finish_reason: text(&line.finish_reason),
        model: text(&line.model),
        error_code: code,
        input_tokens: line.usage.map(|usage| tokens(usage.input)),
        output_tokens: line.usage.map(|usage| tokens(usage.output)),
        length: length(answer.chars().count()),
        traits,
        digest,
    }
}

/// A failure in one sentence.
fn failure(code: &str, message: &str) -> String {
    if message.is_empty() { code.to_owned() } else { format!("{code}: {message}") }
}

/// The text; without any, what there is instead: a refusal, a call, a vector, reasoning, JSON.
fn of_turns(turns: &[Turn]) -> String {
    let text = text_of(turns);
    if !text.trim().is_empty() {
        return text;
    }
    let parts = || turns.iter().flat_map(|turn| &turn.parts);
    parts().find_map(said).or_else(|| parts().find_map(thought)).unwrap_or_default()
}

fn said(part: &Part) -> Option<String> {
    match part {
        Part::Refusal(words) => Some(words.clone()),
        Part::ToolCall { name, arguments, .. } => Some(format!("{name}({arguments})")),
        Part::Embedding { dimensions, .. } => Some(vector(*dimensions)),
        Part::Image { .. } => Some("an image".to_owned()),
        Part::Other { json, .. } => Some(json.clone()),
        Part::Text(_) | Part::Reasoning(_) => None,
    }
}

fn thought(part: &Part) -> Option<String> {
    match part {
        Part::Reasoning(words) => Some(words.clone()),
        _ => None,
    }
}

fn vector(numbers: usize) -> String {
    format!("a vector of {} numbers", count(numbers as u64))
}

fn tokens(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
