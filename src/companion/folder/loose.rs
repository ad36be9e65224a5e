//! What a line must look like to be counted: nothing. Each field is read if it has the shape that is looked for,
//! and skipped otherwise, without building what is skipped.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A line of an output, error or input file.
#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Row {
    pub(super) response: Maybe<Answer>,
    error: Present,
    /// Of a request.
    pub(super) body: Body,
    pub(super) url: Text,
}

impl Row {
    /// A 2xx status (or none at all), a body, and no error *value*.
    pub(super) fn succeeded(&self) -> bool {
        let Some(answer) = &self.response.0 else { return false };
        let fine = answer.status_code.0.is_none_or(|status| (200..300).contains(&status));
        fine && !matches!(answer.body, Body::Absent) && !self.error.0
    }
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Answer {
    status_code: Status,
    pub(super) body: Body,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
pub(super) struct Fields {
    pub(super) model: Text,
    pub(super) object: Text,
    pub(super) usage: Maybe<Usage>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
#[allow(clippy::struct_field_names, reason = "the names are the wire's own")]
pub(super) struct Usage {
    pub(super) prompt_tokens: Number,
    pub(super) input_tokens: Number,
    pub(super) completion_tokens: Number,
    pub(super) output_tokens: Number,
}

/// A body: an object, text (which may hold the object, D1), something else, or nothing.
#[derive(Default)]
pub(super) enum Body {
    #[default]
    Absent,
    Object(Box<Fields>),
    Text(String),
    Other,
}

impl Body {
    pub(super) fn fields(self) -> Fields {
        match self {
            Self::Object(fields) => *fields,
            Self::Text(text) => serde_json::from_str(&text).unwrap_or_default(),
            Self::Absent | Self::Other => Fields::default(),
        }
    }
}

/// An object, or nothing for anything else.
#[derive(Default)]
pub(super) struct Maybe<T>(pub(super) Option<T>);
/// Whether there is a value: `null`, `false` and empty text are none.
#[derive(Default)]
struct Present(bool);
/// Text, or nothing for anything else and for empty text.
#[derive(Default)]
pub(super) struct Text(pub(super) Option<String>);
/// A number that counts something.
#[derive(Default)]
pub(super) struct Number(pub(super) Option<u64>);
/// A number, also as text.
#[derive(Default)]
struct Status(Option<u64>);

/// One value, whatever it is, with its contents only where they are of use.
enum Any<T> {
    Null,
    Flag(bool),
    Number(Option<u64>),
    Text(String),
    Object(T),
    List,
}

struct AnyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AnyVisitor<T> {
    type Value = Any<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<Any<T>, E> {
        Ok(Any::Null)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Any<T>, E> {
        Ok(Any::Flag(flag))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Any<T>, E> {
        Ok(Any::Number(Some(number)))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Any<T>, E> {
        Ok(Any::Number(None))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Any<T>, E> {
        Ok(Any::Number(None))
    }
    fn visit_str<E>(self, text: &str) -> Result<Any<T>, E> {
        Ok(Any::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Any<T>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Any::List)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Any<T>, A::Error> {
        T::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Any::Object)
    }
}

fn any<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Any<T>, D::Error> {
    from.deserialize_any(AnyVisitor(PhantomData))
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match any(from)? {
            Any::Object(object) => Some(object),
            _ => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match any::<IgnoredAny, D>(from)? {
            Any::Null | Any::Flag(false) => false,
            Any::Text(text) => !text.is_empty(),
            _ => true,
        }))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match any::<IgnoredAny, D>(from)? {
            Any::Text(text) => Some(text).filter(|text| !text.is_empty()),
            _ => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match any::<IgnoredAny, D>(from)? {
            Any::Number(number) => number,
            _ => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(match any::<IgnoredAny, D>(from)? {
            Any::Number(number) => Some(number.unwrap_or_default()),
            Any::Text(text) => text.trim().parse().ok(),
            _ => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match any::<Fields, D>(from)? {
            Any::Null => Self::Absent,
            Any::Object(fields) => Self::Object(Box::new(fields)),
            Any::Text(text) if text.is_empty() => Self::Absent,
            Any::Text(text) => Self::Text(text),
            Any::Flag(_) | Any::Number(_) | Any::List => Self::Other,
        })
    }
}
