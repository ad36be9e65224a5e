//! Attributes, with quotes missing, misplaced or made smart by a word processor.

use super::{Lexer, entity, is_blank, is_name, is_smart_quote};
use crate::core::labeling::diagnostic::{Diagnostic, Fix};
use crate::core::labeling::span::Span;

/// `name="value"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// As written.
    pub name: String,
    /// What it says, entities resolved.
    pub value: String,
    /// Where the name is.
    pub name_span: Span,
    /// Where the value is, without its quotes.
    pub value_span: Span,
    /// All of it, quotes included.
    pub span: Span,
}

impl Lexer<'_> {
    /// At the first character of a name.
    pub(super) fn attribute(&mut self) -> Attribute {
        let name = self.take(is_name);
        self.skip_blanks();
        let value = if self.rest().starts_with('=') {
            self.at += 1;
            self.skip_blanks();
            self.value(name)
        } else {
            self.at = name.end;
            let written = name.of(self.source);
            let message = format!(
                "The attribute `{written}` has no value. Write `{written}=\"true\"`, or what is meant."
            );
            let fix = Fix::one(format!("Write `{written}=\"true\"`"), Span::at(name.end), "=\"true\"");
            self.problems.push(Diagnostic::error("value-missing", name, message).fix(fix));
            Span::at(name.end)
        };
        let text = value.of(self.source);
        entity::check(self.source, value, &mut self.problems);
        self.less_than(value);
        Attribute {
            name: name.of(self.source).to_owned(),
            value: entity::decode_value(text),
            name_span: name,
            value_span: value,
            span: Span::new(name.start, self.at.max(value.end)),
        }
    }

    /// After the `=`: takes the value with its quotes and returns where it is without them.
    fn value(&mut self, name: Span) -> Span {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(name, quote),
            Some(c) if is_smart_quote(c) => self.smart(c),
            Some('>' | '<') | None => self.empty(name),
            Some('/') if self.rest().starts_with("/>") => self.empty(name),
            Some(_) => self.unquoted(name),
        }
    }

    fn empty(&mut self, name: Span) -> Span {
        let message = format!("The attribute `{}` has no value after `=`.", name.of(self.source));
        let fix = Fix::one("Add an empty value", Span::at(self.at), "\"\"");
        self.problems
            .push(Diagnostic::error("value-missing", Span::new(name.start, self.at), message).fix(fix));
        Span::at(self.at)
    }

    fn quoted(&mut self, name: Span, quote: char) -> Span {
        let start = self.at + 1;
        let rest = self.source.get(start..).unwrap_or_default();
        let Some(length) = rest.find(quote) else { return self.quote_missing(name, quote, start) };
        let end = start + length;
        let after = self.source.get(end + 1..).unwrap_or_default();
        if ends_well(after) {
            self.at = end + 1;
            return Span::new(start, end);
        }
        if opens_another(rest.get(..length).unwrap_or_default()) {
            return self.quote_missing(name, quote, start);
        }
        self.at = end + 1;
        if !begins_attribute(after)
            && let Some(last) = inner_quotes(after, quote)
        {
            let last = end + 1 + last;
            let entity = if quote == '"' { "&quot;" } else { "&apos;" };
            let inside = Span::new(end, last).of(self.source);
            let edits = inside
                .match_indices(quote)
                .map(|(at, _)| (Span::new(end + at, end + at + 1), entity.to_owned()));
            let fix = Fix { title: format!("Write it as `{entity}`"), edits: edits.collect() };
            let message = format!("A `{quote}` inside the value ends it. Write it as `{entity}`.");
            self.problems
                .push(Diagnostic::error("quote-in-value", Span::new(end, end + 1), message).fix(fix));
            self.at = last + 1;
            return Span::new(start, last);
        }
        Span::new(start, end)
    }

    /// The closing quote is not there: the value ends where the next attribute or the tag's end begins.
    fn quote_missing(&mut self, name: Span, quote: char, start: usize) -> Span {
        let rest = self.source.get(start..).unwrap_or_default();
        let mut length = rest.len();
        let mut blank = false;
        for (at, character) in rest.char_indices() {
            let here = rest.get(at..).unwrap_or_default();
            let first_blank = is_blank(character) && !blank;
            if matches!(character, '<' | '>')
                || here.starts_with("/>")
                || (first_blank && begins_attribute(here))
            {
                length = at;
                break;
            }
            blank = is_blank(character);
        }
        let value = rest.get(..length).unwrap_or_default().trim_end_matches(is_blank);
        let kept = value.trim_end_matches(|c| is_smart_quote(c) || matches!(c, '"' | '\''));
        let (end, stop) = (start + kept.len(), start + value.len());
        self.at = stop;
        let message = format!("The value of `{}` has no closing `{quote}`.", name.of(self.source));
        let fix = Fix::one(format!("Add the closing `{quote}`"), Span::new(end, stop), quote);
        self.problems.push(Diagnostic::error("quote-missing", Span::new(name.start, stop), message).fix(fix));
        Span::new(start, end)
    }

    /// “value”
    fn smart(&mut self, quote: char) -> Span {
        let open = Span::new(self.at, self.at + quote.len_utf8());
        let rest = self.source.get(open.end..).unwrap_or_default();
        let stop = rest.find(['<', '>', '\n']).unwrap_or(rest.len());
        let close = rest.find(|c| is_smart_quote(c) || c == '"').filter(|&at| at < stop);
        let (end, after) = if let Some(at) = close {
            let length = rest.get(at..).and_then(|close| close.chars().next()).map_or(1, char::len_utf8);
            (open.end + at, open.end + at + length)
        } else {
            let value = rest.find(|c| is_blank(c) || matches!(c, '<' | '>')).unwrap_or(rest.len());
            let value = rest.get(..value).unwrap_or_default();
            let end = open.end + value.len() - usize::from(value.ends_with('/'));
            (end, end)
        };
        self.at = after;
        let fix = Fix {
            title: "Write straight quotes".into(),
            edits: vec![(open, "\"".to_owned()), (Span::new(end, after), "\"".to_owned())],
        };
        let message = format!("Values stand in straight quotes `\"`, not in `{quote}`.");
        self.problems.push(Diagnostic::error("smart-quotes", Span::new(open.start, after), message).fix(fix));
        Span::new(open.end, end)
    }

    fn unquoted(&mut self, name: Span) -> Span {
        let start = self.at;
        let rest = self.rest();
        // `name=the value"`: only the opening quote is missing.
        let stop = rest.find(['<', '>', '=', '\n']).unwrap_or(rest.len());
        let (end, after) = match rest.get(..stop).and_then(|inside| inside.find(['"', '\''])) {
            Some(at) if ends_well(rest.get(at + 1..).unwrap_or_default()) => (start + at, start + at + 1),
            _ => {
                let length = rest.find(|c| is_blank(c) || matches!(c, '<' | '>')).unwrap_or(rest.len());
                let value = rest.get(..length).unwrap_or_default();
                let closes =
                    value.ends_with('/') && rest.get(length..).is_some_and(|after| after.starts_with('>'));
                let end = start + length - usize::from(closes);
                (end, end)
            }
        };
        self.at = after;
        let message = format!("The value of `{}` needs quotes.", name.of(self.source));
        let edits = vec![(Span::at(start), "\"".to_owned()), (Span::new(end, after), "\"".to_owned())];
        let fix = Fix { title: "Put it in quotes".into(), edits };
        self.problems
            .push(Diagnostic::error("unquoted-value", Span::new(name.start, after), message).fix(fix));
        Span::new(start, end)
    }

    /// XML forbids `<` in values; what it stood for is kept.
    fn less_than(&mut self, value: Span) {
        let places: Vec<usize> = memchr::memchr_iter(b'<', value.of(self.source).as_bytes()).collect();
        let Some(&first) = places.first() else { return };
        let place = |at: usize| Span::new(value.start + at, value.start + at + 1);
        let fix = Fix {
            title: "Write it as `&lt;`".into(),
            edits: places.iter().map(|&at| (place(at), "&lt;".to_owned())).collect(),
        };
        let message = "A `<` inside a value must be written as `&lt;`.";
        self.problems.push(Diagnostic::error("raw-less-than", place(first), message).fix(fix));
    }
}

