//! Just enough of addresses to tell whose they are. Whoever fetches one has the browser read it properly.

/// What a text is as an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// No address: a word.
    Bare,
    /// A place on a disk.
    Disk,
    /// A scheme that a page does not read.
    Scheme(&'a str),
    /// http or https, or relative to the page (`origin: None`).
    Web {
        /// See [`origin`].
        origin: Option<String>,
        /// From its slash to what is asked after it.
        path: &'a str,
    },
}

/// Tells what a text is. A word that merely holds a colon or a slash stays a word: ids are opaque.
pub(super) fn read(text: &str) -> Place<'_> {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    if let Some((_, rest)) = web(text) {
        let path = rest.get(rest.find('/').unwrap_or(rest.len())..).unwrap_or_default();
        return Place::Web { origin: origin(text), path: without_query(path) };
    }
    if lower.starts_with("file:") || text.starts_with("~/") || text.starts_with(r"\\") || drive(text) {
        return Place::Disk;
    }
    if text.starts_with("//") {
        return Place::Scheme(text);
    }
    match text.split_once("://") {
        Some((scheme, _)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Place::Scheme(scheme),
        _ if ["data:", "blob:", "about:"].iter().any(|scheme| lower.starts_with(scheme)) => {
            Place::Scheme(text.split(':').next().unwrap_or_default())
        }
        _ if text.starts_with('/') || text.starts_with("./") || text.starts_with("../") => {
            Place::Web { origin: None, path: without_query(text) }
        }
        _ => Place::Bare,
    }
}

/// `C:\` or `C:/`.
fn drive(text: &str) -> bool {
    let mut start = text.chars();
    start.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && start.next() == Some(':')
        && matches!(start.next(), Some('\\' | '/'))
}

fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// `https` and what follows `://`.
fn web(text: &str) -> Option<(&'static str, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let scheme = ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
    Some((scheme, rest))
}

/// Scheme, host and port of an http address, in lower case and without the scheme's own port. A backslash is
/// a slash to browsers, so it ends the host here too.
pub(super) fn origin(text: &str) -> Option<String> {
    let (scheme, rest) = web(text)?;
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_suffix(if scheme == "http" { ":80" } else { ":443" }).unwrap_or(&host);
    Some(format!("{scheme}://{host}"))
}
