//! A line of results, in one pass and without an allocation: what the table shows of it, if it is of the usual kinds.
//!
//! Usual are: one choice whose text is there (chat, completions), one text among the output of a response,
//! vectors, and failures that say why in an object with a message. Of everything else, and of whatever is doubtful
//! (keys that come twice or hold escapes, halves of surrogate pairs, bytes that are no UTF-8), it says so: `None`.

use crate::json::{Text, Walk};

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
    /// What became of the request.
    pub ending: Ending<'a>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending<'a> {
    /// It was answered with a text; the text may still be blank.
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
    let mut walk = Walk::new(std::str::from_utf8(bytes).ok()?);
    let mut found = Found::default();
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "custom_id" => keys.first(0).and_then(|()| id(walk)).map(|id| found.id = id),
        "response" => keys.first(1).and_then(|()| or_null(walk, |walk| response(walk, &mut found))),
        "error" => keys.first(2).and_then(|()| error(walk)).map(|error| found.error = error),
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
    let mut walk = Walk::new(std::str::from_utf8(bytes).ok()?);
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

#[derive(Debug, Clone, Copy)]
struct Error<'a> {
    code: Option<Text<'a>>,
    message: Text<'a>,
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
                    Some(message) => (Ending::Text(message.content?), message.reasoning),
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
        "body" => keys.first(1).and_then(|()| or_null(walk, |walk| body(walk, found))),
        "error" => keys.first(2).and_then(|()| nothing(walk)),
        _ => walk.skip(),
    })?;
    // Without a status it may be the answer itself.
    found.status?;
    found.enveloped = true;
    Some(())
}

fn body<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "model" => keys.first(0).and_then(|()| said(walk)).map(|model| found.model = model),
        "choices" => keys.first(1).and_then(|()| or_null(walk, |walk| choices(walk, found))),
        // `null` is not usual: beside it the status tells why the answer ended.
        "output" => keys.first(2).and_then(|()| output(walk, found)),
        "data" => keys.first(3).and_then(|()| or_null(walk, |walk| vectors(walk, found))),
        "status" => keys.first(4).and_then(|()| said(walk)).map(|word| found.status_word = word),
        "incomplete_details" => keys.first(5).and_then(|()| {
            let mut inner = Once::default();
            or_null(walk, |walk| {
                walk.object(|walk, key| match key {
                    "reason" => inner.first(0).and_then(|()| said(walk)).map(|why| found.incomplete = why),
                    _ => walk.skip(),
                })
            })
        }),
        "usage" => keys.first(6).and_then(|()| or_null(walk, |walk| usage(walk, found))),
        "error" => keys.first(7).and_then(|()| error(walk)).map(|error| found.inner_error = error),
        _ => walk.skip(),
    })
}

fn choices<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    walk.list(|walk| {
        if found.choice.is_some() {
            return None;
        }
        let (mut choice, mut keys) = (Choice::default(), Once::default());
        walk.object(|walk, key| match key {
            "message" => keys.first(0).and_then(|()| {
                or_null(walk, |walk| message(walk).map(|message| choice.message = Some(message)))
            }),
            "text" => keys.first(1).and_then(|()| walk.string()).map(|text| choice.text = Some(text)),
            "finish_reason" => keys.first(2).and_then(|()| said(walk)).map(|why| choice.finish_reason = why),
            _ => walk.skip(),
        })?;
        found.choice = Some(choice);
        Some(())
    })?;
    found.choice.as_ref().map(drop)
}

fn message<'a>(walk: &mut Walk<'a>) -> Option<Message<'a>> {
    let (mut message, mut keys) = (Message::default(), Once::default());
    walk.object(|walk, key| match key {
        "content" => keys.first(0).and_then(|()| walk.string()).map(|text| message.content = Some(text)),
        _ => beside(walk, key, &mut keys, &mut message.reasoning),
    })?;
    Some(message)
}

/// What a message holds beside its content: reasoning is counted, a refusal and calls are not usual.
fn beside<'a>(walk: &mut Walk<'a>, key: &'a str, keys: &mut Once, reasoning: &mut bool) -> Option<()> {
    match key {
        "reasoning_content" => {
            keys.first(8).and_then(|()| said(walk)).map(|text| *reasoning |= text.is_some())
        }
        "reasoning" => keys.first(9).and_then(|()| said(walk)).map(|text| *reasoning |= text.is_some()),
        "refusal" => said(walk)?.is_none().then_some(()),
        "tool_calls" => or_null(walk, |walk| walk.list(|_| None)),
        "function_call" => nothing(walk),
        _ => walk.skip(),
    }
}

