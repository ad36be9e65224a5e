//! What kind of Label Studio token this is, and what to send for it.
//!
//! One field takes all three kinds; they are told apart by shape (measured on 1.23.2):
//!
//! | shape | kind | sent as |
//! |---|---|---|
//! | 40 hex digits, or any other opaque word | legacy | `Authorization: Token …` |
//! | JWT with `token_type: refresh` | personal access token | exchanged at `/api/token/refresh/`, then `Bearer`, for 300 s |
//! | JWT with `token_type: access` | access token | `Authorization: Bearer …` until it expires |

use super::http::{Answer, Request, Response};
use base64::Engine as _;
use serde::Deserialize;
use thiserror::Error;

/// An access token lasts 300 s; it is renewed this long after it was given.
const RENEW_AFTER_MS: u64 = 240_000;

/// A token as pasted. `Debug` shows its kind, never its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    text: String,
    kind: Kind,
}

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The old kind, switched off in new organizations.
    Legacy,
    /// A personal access token: a refresh JWT, valid for years.
    PersonalAccess,
    /// An access token: a JWT valid for five minutes.
    Access {
        /// When it expires, Unix seconds.
        expires_at: Option<u64>,
    },
}

/// The pasted text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAToken {
    /// Nothing was pasted.
    #[error("Paste a token: in Label Studio, Account & Settings, Personal Access Token.")]
    Empty,
    /// More than one word.
    #[error(
        "A token is one word without blanks; this text has blanks or line breaks inside. Copy the token again."
    )]
    Blanks,
    /// Characters that no token has.
    #[error("This text has characters that no token has. Copy the token again.")]
    Characters,
    /// A JWT that cannot be read.
    #[error(
        "This looks like a personal access token that was cut off: it should have three parts divided by dots. Copy it again, whole."
    )]
    CutOff,
}

#[derive(Deserialize)]
struct Claims {
    token_type: Option<String>,
    exp: Option<u64>,
}

impl Token {
    /// Reads a pasted token. A leading `Bearer`, `Token` or `Authorization:` is forgiven.
    pub fn parse(pasted: &str) -> Result<Self, NotAToken> {
        let mut text = pasted.trim();
        for prefix in ["Authorization:", "Bearer", "Token"] {
            text = strip_word(text, prefix).unwrap_or(text);
        }
        if text.is_empty() {
            return Err(NotAToken::Empty);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(NotAToken::Blanks);
        }
        if !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(NotAToken::Characters);
        }
        let kind = if text.starts_with("eyJ") { jwt_kind(text)? } else { Kind::Legacy };
        Ok(Self { text: text.to_owned(), kind })
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl Kind {
    /// The kind in the user's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Legacy => "legacy token",
            Self::PersonalAccess => "personal access token",
            Self::Access { .. } => "access token",
        }
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({:?})", self.kind)
    }
}

/// What follows `word` and its blanks, if the text starts with that whole word.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let whole = word.ends_with(':') || rest.is_empty() || rest.starts_with(char::is_whitespace);
    (whole && head.eq_ignore_ascii_case(word)).then(|| rest.trim_start())
}

fn jwt_kind(text: &str) -> Result<Kind, NotAToken> {
    let mut parts = text.split('.');
    let (Some(_), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(NotAToken::CutOff);
    };
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload.trim_end_matches('='))
        .ok()
        .and_then(|json| serde_json::from_slice::<Claims>(&json).ok())
        .ok_or(NotAToken::CutOff)?;
    if signature.is_empty() {
        return Err(NotAToken::CutOff);
    }
    Ok(match claims.token_type.as_deref() {
        Some("access") => Kind::Access { expires_at: claims.exp },
        _ => Kind::PersonalAccess,
    })
}

/// A token in use against one Label Studio: it knows the access token that stands for a PAT, and when to renew it.
#[derive(Debug, Clone)]
pub struct Session {
    base: String,
    token: Token,
    access: Option<Access>,
}

#[derive(Clone)]
struct Access {
    text: String,
    renew_at_ms: u64,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Access(renew at {} ms)", self.renew_at_ms)
    }
}

