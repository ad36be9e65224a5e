//! Closing tags, the characters between tags, and tags that lost a bracket and look like such characters.

use super::{Lexer, Piece, entity, is_blank, is_name, is_name_start};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;
use crate::core::labeling::tags;

impl Lexer<'_> {
    pub(super) fn close(&mut self) {
        let start = self.at;
        self.at += 2;
        let name_span = self.take(is_name);
        let inside = self.take(|c| c != '>' && c != '<');
        let mut name = name_span.of(self.source).to_owned();
        let rest = inside.of(self.source);
        if self.rest().starts_with('>') {
            self.at += 1;
            let meant = known_inside(&format!("{name}{rest}"));
            if let Some(meant) =
                meant.filter(|meant| *meant != name && !rest.is_empty() && !rest.starts_with(is_blank))
            {
                self.damaged(Span::new(start, self.at), meant);
                meant.clone_into(&mut name);
            } else if !rest.trim().is_empty() {
                let message = "A closing tag holds its name only.";
                let fix = Fix::one("Remove the rest", inside, "");
                self.problems.push(Diagnostic::error("closing-tag-attributes", inside, message).fix(fix));
            }
        } else {
            self.at = name_span.end;
            let message = format!("The closing tag `</{name}` does not end with `>`.");
            let fix = Fix::one("Add `>`", Span::at(name_span.end), ">");
            self.problems
                .push(Diagnostic::error("tag-unended", Span::new(start, name_span.end), message).fix(fix));
        }
        self.pieces.push(Piece::Close { name, name_span, span: Span::new(start, self.at) });
    }

    /// A closing tag with a character too many or too few.
    fn damaged(&mut self, span: Span, name: &str) {
        let message = format!("This looks like `</{name}>` with a slip in it.");
        let fix = Fix::one(format!("Write `</{name}>`"), span, format!("</{name}>"));
        self.problems.push(Diagnostic::error("closing-tag-damaged", span, message).fix(fix));
    }

    /// Characters up to the next markup. A `<` that begins none is text, and a fault.
    pub(super) fn text(&mut self) {
        if self.lost_bracket() {
            return;
        }
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
            if next.is_empty() || (markup && next.len() > 1) || damaged_close(next).is_some() {
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

    /// Text that is a tag without its `<`, or a closing tag with a slip in it: read as what it is meant to be.
    fn lost_bracket(&mut self) -> bool {
        let text = self.rest().trim_start_matches(is_blank);
        let start = self.source.len() - text.len();
        if let Some((name, length)) = damaged_close(text) {
            self.blank_before(start);
            self.at = start + length;
            let span = Span::new(start, self.at);
            self.damaged(span, name);
            self.pieces.push(Piece::Close { name: name.to_owned(), name_span: span, span });
            return true;
        }
        // One character may stand in the place of the `<`.
        let slip = text
            .chars()
            .next()
            .filter(|&c| !is_name(c) && !matches!(c, '<' | '>' | '&'))
            .map_or(0, char::len_utf8);
        let tag = text.get(slip..).unwrap_or_default();
        if !looks_like_tag(tag) {
            return false;
        }
        self.blank_before(start);
        let lost = Span::new(start, start + slip);
        let name = tag.split(|c| !is_name(c)).next().unwrap_or_default();
        let message = format!("This looks like `<{name} …>` without its `<`.");
        let fix = Fix::one("Write the `<`", lost, "<");
        let span = Span::new(start, lost.end + name.len());
        self.problems.push(Diagnostic::error("bracket-missing", span, message).fix(fix));
        self.open_from(start, lost.end);
        true
    }

    fn blank_before(&mut self, end: usize) {
        if self.at < end {
            self.pieces.push(Piece::Text(Span::new(self.at, end)));
        }
    }
}

/// `Choices name="…` at the beginning of a text: no one writes that to be read.
fn looks_like_tag(text: &str) -> bool {
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let Some((name, rest)) = text.split_at_checked(end) else { return false };
    let known = name.len() < 32 && tags::find(name).is_some_and(|tag| tag.name == name);
    let attribute = rest.trim_start_matches(is_blank);
    let value = attribute.trim_start_matches(is_name);
    known && attribute.len() < rest.len() && value.len() < attribute.len() && value.starts_with("=\"")
}

/// `/View>`, `<-/View>`, `<"/View>`, `</=View>`: a closing tag of a known name with one character wrong. The
/// name, and how many bytes it takes.
fn damaged_close(text: &str) -> Option<(&'static str, usize)> {
    let end = text.char_indices().take(36).find(|(_, c)| *c == '>')?.0;
    let inside = text.get(..end)?;
    if inside.rfind('<').is_some_and(|at| at > 0) {
        return None;
    }
    let name = known_inside(inside.trim_start_matches(['<', '/']))?;
    let others: Vec<char> = inside.chars().filter(|&c| !is_name_start(c)).collect();
    let slash = others.contains(&'/') && inside.find('/') < inside.find(name.chars().next()?);
    let rest = others.iter().filter(|&&c| c != '/' && c != '<').count();
    let whole = inside.strip_prefix("</") == Some(name);
    (slash && others.len() <= 3 && rest <= 1 && !whole).then_some((name, end + 1))
}

/// The known tag whose name is left when one other character is taken out.
fn known_inside(text: &str) -> Option<&'static str> {
    let letters: String = text.chars().take(36).filter(|&c| is_name_start(c)).collect();
    let others = text.chars().take(36).filter(|&c| !is_name_start(c)).count();
    tags::find(&letters).map(|tag| tag.name).filter(|name| *name == letters && others <= 2)
}
