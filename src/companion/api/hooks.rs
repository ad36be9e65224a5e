//! Batch servers that say when a batch is done. It only wakes the watcher, which looks for itself: what such a
//! message says is not trusted, and one that is lost or comes twice changes nothing.
//!
//! Two ways of signing are known:
//! - `OpenAI`'s (Standard Webhooks): `webhook-id`, `webhook-timestamp`, and `webhook-signature: v1,BASE64…` over
//!   `id.timestamp.body`, with a secret `whsec_BASE64`
//! - vLLM Batch Server's: `X-Webhook-Signature: sha256=HEX` over the body as Python writes it with sorted keys, and
//!   `X-Webhook-Timestamp`, which is not signed

use super::Desk;
use crate::companion::clock::now;
use crate::companion::problem::Problem;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use std::fmt::Write as _;

/// A message older or newer than this is refused, seconds.
const TOLERANCE: i64 = 300;

/// What batch servers sign with; `None`: messages of that kind are not taken.
#[derive(Default)]
pub(in crate::companion) struct Secrets {
    /// Of the webhook that an `OpenAI` project has: `whsec_…`.
    pub(in crate::companion) openai: Option<String>,
    /// The `secret` that a batch's own `webhook` was given.
    pub(in crate::companion) server: Option<String>,
}

pub(super) async fn receive(
    State(desk): State<Desk>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let Some(watcher) = &desk.watcher else {
        return Err(Problem::not_found(
            "No watcher runs here that could be told. Start the companion with `watch`.",
        ));
    };
    desk.secrets.verify(&headers, &body, now())?;
    watcher.wake();
    Ok(StatusCode::NO_CONTENT.into_response())
}

impl Secrets {
    /// Whether the message is of who knows the secret, and of now.
    fn verify(&self, headers: &HeaderMap, body: &[u8], now: i64) -> Result<(), Problem> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let (time, signed) = if let Some(signatures) = header("webhook-signature") {
            let secret = self.openai.as_deref().ok_or_else(|| missing("OPENAI_WEBHOOK_SECRET"))?;
            let time = header("webhook-timestamp").unwrap_or_default();
            (Some(time), standard(secret, header("webhook-id").unwrap_or_default(), time, body, signatures))
        } else if let Some(signature) = header("x-webhook-signature") {
            let secret = self.server.as_deref().ok_or_else(|| missing("WEBHOOK_SECRET"))?;
            (header("x-webhook-timestamp"), of_server(secret, body, signature))
        } else {
            let message = "The message is not signed: it has neither `webhook-signature` nor `x-webhook-signature`. \
                           Give the batch's webhook a secret.";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, "unsigned", message));
        };
        if !signed {
            let message = "The signature does not fit the message. Is the secret the same on both sides?";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, "wrong_signature", message));
        }
        let at = time.map(|time| time.trim().parse::<i64>().unwrap_or_default());
        if at.is_some_and(|at| now.abs_diff(at) > TOLERANCE.unsigned_abs()) {
            let message = "The message is more than five minutes old, or one of the two clocks is wrong.";
            return Err(Problem::new(StatusCode::UNAUTHORIZED, "stale", message));
        }
        Ok(())
    }
}

fn missing(variable: &str) -> Problem {
    let message =
        format!("This companion knows no secret for such messages. Set {variable} in its environment.");
    Problem::new(StatusCode::UNAUTHORIZED, "no_secret", message)
}

fn standard(secret: &str, id: &str, time: &str, body: &[u8], signatures: &str) -> bool {
    let secret = secret.trim();
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret));
    // A secret that is no base64 is taken as it is.
    let key = key.unwrap_or_else(|_| secret.as_bytes().to_vec());
    let message = [id.as_bytes(), b".", time.as_bytes(), b".", body].concat();
    // Several, while a secret is being changed.
    signatures
        .split_whitespace()
        .filter_map(|signature| signature.strip_prefix("v1,"))
        .any(|signature| STANDARD.decode(signature).is_ok_and(|signature| fits(&key, &message, &signature)))
}

fn of_server(secret: &str, body: &[u8], signature: &str) -> bool {
    let Ok(signature) = hex::decode(signature.trim().trim_start_matches("sha256=")) else { return false };
    let key = secret.trim().as_bytes();
    let sorted = serde_json::from_slice::<Value>(body).map(|value| {
        let mut text = String::new();
        python(&value, &mut text);
        text
    });
    // Compared in constant time both, whichever of the two the server signs.
    fits(key, body, &signature) | sorted.is_ok_and(|text| fits(key, text.as_bytes(), &signature))
}

fn fits(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    Hmac::<Sha256>::new_from_slice(key)
        .is_ok_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok())
}

/// As Python's `json.dumps(value, sort_keys=True)` writes it: keys in order, a blank after each comma and colon, and
/// nothing but ASCII.
fn python(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                quoted(key, out);
                out.push_str(": ");
                python(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                python(item, out);
            }
            out.push(']');
        }
        Value::String(text) => quoted(text, out),
        other => out.push_str(&other.to_string()),
    }
}

fn quoted(text: &str, out: &mut String) {
    for letter in Value::from(text).to_string().chars() {
        if letter.is_ascii() && letter != '\u{7f}' {
            out.push(letter);
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                // A String takes everything.
                let _infallible = write!(out, "\\u{unit:04x}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(of: &[(&'static str, &str)]) -> HeaderMap {
        of.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn verdict(of: &[(&'static str, &str)], body: &str, now: i64) -> Option<&'static str> {
        let secrets = Secrets {
            openai: Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into()),
            server: Some("s3cret".into()),
        };
        secrets.verify(&headers(of), body.as_bytes(), now).err().map(|problem| problem.kind)
    }

    // The example of the Standard Webhooks specification.
    const EXAMPLE: [(&str, &str); 3] = [
        ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ];

    #[test]
    fn the_standard_way() {
        let body = r#"{"test": 2432232314}"#;
        assert_eq!(verdict(&EXAMPLE, body, 1_614_265_330), None);
        assert_eq!(verdict(&EXAMPLE, body, 1_614_265_330 + 301), Some("stale"));
        assert_eq!(verdict(&EXAMPLE, r#"{"test": 1}"#, 1_614_265_330), Some("wrong_signature"));
        assert_eq!(verdict(&[], body, 0), Some("unsigned"));
        let none = Secrets::default().verify(&headers(&EXAMPLE), body.as_bytes(), 1_614_265_330);
        assert!(none.unwrap_err().message.contains("OPENAI_WEBHOOK_SECRET"));
    }

    /// Written by Python: `hmac.new(b"s3cret", json.dumps(payload, sort_keys=True).encode(), sha256).hexdigest()`.
    #[test]
    fn the_servers_own_way() {
        let body = r#"{"status":"completed","id":"batch_1","metadata":{"name":"Prüfung 🙂","a":null},"n":[1,2.5,true]}"#;
        let signature = "sha256=5c3dc9b027255362990b264a5dd32683481c020e6d802e64047a1374ea856a83";
        let of = |signature| {
            verdict(&[("x-webhook-signature", signature), ("x-webhook-timestamp", "1000")], body, 1_000)
        };
        assert_eq!(of(signature), None);
        assert_eq!(of("sha256=00"), Some("wrong_signature"));
        assert_eq!(of("sha256=zz"), Some("wrong_signature"));
        assert_eq!(
            verdict(&[("x-webhook-signature", signature), ("x-webhook-timestamp", "5")], body, 1_000),
            Some("stale")
        );
    }
}
