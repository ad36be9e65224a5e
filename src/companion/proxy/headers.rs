//! Which headers pass. What belongs to one connection stays there (RFC 9110, 7.6.1), and so does what belongs to
//! this origin: cookies do not know ports, so a Label Studio session on the same host would reach the batch API;
//! and the batch API's own CORS headers would let every site read through this server.

use axum::http::header::{CONNECTION, HeaderMap, HeaderName};

const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

const NOT_TO_UPSTREAM: [&str; 7] =
    ["host", "cookie", "origin", "referer", "expect", "forwarded", "x-api-key"];

const NOT_TO_BROWSER: [&str; 9] = [
    "set-cookie",
    "location", // decided by the target
    "strict-transport-security",
    "alt-svc",
    "clear-site-data",
    "service-worker-allowed",
    "refresh",
    "sourcemap",
    "link",
];

/// What the batch API gets to see. `Host` is set anew from its address.
pub fn to_upstream(headers: &HeaderMap) -> HeaderMap {
    pass(headers, |name| {
        !NOT_TO_UPSTREAM.contains(&name) && !name.starts_with("sec-") && !name.starts_with("x-forwarded-")
    })
}

/// What the browser gets to see.
pub fn to_browser(headers: &HeaderMap) -> HeaderMap {
    pass(headers, |name| !NOT_TO_BROWSER.contains(&name) && !name.starts_with("access-control-"))
}

fn pass(headers: &HeaderMap, wanted: impl Fn(&str) -> bool) -> HeaderMap {
    let named = named_by_connection(headers);
    let kept = headers.iter().filter(|(name, _)| {
        !HOP_BY_HOP.contains(&name.as_str()) && !named.contains(name) && wanted(name.as_str())
    });
    let mut passed = HeaderMap::with_capacity(headers.len());
    for (name, value) in kept {
        passed.append(name.clone(), value.clone());
    }
    passed
}

/// `Connection: close, X-Mine` makes `X-Mine` a matter of this connection too.
fn named_by_connection(headers: &HeaderMap) -> Vec<HeaderName> {
    let lists = headers.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).filter_map(|name| name.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn map(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    fn names(headers: &HeaderMap) -> Vec<&str> {
        headers.keys().map(HeaderName::as_str).collect()
    }

    #[test]
    fn only_what_concerns_the_batch_api_goes_out() {
        let sent = to_upstream(&map(&[
            ("host", "localhost"),
            ("authorization", "Bearer x"),
            ("cookie", "sessionid=1"),
            ("connection", "close, x-mine"),
            ("x-mine", "1"),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-for", "1.2.3.4"),
            ("accept-encoding", "br"),
            ("range", "bytes=0-1"),
        ]));
        assert_eq!(names(&sent), ["authorization", "accept-encoding", "range"]);
    }

    #[test]
    fn the_batch_api_cannot_open_this_origin() {
        let seen = to_browser(&map(&[
            ("content-type", "application/json"),
            ("access-control-allow-origin", "*"),
            ("set-cookie", "a=b"),
            ("transfer-encoding", "chunked"),
            ("etag", "\"1\""),
        ]));
        assert_eq!(names(&seen), ["content-type", "etag"]);
    }
}
