//! Performs the requests of [`crate::core::protocol`]. The only file that speaks HTTP.
//!
//! Cookies go to the page's own origin alone. A request ends when its time is up, and when its future is
//! dropped: leaving a view stops what it asked for.

use super::stream::Stream;
use crate::core::protocol::http::{Answer, Method, NoAnswer, Request, Response};
use gloo_net::http::{Method as Verb, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use std::{cell::Cell, rc::Rc};
use web_sys::{AbortController, RequestCache, RequestCredentials};

/// Aborts when dropped. Always without a reason of our own: gloo-net panics on one that is no `Error`.
pub struct Abort(AbortController);

impl Abort {
    fn new(host: &str) -> Result<Self, NoAnswer> {
        let lost = |_| NoAnswer::Network {
            host: host.to_owned(),
            detail: "this browser cannot abort requests".to_owned(),
        };
        AbortController::new().map(Self).map_err(lost)
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request and reads the whole answer as text.
pub async fn send(request: Request) -> Answer {
    let (own, host) = origin(&request.url);
    let network =
        |error: gloo_net::Error| NoAnswer::Network { host: host.clone(), detail: error.to_string() };
    let guard = Abort::new(&host)?;
    let late = Rc::new(Cell::new(false));
    let timer = Timeout::new(request.timeout_ms, {
        let (late, controller) = (late.clone(), guard.0.clone());
        move || {
            late.set(true);
            controller.abort();
        }
    });
    let fail = |error| {
        if late.get() {
            NoAnswer::Timeout { host: host.clone(), seconds: request.timeout_ms / 1000 }
        } else {
            network(error)
        }
    };
    let built = build(&request, own, &guard.0).map_err(network)?;
    let answer = built.send().await.map_err(fail)?;
    let retry_after = answer.headers().get("retry-after").and_then(|value| value.trim().parse().ok());
    let status = answer.status();
    let body = answer.text().await.map_err(fail)?;
    drop(timer);
    Ok(Response { status, retry_after, body })
}

/// What came of asking for a stream.
pub enum Opened {
    /// A 2xx answer: read it.
    Stream(Stream),
    /// Any other answer, read whole.
    Refused(Response),
}

/// Asks for a body and returns as soon as its head is there. Dropping the stream ends the transfer; `stop` gets
/// what ends it before that.
pub async fn open(request: Request, stop: impl FnOnce(Box<dyn FnOnce()>)) -> Result<Opened, NoAnswer> {
    let (own, host) = origin(&request.url);
    let lost = |detail: String| NoAnswer::Network { host: host.clone(), detail };
    let guard = Abort::new(&host)?;
    let controller = guard.0.clone();
    stop(Box::new(move || controller.abort()));
    let built = build(&request, own, &guard.0).map_err(|error| lost(error.to_string()))?;
    let answer = built.send().await.map_err(|error| lost(error.to_string()))?;
    if !answer.ok() {
        let body = answer.text().await.unwrap_or_default();
        return Ok(Opened::Refused(Response { status: answer.status(), retry_after: None, body }));
    }
    let packed = answer.headers().get("content-encoding").is_some();
    let total =
        answer.headers().get("content-length").filter(|_| !packed).and_then(|length| length.parse().ok());
    Stream::of_body(answer.body(), host, total, guard).map(Opened::Stream)
}

/// Whether anything listens there: the answer cannot be read, that it came can be seen.
pub async fn knock(request: Request) -> Answer {
    let (_, host) = origin(&request.url);
    let lost = |error: gloo_net::Error| NoAnswer::Network { host: host.clone(), detail: error.to_string() };
    let guard = Abort::new(&host)?;
    let timer = Timeout::new(request.timeout_ms, {
        let controller = guard.0.clone();
        move || controller.abort()
    });
    let built = RequestBuilder::new(&request.url)
        .mode(web_sys::RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&guard.0.signal()))
        .build()
        .map_err(lost)?;
    let answer = built.send().await.map_err(lost)?;
    drop(timer);
    Ok(Response { status: answer.status(), retry_after: None, body: String::new() })
}

fn build(
    request: &Request,
    own: bool,
    abort: &AbortController,
) -> Result<gloo_net::http::Request, gloo_net::Error> {
    let verb = match request.method {
        Method::Get => Verb::GET,
        Method::Post => Verb::POST,
        Method::Patch => Verb::PATCH,
        Method::Delete => Verb::DELETE,
    };
    let credentials = if own { RequestCredentials::SameOrigin } else { RequestCredentials::Omit };
    let mut builder = RequestBuilder::new(&request.url)
        .method(verb)
        .credentials(credentials)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&abort.signal()));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    match &request.body {
        Some(body) => builder.body(body.as_str()),
        None => builder.build(),
    }
}

/// An address as it is without the page that it is relative to: a worker has another base. `None`: it is none.
pub fn absolute(url: &str) -> Option<String> {
    parse(url).map(|url| url.href())
}

/// Whether an address is of the page's own origin.
pub fn is_own(url: &str) -> bool {
    origin(url).0
}

/// Whether a URL is of the page's own origin, and its host for a sentence. A worker's origin is its page's.
fn origin(url: &str) -> (bool, String) {
    let own = Reflect::get(&js_sys::global(), &"origin".into()).ok().and_then(|origin| origin.as_string());
    match parse(url) {
        Some(parsed) => (Some(parsed.origin()) == own, parsed.host()),
        None => (false, url.to_owned()),
    }
}

/// Relative to the page. In a worker every address is absolute.
fn parse(url: &str) -> Option<web_sys::Url> {
    let document = web_sys::window().and_then(|window| window.document());
    match document.and_then(|document| document.base_uri().ok().flatten()) {
        Some(base) => web_sys::Url::new_with_base(url, &base).ok(),
        None => web_sys::Url::new(url).ok(),
    }
}
