//! A line of results, in one pass and without an allocation: what the table shows of it, if it is of the usual kinds.
//!
//! Usual are: one choice whose text is there (chat, completions) or that calls tools, one text among the output of a response,
//! vectors, and failures that say why in an object with a message. Of everything else, and of whatever is doubtful
//! (keys that come twice or hold escapes, halves of surrogate pairs, bytes that are no UTF-8), it says so: `None`.

mod answer;
mod calls;
mod field;

use crate::{json::Walk, text::Text};
pub use calls::Calls;
use field::{Error, Once, digits, error, id, nothing, or_null, said};
use simdutf8::basic::from_utf8;

/// What a usual line holds. Texts are as they are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The caller's own id; empty when there is none.
    pub custom_id: Text<'a>,
    /// HTTP status of the request, if the line has one.
    pub status: Option<u16>,
    /// The model that answered.
    pub model: Option<Text<'a>>,
    /// Why the answer ended.
    pub finish_reason: Option<Text<'a>>,
    /// Prompt tokens.
    pub input_tokens: Option<u64>,
    /// Completion tokens.
    pub output_tokens: Option<u64>,
    /// There is reasoning beside the answer.
    pub reasoning: bool,
    /// The tools that are called beside the text, or instead of it.
    pub calls: Calls<'a>,
    /// What became of the request.
    pub ending: Ending<'a>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending<'a> {
    /// It was answered with a text; the text may still be blank, and beside calls it may be none at all.
    Text(Text<'a>),
    /// It was answered with vectors; the first has so many numbers.
    Vector(usize),
    /// It failed.
    Failed {
        /// The error's code, else its type; `None`: neither is said.
        code: Option<Text<'a>>,
        /// The error's message; it may still be blank.
        message: Text<'a>,
    },
}

impl Default for Ending<'_> {
    fn default() -> Self {
        Self::Text(Text::default())
    }
}

/// `None`: not usual.
pub fn line(bytes: &[u8]) -> Option<Seen<'_>> {
    let mut walk = Walk::new(from_utf8(bytes).ok()?);
    let mut found = Found::default();
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "custom_id" => keys.first(0).and_then(|()| id(walk)).map(|id| found.id = id),
        "response" => keys.first(1).and_then(|()| or_null(walk, |walk| response(walk, &mut found))),
        "error" => keys.first(2).and_then(|()| error(walk, &mut found.error)),
        "input" => keys.first(3).and_then(|()| input(walk, &mut found)),
        // It counts where the body names none.
        "model" => None,
        _ => walk.skip(),
    })?;
    walk.end()?;
    found.judge()
}

/// The id of a request of an input file, if it is a text that says something. `None`: not usual.
pub fn request_id(bytes: &[u8]) -> Option<Text<'_>> {
    let mut walk = Walk::new(from_utf8(bytes).ok()?);
    let mut found = Text::default();
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "custom_id" => keys.first(0).and_then(|()| walk.string()).map(|id| found = id),
        _ => walk.skip(),
    })?;
    walk.end()?;
    (!found.is_empty()).then_some(found)
}

#[derive(Debug, Default)]
struct Found<'a> {
    id: Text<'a>,
    status: Option<u16>,
    enveloped: bool,
    error: Option<Error<'a>>,
    inner_error: Option<Error<'a>>,
    model: Option<Text<'a>>,
    asked_model: Option<Text<'a>>,
    choice: Option<Choice<'a>>,
    output: Option<Output<'a>>,
    vector: Option<usize>,
    status_word: Option<Text<'a>>,
    incomplete: Option<Text<'a>>,
    tokens: [Option<u64>; 4],
}

#[derive(Debug, Default)]
struct Choice<'a> {
    message: Option<Message<'a>>,
    text: Option<Text<'a>>,
    finish_reason: Option<Text<'a>>,
}

#[derive(Debug, Default)]
struct Message<'a> {
    content: Option<Text<'a>>,
    calls: Calls<'a>,
    reasoning: bool,
}

#[derive(Debug, Default)]
struct Output<'a> {
    text: Text<'a>,
    reasoning: bool,
}

impl<'a> Found<'a> {
    fn judge(self) -> Option<Seen<'a>> {
        let [prompt, completion, input, output] = self.tokens;
        let mut seen = Seen {
            custom_id: self.id,
            status: self.status,
            model: self.model.or(self.asked_model),
            input_tokens: prompt.or(input),
            output_tokens: completion.or(output),
            ..Seen::default()
        };
        match (self.error, self.inner_error) {
            (Some(_), Some(_)) => return None,
            (Some(Error { code, message }), None) | (None, Some(Error { code, message })) => {
                if self.choice.is_some() || self.output.is_some() || self.vector.is_some() {
                    return None;
                }
                seen.ending = Ending::Failed { code, message };
                return Some(seen);
            }
            (None, None) => {}
        }
        if !self.enveloped || !self.status.is_some_and(|status| (200..300).contains(&status)) {
            return None;
        }
        (seen.ending, seen.reasoning) = match (self.choice, self.output, self.vector) {
            (Some(choice), None, None) => {
                seen.finish_reason = choice.finish_reason;
                match choice.message {
                    Some(message) => {
                        seen.calls = message.calls;
                        let no_text = || (!message.calls.is_empty()).then(Text::default);
                        (Ending::Text(message.content.or_else(no_text)?), message.reasoning)
                    }
                    None => (Ending::Text(choice.text?), false),
                }
            }
            (None, Some(output), None) => {
                seen.finish_reason = self.incomplete.or(self.status_word);
                (Ending::Text(output.text), output.reasoning)
            }
            (None, None, Some(numbers)) => (Ending::Vector(numbers), false),
            _ => return None,
        };
        Some(seen)
    }
}

fn response<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "status_code" => {
            keys.first(0)?;
            found.status = Some(u16::try_from(digits(walk)?).ok().filter(|status| *status > 0)?);
            Some(())
        }
        "body" => keys.first(1).and_then(|()| or_null(walk, |walk| answer::body(walk, found))),
        "error" => keys.first(2).and_then(|()| nothing(walk)),
        _ => walk.skip(),
    })?;
    // Without a status it may be the answer itself.
    found.status?;
    found.enveloped = true;
    Some(())
}

fn input<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    if walk.peek()? != b'{' {
        return walk.skip();
    }
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "model" => keys.first(0).and_then(|()| said(walk, &mut found.asked_model)),
        _ => walk.skip(),
    })
}
