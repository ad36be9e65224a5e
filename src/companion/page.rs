//! The page's files: precompressed where the browser takes it, immutable where the name says so.
//!
//! Trunk puts a hash into the names of script, wasm and style sheet, so these never change and are kept for a
//! year. Everything else (`index.html`, `boot.js`, `snippets/`, whose paths keep their hash when their text
//! changes, the editor) is asked for again each time and answered with 304 while it is the same.

pub mod files;

use super::problem::Problem;
use super::{etag, policy};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use files::{File, Files};
use std::sync::Arc;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Answers every path that nothing else answers.
pub async fn answer(State(files): State<Arc<Files>>, request: Request) -> Response {
    let path = request.uri().path();
    if policy::is_data(path) {
        return Problem::not_found(format!("There is nothing at {path}.")).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = "The page can only be read: GET or HEAD.\n";
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], text).into_response();
    }
    let name = match path.trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    match find(&files, name, request.headers()).await {
        Some(found) => respond(name, found, request.headers()),
        None if name == "index.html" => not_built(&files),
        None => {
            let text = format!("There is nothing at {path}. The page is at /.\n");
            (StatusCode::NOT_FOUND, [(CACHE_CONTROL, ASK_AGAIN)], text).into_response()
        }
    }
}

struct Found {
    file: File,
    encoding: Option<&'static str>,
}

/// The smallest form that the browser takes.
async fn find(files: &Files, name: &str, headers: &HeaderMap) -> Option<Found> {
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(headers, encoding)
            && let Some(file) = files.get(&format!("{name}.{suffix}")).await
        {
            return Some(Found { file, encoding: Some(encoding) });
        }
    }
    Some(Found { file: files.get(name).await?, encoding: None })
}

fn respond(name: &str, found: Found, request: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let cache = if is_hashed(name) { FOR_EVER } else { ASK_AGAIN };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(value) = HeaderValue::from_str(&found.file.etag) {
        headers.insert(ETAG, value);
    }
    if etag::unchanged(request, &found.file.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Ok(value) = HeaderValue::from_str(&content_type(name)) {
        headers.insert(CONTENT_TYPE, value);
    }
    if let Some(encoding) = found.encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    headers.insert(CONTENT_LENGTH, found.file.bytes.len().into());
    (headers, Body::from(found.file.bytes)).into_response()
}

/// A page built for development may be missing; say so where the page would be.
fn not_built(files: &Files) -> Response {
    let text = include_str!("page/not_built.html").replace("{where}", &files.place());
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, text).into_response()
}

fn content_type(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let text = guess.type_() == "text" || guess.subtype() == "json" || guess.subtype() == "javascript";
    if text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

/// Whether the name carries its content's hash, as trunk writes it: `app-0123456789abcdef.js`, `…_bg.wasm`.
/// Trunk drops leading zeros, so a hash may be a few digits shorter than 16.
fn is_hashed(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let Some((stem, _)) = file.split_once('.') else { return false };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    !folder.split('/').any(|part| part == "snippets")
        && (12..=16).contains(&hash.len())
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether `Accept-Encoding` takes this one: named, or `*`, and not with `q=0`.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let Some(list) = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else { return false };
    let weight = |wanted: &str| {
        list.split(',').find_map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let matches = name.trim().eq_ignore_ascii_case(wanted);
            let q = parameters.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok());
            matches.then(|| q.unwrap_or(1.0))
        })
    };
    weight(encoding).or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for name in [
            "batch-curator-0123456789abcdef.js",
            "batch-curator-0123456789abcdef_bg.wasm",
            "batch-curator-2bb4a10001e1591.js",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "index.html",
            "boot.js",
            "batch-curator.js",
            "batch-curator-0123456789ABCDEF.js",
            "snippets/batch-curator-0123456789abcdef/inline-0123456789abcdef.js",
            "editor-0123.js",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn the_browser_says_what_it_takes() {
        let takes = |list: &str, encoding| {
            accepts(&HeaderMap::from_iter([(ACCEPT_ENCODING, list.parse().unwrap())]), encoding)
        };
        assert!(takes("gzip, deflate, br", "br") && takes("*", "br") && takes("BR;q=0.5", "br"));
        assert!(!takes("gzip", "br") && !takes("br;q=0, *", "br") && !takes("identity", "gzip"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn content_types_that_browsers_insist_on() {
        assert_eq!(content_type("a.wasm"), "application/wasm");
        assert_eq!(content_type("a.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("index.html"), "text/html; charset=utf-8");
    }
}
