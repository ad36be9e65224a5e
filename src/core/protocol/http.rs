//! A request, a response, and what can go wrong between them.

use std::borrow::Cow;
use thiserror::Error;

/// How a request acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "HTTP's own names")]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

/// What an edge is asked to send. `Debug` hides the values of headers: one of them is a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// How it acts.
    pub method: Method,
    /// Absolute, or relative to the page.
    pub url: String,
    /// Name and value.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// JSON text, when there is a body.
    pub body: Option<String>,
    /// Give up after this many milliseconds.
    pub timeout_ms: u32,
}

/// What came back, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds, where the server says it and the edge may read it.
    pub retry_after: Option<u32>,
    /// The body as text.
    pub body: String,
}

/// No answer came. It says nothing of whether the server acted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoAnswer {
    /// Refused, unreachable, blocked by the browser (CORS, mixed content): a page cannot tell these apart.
    #[error("no answer from {host}: {detail}")]
    Network {
        /// Host and port.
        host: String,
        /// The edge's own words.
        detail: String,
    },
    /// Nothing came in time.
    #[error("{host} did not answer within {seconds} s")]
    Timeout {
        /// Host and port.
        host: String,
        /// The limit.
        seconds: u32,
    },
    /// The person stopped it.
    #[error("stopped")]
    Aborted,
    /// Nothing was asked, for the host page did not say by which headers.
    #[error("nothing was asked: {why}")]
    Unasked {
        /// Its own words.
        why: String,
    },
}

/// What an edge brings back.
pub type Answer = Result<Response, NoAnswer>;

impl Request {
    /// A GET that gives up after 30 s.
    pub fn get(url: String) -> Self {
        Self { method: Method::Get, url, headers: Vec::new(), body: None, timeout_ms: 30_000 }
    }

    /// A POST of JSON text that gives up after 60 s.
    pub fn post(url: String, body: String) -> Self {
        let headers = vec![("content-type".into(), "application/json".to_owned())];
        Self { method: Method::Post, url, headers, body: Some(body), timeout_ms: 60_000 }
    }

    /// The same with these headers as well.
    #[must_use]
    pub fn with(mut self, headers: Vec<(String, String)>) -> Self {
        self.headers.extend(headers.into_iter().map(|(name, value)| (name.into(), value)));
        self
    }

    /// A PATCH of JSON text that gives up after 60 s.
    pub fn patch(url: String, body: String) -> Self {
        Self { method: Method::Patch, ..Self::post(url, body) }
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name.as_ref()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &names)
            .field("body_bytes", &self.body.as_ref().map(String::len))
            .finish_non_exhaustive()
    }
}

impl Response {
    /// A 2xx status.
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Host and port of a URL, for error sentences; `this page` for a relative one.
pub fn host_of(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://") else { return "this page's own server" };
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// A text as one part of a path or a value of a query: everything but letters, digits and `-_~` is
/// encoded; the dot too, so that no id is `..`.
pub fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            write!(out, "%{byte:02X}").ok();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_named() {
        assert_eq!(host_of("http://127.0.0.1:8080/api?x=1"), "127.0.0.1:8080");
        assert_eq!(host_of("https://ls.example.org"), "ls.example.org");
        assert_eq!(host_of("/v1/batches"), "this page's own server");
    }

    #[test]
    fn ids_are_opaque() {
        assert_eq!(encode("batch/1 ü"), "batch%2F1%20%C3%BC");
        assert_eq!(encode("a-b_~9.."), "a-b_~9%2E%2E");
    }
}
