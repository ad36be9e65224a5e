//! The security headers of every answer.
//!
//! Two policies. **The page** may run its own scripts and its own wasm, nothing else:
//! - `style-src` allows inline styles. The page itself needs none, but a sandboxed `srcdoc` frame inherits this
//!   policy, and the HTML that people preview in one (`HyperText`) is mostly styled inline. Scripts stay closed
//!   there twice: by this policy and by the frame's sandbox; images stay with `data:`, so a style can call nobody.
//! - `connect-src`: people paste the address of their own Label Studio into the page, so without
//!   `--label-studio` any `http:` or `https:` origin may be spoken to; with it, that origin alone, and ourselves.
//! - no `frame-src`: a `srcdoc` frame needs none.
//!
//! **Data** (`/v1/*`, `/api/*`) comes from models and foreign servers. Opened in a tab it must not become a page
//! of this origin, whatever content type it claims: it is sandboxed and may load nothing.

use super::proxy::target;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use reqwest::Url;
use std::sync::Arc;

const DATA: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");
const CSP: HeaderName = HeaderName::from_static("content-security-policy");

/// Marks an answer of ours that brings its own policy; what a server behind says is never kept.
#[derive(Clone)]
pub struct OwnPolicy;

/// The page's policy. `label_studio`: the one that may be spoken to; `None`: any.
pub fn of_page(label_studio: Option<&Url>) -> String {
    let connect = label_studio.map_or_else(|| "http: https:".to_owned(), origins);
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self' {connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
}

/// The origin, and on this machine its other names too: whoever pastes `localhost` means `127.0.0.1`.
fn origins(url: &Url) -> String {
    let own = url.origin().ascii_serialization();
    if !target::is_loopback(url) {
        return own;
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    ["127.0.0.1", "localhost"].map(|name| format!("{}://{name}{port}", url.scheme())).join(" ")
}

/// Puts the headers on every answer, refusals included.
pub async fn apply(State(page): State<Arc<HeaderValue>>, request: Request, next: Next) -> Response {
    let data = is_data(request.uri().path());
    let mut response = next.run(request).await;
    let own = response.extensions().get::<OwnPolicy>().is_some();
    let headers = response.headers_mut();
    if !own {
        headers.insert(CSP, if data { DATA } else { HeaderValue::clone(&page) });
    }
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    response
}

/// Whether a path belongs to an API, not to the page.
pub fn is_data(path: &str) -> bool {
    ["/v1", "/api"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn scripts_are_never_inline_and_the_label_studio_is_the_only_foreign_origin() {
        let policy = |url: &str| of_page(Some(&url.parse().unwrap()));
        assert!(policy("https://ls.example/base/").contains("connect-src 'self' https://ls.example;"));
        let strict = policy("http://localhost:8080");
        assert!(strict.contains("connect-src 'self' http://127.0.0.1:8080 http://localhost:8080;"));
        assert!(strict.contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!strict.contains("https:"));
        assert!(of_page(None).contains("connect-src 'self' http: https:;"));
    }

    #[test]
    fn an_api_path_is_no_page_path() {
        assert!(is_data("/v1/batches") && is_data("/v1") && is_data("/api/x"));
        assert!(!is_data("/v1x") && !is_data("/") && !is_data("/apiary.html"));
    }
}
