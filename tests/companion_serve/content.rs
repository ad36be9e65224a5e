//! A file's bytes: ranges and validators.

use super::{Server, header};
use std::fs;

async fn one(text: &[u8]) -> (tempfile::TempDir, Server, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.output.jsonl"), text).unwrap();
    let server = Server::folder(folder.path()).await;
    let id = server.json("/v1/files").await["data"][0]["id"].as_str().unwrap().to_owned();
    (folder, server, format!("/v1/files/{id}/content"))
}

#[tokio::test]
async fn ranges() {
    let (_folder, server, path) = one(b"0123456789").await;
    let whole = server.get(&path).await;
    assert_eq!(whole.status(), 200);
    assert_eq!((header(&whole, "content-length"), header(&whole, "accept-ranges")), ("10", "bytes"));
    assert_eq!(header(&whole, "content-type"), "application/jsonl");
    assert!(!header(&whole, "last-modified").is_empty());
    let etag = header(&whole, "etag").to_owned();
    for (range, status, content_range, body) in [
        ("bytes=0-3", 206, "bytes 0-3/10", "0123"),
        ("bytes=7-", 206, "bytes 7-9/10", "789"),
        ("bytes=-2", 206, "bytes 8-9/10", "89"),
        ("bytes=5-500", 206, "bytes 5-9/10", "56789"),
        ("bytes=0-0", 206, "bytes 0-0/10", "0"),
        ("bytes=10-12", 416, "bytes */10", ""),
        ("bytes=0-1,3-4", 200, "", "0123456789"),
        ("nonsense", 200, "", "0123456789"),
    ] {
        let answer = server.get_with(&path, &[("range", range)]).await;
        assert_eq!(
            (answer.status().as_u16(), header(&answer, "content-range")),
            (status, content_range),
            "{range}"
        );
        assert_eq!(header(&answer, "content-length"), body.len().to_string(), "{range}");
        assert_eq!(answer.text().await.unwrap(), body, "{range}");
    }
    let same = server.get_with(&path, &[("range", "bytes=0-3"), ("if-range", &etag)]).await;
    assert_eq!(same.status(), 206);
    let other = server.get_with(&path, &[("range", "bytes=0-3"), ("if-range", "\"other\"")]).await;
    assert_eq!(other.status(), 200, "the file that the range was meant for is gone");
    let head = server.client.head(server.url(&path)).send().await.unwrap();
    assert_eq!((head.status().as_u16(), header(&head, "content-length")), (200, "10"));
}

#[tokio::test]
async fn unchanged_is_304_and_changed_is_not() {
    let (folder, server, path) = one(b"0123456789").await;
    let first = server.get(&path).await;
    let (etag, modified) = (header(&first, "etag").to_owned(), header(&first, "last-modified").to_owned());
    let again = server.get_with(&path, &[("if-none-match", &etag)]).await;
    assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, etag.as_str()));
    assert_eq!(again.bytes().await.unwrap().len(), 0);
    assert_eq!(server.get_with(&path, &[("if-modified-since", &modified)]).await.status(), 304);
    fs::write(folder.path().join("x.output.jsonl"), b"01234567890").unwrap();
    let changed = server.get_with(&path, &[("if-none-match", &etag)]).await;
    assert_eq!(changed.status(), 200);
    assert_ne!(header(&changed, "etag"), etag);
}

#[tokio::test]
async fn an_empty_file_is_no_error() {
    let (_folder, server, path) = one(b"").await;
    assert_eq!(server.get(&path).await.status(), 200);
    assert_eq!(server.get_with(&path, &[("range", "bytes=0-")]).await.status(), 416);
    let batch = server.json("/v1/batches").await["data"][0].clone();
    assert_eq!(batch["request_counts"]["total"], 0);
}