/// After a closing quote there is a blank or the tag's end.
fn ends_well(after: &str) -> bool {
    after.chars().next().is_none_or(|c| is_blank(c) || matches!(c, '/' | '>' | '<' | '?'))
}

/// Whether `name=` comes next, blanks aside.
fn begins_attribute(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank);
    let after = text.trim_start_matches(is_name);
    // A long run of name characters is no name, and looking through it again and again takes time.
    let named = after.len() < text.len() && text.len() - after.len() <= 64;
    named && after.trim_start_matches(is_blank).starts_with('=')
}

/// Whether a value ends with ` name=`: then the quote that ends it was to open the next one.
fn opens_another(value: &str) -> bool {
    let Some(before) = value.trim_end_matches(is_blank).strip_suffix('=') else { return false };
    let before = before.trim_end_matches(is_blank);
    let name = before.len() - before.trim_end_matches(is_name).len();
    name > 0 && before.get(..before.len() - name).is_some_and(|rest| rest.ends_with(is_blank))
}

/// The quote that really ends the value, when the one before `after` was meant as a character: the last one
/// before other markup.
fn inner_quotes(after: &str, quote: char) -> Option<usize> {
    let stop = after.find(['<', '>', '=', '\n']).unwrap_or(after.len());
    let inside = after.get(..stop)?;
    let ends = |at: &usize| ends_well(after.get(at + 1..).unwrap_or_default());
    inside.match_indices(quote).map(|(at, _)| at).rfind(ends).filter(|&at| at > 0)
}
