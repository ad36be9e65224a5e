//! `/v1/*` passed on to a batch API.

use super::{Server, config, header};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{any, get};
use batch_curator::companion::proxy::target::Upstream;
use batch_curator::companion::serve::Batches;
use futures_util::StreamExt;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};

/// A batch API of a few lines, at a base path.
async fn upstream(routes: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/base", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().nest("/base", routes)).await });
    url
}

async fn in_front_of(url: &str) -> Server {
    Server::start(config(Batches::Api(Upstream::parse(url).unwrap()))).await
}

/// Says what reached it.
async fn echo(request: Request) -> String {
    let names = |headers: &HeaderMap| {
        let mut all: Vec<_> = headers.iter().map(|(n, v)| format!("{n}={}", v.to_str().unwrap())).collect();
        all.sort();
        all.join("\n")
    };
    format!("{} {}\n{}", request.method(), request.uri(), names(request.headers()))
}

#[tokio::test]
async fn the_first_piece_arrives_before_the_second_is_sent() {
    let go = Arc::new(Notify::new());
    let wait = go.clone();
    let routes = Router::new().route(
        "/v1/files/f/content",
        get(move || {
            let wait = wait.clone();
            async move {
                let (tell, pieces) = mpsc::channel::<Result<Bytes, std::io::Error>>(1);
                tokio::spawn(async move {
                    tell.send(Ok(Bytes::from_static(b"first\n"))).await.unwrap();
                    wait.notified().await;
                    tell.send(Ok(Bytes::from_static(b"second\n"))).await.unwrap();
                });
                let stream = futures_util::stream::unfold(pieces, |mut pieces| async move {
                    pieces.recv().await.map(|piece| (piece, pieces))
                });
                Body::from_stream(stream)
            }
        }),
    );
    let server = in_front_of(&upstream(routes).await).await;
    let mut answer = server.get("/v1/files/f/content").await;
    let first =
        tokio::time::timeout(Duration::from_secs(5), answer.chunk()).await.expect("nothing is held back");
    assert_eq!(first.unwrap().unwrap(), "first\n");
    go.notify_one();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "second\n");
    assert_eq!(answer.chunk().await.unwrap(), None);
}

#[tokio::test]
async fn when_the_browser_leaves_the_batch_api_is_left_alone() {
    struct Tell(mpsc::Sender<()>);
    impl Drop for Tell {
        fn drop(&mut self) {
            let _sent = self.0.try_send(());
        }
    }
    let (sender, mut dropped) = mpsc::channel(1);
    let routes = Router::new().route(
        "/v1/endless",
        get(move || {
            let tell = Tell(sender.clone());
            async move {
                let endless = futures_util::stream::repeat_with(move || {
                    let _held = &tell;
                    Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 65_536]))
                });
                Body::from_stream(endless)
            }
        }),
    );
    let server = in_front_of(&upstream(routes).await).await;
    let mut answer = server.get("/v1/endless").await;
    answer.chunk().await.unwrap();
    drop(answer);
    drop(server.client);
    tokio::time::timeout(Duration::from_secs(5), dropped.recv())
        .await
        .expect("the upstream's stream was dropped");
}

