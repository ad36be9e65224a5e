//! The body of a usual answer: one choice, one text among the output of a response, or vectors; and what it cost.

use super::{
    Calls, Choice, Found, Message, Output,
    field::{Once, digits, error, nothing, or_null, said},
};
use crate::{json::Walk, text::Text};

pub(super) fn body<'a>(walk: &mut Walk<'a>, found: &mut Found<'a>) -> Option<()> {
    let mut keys = Once::default();
    walk.object(|walk, key| match key {
        "model" => keys.first(0).and_then(|()| said(walk, &mut found.model)),
        "choices" => keys.first(1).and_then(|()| or_null(walk, |walk| choices(walk, found))),
        // `null` is not usual: beside it the status tells why the answer ended.
        "output" => keys.first(2).and_then(|()| output(walk, found)),
        "data" => keys.first(3).and_then(|()| or_null(walk, |walk| vectors(walk, found))),
        "status" => keys.first(4).and_then(|()| said(walk, &mut found.status_word)),
        "incomplete_details" => keys.first(5).and_then(|()| {
            let mut inner = Once::default();
            or_null(walk, |walk| {
                walk.object(|walk, key| match key {
                    "reason" => inner.first(0).and_then(|()| said(walk, &mut found.incomplete)),
                    _ => walk.skip(),
                })
            })
        }),
        "usage" => keys.first(6).and_then(|()| or_null(walk, |walk| usage(walk, found))),
        "error" => keys.first(7).and_then(|()| error(walk, &mut found.inner_error)),
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
            "finish_reason" => keys.first(2).and_then(|()| said(walk, &mut choice.finish_reason)),
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
        "content" => keys
            .first(0)
            .and_then(|()| or_null(walk, |walk| walk.string().map(|text| message.content = Some(text)))),
        "tool_calls" => keys
            .first(1)
            .and_then(|()| or_null(walk, |walk| Calls::read(walk).map(|calls| message.calls = calls))),
        _ => beside(walk, key, &mut keys, &mut message.reasoning),
    })?;
    Some(message)
}

/// What a message holds beside its content: reasoning is counted, a refusal and calls are not usual.
fn beside<'a>(walk: &mut Walk<'a>, key: &'a str, keys: &mut Once, reasoning: &mut bool) -> Option<()> {
    match key {
        "reasoning_content" | "reasoning" => {
            keys.first(if key == "reasoning" { 9 } else { 8 })?;
            let mut text = None;
            said(walk, &mut text)?;
            *reasoning |= text.is_some();
            Some(())
        }
        "refusal" => {
            let mut text = None;
            said(walk, &mut text)?;
            text.is_none().then_some(())
        }
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
            "type" => keys.first(0).and_then(|()| said(walk, &mut kind)),
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
            "type" => keys.first(0).and_then(|()| said(walk, &mut kind)),
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
