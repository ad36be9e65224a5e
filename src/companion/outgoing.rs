//! Requests that the companion sends by itself.

use super::proxy::{careful, failure};
use crate::core::protocol::http::{Answer, Method, NoAnswer, Request, Response, host_of};
use std::time::Duration;

/// A client for one address.
pub(super) fn http(base: &str) -> Result<reqwest::Client, String> {
    careful(reqwest::Url::parse(base).ok().as_ref(), Duration::from_secs(10))
        .user_agent(concat!("batch-curator/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| format!("The HTTP client does not start: {error}."))
}

/// Sends one request and reads its answer whole.
pub(super) async fn perform(http: &reqwest::Client, request: Request, most: Duration) -> Answer {
    let host = host_of(&request.url).to_owned();
    let patience = Duration::from_millis(request.timeout_ms.into()).min(most);
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    };
    let mut sending = http.request(method, &request.url).timeout(patience);
    for (name, value) in &request.headers {
        sending = sending.header(name.as_ref(), value);
    }
    if let Some(body) = request.body {
        sending = sending.body(body);
    }
    let none = |error: reqwest::Error| {
        if error.is_timeout() {
            let seconds = u32::try_from(patience.as_secs().max(1)).unwrap_or(u32::MAX);
            NoAnswer::Timeout { host: host.clone(), seconds }
        } else {
            NoAnswer::Network { host: host.clone(), detail: failure::root(&error.without_url()) }
        }
    };
    let answer = sending.send().await.map_err(&none)?;
    let status = answer.status().as_u16();
    let wish = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let body = answer.text().await.map_err(none)?;
    Ok(Response { status, retry_after: wish, body })
}
