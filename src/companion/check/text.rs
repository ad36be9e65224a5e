//! The answer for people: the source line, what is wrong underlined, what to do.

use super::information;
use crate::core::labeling::span::Span;
use crate::core::labeling::{Diagnostic, Document, Report, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

/// More ways to mend one fault would hide the next one.
const FIXES: usize = 3;

/// Everything that is said of one file, and a line of sum.
pub(super) fn report(file: &str, source: &str, document: &Document, report: &Report, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let file = clean(file);
    let mut told = String::new();
    for (at, diagnostic) in report.diagnostics.iter().enumerate() {
        // What follows from a fault stands under it.
        if diagnostic.because.is_some() {
            continue;
        }
        let mut groups = one(&file, source, diagnostic);
        let follows: Vec<_> = report.diagnostics.iter().filter(|other| other.because == Some(at)).collect();
        let notes: Vec<_> = follows
            .iter()
            .map(|other| {
                let place = document.position(other.span.start);
                format!("line {}, from this: {} [{}]", place.line, clean(&other.message), other.code)
            })
            .collect();
        if let Some(last) = groups.pop() {
            let last = notes.iter().fold(last, |last, note| last.element(Level::NOTE.message(note.as_str())));
            groups.push(last);
        }
        told.push_str(&renderer.render(&groups));
        told.push_str("\n\n");
    }
    told.push_str(&sum(&file, report));
    told
}

fn one<'a>(file: &'a str, source: &'a str, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut snippet = Snippet::source(source)
        .path(file)
        .annotation(AnnotationKind::Primary.span(range(source, diagnostic.span)));
    for (span, why) in &diagnostic.related {
        snippet = snippet.annotation(AnnotationKind::Context.span(range(source, *span)).label(clean(why)));
    }
    let mut first = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code).element(snippet);
    if let Some(url) = &diagnostic.doc {
        first = first.element(Level::NOTE.message(format!("see {}", clean(url))));
    }
    let mut groups = vec![first];
    for fix in diagnostic.fixes.iter().take(FIXES) {
        let mut edits: Vec<_> = fix.edits.iter().collect();
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        let patches = edits.into_iter().map(|(span, text)| Patch::new(range(source, *span), text.as_str()));
        let snippet = Snippet::source(source).path(file).patches(patches);
        groups.push(Level::HELP.secondary_title(clean(&fix.title)).element(snippet));
    }
    groups
}

/// A span that surely lies in the source.
fn range(source: &str, span: Span) -> Range<usize> {
    let inside = span.start <= span.end && source.get(span.start..span.end).is_some();
    if inside { span.start..span.end } else { source.len()..source.len() }
}

/// A configuration may hold anything; a terminal must not obey it.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        Cow::Owned(text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn sum(file: &str, report: &Report) -> String {
    let count = |many: usize, one: &str| match many {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {one}s")),
    };
    let counts: Vec<_> = [
        count(report.errors, "error"),
        count(report.warnings, "warning"),
        count(information(report), "note"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let counts = if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") };
    let mut sum = format!("{file}: {counts}");
    if report.omitted > 0 {
        // Writing to a string does not fail.
        let _written = write!(sum, " ({} of them not shown)", report.omitted);
    }
    sum.push('\n');
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::labeling::check;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn anything_can_be_drawn(pieces in prop::collection::vec(prop::sample::select(vec![
            "<View>", "</View>", "<Text name=\"t\"", " value=\"$t\"/>", "<Choices name='c' toName=t", ">", "\n", "\r\n", "\r",
            "\t", "ü", "🎉", "\u{feff}", "\u{1b}[31m", "&", "<", "“", "<Rating/>", "<!--", "\"", "\u{200d}", "\u{0}",
        ]), 0..30)) {
            let source = pieces.concat();
            let document = Document::parse(&source);
            let told = report("a\nb.xml", &source, &document, &check(&source), false);
            prop_assert!(!told.contains('\u{1b}'), "{told}");
            prop_assert!(told.lines().last().is_some_and(|sum| sum.starts_with("a b.xml: ")));
        }
    }
}
