//! What is said when the batch API does not answer. The page shows these sentences as they are.

use super::target::Upstream;
use crate::companion::problem::Problem;
use axum::http::StatusCode;
use std::error::Error;
use std::time::Duration;

/// No connection, or one that broke before the answer began.
pub fn no_answer(upstream: &Upstream, error: reqwest::Error) -> Problem {
    let (who, option) = (upstream.who(), upstream.option());
    let error = error.without_url();
    if error.is_timeout() && !error.is_connect() {
        return Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "upstream_timeout",
            format!("{who} did not answer in time. It may be busy: try again in a moment."),
        );
    }
    let cause =
        if error.is_timeout() { "no connection within the time limit".to_owned() } else { root(&error) };
    let message = if error.is_connect() {
        format!("{who} does not answer: {cause}. Start it, or point {option} at where it runs, and reload.")
    } else {
        format!("{who} broke off before it answered: {cause}. See its own log, then reload.")
    };
    tracing::warn!("{message}");
    Problem::new(StatusCode::BAD_GATEWAY, "upstream_unreachable", message)
}

/// Connected, but silent.
pub fn too_slow(upstream: &Upstream, wait: Duration) -> Problem {
    let message = format!(
        "{} accepted the request but did not begin its answer within {} s. It may be busy: try again in a moment, \
         or see its own log.",
        upstream.who(),
        wait.as_secs_f32()
    );
    tracing::warn!("{message}");
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "upstream_timeout", message)
}

/// A redirect to somewhere else.
pub fn foreign_redirect(upstream: &Upstream) -> Problem {
    let message = format!(
        "{} redirects to another place, which is not followed. Set {} to the address that it redirects to.",
        upstream.who(),
        upstream.option()
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
