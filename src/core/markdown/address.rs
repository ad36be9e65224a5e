//! Which addresses of a model's text may be followed or loaded, and whom they name.

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// The address, safe to be followed.
    pub address: &'a str,
    /// The host, or for `mailto:` the mailbox: what a person must see before they follow it.
    pub host: &'a str,
}

/// An image that may be shown on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Image<'a> {
    /// From somebody's server, who learns that it was loaded.
    Remote(Link<'a>),
    /// Part of the text: its kind (`png`) and its size in bytes, about.
    Inline {
        /// The address, `data:image/…`.
        address: &'a str,
        /// Such as `png`.
        kind: &'a str,
        /// About; four characters are three bytes.
        bytes: usize,
    },
}

/// The link, if its address is `http:`, `https:` or `mailto:`; everything else stays text.
pub fn link(address: &str) -> Option<Link<'_>> {
    if let Some(mailbox) = after(address, "mailto:") {
        let host = mailbox.split('?').next().unwrap_or_default();
        return (plain(address) && !host.is_empty()).then_some(Link { address, host });
    }
    remote(address)
}

/// The image, if its address is `http:`, `https:` or holds an image itself.
pub fn image(address: &str) -> Option<Image<'_>> {
    let Some(inside) = after(address, "data:image/") else { return remote(address).map(Image::Remote) };
    let (about, body) = inside.split_once(',')?;
    let kind = about.split([';', '+']).next().unwrap_or_default();
    let named = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    named.then_some(Image::Inline { address, kind, bytes: body.len() / 4 * 3 })
}

fn remote(address: &str) -> Option<Link<'_>> {
    let rest = after(address, "https://").or_else(|| after(address, "http://"))?;
    // A browser reads a backslash as a slash: whom an address names must not depend on who reads it.
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    (plain(address) && !host.is_empty()).then_some(Link { address, host })
}

/// A browser drops tabs and line breaks from an address, and marks of direction make it read otherwise.
fn plain(address: &str) -> bool {
    !address.chars().any(|c| c.is_whitespace() || crate::core::text::is_unseen(c))
}

/// What follows a prefix, in whatever case it is written.
fn after<'a>(address: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = address.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_may_be_followed() {
        for (address, host) in [
            ("https://example.org/a?b#c", "example.org"),
            ("HTTP://Example.org:8080", "Example.org:8080"),
            ("https://bank.example@evil.example/", "evil.example"),
            ("https://evil.example\\@bank.example/", "evil.example"),
            ("mailto:a@b.example?subject=x", "a@b.example"),
        ] {
            assert_eq!(link(address).map(|link| link.host), Some(host), "{address}");
        }
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " https://example.org",
            "https://exam\u{202e}ple.org",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org",
            "/relative",
            "#place",
            "https://",
            "mailto:",
            "",
        ] {
            assert_eq!(link(address), None, "{address}");
        }
    }

    #[test]
    fn images_are_remote_or_part_of_the_text() {
        assert!(
            matches!(image("https://a.example/x.png"), Some(Image::Remote(link)) if link.host == "a.example")
        );
        assert!(matches!(
            image("data:image/png;base64,AAAAAAAA"),
            Some(Image::Inline { kind: "png", bytes: 6, .. })
        ));
        assert!(matches!(image("data:image/svg+xml,<svg/>"), Some(Image::Inline { kind: "svg", .. })));
        for address in
            ["data:text/html,x", "data:image/png", "blob:x", "javascript:x", "x.png", "data:image/<b>,x"]
        {
            assert_eq!(image(address), None, "{address}");
        }
    }
}
