//! Label Studio's API, with the token. The token goes to its own address only, and follows no redirect.

use crate::companion::outgoing::{http, perform};
use crate::core::protocol::connection::refused_token;
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, NoAnswer, Request, Response};
use crate::core::protocol::label_studio as api;
use crate::core::protocol::token::{Kind, Session, Step, Token};
use std::time::{Duration, Instant};

/// The way to one Label Studio.
pub(in crate::companion) struct Client {
    http: reqwest::Client,
    session: Session,
    began: Instant,
    /// No request may take longer.
    timeout: Duration,
}

impl Client {
    pub(in crate::companion) fn new(base: &str, token: Token, timeout: Duration) -> Result<Self, String> {
        let http = http(base)?;
        Ok(Self { http, session: Session::new(base, token), began: Instant::now(), timeout })
    }

    pub(in crate::companion) fn base(&self) -> &str {
        self.session.base()
    }

    /// Sends a request with the token, which is exchanged and renewed as it has to be.
    pub(in crate::companion) async fn call(&mut self, request: Request) -> Answer {
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
    pub(in crate::companion) async fn open(&mut self, project: u64) -> Result<api::Project, String> {
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
                Err(none) => return Err(no_answer(&none)),
            }
        }
    }

    /// Whether Label Studio answers and takes the token. `Err`: what is wrong and what to do.
    pub(in crate::companion) async fn whoami(&mut self) -> Result<(), String> {
        let kind = self.session.kind();
        match self.call(api::whoami(self.session.base())).await {
            Ok(response) if response.ok() => Ok(()),
            Ok(response) if response.status == 401 => Err(token_refused(kind, &response)),
            Ok(response) => {
                Err(format!("{} answers: {}.", self.base(), explain(response.status, &response.body)))
            }
            Err(none) => Err(no_answer(&none)),
        }
    }

    fn refused(&self, kind: Kind, project: u64, response: &Response) -> String {
        match response.status {
            401 => token_refused(kind, response),
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

fn token_refused(kind: Kind, response: &Response) -> String {
    let (found, remedy) = refused_token(kind, response);
    format!("The token is refused: {found}. {remedy}")
}

fn no_answer(none: &NoAnswer) -> String {
    format!("{none}. Is Label Studio running there, and is the address right?")
}

/// How often it is asked for the project before that is a failure.
const TRIES: u32 = 4;
