//! Who is let in: other origins, and what is said of the companion itself.

use super::{Server, config};
use batch_curator::companion::serve::{self, Batches};
use reqwest::Method;
use serde_json::Value;

#[tokio::test]
async fn only_pages_of_a_named_origin_may_read_from_elsewhere() {
    let mut named = config(Batches::Samples);
    named.origins = vec!["https://dash.example".into()];
    let server = Server::start(named).await;
    let allowed = |origin: &'static str| {
        let request = server
            .client
            .request(Method::OPTIONS, server.url("/v1/batches"))
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "x-api-key");
        async move { request.send().await.unwrap().headers().get("access-control-allow-origin").cloned() }
    };
    assert_eq!(allowed("https://dash.example").await.unwrap(), "https://dash.example");
    assert_eq!(allowed("https://evil.example").await, None);
    let answer = server.get_with("/v1/batches", &[("origin", "https://dash.example")]).await;
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://dash.example");
    let answer = server.get_with("/v1/batches", &[("origin", "https://evil.example")]).await;
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn an_origin_is_scheme_host_and_port_and_nothing_else() {
    for wrong in ["*", "dash.example", "https://dash.example/", "https://dash.example/page", "null"] {
        let mut named = config(Batches::Samples);
        named.origins = vec![wrong.into()];
        let error = serve::start(named).await.map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("is no origin"), "{wrong}: {error}");
    }
}

#[tokio::test]
async fn off_loopback_it_does_not_start_without_a_key() {
    let mut open = config(Batches::Samples);
    open.listen = "0.0.0.0:0".parse().unwrap();
    let error = serve::start(open).await.map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("BATCH_CURATOR_API_KEY"), "{error}");
}

#[tokio::test]
async fn it_says_how_it_is_also_without_anything_to_depend_on() {
    let server = Server::start(config(Batches::Samples)).await;
    assert_eq!(server.json("/health").await["status"], "healthy");
    assert_eq!(server.json("/ready").await["status"], "ready");
    let metrics = server.get("/metrics").await.text().await.unwrap();
    assert!(
        metrics.contains("batch_curator_requests_total{route=\"/health\",method=\"GET\",status=\"200\"} 1"),
        "{metrics}"
    );
    let document: Value = server.json("/openapi.json").await;
    for path in ["/api/tasks/bulk-import", "/api/imports", "/ready"] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    // Nothing below /api is ever the page.
    for path in ["/api/imports", "/api/schemas", "/api/nothing"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status(), 404, "{path}");
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        assert_eq!(body["detail"], body["error"]["message"], "{path}");
    }
}