/// One authorised request on its way: exchanges a PAT first when that is due, and once more on a 401.
#[derive(Debug)]
pub struct Call {
    request: Request,
    exchanging: bool,
    renewed: bool,
    done: Option<Answer>,
}

/// What the edge does next for a [`Call`].
#[derive(Debug)]
pub enum Step {
    /// Send this and hand the answer to [`Call::receive`].
    Send(Request),
    /// The call is over.
    Done(Answer),
}

#[derive(Deserialize)]
struct Exchanged {
    access: String,
}

impl Session {
    /// A session with the Label Studio at `base` (no trailing slash).
    pub fn new(base: impl Into<String>, token: Token) -> Self {
        Self { base: base.into(), token, access: None }
    }

    /// Where requests of this session go.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The kind of the token in use.
    pub fn kind(&self) -> Kind {
        self.token.kind
    }

    /// Begins a call. `request` must be addressed to [`Session::base`]; the token goes nowhere else.
    pub fn call(&self, request: Request) -> Call {
        Call { request, exchanging: false, renewed: false, done: None }
    }

    /// Whether another session is of the same token and the same Label Studio.
    pub fn same_token(&self, other: &Self) -> bool {
        self.base == other.base && self.token == other.token
    }

    fn header(&self, now_ms: u64) -> Option<String> {
        match self.token.kind {
            Kind::Legacy => Some(format!("Token {}", self.token.text)),
            Kind::Access { .. } => Some(format!("Bearer {}", self.token.text)),
            Kind::PersonalAccess => {
                let access = self.access.as_ref().filter(|a| now_ms < a.renew_at_ms)?;
                Some(format!("Bearer {}", access.text))
            }
        }
    }

    fn exchange(&self) -> Request {
        let body = serde_json::json!({ "refresh": self.token.text }).to_string();
        Request::post(format!("{}/api/token/refresh/", self.base), body)
    }
}

impl Call {
    /// What to do now. `now_ms` is the edge's clock, in milliseconds since any fixed moment.
    pub fn next_step(&mut self, session: &Session, now_ms: u64) -> Step {
        if let Some(answer) = self.done.take() {
            return Step::Done(answer);
        }
        if !belongs_to(&self.request.url, &session.base) {
            // A programming error, but one that must never send a token astray.
            return Step::Done(Err(super::http::NoAnswer::Network {
                host: super::http::host_of(&self.request.url).to_owned(),
                detail: "the request is not for this Label Studio, so it was not sent".to_owned(),
            }));
        }
        if let Some(value) = session.header(now_ms) {
            let mut request = self.request.clone();
            request.headers.push(("authorization".into(), value));
            self.exchanging = false;
            Step::Send(request)
        } else {
            self.exchanging = true;
            Step::Send(session.exchange())
        }
    }

    /// Takes what came back for the last [`Step::Send`].
    pub fn receive(&mut self, session: &mut Session, answer: Answer, now_ms: u64) {
        if self.exchanging {
            match answer {
                Ok(response) if response.ok() => match read_access(&response) {
                    Some(text) => {
                        session.access = Some(Access { text, renew_at_ms: now_ms + RENEW_AFTER_MS });
                    }
                    None => self.done = Some(Ok(unreadable_exchange(&response))),
                },
                other => self.done = Some(other),
            }
            return;
        }
        let refused = matches!(&answer, Ok(response) if response.status == 401);
        if refused && !self.renewed && session.token.kind == Kind::PersonalAccess {
            self.renewed = true;
            session.access = None;
            return;
        }
        self.done = Some(answer);
    }
}

fn belongs_to(url: &str, base: &str) -> bool {
    url.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'))
}

fn read_access(response: &Response) -> Option<String> {
    serde_json::from_str::<Exchanged>(&response.body).ok().map(|e| e.access).filter(|a| !a.is_empty())
}

fn unreadable_exchange(response: &Response) -> Response {
    let detail =
        "the token exchange answered without an access token; is this address really a Label Studio?";
    Response {
        status: 502,
        retry_after: response.retry_after,
        body: serde_json::json!({ "detail": detail }).to_string(),
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
