//! Bodies and parameters of requests: what is wrong with them is said in one sentence, as a 4xx.

use crate::companion::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Number;
use std::collections::HashMap;

/// A JSON body.
pub(in crate::companion) struct Body<T>(pub(in crate::companion) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            let status = rejection.status();
            let message = match status {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    "The body is too large. Send fewer results at once.".to_owned()
                }
                _ => format!("The body cannot be read: {rejection}."),
            };
            Problem::new(status, "invalid_request_error", message)
        })?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Problem::invalid("body", "There is no body. Send a JSON object."));
        }
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let (path, inner) = (error.path().to_string(), error.inner());
            let said = inner.to_string();
            let what = said.split(" at line ").next().unwrap_or_default();
            let place = format!("line {}, column {}", inner.line(), inner.column());
            let field = if path == "." { String::new() } else { format!("`{path}`: ") };
            let status =
                if inner.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
            Problem {
                status,
                ..Problem::invalid("body", format!("The body does not fit, {place}: {field}{what}."))
            }
        })?;
        reader
            .end()
            .map_err(|error| Problem::invalid("body", format!("The body goes on after its end: {error}.")))?;
        Ok(Self(value))
    }
}

/// A task's id in a body. JSON knows no whole numbers: `251.0` is one too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::companion) struct TaskId(pub(in crate::companion) u64);

impl<'de> Deserialize<'de> for TaskId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(input)?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and in range"
        )]
        let whole =
            || number.as_f64().filter(|n| n.fract() == 0.0 && (1.0..9e15).contains(n)).map(|n| n as u64);
        let id = number.as_u64().or_else(whole).filter(|id| (1..1 << 53).contains(id));
        id.map(Self).ok_or_else(|| D::Error::custom(format!("`{number}` is no task's id")))
    }
}

/// A number in a path or a query.
pub(in crate::companion) fn number(
    name: &'static str,
    text: &str,
    range: std::ops::RangeInclusive<u64>,
) -> Result<u64, Problem> {
    let number = text.parse::<u64>().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| {
        let (least, most) = (range.start(), range.end());
        let limits =
            if *most == u64::MAX { format!("from {least} on") } else { format!("from {least} to {most}") };
        Problem::invalid(name, format!("`{name}` is {text:?}; it is a whole number {limits}."))
    })
}

/// A number of the query, or what it is without one.
pub(in crate::companion) fn parameter(
    query: &HashMap<String, String>,
    name: &'static str,
    usual: u64,
    range: std::ops::RangeInclusive<u64>,
) -> Result<u64, Problem> {
    query.get(name).map_or(Ok(usual), |text| number(name, text, range))
}
