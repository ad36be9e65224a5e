//! What stands beside tags and text: comments, CDATA, declarations, document types.

use super::{Lexer, Piece, is_blank, is_name, is_name_start};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;

impl Lexer<'_> {
    pub(super) fn comment(&mut self) {
        let start = self.at;
        self.at += 4;
        let inside = self.at;
        let Some(end) = self.find("-->") else {
            // Only this line is lost, not the whole rest.
            let rest = self.rest();
            let length = rest
                .find(['\n', '>'])
                .map_or(rest.len(), |at| at + usize::from(rest.as_bytes().get(at) == Some(&b'>')));
            self.at += length;
            let span = Span::new(start, self.at);
            let text = span.of(self.source);
            let tail = text.len() - text.trim_end_matches(['>', '-', ' ', '\r']).len();
            let tail = tail.min(self.at - inside);
            let fix = Fix::one("Close the comment", Span::new(self.at - tail, self.at), " -->");
            let message = "This comment is never closed. A comment ends with `-->`.";
            self.problems
                .push(Diagnostic::error("comment-unclosed", Span::new(start, inside), message).fix(fix));
            self.pieces.push(Piece::Comment(span));
            return;
        };
        self.at = end + 3;
        let text = Span::new(inside, end);
        if text.of(self.source).contains("--") || text.of(self.source).ends_with('-') {
            let dashes = dash_runs(self.source, text);
            let first = dashes.first().map_or(text, |(span, _)| *span);
            let fix = Fix { title: "Write single dashes".into(), edits: dashes };
            let message = "A comment must not contain `--`, nor end with `-`.";
            self.problems.push(Diagnostic::error("comment-dashes", first, message).fix(fix));
        }
        self.pieces.push(Piece::Comment(Span::new(start, self.at)));
    }

    pub(super) fn cdata(&mut self) {
        let start = self.at;
        self.at += "<![CDATA[".len();
        let inside = self.at;
        let end = self.find("]]>").unwrap_or_else(|| {
            let end = self.source.len();
            let message = "This CDATA section is never closed. It ends with `]]>`.";
            let fix = Fix::one("Close the CDATA section", Span::at(end), "]]>");
            self.problems
                .push(Diagnostic::error("cdata-unclosed", Span::new(start, inside), message).fix(fix));
            end
        });
        self.at = (end + 3).min(self.source.len());
        self.pieces.push(Piece::Cdata { span: Span::new(start, self.at), inside: Span::new(inside, end) });
    }

    pub(super) fn instruction(&mut self) {
        let start = self.at;
        let first = start == 0 || self.source.get(..start) == Some("\u{feff}");
        self.at += 2;
        if let Some(end) = self.find("?>") {
            self.at = end + 2;
        } else {
            let rest = self.rest();
            self.at += rest.find('>').map_or(rest.len(), |at| at + 1);
            let message = "This instruction is never closed. It ends with `?>`.";
            let closed = self.source.get(..self.at).is_some_and(|before| before.ends_with('>'));
            let end = Span::new(self.at - usize::from(closed), self.at);
            let fix = Fix::one("Close the instruction", end, "?>");
            self.problems
                .push(Diagnostic::error("instruction-unclosed", Span::new(start, self.at), message).fix(fix));
        }
        let span = Span::new(start, self.at);
        let text = span.of(self.source);
        let name = text.get(2..).unwrap_or_default();
        let named = name.len() - name.trim_start_matches(is_name).len();
        let after = name.get(named..).unwrap_or_default();
        if !name.starts_with(is_name_start) || !(after.starts_with(is_blank) || after.starts_with("?>")) {
            let fix = Fix::one("Remove the instruction", span, "");
            let message = "After `<?` the name of an instruction must stand. Configurations need none.";
            self.problems.push(Diagnostic::error("instruction-name", span, message).fix(fix));
        }
        let is_declaration = text.get(2..5).is_some_and(|name| name.eq_ignore_ascii_case("xml"))
            && text.chars().nth(5).is_none_or(|c| is_blank(c) || c == '?');
        if is_declaration && !first {
            let fix = Fix::one("Remove the declaration", span, "");
            let message = "The XML declaration may only stand at the very start, with nothing before it. It can be left out.";
            self.problems.push(Diagnostic::error("declaration-place", span, message).fix(fix));
        } else if is_declaration && text.contains("encoding") {
            let fix = Fix::one("Remove the declaration", span, "");
            let message = "Label Studio's server fails on a declaration that names an encoding (it answers 500). Leave it out.";
            self.problems.push(Diagnostic::error("declaration-encoding", span, message).fix(fix));
        }
        self.pieces.push(Piece::Instruction(span));
    }

    pub(super) fn doctype(&mut self) {
        let start = self.at;
        self.at += 2;
        let stop = self.rest().find(['[', '>']).map(|at| self.at + at);
        let bracket = stop.is_some_and(|at| self.source.as_bytes().get(at) == Some(&b'['));
        if bracket && let Some(close) = self.find("]") {
            self.at = close;
        }
        self.at += self.rest().find('>').map_or(self.rest().len(), |at| at + 1);
        let span = Span::new(start, self.at);
        let fix = Fix::one("Remove it", span, "");
        let message = "Label Studio refuses document types and entity declarations (`<!…>`). Remove this.";
        self.problems.push(Diagnostic::error("doctype", span, message).fix(fix));
        self.pieces.push(Piece::Doctype(span));
    }
}

/// The dashes that are too many: runs of two or more, and one at the end, with what to write instead.
fn dash_runs(source: &str, inside: Span) -> Vec<(Span, String)> {
    let text = inside.of(source);
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('-')).map(|found| at + found) {
        let run = text.get(start..).unwrap_or_default();
        at = start + run.len() - run.trim_start_matches('-').len();
        let last = at == text.len();
        if at - start > 1 || last {
            let span = Span::new(inside.start + start, inside.start + at);
            edits.push((span, if last { " " } else { "-" }.to_owned()));
        }
    }
    edits
}
