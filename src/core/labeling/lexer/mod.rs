//! Markup in pieces: tags, text, comments; every fault of the syntax noted, none fatal.
//!
//! Whatever comes in, every byte belongs to one piece and the reader goes on. Searches for an end that is
//! not there are done once, so that the time stays in proportion to the source.

mod aside;
mod attribute;
pub mod entity;
mod open;

pub use attribute::Attribute;
pub use open::OpenTag;

use super::diagnostic::{Diagnostic, Fix};
use super::span::Span;
use std::collections::{HashMap, HashSet};

/// One piece of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// `<Name …>` or `<Name …/>`.
    Open(OpenTag),
    /// `</Name>`.
    Close {
        /// The name.
        name: Span,
        /// From `<` to `>`.
        span: Span,
    },
    /// Characters between tags, entities as written.
    Text(Span),
    /// `<![CDATA[…]]>`: all of it, and what is inside.
    Cdata {
        /// All of it.
        span: Span,
        /// What is inside.
        inside: Span,
    },
    /// `<!--…-->`.
    Comment(Span),
    /// `<?…?>`.
    Instruction(Span),
    /// `<!DOCTYPE …>`.
    Doctype(Span),
}

/// All pieces of a source in order, and what is wrong with them.
pub fn pieces(source: &str) -> (Vec<Piece>, Vec<Diagnostic>) {
    let mut lexer =
        Lexer { source, at: 0, pieces: Vec::new(), problems: Vec::new(), ends: HashSet::new(), closes: None };
    if source.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    lexer.forbidden_characters();
    while lexer.at < source.len() {
        lexer.piece();
    }
    (lexer.pieces, lexer.problems)
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    pieces: Vec<Piece>,
    problems: Vec<Diagnostic>,
    /// Ends that were sought and are nowhere ahead.
    ends: HashSet<&'static str>,
    /// Where each name is closed for the last time; found when first needed.
    closes: Option<HashMap<&'a str, usize>>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        self.at = self.source.len() - self.rest().trim_start_matches(is_blank).len();
    }

    /// Takes characters as long as `fits`; an empty span when the first does not.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> Span {
        let start = self.at;
        self.at = self.source.len() - self.rest().trim_start_matches(fits).len();
        Span::new(start, self.at)
    }

    /// Where `end` begins, from here on. Remembers when there is none.
    fn find(&mut self, end: &'static str) -> Option<usize> {
        if self.ends.contains(end) {
            return None;
        }
        let found = memchr::memmem::find(self.rest().as_bytes(), end.as_bytes()).map(|found| self.at + found);
        if found.is_none() {
            self.ends.insert(end);
        }
        found
    }

    /// Whether `</name` comes further on.
    fn is_closed_later(&mut self, name: &str) -> bool {
        let source = self.source;
        let closes = self.closes.get_or_insert_with(|| {
            let mut closes = HashMap::new();
            for at in memchr::memmem::find_iter(source.as_bytes(), b"</") {
                let after = source.get(at + 2..).unwrap_or_default();
                let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
                closes.insert(after.get(..end).unwrap_or_default(), at);
            }
            closes
        });
        closes.get(name).is_some_and(|&last| last >= self.at)
    }

    fn piece(&mut self) {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            self.comment();
        } else if rest.starts_with("<![CDATA[") {
            self.cdata();
        } else if rest.starts_with("<?") {
            self.instruction();
        } else if rest.starts_with("<!") {
            self.doctype();
        } else if rest.starts_with("</") && rest.chars().nth(2).is_some_and(is_name_start) {
            self.close();
        } else if rest.starts_with('<') && rest.chars().nth(1).is_some_and(is_name_start) {
            self.open();
        } else {
            self.text();
        }
    }

    fn close(&mut self) {
        let start = self.at;
        self.at += 2;
        let name = self.take(is_name);
        let inside = self.take(|c| c != '>' && c != '<');
        if self.rest().starts_with('>') {
            self.at += 1;
            if !inside.of(self.source).trim().is_empty() {
                let message = "A closing tag holds its name only.";
                let fix = Fix::one("Remove the rest", inside, "");
                self.problems.push(Diagnostic::error("closing-tag-attributes", inside, message).fix(fix));
            }
        } else {
            self.at = name.end;
            let message = format!("The closing tag `</{}` does not end with `>`.", name.of(self.source));
            let fix = Fix::one("Add `>`", Span::at(name.end), ">");
            self.problems
                .push(Diagnostic::error("tag-unended", Span::new(start, name.end), message).fix(fix));
        }
        self.pieces.push(Piece::Close { name, span: Span::new(start, self.at) });
    }

    /// Characters up to the next markup. A `<` that begins none is text, and a fault.
    fn text(&mut self) {
        let start = self.at;
        loop {
            if self.rest().starts_with('<') {
                let span = Span::new(self.at, self.at + 1);
                let fix = Fix::one("Write it as `&lt;`", span, "&lt;");
                let message = "A `<` begins a tag and is directly followed by its name. For the character itself write `&lt;`.";
                self.problems.push(Diagnostic::error("raw-less-than", span, message).fix(fix));
                self.at += 1;
            }
            let rest = self.rest();
            self.at += rest.find('<').unwrap_or(rest.len());
            let next = self.rest();
            let mut after = next.chars().skip(1);
            let markup = match after.next() {
                Some('!' | '?') | None => true,
                Some('/') => after.next().is_some_and(is_name_start),
                Some(c) => is_name_start(c),
            };
            if next.is_empty() || (markup && next.len() > 1) {
                break;
            }
        }
        let span = Span::new(start, self.at);
        entity::check(self.source, span, &mut self.problems);
        if let Some(at) = span.of(self.source).find("]]>") {
            let span = Span::new(start + at, start + at + 3);
            let fix = Fix::one("Write it as `]]&gt;`", span, "]]&gt;");
            let message = "`]]>` may only end a CDATA section. As text write `]]&gt;`.";
            self.problems.push(Diagnostic::error("raw-cdata-end", span, message).fix(fix));
        }
        self.pieces.push(Piece::Text(span));
    }

    /// Characters that XML cannot hold at all.
    fn forbidden_characters(&mut self) {
        for (at, character) in self.source.char_indices().filter(|&(_, c)| !entity::is_allowed(c)) {
            let span = Span::new(at, at + character.len_utf8());
            let message =
                format!("XML cannot hold the invisible character U+{:04X}. Remove it.", u32::from(character));
            let fix = Fix::one("Remove it", span, "");
            self.problems.push(Diagnostic::error("forbidden-character", span, message).fix(fix));
        }
    }
}

/// XML's own blanks.
pub(crate) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

pub(crate) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c == ':' || (!c.is_ascii() && c.is_alphabetic())
}

pub(crate) fn is_name(c: char) -> bool {
    is_name_start(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.' | '\u{b7}')
        || (!c.is_ascii() && c.is_alphanumeric())
}

/// Quotes that word processors put in the place of `"`.
const fn is_smart_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '″' | '´' | '`')
}

#[cfg(test)]
mod tests;