#[tokio::test]
async fn path_query_and_the_right_headers_pass() {
    let url = upstream(Router::new().route("/v1/{*rest}", any(echo))).await;
    let server = in_front_of(&url).await;
    let headers = [
        ("authorization", "Bearer mine"),
        ("cookie", "sessionid=1"),
        ("accept-encoding", "br"),
        ("range", "bytes=0-1"),
        ("connection", "x-hop"),
        ("x-hop", "1"),
        ("x-forwarded-for", "1.2.3.4"),
        ("x-own", "kept"),
    ];
    let text =
        server.get_with("/v1/batches/a%2Fb%3D?after=x%20y&limit=5", &headers).await.text().await.unwrap();
    let host = url.trim_start_matches("http://").trim_end_matches("/base");
    let expected = format!(
        "GET /base/v1/batches/a%2Fb%3D?after=x%20y&limit=5\naccept-encoding=br\naccept=*/*\nauthorization=Bearer mine\n\
         host={host}\nrange=bytes=0-1\nx-own=kept"
    );
    assert_eq!(text.replace("/v1/batches", "/base/v1/batches").replace("/base/base", "/base"), expected);
    let posted = server.client.post(server.url("/v1/batches/b/cancel")).body("{}").send().await.unwrap();
    assert!(posted.text().await.unwrap().contains("content-length=2"));
    assert_eq!(server.client.put(server.url("/v1/x")).send().await.unwrap().status(), 405);
    let foreign =
        server.client.post(server.url("/v1/x")).header("origin", "https://evil.example").send().await;
    assert_eq!(foreign.unwrap().status(), 403);
}

#[tokio::test]
async fn the_key_is_added_only_where_the_browser_sends_none() {
    let url = upstream(Router::new().route("/v1/{*rest}", any(echo))).await;
    let mut config = config(Batches::Api(Upstream::parse(&url).unwrap()));
    config.batch_api_key = Some("sk-secret".into());
    let server = Server::start(config).await;
    assert!(server.get("/v1/x").await.text().await.unwrap().contains("authorization=Bearer sk-secret"));
    let own = server.get_with("/v1/x", &[("authorization", "Bearer own")]).await.text().await.unwrap();
    assert!(own.contains("authorization=Bearer own") && !own.contains("sk-secret"));
    assert!(!server.json("/companion.json").await.to_string().contains("sk-secret"));
}

#[tokio::test]
async fn a_large_upload_passes_as_a_stream() {
    let routes = Router::new().route(
        "/v1/files",
        axum::routing::post(|request: Request| async move {
            let mut pieces = request.into_body().into_data_stream();
            let mut size = 0;
            while let Some(piece) = pieces.next().await {
                size += piece.unwrap().len();
            }
            size.to_string()
        }),
    );
    let server = in_front_of(&upstream(routes).await).await;
    let body = vec![b'x'; 20 << 20];
    let answer = server.client.post(server.url("/v1/files")).body(body).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), (20 << 20).to_string());
}

