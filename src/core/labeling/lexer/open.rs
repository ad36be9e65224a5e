//! Opening tags.

use super::attribute::Attribute;
use super::{Lexer, Piece, is_blank, is_name, is_name_start, is_smart_quote};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;

/// `<Name …>` or `<Name …/>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTag {
    /// The name.
    pub name: Span,
    /// From `<` to `>`.
    pub span: Span,
    /// In the order written.
    pub attributes: Vec<Attribute>,
    /// It ends with `/>`, or was taken as if it did.
    pub self_closing: bool,
}

impl Lexer<'_> {
    pub(super) fn open(&mut self) {
        self.open_from(self.at, self.at + 1);
    }

    /// A tag that begins at `start`, and its name at `name`.
    pub(super) fn open_from(&mut self, start: usize, name: usize) {
        self.at = name;
        let name = self.take(is_name);
        let mut attributes: Vec<Attribute> = Vec::new();
        let mut self_closing = false;
        loop {
            let before = self.at;
            self.skip_blanks();
            let blank = self.at > before || attributes.is_empty();
            match self.peek() {
                Some('>') => {
                    self.at += 1;
                    break;
                }
                Some('/') => {
                    if self.slash() {
                        self_closing = true;
                        break;
                    }
                }
                None | Some('<') => {
                    self.at = before;
                    let last = attributes.last().map_or(start, |last: &Attribute| last.span.start);
                    self_closing = self.unended(last, name, before);
                    break;
                }
                Some(c) if is_name(c) => {
                    if !blank {
                        let message = "Attributes are set apart by a blank.";
                        let fix = Fix::one("Add a blank", Span::at(self.at), " ");
                        let span = Span::new(self.at, self.at + c.len_utf8());
                        self.problems.push(Diagnostic::error("blank-missing", span, message).fix(fix));
                    }
                    if !is_name_start(c) {
                        let message = "An attribute's name begins with a letter.";
                        let span = Span::new(self.at, self.at + c.len_utf8());
                        self.problems.push(Diagnostic::error("attribute-name", span, message));
                    }
                    let attribute = self.attribute();
                    attributes.push(attribute);
                }
                Some(_) => self.junk(),
            }
        }
        self.twice(&attributes);
        self.pieces.push(Piece::Open(OpenTag {
            name,
            span: Span::new(start, self.at),
            attributes,
            self_closing,
        }));
    }

    /// At a `/`: whether it ends the tag.
    fn slash(&mut self) -> bool {
        let start = self.at;
        self.at += 1;
        if self.rest().starts_with('>') {
            self.at += 1;
            return true;
        }
        let after = self.rest().trim_start_matches(is_blank);
        if after.is_empty() || after.starts_with('<') {
            let message = "The tag ends with `/>`; its `>` is not there.";
            let fix = Fix::one("Add `>`", Span::at(self.at), ">");
            self.problems.push(Diagnostic::error("tag-unended", Span::new(start, self.at), message).fix(fix));
            return true;
        }
        let ends = after.starts_with('>');
        if ends {
            self.skip_blanks();
            self.at += 1;
        }
        let span = Span::new(start, self.at);
        let (message, fix) = if ends {
            ("`/>` is written without a blank.", Fix::one("Write `/>`", span, "/>"))
        } else {
            ("A `/` stands here by itself.", Fix::one("Remove it", span, ""))
        };
        self.problems.push(Diagnostic::error("stray-character", span, message).fix(fix));
        ends
    }

    /// The tag stops without `>`: notes it and says whether it is best taken as `/>`.
    fn unended(&mut self, start: usize, name: Span, end: usize) -> bool {
        let written = name.of(self.source);
        let self_closing = !self.is_closed_later(written);
        let missing = if self_closing { "/>" } else { ">" };
        let message = format!("The tag `<{written}` does not end with `{missing}`.");
        let fix = Fix::one(format!("Add `{missing}`"), Span::at(end), missing);
        self.problems.push(Diagnostic::error("tag-unended", Span::new(start, end), message).fix(fix));
        self_closing
    }

    /// Characters that begin no attribute: skipped, as many as there are.
    fn junk(&mut self) {
        let start = self.at;
        self.at += self.peek().map_or(1, char::len_utf8);
        self.take(|c| !is_blank(c) && !is_name(c) && !matches!(c, '>' | '<' | '/'));
        let span = Span::new(start, self.at);
        let text = span.of(self.source);
        let first = text.chars().next().unwrap_or(' ');
        let (message, with) = if first.is_whitespace() {
            (
                format!(
                    "Only ordinary blanks may stand between attributes; this is U+{:04X}.",
                    u32::from(first)
                ),
                " ",
            )
        } else if first == '"' || first == '\'' || is_smart_quote(first) {
            ("A quote too many.".to_owned(), "")
        } else {
            (format!("`{text}` does not belong here."), "")
        };
        let title = if with.is_empty() { "Remove it" } else { "Write an ordinary blank" };
        self.problems
            .push(Diagnostic::error("stray-character", span, message).fix(Fix::one(title, span, with)));
    }

    /// XML wants each attribute once.
    fn twice(&mut self, attributes: &[Attribute]) {
        // A tag with that many attributes is no configuration; comparing all pairs would take for ever.
        for (index, attribute) in attributes.iter().enumerate().take(200) {
            if let Some(first) = attributes.iter().take(index).find(|other| other.name == attribute.name) {
                let message = format!("The attribute `{}` is written twice in this tag.", attribute.name);
                let fix = Fix::one("Remove the second", attribute.span, "");
                let problem = Diagnostic::error("attribute-twice", attribute.span, message);
                self.problems.push(problem.related(first.span, "the first is here").fix(fix));
            }
        }
    }
}
