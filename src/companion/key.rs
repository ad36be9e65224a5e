//! Who may read and write: with a key set, everything but the page's own files, `/health`, `/ready` and webhooks, which
//! are signed, asks for it.
//!
//! Programs send it as `X-API-Key`, or as a bearer token. People sign in once in the browser and carry a cookie that is
//! made of the key, so that every instance behind one address knows it.

use super::policy::OwnPolicy;
use super::problem::Problem;
use axum::Extension;
use axum::extract::{Form, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;
use std::sync::Arc;

/// Where the form is sent.
pub(super) const SIGN_IN: &str = "/sign-in";
const NAME: &str = "batch_curator";
const HEADER: &str = "x-api-key";
/// The form may be sent here, and nothing else happens on that page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

/// Marks a request without the key that is let in all the same: it is told no addresses.
#[derive(Clone, Copy)]
pub(super) struct Stranger;

/// The key, and what its cookie says.
#[derive(Clone)]
pub(super) struct Key {
    key: Vec<u8>,
    cookie: String,
}

#[derive(Deserialize)]
pub(super) struct Given {
    key: String,
}

impl Key {
    /// A key of at least 16 characters.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.len() < 16 {
            return Err(
                "The API key is shorter than 16 characters. Make one: openssl rand -hex 24".to_owned()
            );
        }
        let key = text.as_bytes().to_vec();
        let mac = Hmac::<Sha256>::new_from_slice(&key)
            .map_err(|error| format!("The API key cannot be used: {error}."))?;
        let digest = mac.chain_update(b"batch-curator session").finalize().into_bytes();
        Ok(Self { key, cookie: hex::encode(digest) })
    }

    fn fits(&self, given: &[u8]) -> bool {
        same(&self.key, given)
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let by_header = headers.get(HEADER).is_some_and(|value| self.fits(value.as_bytes()));
        by_header || self.by_bearer(headers) || self.by_cookie(headers)
    }

    fn by_bearer(&self, headers: &HeaderMap) -> bool {
        let value = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
        value
            .split_at_checked(7)
            .is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case(b"bearer ") && self.fits(token))
    }

    fn by_cookie(&self, headers: &HeaderMap) -> bool {
        let lists = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        lists.flat_map(|list| list.split(';')).any(|cookie| {
            cookie
                .trim()
                .split_once('=')
                .is_some_and(|(name, value)| name == NAME && same(self.cookie.as_bytes(), value.as_bytes()))
        })
    }
}

/// In a time that does not tell where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    let tag = |text: &[u8]| Hmac::<Sha256>::new_from_slice(b"compare").map(|mac| mac.chain_update(text));
    match (tag(one), tag(other)) {
        (Ok(one), Ok(other)) => other.verify(&one.finalize().into_bytes()).is_ok(),
        _ => false,
    }
}

/// Lets a request in, or says what is missing.
pub(super) async fn check(State(key): State<Arc<Key>>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let known = key.knows(headers);
    if known || is_open(request.uri().path()) {
        // The key is ours: it goes to no server behind.
        let bearer = key.by_bearer(headers);
        if !known {
            request.extensions_mut().insert(Stranger);
        }
        let headers = request.headers_mut();
        headers.remove(HEADER);
        if bearer {
            headers.remove(AUTHORIZATION);
        }
        return next.run(request).await;
    }
    let person = *request.method() == Method::GET
        && headers
            .get("accept")
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kinds| kinds.contains("text/html"));
    if person {
        return form(StatusCode::UNAUTHORIZED, "");
    }
    let message =
        "This companion asks for its API key: send it as the header X-API-Key, or sign in at /sign-in.";
    Problem::new(StatusCode::UNAUTHORIZED, "missing_api_key", message).into_response()
}

fn is_open(path: &str) -> bool {
    let asset = |ending| path.ends_with(ending);
    matches!(path, "/health" | "/ready" | "/api/webhooks/batch" | SIGN_IN)
        || (!super::policy::is_data(path)
            && !path.starts_with("/label-studio")
            && [".js", ".css", ".wasm", ".svg", ".png", ".ico"].into_iter().any(asset))
}

/// The form.
pub(super) async fn ask() -> Response {
    form(StatusCode::OK, "")
}

/// The key from the form: a cookie for it, or the form again.
pub(super) async fn sign_in(
    State(key): State<Arc<Key>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Response {
    if !key.fits(given.key.trim().as_bytes()) {
        return form(StatusCode::UNAUTHORIZED, "<p role=\"alert\">That is not the key.</p>");
    }
    let secure = headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes() == b"https");
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{NAME}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}", key.cookie);
    ([(SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

fn form(status: StatusCode, said: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Sign in · Batch Curator</title>\
         <style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;\
         min-height:90vh;margin:0}}form{{display:grid;gap:12px;width:min(320px,90vw)}}h1{{font-size:20px;margin:0}}\
         input,button{{font:inherit;padding:8px 10px;border-radius:6px;border:1px solid #8888}}\
         button{{cursor:pointer}}p{{margin:0}}</style>\
         <main><form method=\"post\" action=\"{SIGN_IN}\"><h1>Batch Curator</h1>{said}\
         <label for=\"key\">API key of this companion</label>\
         <input id=\"key\" name=\"key\" type=\"password\" autocomplete=\"current-password\" required autofocus>\
         <button>Sign in</button></form></main></html>"
    );
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_SECURITY_POLICY, POLICY)];
    (status, headers, Extension(OwnPolicy), Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_key_comes_in_three_ways_and_no_other() {
        let key = Key::new("0123456789abcdef").unwrap();
        let knows = |name: &'static str, value: &str| {
            key.knows(&HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]))
        };
        assert!(knows("x-api-key", "0123456789abcdef"));
        assert!(knows("authorization", "bearer 0123456789abcdef"));
        assert!(knows("cookie", &format!("a=b; {NAME}={}", key.cookie)));
        assert!(!knows("cookie", &format!("{NAME}=0123456789abcdef")));
        assert!(!knows("authorization", "Token 0123456789abcdef"));
        assert!(!knows("x-api-key", "0123456789abcde") && !knows("x-api-key", ""));
        assert!(Key::new("short").is_err());
    }

    #[test]
    fn what_is_open_holds_no_data() {
        for open in ["/health", "/ready", "/sign-in", "/batch-curator.js", "/a.wasm"] {
            assert!(is_open(open), "{open}");
        }
        for closed in
            ["/", "/metrics", "/companion.json", "/v1/files/a.js", "/api/x.css", "/label-studio/api/a.js"]
        {
            assert!(!is_open(closed), "{closed}");
        }
    }
}