#[tokio::test]
async fn nothing_leads_out_of_the_configured_path() {
    let url = upstream(Router::new().route("/admin", get(|| async { "secret" })).fallback(echo)).await;
    let server = in_front_of(&url).await;
    for path in [
        "/v1/../admin",
        "/v1/%2e%2e/admin",
        "/v1/x/..%2f..%2fadmin",
        "/v1/..%5cadmin",
        "/v1/%252e%252e/admin",
    ] {
        let text =
            raw(&server, &format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"))
                .await;
        assert!(text.starts_with("HTTP/1.1 400") || text.starts_with("HTTP/1.1 404"), "{path}: {text}");
        assert!(!text.contains("secret"), "{path}");
    }
    for line in ["GET http://evil.example/v1/x HTTP/1.1", "GET http://localhost/v1/x HTTP/1.1"] {
        let text = raw(&server, &format!("{line}\r\nhost: localhost\r\nconnection: close\r\n\r\n")).await;
        assert!(text.starts_with("HTTP/1.1 400"), "{line}: {text}");
    }
}

/// A request as it is, for clients clean paths up.
async fn raw(server: &Server, request: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(server.running.addr).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn redirects_are_not_followed_and_not_widened() {
    let to = |location: &'static str| {
        move || async move { (StatusCode::TEMPORARY_REDIRECT, [("location", location)]) }
    };
    let routes = Router::new()
        .route("/v1/batches", get(to("/base/v1/batches/?a=1")))
        .route("/v1/out", get(to("https://evil.example/v1/batches")))
        .route("/v1/up", get(to("/admin")));
    let server = in_front_of(&upstream(routes).await).await;
    let inside = server.get("/v1/batches").await;
    assert_eq!((inside.status().as_u16(), header(&inside, "location")), (307, "/v1/batches/?a=1"));
    for path in ["/v1/out", "/v1/up"] {
        let (status, kind, message) = Server::fault(server.get(path).await).await;
        assert_eq!((status, kind.as_str()), (502, "upstream_redirect"), "{path}");
        assert!(!message.contains("evil.example"), "{message}");
    }
}

#[tokio::test]
async fn answers_of_the_batch_api_cannot_open_this_origin() {
    let routes = Router::new().route(
        "/v1/x",
        get(|| async {
            let headers = [
                ("access-control-allow-origin", "*"),
                ("set-cookie", "a=b"),
                ("content-type", "text/html"),
                ("content-security-policy", "default-src *"),
                ("x-last-line", "7"),
            ];
            (StatusCode::NOT_FOUND, headers, "<script>alert(1)</script>").into_response()
        }),
    );
    let answer = in_front_of(&upstream(routes).await).await.get("/v1/x").await;
    assert_eq!((answer.status().as_u16(), header(&answer, "x-last-line")), (404, "7"));
    assert_eq!((header(&answer, "access-control-allow-origin"), header(&answer, "set-cookie")), ("", ""));
    assert_eq!(
        header(&answer, "content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    );
}

#[tokio::test]
async fn a_batch_api_that_is_down_or_silent_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let server = in_front_of(&format!("http://{free}")).await;
    let (status, kind, message) = Server::fault(server.get("/v1/batches").await).await;
    assert_eq!((status, kind.as_str()), (502, "upstream_unreachable"));
    let begin = format!("The batch API at http://{free} does not answer: connection refused. Start it, or ");
    assert!(message.starts_with(&begin), "{message}");

    let routes = Router::new().route("/v1/slow", get(std::future::pending::<String>));
    let mut config = config(Batches::Api(Upstream::parse(&upstream(routes).await).unwrap()));
    config.patience.answer = Duration::from_millis(100);
    let (status, kind, message) = Server::fault(Server::start(config).await.get("/v1/slow").await).await;
    assert_eq!((status, kind.as_str()), (504, "upstream_timeout"), "{message}");
}

#[tokio::test]
async fn label_studio_is_passed_on_below_its_own_path_and_nothing_else_of_it() {
    let url = upstream(Router::new().route("/{*rest}", any(echo))).await;
    let mut config = config(Batches::Samples);
    config.label_studio = Some(url.parse().unwrap());
    let server = Server::start(config).await;
    let headers = [("authorization", "Token mine"), ("cookie", "sessionid=1")];
    let asked = "/label-studio/api/tasks/?project=1&query=%7B%22a%22%3A%22b%252541%22%7D";
    let text = server.get_with(asked, &headers).await.text().await.unwrap();
    assert!(text.contains("/api/tasks/?project=1&query=%7B%22a%22%3A%22b%252541%22%7D"), "{text}");
    assert!(text.contains("authorization=Token mine") && !text.contains("cookie"), "{text}");
    let patched = server.client.patch(server.url("/label-studio/api/projects/1/")).body("{}").send().await;
    assert!(patched.unwrap().text().await.unwrap().starts_with("PATCH"));

    // Its pages are where they are; what is neither is not there.
    let page = server.get("/label-studio/projects/7/data?tab=x").await;
    assert_eq!(
        (page.status().as_u16(), header(&page, "location")),
        (307, &*format!("{url}/projects/7/data?tab=x"))
    );
    for path in
        ["/label-studio/user/login", "/label-studio/api/%2e%2e/user/login", "/label-studio/api/..%2fadmin"]
    {
        let answer = server.get(path).await;
        assert!(!answer.text().await.unwrap().starts_with("GET"), "{path}");
    }
    let evil = server
        .client
        .post(server.url("/label-studio/api/projects/"))
        .header("origin", "https://evil.example");
    assert_eq!(evil.send().await.unwrap().status(), 403);
}
