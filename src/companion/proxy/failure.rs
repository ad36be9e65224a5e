//! What is said when the batch API does not answer. The page shows these sentences as they are.

use crate::companion::problem::Problem;
use axum::http::StatusCode;
use std::error::Error;
use std::time::Duration;

/// No connection, or one that broke before the answer began.
pub fn no_answer(place: &str, error: reqwest::Error) -> Problem {
    let error = error.without_url();
    if error.is_timeout() && !error.is_connect() {
        return Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "upstream_timeout",
            format!(
                "The batch API at {place} did not answer in time. It may be busy: try again in a moment."
            ),
        );
    }
    let cause =
        if error.is_timeout() { "no connection within the time limit".to_owned() } else { root(&error) };
    let message = if error.is_connect() {
        format!(
            "The batch API at {place} does not answer: {cause}. Start it, or point --batch-api (BATCH_API_URL) at \
             where it runs, and reload."
        )
    } else {
        format!(
            "The batch API at {place} broke off before it answered: {cause}. See its own log, then reload."
        )
    };
    tracing::warn!("{message}");
    Problem::new(StatusCode::BAD_GATEWAY, "upstream_unreachable", message)
}

/// Connected, but silent.
pub fn too_slow(place: &str, wait: Duration) -> Problem {
    let message = format!(
        "The batch API at {place} accepted the request but did not begin its answer within {} s. It may be busy: \
         try again in a moment, or see its own log.",
        wait.as_secs_f32()
    );
    tracing::warn!("{message}");
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "upstream_timeout", message)
}

/// A redirect to somewhere else.
pub fn foreign_redirect(place: &str) -> Problem {
    let message = format!(
        "The batch API at {place} redirects to another place, which is not followed. Set --batch-api \
         (BATCH_API_URL) to the address that it redirects to."
    );
    tracing::warn!("{message}");
    Problem::new(StatusCode::BAD_GATEWAY, "upstream_redirect", message)
}

/// The innermost cause, such as `connection refused`: the outer ones only say "error sending request".
pub fn root(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if let Some(io) = cause.downcast_ref::<std::io::Error>() {
        return match io.kind() {
            std::io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
            std::io::ErrorKind::ConnectionReset => "connection reset".to_owned(),
            _ => io.to_string(),
        };
    }
    cause.to_string()
}
