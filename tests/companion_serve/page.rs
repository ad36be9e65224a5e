//! The page's files and the headers of every answer.

use super::{Server, config, header};
use batch_curator::companion::page::files::Files;
use batch_curator::companion::serve::Batches;
use std::fs;

const WASM: &str = "app-0123456789abcdef_bg.wasm";

async fn page(label_studio: Option<&str>) -> (tempfile::TempDir, Server) {
    let dist = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("index.html", "<!doctype html>"),
        (WASM, "plain"),
        ("app-0123456789abcdef_bg.wasm.br", "brotli"),
        ("app-0123456789abcdef_bg.wasm.gz", "gzipped"),
        ("boot.js", "boot()"),
    ] {
        fs::write(dist.path().join(name), text).unwrap();
    }
    let mut config = config(Batches::Folder(dist.path().to_owned()));
    config.page = Files::Folder(dist.path().to_owned());
    config.label_studio = label_studio.map(|url| url.parse().unwrap());
    (dist, Server::start(config).await)
}

#[tokio::test]
async fn precompressed_files_go_to_who_takes_them() {
    let (_dist, server) = page(None).await;
    for (accepts, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzipped"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzipped"),
        ("identity", "", "plain"),
    ] {
        let answer = server.get_with(&format!("/{WASM}"), &[("accept-encoding", accepts)]).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "content-encoding"), encoding, "{accepts}");
        assert_eq!(header(&answer, "content-type"), "application/wasm");
        assert_eq!(header(&answer, "vary"), "accept-encoding");
        assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.text().await.unwrap(), body);
    }
}

#[tokio::test]
async fn what_has_no_hash_is_asked_for_again() {
    let (dist, server) = page(None).await;
    for path in ["/", "/index.html", "/boot.js"] {
        let first = server.get(path).await;
        assert_eq!((first.status().as_u16(), header(&first, "cache-control")), (200, "no-cache"), "{path}");
        let etag = header(&first, "etag").to_owned();
        let again = server.get_with(path, &[("if-none-match", &etag)]).await;
        assert_eq!(again.status(), 304, "{path}");
        let head = server.client.head(server.url(path)).send().await.unwrap();
        assert_eq!((head.status().as_u16(), header(&head, "etag")), (200, etag.as_str()));
        assert_eq!(header(&head, "content-length"), header(&first, "content-length"));
    }
    let before = header(&server.get("/boot.js").await, "etag").to_owned();
    fs::write(dist.path().join("boot.js"), "boot(2)").unwrap();
    assert_eq!(server.get_with("/boot.js", &[("if-none-match", &before)]).await.status(), 200);
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let (_dist, server) = page(Some("http://127.0.0.1:8080/")).await;
    for path in [
        "/",
        "/boot.js",
        "/nowhere",
        "/companion.json",
        "/v1/batches",
        "/v1/nowhere",
        "/api/x",
        "/v1/files/x/content",
    ] {
        let answer = server.get(path).await;
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        let data = path.starts_with("/v1") || path.starts_with("/api");
        assert_eq!(policy.contains("sandbox"), data, "{path}");
        assert_eq!(
            policy.contains("connect-src 'self' http://127.0.0.1:8080 http://localhost:8080;"),
            !data,
            "{path}"
        );
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "no-referrer", "{path}");
    }
    let refused = server.get_with("/", &[("host", "evil.example")]).await;
    assert_eq!(refused.status(), 421);
    assert!(!header(&refused, "content-security-policy").is_empty());
    let open = page(None).await.1.get("/").await;
    assert!(header(&open, "content-security-policy").contains("connect-src 'self' http: https:;"));
}

#[tokio::test]
async fn nothing_there_is_said_in_a_sentence() {
    let (_dist, server) = page(None).await;
    let text = server.get("/nowhere").await;
    assert_eq!((text.status().as_u16(), header(&text, "content-type")), (404, "text/plain; charset=utf-8"));
    for path in ["/v1/nowhere", "/api/x"] {
        assert_eq!(Server::fault(server.get(path).await).await.0, 404, "{path}");
    }
    assert_eq!(server.client.post(server.url("/")).send().await.unwrap().status(), 405);
    let about = server.json("/companion.json").await;
    assert_eq!((about["name"].as_str(), about["batches"].as_str()), (Some("batch-curator"), Some("folder")));
}

#[tokio::test]
async fn a_page_that_is_not_built_says_how() {
    let empty = tempfile::tempdir().unwrap();
    let mut config = config(Batches::Folder(empty.path().to_owned()));
    config.page = Files::Folder(empty.path().to_owned());
    let answer = Server::start(config).await.get("/").await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "content-type")),
        (503, "text/html; charset=utf-8")
    );
    assert!(answer.text().await.unwrap().contains("trunk build --release"));
}
