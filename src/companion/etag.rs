//! Validators: what a browser sends back to ask "is it still this one?"

use axum::http::HeaderMap;
use axum::http::header::IF_NONE_MATCH;
use sha2::{Digest, Sha256};

/// A strong validator from the start of a SHA-256, with its quotes.
pub fn of_hash(hash: &[u8]) -> String {
    format!("\"{}\"", hex(hash.get(..12).unwrap_or(hash)))
}

/// A strong validator of these bytes.
pub fn of_bytes(bytes: &[u8]) -> String {
    of_hash(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Whether `If-None-Match` names this validator, so that 304 is the answer. Compared weakly, as the RFC asks.
pub fn unchanged(headers: &HeaderMap, etag: &str) -> bool {
    let named = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_list_a_star_and_a_weak_one_match() {
        let etag = of_bytes(b"abc");
        assert_eq!(etag, "\"ba7816bf8f01cfea414140de\"");
        for value in [etag.clone(), format!("\"x\", W/{etag}"), "*".to_owned()] {
            let headers = HeaderMap::from_iter([(IF_NONE_MATCH, value.parse().unwrap())]);
            assert!(unchanged(&headers, &etag), "{value}");
        }
        let other = HeaderMap::from_iter([(IF_NONE_MATCH, "\"x\"".parse().unwrap())]);
        assert!(!unchanged(&other, &etag));
        assert!(!unchanged(&HeaderMap::new(), &etag));
    }
}
