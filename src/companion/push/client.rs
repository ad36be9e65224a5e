//! Label Studio's API, with the token. The token goes to its own address only, and follows no redirect.

use crate::companion::proxy::{careful, failure, target};
use crate::core::protocol::connection::refused_token;
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, Method, NoAnswer, Request, Response, host_of};
use crate::core::protocol::label_studio as api;
use crate::core::protocol::token::{Kind, Session, Step, Token};
use std::time::{Duration, Instant};

/// The way to one Label Studio.
pub(super) struct Client {
    http: reqwest::Client,
    session: Session,
    began: Instant,
    /// No request may take longer.
    timeout: Duration,
}

impl Client {
    pub(super) fn new(base: &str, token: Token, timeout: Duration) -> Result<Self, String> {
        let http = http(base)?;
        Ok(Self { http, session: Session::new(base, token), began: Instant::now(), timeout })
    }

    pub(super) fn base(&self) -> &str {
        self.session.base()
    }

    /// Sends a request with the token, which is exchanged and renewed as it has to be.
    pub(super) async fn call(&mut self, request: Request) -> Answer {
        let mut call = self.session.call(request);
        loop {
            match call.next_step(&self.session, self.ms()) {
                Step::Done(answer) => return answer,
                Step::Send(request) => {
                    let answer = perform(&self.http, request, self.timeout).await;
                    let now = self.ms();
                    call.receive(&mut self.session, answer, now);
                }
            }
        }
    }

    /// The project, with its labeling configuration. `Err`: what is wrong and what to do, before anything is sent.
    pub(super) async fn open(&mut self, project: u64) -> Result<api::Project, String> {
        let kind = self.session.kind();
        let mut tries = 0;
        loop {
            let answer = self.call(api::project(self.session.base(), project)).await;
            tries += 1;
            match answer {
                Ok(response) if response.ok() => {
                    return api::read(&response).ok_or_else(|| {
                        format!("{} answers, but not as a Label Studio does. Check the address.", self.base())
                    });
                }
                // A server that is just busy, or a wire that broke, is asked again.
                Ok(response) if tries < TRIES && (response.status == 429 || response.status >= 500) => {
                    let seconds = response.retry_after.unwrap_or(1).clamp(1, 30);
                    tokio::time::sleep(Duration::from_secs(seconds.into())).await;
                }
                Err(_) if tries < TRIES => tokio::time::sleep(Duration::from_millis(500 << tries)).await,
                Ok(response) => return Err(self.refused(kind, project, &response)),
                Err(none) => {
                    return Err(format!("{none}. Is Label Studio running there, and is the address right?"));
                }
            }
        }
    }

    fn refused(&self, kind: Kind, project: u64, response: &Response) -> String {
        match response.status {
            401 => {
                let (found, remedy) = refused_token(kind, response);
                format!("The token is refused: {found}. {remedy}")
            }
            404 => format!("{} has no project {project} that this token may see.", self.base()),
            status => format!(
                "{} does not open project {project}: {}",
                self.base(),
                explain(status, &response.body)
            ),
        }
    }

    fn ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// How often it is asked for the project before that is a failure.
const TRIES: u32 = 4;

/// A client for one address.
pub(super) fn http(base: &str) -> Result<reqwest::Client, String> {
    let loopback = reqwest::Url::parse(base).is_ok_and(|url| target::is_loopback(&url));
    let builder = careful(loopback, Duration::from_secs(10));
    builder
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
        sending = sending.header(*name, value);
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
