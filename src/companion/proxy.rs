//! `/v1/*` passed on to a batch API, and `/label-studio/api/*` to Label Studio: as a stream both ways, nothing
//! buffered, nothing widened.
//!
//! - [`target`]: the address that a path leads to, never outside of what was configured
//! - [`headers`]: which headers pass
//! - [`failure`]: what is said when the batch API does not answer

pub mod failure;
pub mod headers;
pub mod target;

use super::problem::Problem;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, LOCATION, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::TryStreamExt;
use std::sync::Arc;
use std::time::Duration;
use target::Upstream;

/// How long the batch API may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To accept a connection.
    pub connect: Duration,
    /// To begin its answer; ten times as long after an upload.
    pub answer: Duration,
    /// Between two pieces of an answer.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(5), answer: seconds(60), silence: seconds(300) }
    }
}

/// The way to one batch API.
pub struct Proxy {
    upstream: Upstream,
    client: reqwest::Client,
    key: Option<HeaderValue>,
    patience: Patience,
}

impl Proxy {
    /// `key` goes out as `Authorization: Bearer` where the browser sends none of its own; it is never logged.
    ///
    /// # Errors
    /// A sentence, when the TLS machinery does not start or the key holds characters that no header may.
    pub fn new(upstream: Upstream, key: Option<&str>, patience: Patience) -> Result<Self, String> {
        let client = careful(Some(upstream.base()), patience.connect)
            .read_timeout(patience.silence)
            .build()
            .map_err(|error| format!("The HTTP client does not start: {error}."))?;
        let key = key.map(bearer).transpose()?;
        Ok(Self { upstream, client, key, patience })
    }
}

/// A client that follows no redirect, so that no token travels, and tells nobody where a request came from.
///
/// Without TLS each request has a connection of its own. Label Studio writes the head of an answer in two pieces; on a
/// connection that was used before, the second waits until the first is acknowledged, and a system that hopes to save a
/// packet takes 40 ms for that. A new connection acknowledges at once, and costs a tenth of a millisecond.
pub(super) fn careful(to: Option<&reqwest::Url>, connect: Duration) -> reqwest::ClientBuilder {
    let mut builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect);
    if to.is_some_and(|url| url.scheme() == "http") {
        builder = builder.pool_max_idle_per_host(0);
    }
    // A company's HTTP_PROXY cannot reach this machine's own ports.
    if to.is_some_and(target::is_loopback) { builder.no_proxy() } else { builder }
}

fn bearer(key: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", key.trim()))
        .map_err(|_| "BATCH_API_KEY holds characters that no header may carry.".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Passes one request on.
pub async fn pass(State(proxy): State<Arc<Proxy>>, request: Request) -> Response {
    proxy.pass(request).await.unwrap_or_else(Problem::into_response)
}

impl Proxy {
    async fn pass(&self, request: Request) -> Result<Response, Problem> {
        let (parts, body) = request.into_parts();
        if !self.upstream.takes(&parts.method) {
            let message = format!("{} is not passed on.", parts.method);
            return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request_error", message));
        }
        let url = self.upstream.url(parts.uri.path(), parts.uri.query())?;
        let uploads = has_body(&parts.headers);
        let mut outgoing = headers::to_upstream(&parts.headers);
        if let Some(key) = self.key.as_ref().filter(|_| !outgoing.contains_key(AUTHORIZATION)) {
            outgoing.insert(AUTHORIZATION, key.clone());
        }
        let mut sending = self.client.request(parts.method, url.clone()).headers(outgoing);
        if uploads {
            sending = sending.body(reqwest::Body::wrap_stream(body.into_data_stream()));
        }
        let wait = if uploads { self.patience.answer * 10 } else { self.patience.answer };
        let answer = match tokio::time::timeout(wait, sending.send()).await {
            Err(_) => return Err(failure::too_slow(&self.upstream, wait)),
            Ok(Err(error)) => return Err(failure::no_answer(&self.upstream, error)),
            Ok(Ok(answer)) => answer,
        };
        self.hand_back(answer, &url)
    }

    /// The browser's end decides the pace: a piece is read when the one before it is gone, and when the browser
    /// leaves, this stream is dropped and with it the connection.
    fn hand_back(&self, answer: reqwest::Response, url: &reqwest::Url) -> Result<Response, Problem> {
        let status = answer.status();
        let mut incoming = headers::to_browser(answer.headers());
        if let Some(location) = answer.headers().get(LOCATION) {
            match self.upstream.path_of(url, location.to_str().unwrap_or_default()) {
                Some(path) => {
                    incoming.insert(LOCATION, path);
                }
                None if status.is_redirection() => {
                    return Err(failure::foreign_redirect(&self.upstream));
                }
                None => {}
            }
        }
        let who = self.upstream.who();
        let stream = answer.bytes_stream().map_err(move |error| {
            let error = error.without_url();
            tracing::warn!("{who} broke off in the middle of an answer: {}", failure::root(&error));
            error
        });
        Ok((status, incoming, Body::from_stream(stream)).into_response())
    }
}

fn has_body(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|length| length > 0) || headers.contains_key(TRANSFER_ENCODING)
}
