//! Batches and files of an OpenAI-compatible server, as requests and as what the answers mean.
//!
//! - [`Pager`]: all batches, page by page, from servers that page in any of the ways that were met (D14)
//! - [`batch`], [`file()`], [`file_content_url`]: one of them; [`parse_batch`], [`parse_file`]: the answers

mod pager;

pub use pager::Pager;

use super::error::{ApiError, explain};
use super::http::{Request, Response, encode};
use crate::core::batch::{Batch, File};
use crate::core::text::one_line;
use serde_json::Value;

/// Asks for one batch. Poll by this, not by the list: some servers advance a batch only when it is asked for (D21).
pub fn batch(base: &str, id: &str) -> Request {
    Request::get(url(base, &format!("batches/{}", encode(id))))
}

/// Asks for what is known of one file.
pub fn file(base: &str, id: &str) -> Request {
    Request::get(url(base, &format!("files/{}", encode(id))))
}

/// Where a file's bytes are; to be read as a stream, whatever its content type (D19).
pub fn file_content_url(base: &str, id: &str) -> String {
    url(base, &format!("files/{}/content", encode(id)))
}

/// Reads the answer to [`batch`].
pub fn parse_batch(response: &Response) -> Result<Batch, ApiError> {
    let value = json(response, "a batch")?;
    Batch::from_value(&value).map_err(|why| unexpected(response, "a batch", &why.to_string()))
}

/// Reads the answer to [`file()`].
pub fn parse_file(response: &Response) -> Result<File, ApiError> {
    let value = json(response, "a file")?;
    File::from_value(&value).map_err(|why| unexpected(response, "a file", &why.to_string()))
}

/// `base` is a server's address, with or without a sub-path, `/v1` and a last slash; empty is the page's own
/// origin.
fn url(base: &str, path: &str) -> String {
    let base = base.trim().trim_end_matches('/');
    let base = base.strip_suffix("/v1").or_else(|| (base == "v1").then_some("")).unwrap_or(base);
    format!("{}/v1/{path}", base.trim_end_matches('/'))
}

/// The body of a good answer as JSON.
fn json(response: &Response, expected: &'static str) -> Result<Value, ApiError> {
    if !response.ok() {
        return Err(refusal(response));
    }
    serde_json::from_str(response.body.trim_start_matches('\u{FEFF}')).map_err(|why| {
        let start = one_line(&response.body, 80);
        let what = if start.is_empty() { "an empty body".to_owned() } else { format!("{start} ({why})") };
        unexpected(response, expected, &what)
    })
}

/// What an answer other than 2xx says.
pub fn refusal(response: &Response) -> ApiError {
    ApiError::Refused {
        status: response.status,
        sentence: explain(response.status, &response.body),
        retry_after: response.retry_after,
    }
}

fn unexpected(response: &Response, expected: &'static str, found: &str) -> ApiError {
    ApiError::Unexpected { status: response.status, expected, found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        Response { status, retry_after: None, body: body.to_owned() }
    }

    #[test]
    fn any_base_gives_the_right_address() {
        for (base, address) in [
            ("", "/v1/batches/a"),
            ("/", "/v1/batches/a"),
            ("/v1", "/v1/batches/a"),
            ("/sub/", "/sub/v1/batches/a"),
            ("http://h:1", "http://h:1/v1/batches/a"),
            ("http://h:1/x/", "http://h:1/x/v1/batches/a"),
            ("http://h:1/x/v1/", "http://h:1/x/v1/batches/a"),
            (" http://h:1/v1 ", "http://h:1/v1/batches/a"),
        ] {
            assert_eq!(batch(base, "a").url, address, "{base:?}");
        }
    }

    #[test]
    fn ids_are_opaque() {
        assert_eq!(file_content_url("", "a/b?c#d é+=%"), "/v1/files/a%2Fb%3Fc%23d%20%C3%A9%2B%3D%25/content");
        assert_eq!(file("", "file-1_2.x~").url, "/v1/files/file-1_2%2Ex~");
    }

    #[test]
    fn answers_that_are_no_batch() {
        assert_eq!(parse_batch(&answer(200, r#"{"id":"b"}"#)).unwrap().id, "b");
        assert_eq!(parse_file(&answer(200, r#"{"id":"f"}"#)).unwrap().id, "f");
        let said = |status, body| parse_batch(&answer(status, body)).unwrap_err().to_string();
        assert_eq!(said(404, r#"{"detail":"Batch not found"}"#), "404 Not Found: Batch not found");
        assert_eq!(said(200, ""), "the server answered 200, but not with a batch: an empty body");
        assert!(
            said(200, "<html>hi")
                .starts_with("the server answered 200, but not with a batch: <html>hi (expected")
        );
        assert_eq!(
            said(200, "[]"),
            "the server answered 200, but not with a batch: expected a JSON object, found a list"
        );
    }
}
