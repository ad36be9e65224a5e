//! Markup in pieces: tags, text, comments; every fault of the syntax noted, none fatal.
//!
//! Whatever comes in, every byte belongs to one piece and the reader goes on. Searches for an end that is
//! not there are done once, so that the time stays in proportion to the source.

mod aside;
mod attribute;
pub mod entity;
mod open;
mod text;

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
        /// The name, as it is meant.
        name: String,
        /// Where the name is.
        name_span: Span,
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
