//! An error as HTTP answer, in `OpenAI`'s shape, so that one reader understands every server; and with FastAPI's
//! `detail`, for the pages that were written for the original.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// What went wrong, in one sentence, with its HTTP status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Such as `invalid_request_error` or `upstream_unreachable`.
    pub kind: &'static str,
    /// The parameter at fault, where there is one.
    pub param: Option<&'static str>,
    /// What happened and what to do. Shown to a person as it is.
    pub message: String,
}

impl Problem {
    /// A problem without a parameter.
    pub fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self { status, kind, param: None, message: message.into() }
    }

    /// 400: the request asks for something impossible.
    pub fn invalid(param: &'static str, message: impl Into<String>) -> Self {
        Self { param: Some(param), ..Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message) }
    }

    /// 404.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "invalid_request_error", message)
    }

    /// 405: this server only reads.
    pub fn read_only(what: &str) -> Self {
        let message = format!("{what} can only be read here: this server accepts GET and HEAD.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request_error", message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({"error": {
            "message": self.message, "type": self.kind, "param": self.param, "code": null,
        }, "detail": self.message});
        (self.status, [("cache-control", "no-store")], Json(body)).into_response()
    }
}
