//! The usual line, read without building a tree: a 2xx status, no error, and either one choice whose content is
//! text (chat, completions) or output whose messages are text (responses).
//!
//! Everything else is left to [`line::read`](super::line::read), so that the two cannot disagree on what they
//! both read: this one only says "usual", and what it then saw.

use super::conversation::{Part, Role, Turn};
use super::line::{Outcome, ResultLine};
use crate::core::batch::Usage;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// What the usual line holds, borrowed from it where it has no escapes.
#[derive(Debug)]
pub(super) struct Glance<'a> {
    pub(super) custom_id: Cow<'a, str>,
    pub(super) status_code: u16,
    pub(super) model: Cow<'a, str>,
    pub(super) finish_reason: Cow<'a, str>,
    pub(super) usage: Option<Usage>,
    /// Not blank.
    pub(super) content: Cow<'a, str>,
}

/// `None`: not the usual line.
pub(super) fn answer(bytes: &[u8]) -> Option<Glance<'_>> {
    let Object(line): Object<Line<'_>> = serde_json::from_slice(bytes).ok()?;
    let Object(response) = line.response;
    let Object(body) = response.body;
    let (content, finish_reason) = match (body.choices, body.output) {
        (Some(One(Object(choice))), _) => of_choice(choice)?,
        (None, output) => {
            let why =
                body.incomplete_details.and_then(|Object(why)| why.reason).filter(|why| !why.0.is_empty());
            (of_output(output?)?, why.or(body.status))
        }
    };
    let Text(model) = body.model?;
    let errors = [line.error.is_some(), response.error.is_some(), body.error.is_some()];
    let usual = (200..300).contains(&response.status_code)
        && !errors.contains(&true)
        && !model.is_empty()
        && !content.trim().is_empty();
    usual.then(|| Glance {
        custom_id: line.custom_id.map(|id| id.0).unwrap_or_default(),
        status_code: response.status_code,
        model,
        finish_reason: finish_reason.map(|reason| reason.0).unwrap_or_default(),
        usage: body.usage.and_then(|Object(usage)| {
            let (input, output) = (usage.prompt_tokens, usage.completion_tokens);
            Usage::from_counts(input.or(usage.input_tokens), output.or(usage.output_tokens))
        }),
        content,
    })
}

/// The id of a request, if it is text that says something. `None`: not the usual request.
pub(super) fn request_id(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let Object(request): Object<RequestId<'_>> = serde_json::from_slice(bytes).ok()?;
    request.custom_id.map(|id| id.0).filter(|id| !id.is_empty())
}

fn of_choice(choice: Choice<'_>) -> Option<(Cow<'_, str>, Option<Text<'_>>)> {
    let content = match (choice.message, choice.text) {
        (Some(Object(message)), _) => message.content?.0,
        (None, text) => text?.0,
    };
    Some((content, choice.finish_reason))
}

/// The messages' texts, as [`text_of`](super::conversation::text_of) joins them; other items hold no text.
fn of_output(items: Vec<Object<Item<'_>>>) -> Option<Cow<'_, str>> {
    let mut said = Cow::Borrowed("");
    for Object(item) in items {
        match item.kind?.0.as_ref() {
            "message" => {}
            "" => return None,
            _ => continue,
        }
        for Object(part) in item.content? {
            let text = part.text.filter(|_| part.kind.is_some_and(|kind| kind.0 == "output_text"))?.0;
            if said.is_empty() {
                said = text;
            } else if !text.is_empty() {
                said.to_mut().push_str("\n\n");
                said.to_mut().push_str(&text);
            }
        }
    }
    Some(said)
}

impl Glance<'_> {
    /// For a line that has no tree: its answer as text, nothing more.
    pub(super) fn into_line(self, number: u64) -> ResultLine {
        let some = |text: Cow<'_, str>| (!text.is_empty()).then(|| text.into_owned());
        ResultLine {
            number,
            custom_id: some(self.custom_id),
            outcome: Outcome::Succeeded,
            status_code: Some(self.status_code),
            body: Value::Null,
            input: Value::Null,
            model: some(self.model),
            finish_reason: some(self.finish_reason),
            usage: self.usage,
            asked: Vec::new(),
            answered: vec![Turn::new(Role::Assistant, vec![Part::Text(self.content.into_owned())])],
            raw: Value::Null,
        }
    }
}

#[derive(Deserialize)]
struct RequestId<'a> {
    #[serde(borrow)]
    custom_id: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    custom_id: Option<Text<'a>>,
    #[serde(borrow)]
    response: Object<Response<'a>>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Response<'a> {
    status_code: u16,
    #[serde(borrow)]
    body: Object<Body<'a>>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    model: Option<Text<'a>>,
    #[serde(borrow)]
    choices: Option<One<Object<Choice<'a>>>>,
    #[serde(borrow)]
    output: Option<Vec<Object<Item<'a>>>>,
    #[serde(borrow)]
    status: Option<Text<'a>>,
    #[serde(borrow)]
    incomplete_details: Option<Object<Incomplete<'a>>>,
    usage: Option<Object<Tokens>>,
    error: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Choice<'a> {
    #[serde(borrow)]
    message: Option<Object<Message<'a>>>,
    #[serde(borrow)]
    text: Option<Text<'a>>,
    #[serde(borrow)]
    finish_reason: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    content: Option<Text<'a>>,
}

/// An item of a response's output.
#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    content: Option<Vec<Object<TextPart<'a>>>>,
}

#[derive(Deserialize)]
struct TextPart<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    text: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Incomplete<'a> {
    #[serde(borrow)]
    reason: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "the wire's own names")]
struct Tokens {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
}

/// Text that borrows where it can; inside an `Option` a bare `Cow` would always be copied.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// An object and nothing else: a derived struct would take a list for its fields in order.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct ObjectOf<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectOf<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        from.deserialize_map(ObjectOf(PhantomData))
    }
}

/// A list of exactly one.
struct One<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for One<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct OneOf<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOf<T> {
            type Value = One<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of one")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<One<T>, A::Error> {
                let first = items.next_element()?.ok_or_else(|| A::Error::custom("an empty list"))?;
                match items.next_element::<IgnoredAny>()? {
                    None => Ok(One(first)),
                    Some(_) => Err(A::Error::custom("more than one")),
                }
            }
        }
        from.deserialize_seq(OneOf(PhantomData))
    }
}
