//! A file's bytes: whole or one range, as a stream, with validators.

use super::store::{FileRecord, Place};
use crate::companion::etag;
use crate::companion::problem::Problem;
use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::io::SeekFrom;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

/// Read and sent at once. In pieces of 32 kB a file takes three times as long, and twice the processor time.
const PIECE: usize = 256 * 1024;

enum Opened {
    Disk(tokio::fs::File),
    Memory(Bytes),
}

/// Answers with the file or with what of it is asked for.
pub async fn answer(file: &FileRecord, request: &HeaderMap) -> Result<Response, Problem> {
    let (opened, len, modified, etag) = open(file).await?;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    put(&mut headers, ETAG, &etag);
    put(&mut headers, LAST_MODIFIED, &httpdate::fmt_http_date(modified));
    if etag::unchanged(request, &etag) || not_modified(request, modified) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let range = match request.get(RANGE).and_then(|value| value.to_str().ok()) {
        Some(range) if still_the_same(request, &etag, modified) => read_range(range, len),
        _ => Range::Whole,
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
    put(&mut headers, CONTENT_DISPOSITION, &disposition(&file.filename));
    let (status, start, count) = match range {
        Range::Whole => (StatusCode::OK, 0, len),
        Range::Part { start, end } => {
            put(&mut headers, CONTENT_RANGE, &format!("bytes {start}-{end}/{len}"));
            (StatusCode::PARTIAL_CONTENT, start, end - start + 1)
        }
        Range::Outside => {
            put(&mut headers, CONTENT_RANGE, &format!("bytes */{len}"));
            headers.remove(CONTENT_TYPE);
            headers.remove(CONTENT_DISPOSITION);
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        }
    };
    headers.insert(CONTENT_LENGTH, count.into());
    let body = match opened {
        Opened::Memory(bytes) => {
            let at = |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(bytes.len());
            Body::from(bytes.slice(at(start)..at(start + count)))
        }
        Opened::Disk(mut open) => {
            open.seek(SeekFrom::Start(start)).await.map_err(|error| unreadable(file, &error))?;
            Body::from_stream(ReaderStream::with_capacity(open.take(count), PIECE))
        }
    };
    Ok((status, headers, body).into_response())
}

async fn open(file: &FileRecord) -> Result<(Opened, u64, SystemTime, String), Problem> {
    match &file.place {
        Place::Memory(bytes) => {
            let seconds = u64::try_from(file.created_at).unwrap_or_default();
            let modified = UNIX_EPOCH + Duration::from_secs(seconds);
            // The samples are the same for the same version and start: no need to hash megabytes.
            let facts = (&file.id, bytes.len(), file.created_at, env!("CARGO_PKG_VERSION"));
            let etag = etag::of_bytes(format!("{facts:?}").as_bytes());
            Ok((Opened::Memory(bytes.clone()), bytes.len() as u64, modified, etag))
        }
        Place::Disk { root, path } => {
            let failed = |error: std::io::Error| unreadable(file, &error);
            let path = inside(root, path).await.map_err(failed)?;
            let open = tokio::fs::File::open(&path).await.map_err(failed)?;
            let about = open.metadata().await.map_err(failed)?;
            let modified = about.modified().unwrap_or(UNIX_EPOCH);
            let nanos = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
            let etag = etag::of_bytes(format!("{} {} {nanos}", file.id, about.len()).as_bytes());
            Ok((Opened::Disk(open), about.len(), modified, etag))
        }
    }
}

/// The path that is really read: a link that was put there since the folder was looked at may not lead out.
async fn inside(root: &Path, path: &Path) -> std::io::Result<std::path::PathBuf> {
    let real = tokio::fs::canonicalize(path).await?;
    if real.starts_with(root) { Ok(real) } else { Err(std::io::ErrorKind::PermissionDenied.into()) }
}

fn unreadable(file: &FileRecord, error: &std::io::Error) -> Problem {
    let message = format!("The file {} cannot be read: {error}.", file.filename);
    tracing::warn!("{message}");
    let gone = error.kind() == std::io::ErrorKind::NotFound;
    let status = if gone { StatusCode::NOT_FOUND } else { StatusCode::INTERNAL_SERVER_ERROR };
    Problem::new(status, "file_unreadable", message)
}

fn put(headers: &mut HeaderMap, name: axum::http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_graphic() && !matches!(c, '"' | '\\') { c } else { '_' };
    format!("attachment; filename=\"{}\"", name.chars().map(plain).collect::<String>())
}

fn not_modified(request: &HeaderMap, modified: SystemTime) -> bool {
    let since = date(request, IF_MODIFIED_SINCE);
    !request.contains_key(IF_NONE_MATCH) && since.is_some_and(|since| whole_seconds(modified) <= since)
}

/// `If-Range`: the range counts only while the file is the one that the browser began with.
fn still_the_same(request: &HeaderMap, etag: &str, modified: SystemTime) -> bool {
    match request.get(IF_RANGE).and_then(|value| value.to_str().ok()) {
        None => true,
        Some(value) if value.contains('"') => value == etag,
        Some(_) => date(request, IF_RANGE).is_some_and(|since| whole_seconds(modified) == since),
    }
}

fn date(request: &HeaderMap, name: axum::http::HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(request.get(name)?.to_str().ok()?).ok()
}

/// HTTP dates know no fractions.
fn whole_seconds(time: SystemTime) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs())
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    /// Both ends are inside, and both are sent.
    Part {
        start: u64,
        end: u64,
    },
    Outside,
}

/// One range of bytes. Several, other units and nonsense are ignored, as the RFC allows: the whole file is sent.
fn read_range(text: &str, len: u64) -> Range {
    let Some((first, last)) = text.trim().strip_prefix("bytes=").and_then(|one| one.split_once('-')) else {
        return Range::Whole;
    };
    match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(start), Ok(end)) if start > end => Range::Whole,
        (Ok(start), _) if start >= len => Range::Outside,
        (Ok(start), Ok(end)) => Range::Part { start, end: end.min(len - 1) },
        (Ok(start), Err(_)) if last.trim().is_empty() => Range::Part { start, end: len - 1 },
        (Err(_), Ok(0)) if first.trim().is_empty() => Range::Outside,
        (Err(_), Ok(_)) if first.trim().is_empty() && len == 0 => Range::Outside,
        (Err(_), Ok(count)) if first.trim().is_empty() => {
            Range::Part { start: len.saturating_sub(count), end: len - 1 }
        }
        _ => Range::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_the_rfc_reads_them() {
        let part = |start, end| Range::Part { start, end };
        for (text, expected) in [
            ("bytes=0-3", part(0, 3)),
            ("bytes=5-", part(5, 9)),
            ("bytes=5-999", part(5, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-30", part(0, 9)),
            ("bytes=10-", Range::Outside),
            ("bytes=-0", Range::Outside),
            ("bytes=3-2", Range::Whole),
            ("bytes=0-1,4-5", Range::Whole),
            ("lines=0-1", Range::Whole),
            ("bytes=x-y", Range::Whole),
        ] {
            assert_eq!(read_range(text, 10), expected, "{text}");
        }
        assert_eq!(read_range("bytes=0-", 0), Range::Outside);
        assert_eq!(read_range("bytes=-5", 0), Range::Outside);
    }

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        assert_eq!(disposition("a\"b\r\nü.jsonl"), "attachment; filename=\"a_b___.jsonl\"");
    }
}
