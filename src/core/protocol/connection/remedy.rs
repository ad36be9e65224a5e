//! What mends a connection that fails.

use super::super::http::Response;
use super::super::token::Kind;

pub(super) const CORS_REMEDY: &str = "Start Label Studio with CORS_ALLOWED_ORIGINS set to this page's origin (or without CORS_ALLOW_ALL_ORIGINS=false). The nginx of Label Studio's own docker-compose must lose its add_header Access-Control lines and its OPTIONS rule. Where neither can be changed, start the companion with --label-studio and use this page's own address with /label-studio at its end.";

/// Why a token was refused, by its shape and the server's words, and what to do.
pub fn refused_token(kind: Kind, response: &Response) -> (String, String) {
    let body = response.body.as_str();
    let account = "In Label Studio: Account & Settings, Personal Access Token, Create; paste that.";
    let (found, remedy) = if body.contains("legacy token authentication has been disabled") {
        (
            "legacy tokens are switched off in this organization",
            "Use a personal access token, or switch legacy tokens on under Organization, Access Token Settings.",
        )
    } else if body.contains("blacklisted") {
        ("this personal access token was revoked", account)
    } else if body.contains("is expired") {
        ("this personal access token has expired", account)
    } else {
        match kind {
            Kind::Legacy => ("Label Studio does not know this legacy token", account),
            Kind::PersonalAccess => (
                "Label Studio does not know this personal access token; it may be from another installation or cut off",
                account,
            ),
            Kind::Access { .. } => (
                "this is an access token, which lasts five minutes, and it is over or of another installation",
                account,
            ),
        }
    };
    (found.to_owned(), remedy.to_owned())
}
