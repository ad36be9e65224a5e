//! Label Studio's address, as people paste it.

use thiserror::Error;

/// An address, cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Scheme, host and sub-path, without a slash at its end.
    pub base: String,
    /// The project, when a project's page was pasted.
    pub project: Option<u64>,
}

/// The text is no address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadAddress {
    /// Nothing was typed.
    #[error("Type the address that you open Label Studio with, such as http://localhost:8080.")]
    Empty,
    /// Not http or https.
    #[error("{0}: is no scheme that a browser can use here. Begin with http:// or https://.")]
    Scheme(String),
    /// No host, or blanks in it.
    #[error("This is no address. Write it like http://localhost:8080.")]
    Host,
    /// A password in the address.
    #[error("Leave the user name and password out of the address; the token goes into its own field.")]
    Credentials,
}

/// Reads an address: a bare host gets a scheme, and the path of a Label Studio page is cut off.
pub fn parse(typed: &str) -> Result<Address, BadAddress> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(BadAddress::Empty);
    }
    let (scheme, rest) = match typed.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None if local(typed) => ("http".to_owned(), typed),
        None => ("https".to_owned(), typed),
    };
    if scheme != "http" && scheme != "https" {
        return Err(BadAddress::Scheme(scheme));
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if host.contains('@') {
        return Err(BadAddress::Credentials);
    }
    if host.is_empty()
        || host.starts_with(':')
        || host.contains(|c: char| c.is_whitespace() || c.is_control())
    {
        return Err(BadAddress::Host);
    }
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let page = parts.iter().position(|part| matches!(*part, "projects" | "user" | "api" | "organization"));
    let project = page
        .filter(|at| parts.get(*at) == Some(&"projects"))
        .and_then(|at| parts.get(at + 1))
        .and_then(|number| number.parse().ok());
    parts.truncate(page.unwrap_or(parts.len()));
    let path: String = parts.iter().flat_map(|part| ["/", part]).collect();
    Ok(Address { base: format!("{scheme}://{host}{path}"), project })
}

/// Hosts that rarely speak https.
fn local(typed: &str) -> bool {
    let host = typed.split(['/', ':']).next().unwrap_or(typed);
    host == "localhost" || host.parse::<core::net::Ipv4Addr>().is_ok() || !host.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(typed: &str) -> String {
        parse(typed).map_or_else(|error| error.to_string(), |address| address.base)
    }

    #[test]
    fn what_people_paste_becomes_an_address() {
        for (typed, expected) in [
            ("http://127.0.0.1:4115", "http://127.0.0.1:4115"),
            ("  HTTP://127.0.0.1:4115/ ", "http://127.0.0.1:4115"),
            ("localhost:8080", "http://localhost:8080"),
            ("labels.example.org", "https://labels.example.org"),
            ("https://x.org/label-studio/", "https://x.org/label-studio"),
            ("https://x.org/ls/projects/12/data?tab=3", "https://x.org/ls"),
            ("http://x:1/user/login/?next=/", "http://x:1"),
        ] {
            assert_eq!(base(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_pasted_project_is_known() {
        assert_eq!(parse("http://x/projects/12/data?task=9").map(|a| a.project), Ok(Some(12)));
        assert_eq!(parse("http://x/projects/").map(|a| a.project), Ok(None));
    }

    #[test]
    fn what_is_no_address_says_why() {
        assert_eq!(parse(" "), Err(BadAddress::Empty));
        assert_eq!(parse("ftp://x"), Err(BadAddress::Scheme("ftp".into())));
        assert_eq!(parse("http://"), Err(BadAddress::Host));
        assert_eq!(parse("http://a b"), Err(BadAddress::Host));
        assert_eq!(parse("https://me:secret@x.org"), Err(BadAddress::Credentials));
    }
}
