//! Performs the requests of [`crate::core::protocol`]. The only file that speaks HTTP.
//!
//! Cookies go to the page's own origin alone. A request ends when its time is up, and when its future is
//! dropped: leaving a view stops what it asked for.

use crate::core::protocol::http::{Answer, Method, NoAnswer, Request, Response};
use gloo_net::http::{Method as Verb, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials};

/// Aborts when dropped. Always without a reason of our own: gloo-net panics on one that is no `Error`.
struct Guard(AbortController);

impl Guard {
    fn new(host: &str) -> Result<Self, NoAnswer> {
        let lost = |_| NoAnswer::Network {
            host: host.to_owned(),
            detail: "this browser cannot abort requests".to_owned(),
        };
        AbortController::new().map(Self).map_err(lost)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request and reads the whole answer as text.
pub async fn send(request: Request) -> Answer {
    let (own, host) = origin(&request.url);
    let network =
        |error: gloo_net::Error| NoAnswer::Network { host: host.clone(), detail: error.to_string() };
    let guard = Guard::new(&host)?;
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

/// A body that is read as it arrives.
pub struct Stream {
    reader: ReadableStreamDefaultReader,
    host: String,
    /// Bytes of the whole body, where the server says it and does not compress it.
    pub total: Option<u64>,
    _guard: Guard,
}

/// What came of asking for a stream.
pub enum Opened {
    /// A 2xx answer: read it.
    Stream(Stream),
    /// Any other answer, read whole.
    Refused(Response),
}

/// Asks for a body and returns as soon as its head is there. Dropping the stream ends the transfer.
pub async fn open(request: Request) -> Result<Opened, NoAnswer> {
    let (own, host) = origin(&request.url);
    let lost = |detail: String| NoAnswer::Network { host: host.clone(), detail };
    let guard = Guard::new(&host)?;
    let built = build(&request, own, &guard.0).map_err(|error| lost(error.to_string()))?;
    let answer = built.send().await.map_err(|error| lost(error.to_string()))?;
    if !answer.ok() {
        let body = answer.text().await.unwrap_or_default();
        return Ok(Opened::Refused(Response { status: answer.status(), retry_after: None, body }));
    }
    let packed = answer.headers().get("content-encoding").is_some();
    let total =
        answer.headers().get("content-length").filter(|_| !packed).and_then(|length| length.parse().ok());
    let reader = answer
        .body()
        .and_then(|body| body.get_reader().dyn_into::<ReadableStreamDefaultReader>().ok())
        .ok_or_else(|| lost("the answer has no body that can be read as a stream".into()))?;
    Ok(Opened::Stream(Stream { reader, host, total, _guard: guard }))
}

impl Stream {
    /// The next chunk; `None` at the end.
    pub async fn next(&self) -> Result<Option<Uint8Array>, NoAnswer> {
        let lost = |error: JsValue| {
            let detail =
                error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into());
            NoAnswer::Network { host: self.host.clone(), detail }
        };
        let read = JsFuture::from(self.reader.read()).await.map_err(lost)?;
        let done = Reflect::get(&read, &"done".into()).map_err(lost)?.is_truthy();
        if done {
            return Ok(None);
        }
        Ok(Reflect::get(&read, &"value".into()).map_err(lost)?.dyn_into().ok())
    }
}

/// Whether anything listens there: the answer cannot be read, that it came can be seen.
pub async fn knock(request: Request) -> Answer {
    let (_, host) = origin(&request.url);
    let lost = |error: gloo_net::Error| NoAnswer::Network { host: host.clone(), detail: error.to_string() };
    let guard = Guard::new(&host)?;
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

/// Whether a URL is of the page's own origin, and its host for a sentence.
fn origin(url: &str) -> (bool, String) {
    let Some(window) = web_sys::window() else { return (false, url.to_owned()) };
    let base = window.document().and_then(|document| document.base_uri().ok().flatten()).unwrap_or_default();
    let page = window.location().origin().unwrap_or_default();
    match web_sys::Url::new_with_base(url, &base) {
        Ok(parsed) => (parsed.origin() == page, parsed.host()),
        Err(_) => (false, url.to_owned()),
    }
}
