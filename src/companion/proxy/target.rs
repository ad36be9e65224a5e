//! The address that a path leads to.
//!
//! Path and query are passed on as they came, letter by letter, so that opaque ids survive. What could lead out
//! of the configured origin and base path is refused before, however it is written.

use crate::companion::problem::Problem;
use axum::http::{HeaderValue, Method};
use reqwest::Url;
use std::net::IpAddr;

/// Where this server answers for Label Studio.
pub const LABEL_STUDIO: &str = "/label-studio";

/// What is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `/v1/…` of a batch API.
    Batches,
    /// `/api/…` of a Label Studio, asked for below [`LABEL_STUDIO`].
    LabelStudio,
}

impl Part {
    /// What is before the path here, and what it begins with there.
    fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Batches => ("", "/v1/"),
            Self::LabelStudio => (LABEL_STUDIO, "/api/"),
        }
    }
}

/// A batch API's address: origin and base path, without the `/v1` at its end; or that of a Label Studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    base: Url,
    part: Part,
}

impl Upstream {
    /// Reads `http://host:port[/path][/v1]`.
    ///
    /// # Errors
    /// A sentence that names the fault and never repeats a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut base = read_address(text)?;
        let path = base.path().trim_end_matches('/');
        let path = path.strip_suffix("/v1").unwrap_or(path).to_owned();
        base.set_path(&path);
        Ok(Self { base, part: Part::Batches })
    }

    /// The Label Studio at an address that was read.
    pub fn label_studio(base: Url) -> Self {
        Self { base, part: Part::LabelStudio }
    }

    /// What it is and where, as a sentence begins: `The batch API at http://…`.
    pub fn who(&self) -> String {
        let name = match self.part {
            Part::Batches => "The batch API",
            Part::LabelStudio => "Label Studio",
        };
        format!("{name} at {}", self.place())
    }

    /// The option that says where it is.
    pub fn option(&self) -> &'static str {
        match self.part {
            Part::Batches => "--batch-api (BATCH_API_URL)",
            Part::LabelStudio => "--label-studio (LABEL_STUDIO_URL)",
        }
    }

    /// Whether a request of this method is passed on.
    pub fn takes(&self, method: &Method) -> bool {
        matches!(*method, Method::GET | Method::HEAD | Method::POST | Method::DELETE)
            || (self.part == Part::LabelStudio && *method == Method::PATCH)
    }

    /// Host and port, for sentences.
    pub fn place(&self) -> String {
        format!("{}{}", self.base.origin().ascii_serialization(), self.base_path())
    }

    /// Its address.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Where a request for this path goes.
    pub fn url(&self, path: &str, query: Option<&str>) -> Result<Url, Problem> {
        let refused = || Problem::invalid("path", "This path leads out of what is passed on.");
        let (here, there) = self.part.paths();
        let path = path.strip_prefix(here).unwrap_or_default();
        if !path.starts_with(there) || climbs(path) {
            return Err(refused());
        }
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let text = format!("{}{path}{query}", self.place());
        let url = Url::parse(&text).map_err(|_| refused())?;
        if self.contains(&url) { Ok(url) } else { Err(refused()) }
    }

    /// What a `Location` means here: a path of ours when it stays inside, `None` when it leads elsewhere.
    pub fn path_of(&self, asked: &Url, location: &str) -> Option<HeaderValue> {
        let url = asked.join(location).ok()?;
        if !self.contains(&url) || climbs(url.path()) {
            return None;
        }
        let path = url.path().strip_prefix(self.base_path())?;
        let (here, _) = self.part.paths();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        HeaderValue::from_str(&format!("{here}{path}{query}")).ok()
    }

    fn base_path(&self) -> &str {
        self.base.path().trim_end_matches('/')
    }

    fn contains(&self, url: &Url) -> bool {
        url.origin() == self.base.origin()
            && url.username().is_empty()
            && url
                .path()
                .strip_prefix(self.base_path())
                .is_some_and(|rest| rest.starts_with(self.part.paths().1))
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Reads an `http:` or `https:` address without credentials, query and fragment.
///
/// # Errors
/// A sentence that names the fault and never repeats a password.
pub fn read_address(text: &str) -> Result<Url, String> {
    let example = "write it like http://127.0.0.1:4080";
    let url = Url::parse(text.trim()).map_err(|error| format!("this is no address ({error}); {example}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(format!("only http:// and https:// addresses can be spoken to; {example}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("leave name and password out of the address; a key for the batch API goes into the \
                    environment variable BATCH_API_KEY"
            .to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("leave out what follows ? or #; {example}"));
    }
    Ok(url)
}

/// Whether some segment is `.` or `..`, also when written with percent signs, once or several times over.
fn climbs(path: &str) -> bool {
    let mut text = path.to_owned();
    for _ in 0..4 {
        if text.contains(['\\', '\0']) || text.split('/').any(|segment| segment == "." || segment == "..") {
            return true;
        }
        let decoded = decode(&text);
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    true // encoded deeper than any id
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let pair = (byte == b'%').then(|| (ahead.next(), ahead.next()));
        if let Some((Some(high), Some(low))) = pair
            && let (Some(high), Some(low)) = (char::from(high).to_digit(16), char::from(low).to_digit(16))
        {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            rest = ahead;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn path_and_query_pass_letter_by_letter() {
        let upstream = Upstream::parse("http://h:4080/base/v1/").unwrap();
        let url = upstream.url("/v1/batches/a%2Fb%3D", Some("after=x%20y&limit=5")).unwrap();
        assert_eq!(url.as_str(), "http://h:4080/base/v1/batches/a%2Fb%3D?after=x%20y&limit=5");
        let odd = upstream.url("/v1/files/a..b/@evil", None).unwrap();
        assert_eq!(odd.as_str(), "http://h:4080/base/v1/files/a..b/@evil");
    }

    #[test]
    fn nothing_climbs_out_however_it_is_written() {
        let upstream = Upstream::parse("http://h:4080/base").unwrap();
        for path in [
            "/v1/../admin",
            "/v1/%2e%2e/admin",
            "/v1/.%2E/admin",
            "/v1/%252e%252e/admin",
            "/v1/x/..%2f..%2fadmin",
            "/v1/..\\admin",
            "/v1/%5c..%5cadmin",
            "/v1/.",
            "/v1",
            "/v2/x",
            "//evil.example/v1/x",
            "@evil.example/v1/",
        ] {
            assert!(upstream.url(path, None).is_err(), "{path}");
        }
    }

    #[test]
    fn a_redirect_stays_or_is_refused() {
        let upstream = Upstream::parse("http://h:4080/base").unwrap();
        let asked = upstream.url("/v1/batches", None).unwrap();
        let path =
            |location| upstream.path_of(&asked, location).map(|path| path.to_str().unwrap().to_owned());
        assert_eq!(path("/base/v1/batches/?a=1").as_deref(), Some("/v1/batches/?a=1"));
        assert_eq!(path("http://h:4080/base/v1/x").as_deref(), Some("/v1/x"));
        for foreign in
            ["http://evil/base/v1/x", "https://h:4080/base/v1/x", "//evil/base/v1/x", "/admin", "/v1/x"]
        {
            assert_eq!(path(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn an_address_is_refused_with_its_reason_and_without_its_password() {
        let fault = Upstream::parse("http://me:hunter2@h/").unwrap_err();
        assert!(fault.contains("BATCH_API_KEY") && !fault.contains("hunter2"), "{fault}");
        assert!(Upstream::parse("localhost:4080").is_err());
        assert!(Upstream::parse("4080").is_err());
        assert!(is_loopback(Upstream::parse("http://[::1]:4080").unwrap().base()));
        assert!(!is_loopback(Upstream::parse("https://api.example.com/v1").unwrap().base()));
    }
}