/// Items of a response: at most one text that is not empty.
fn output<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    let mut output = Output::default();
    let mut items = 0u32;
    walk.list(|walk| {
        items += 1;
        let (mut kind, mut content, mut reasoning, mut keys) = (None, None, false, Once::default());
        walk.object(|walk, key| match key {
            "type" => keys.first(0).and_then(|()| said(walk)).map(|word| kind = word),
            // Once more when the kind is known.
            "content" => keys.first(1).and_then(|()| walk.raw()).map(|raw| content = Some(raw)),
            "reasoning" | "reasoning_content" | "refusal" | "tool_calls" | "function_call" => {
                beside(walk, key, &mut keys, &mut reasoning)
            }
            _ => walk.skip(),
        })?;
        match kind?.plain()? {
            "message" => {
                output.reasoning |= reasoning;
                parts(content?, &mut output)
            }
            "reasoning" => {
                output.reasoning = true;
                Some(())
            }
            "function_call" => None,
            _ => Some(()),
        }
    })?;
    // An empty list is none.
    if items == 0 {
        return None;
    }
    found.output = Some(output);
    Some(())
}

fn parts<'a>(raw: &'a str, output: &mut Output<'a>) -> Option<()> {
    Walk::new(raw).list(|walk| {
        let (mut kind, mut text, mut keys) = (None, None, Once::default());
        walk.object(|walk, key| match key {
            "type" => keys.first(0).and_then(|()| said(walk)).map(|word| kind = word),
            "text" => keys.first(1).and_then(|()| walk.string()).map(|words| text = Some(words)),
            _ => walk.skip(),
        })?;
        let text = text.filter(|_| kind.and_then(Text::plain) == Some("output_text"))?;
        if text.is_empty() {
            return Some(());
        }
        output.text.is_empty().then(|| output.text = text)
    })
}

fn vectors<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    walk.list(|walk| {
        let (mut numbers, mut keys) = (None, Once::default());
        walk.object(|walk, key| match key {
            "embedding" => {
                keys.first(0)?;
                let mut count = 0usize;
                walk.list(|walk| {
                    count += 1;
                    walk.number().map(drop)
                })?;
                numbers = Some(count);
                Some(())
            }
            _ => walk.skip(),
        })?;
        let numbers = numbers?;
        found.vector.get_or_insert(numbers);
        Some(())
    })?;
    found.vector.map(drop)
}

fn usage<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    let mut keys = Once::default();
    walk.object(|walk, key| {
        let names = ["prompt_tokens", "completion_tokens", "input_tokens", "output_tokens"];
        let Some(at) = names.iter().position(|name| *name == key) else { return walk.skip() };
        keys.first(u32::try_from(at).ok()?)?;
        if !walk.null()? {
            *found.tokens.get_mut(at)? = Some(digits(walk)?);
        }
        Some(())
    })
}

/// `null`, or an object with a message.
fn error<'a>(walk: &mut Walk<'a>) -> Option<Option<Error<'a>>> {
    if walk.null()? {
        return Some(None);
    }
    let (mut code, mut kind, mut message, mut number) = (None, None, None, false);
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "code" => {
            keys.first(0)?;
            if matches!(walk.peek()?, b'-' | b'0'..=b'9') {
                number = true;
                return walk.number().map(drop);
            }
            code = said(walk)?;
            Some(())
        }
        "type" => keys.first(1).and_then(|()| said(walk)).map(|word| kind = word),
        "message" => keys.first(2).and_then(|()| walk.string()).map(|text| message = Some(text)),
        // One that is wrapped once more.
        "error" => None,
        _ => walk.skip(),
    })?;
    let code = code.or(kind);
    // A number counts as a code where no word is.
    if number && code.is_none() {
        return None;
    }
    Some(Some(Error { code, message: message? }))
}

fn input<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    if walk.peek()? != b'{' {
        return walk.skip();
    }
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "model" => keys.first(0).and_then(|()| said(walk)).map(|model| found.asked_model = model),
        _ => walk.skip(),
    })
}

/// A text or a plain number; `null` and the empty text are none.
fn id<'a>(walk: &mut Walk<'a>) -> Option<Text<'a>> {
    match walk.peek()? {
        b'"' => walk.string(),
        b'n' => nothing(walk).map(|()| Text::default()),
        _ => {
            let number = walk.number()?;
            (number.len() < 19 && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| Text::of(number))
        }
    }
}

/// A text that is not empty, or `null`, or the empty text.
fn said<'a>(walk: &mut Walk<'a>) -> Option<Option<Text<'a>>> {
    if walk.null()? {
        return Some(None);
    }
    walk.string().map(|text| Some(text).filter(|text| !text.is_empty()))
}

fn nothing(walk: &mut Walk<'_>) -> Option<()> {
    walk.null()?.then_some(())
}

fn or_null<'a>(walk: &mut Walk<'a>, read: impl FnOnce(&mut Walk<'a>) -> Option<()>) -> Option<()> {
    if walk.null()? { Some(()) } else { read(walk) }
}

fn digits(walk: &mut Walk<'_>) -> Option<u64> {
    let number = walk.number()?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse().ok()
}

/// Keys that came: none may come twice.
#[derive(Debug, Default)]
struct Once(u32);

impl Once {
    #[inline]
    fn first(&mut self, key: u32) -> Option<()> {
        let bit = 1u32.checked_shl(key)?;
        let new = self.0 & bit == 0;
        self.0 |= bit;
        new.then_some(())
    }
}
