//! Which requests are let in.
//!
//! The companion listens on loopback and asks for no password, and it may add a key for the batch API. So a web
//! page somewhere must not be able to use it: neither under a name that its owner points at 127.0.0.1 (DNS
//! rebinding), nor by a form or a fetch that changes something (cross-site request forgery).

use super::problem::Problem;
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// The rules of one server.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// Whether only loopback listens, so that foreign names are refused.
    pub loopback: bool,
    /// Names that are let in besides, such as that of a reverse proxy in front (`--host`).
    pub hosts: Vec<String>,
    /// Origins whose pages may change things here (`--cors-origin`).
    pub origins: Vec<String>,
}

/// Lets a request in or answers it.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    match guard.judge(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

impl Guard {
    fn judge(&self, request: &Request) -> Result<(), Problem> {
        if request.uri().scheme().is_some() || request.uri().authority().is_some() {
            let message = "This server is no forward proxy: ask for a path, not for a whole address.";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_request_error", message));
        }
        let host = header(request.headers(), HOST.as_str()).unwrap_or_default();
        if self.loopback && !self.allows(host) {
            let message = format!(
                "This server answers to 127.0.0.1 and localhost, not to the name {:?}. If a reverse proxy stands \
                 in front of it, start it with --host NAME.",
                name_of(host)
            );
            return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "forbidden_host", message));
        }
        let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if !reads && !self.is_named(request.headers()) && crosses(request.headers(), host) {
            let message = "Another site's page may not change anything here.";
            return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden_origin", message));
        }
        Ok(())
    }

    fn is_named(&self, headers: &HeaderMap) -> bool {
        header(headers, ORIGIN.as_str())
            .is_some_and(|origin| self.origins.iter().any(|named| named == origin))
    }

    /// An address cannot be rebound, a name can.
    fn allows(&self, host: &str) -> bool {
        let name = name_of(host);
        name.parse::<IpAddr>().is_ok()
            || name.eq_ignore_ascii_case("localhost")
            || name.to_ascii_lowercase().ends_with(".localhost")
            || self.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
    }
}

fn crosses(headers: &HeaderMap, host: &str) -> bool {
    if let Some(site) = header(headers, "sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    header(headers, ORIGIN.as_str()).is_some_and(|origin| {
        origin.split_once("://").is_none_or(|(_, authority)| !authority.eq_ignore_ascii_case(host))
    })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The name in `name:port`, without the brackets of an IPv6 address.
fn name_of(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    host.split(':').next().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::Body;

    fn verdict(method: &str, uri: &str, headers: &[(&str, &str)]) -> Option<u16> {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let guard = Guard {
            loopback: true,
            hosts: vec!["curator.example.org".into()],
            origins: vec!["https://dash.example".into()],
        };
        guard.judge(&request.body(Body::empty()).unwrap()).err().map(|problem| problem.status.as_u16())
    }

    #[test]
    fn names_that_could_be_rebound_are_refused() {
        for host in ["127.0.0.1:8001", "localhost:8001", "[::1]:8001", "a.localhost", "Curator.example.org"] {
            assert_eq!(verdict("GET", "/", &[("host", host)]), None, "{host}");
        }
        assert_eq!(verdict("GET", "/", &[("host", "evil.example:8001")]), Some(421));
        assert_eq!(verdict("GET", "http://localhost/v1/x", &[("host", "localhost")]), Some(400));
    }

    #[test]
    fn another_site_may_not_change_anything() {
        let host = ("host", "127.0.0.1:8001");
        assert_eq!(verdict("POST", "/v1/x", &[host]), None);
        assert_eq!(verdict("POST", "/v1/x", &[host, ("origin", "http://127.0.0.1:8001")]), None);
        assert_eq!(verdict("POST", "/v1/x", &[host, ("origin", "https://evil.example")]), Some(403));
        assert_eq!(
            verdict(
                "POST",
                "/v1/x",
                &[host, ("origin", "https://dash.example"), ("sec-fetch-site", "cross-site")]
            ),
            None
        );
        assert_eq!(verdict("POST", "/v1/x", &[host, ("origin", "null")]), Some(403));
        assert_eq!(verdict("DELETE", "/v1/x", &[host, ("sec-fetch-site", "cross-site")]), Some(403));
        assert_eq!(verdict("GET", "/v1/x", &[host, ("sec-fetch-site", "cross-site")]), None);
    }
}
