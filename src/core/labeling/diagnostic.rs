//! What is wrong with a configuration: where, why, and how to mend it.

use super::span::Span;
use super::tree::NodeId;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Label Studio refuses it, or the annotator's screen stays blank or loses answers.
    Error,
    /// It works, but hardly as meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning`, `info`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A change that mends the fault. Its edits do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a button would say it.
    pub title: String,
    /// What to replace (an empty span: insert), with what.
    pub edits: Vec<(Span, String)>,
}

impl Fix {
    /// A fix of one edit.
    pub fn one(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![(span, text.into())] }
    }

    /// The source after the fix. An edit that does not fit the source is left out.
    pub fn apply(&self, source: &str) -> String {
        let mut edits: Vec<_> = self.edits.iter().collect();
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        let mut mended = String::with_capacity(source.len() + 64);
        let mut done = 0;
        for (span, text) in edits {
            if let Some(before) = source.get(done..span.start).filter(|_| source.is_char_boundary(span.end)) {
                mended.push_str(before);
                mended.push_str(text);
                done = span.end;
            }
        }
        mended.push_str(source.get(done..).unwrap_or_default());
        mended
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the rule, such as `to-name-missing`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and what to do, in the user's words.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places that matter, and why.
    pub related: Vec<(Span, String)>,
    /// Changes that mend it, each by itself: the likeliest first.
    pub fixes: Vec<Fix>,
    /// Where to read more.
    pub doc: Option<String>,
    /// The element that it is about.
    pub element: Option<NodeId>,
    /// An error with which its tag is on the annotator's screen all the same.
    pub drawn: bool,
    /// Place in the report of the fault that brought this one about; `None`: it is a fault of its own.
    pub because: Option<usize>,
}

impl Diagnostic {
    /// An error without related places or a fix.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span,
            related: Vec::new(),
            fixes: Vec::new(),
            doc: None,
            element: None,
            drawn: false,
            because: None,
        }
    }

    /// A warning without related places or a fix.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// With one more fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// With more fixes, as many as there are.
    #[must_use]
    pub fn with_fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }

    /// With another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Its tag is on the screen all the same.
    #[must_use]
    pub fn drawn(mut self) -> Self {
        self.drawn = true;
        self
    }

    /// About this element.
    #[must_use]
    pub fn about(mut self, element: NodeId) -> Self {
        self.element = Some(element);
        self
    }

    /// With the page to read.
    #[must_use]
    pub fn doc(mut self, url: Option<String>) -> Self {
        self.doc = url;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_any_order() {
        let fix = Fix {
            title: String::new(),
            edits: vec![
                (Span::new(4, 5), "E".into()),
                (Span::at(0), "<".into()),
                (Span::new(1, 3), String::new()),
            ],
        };
        assert_eq!(fix.apply("abcde"), "<adE");
    }

    #[test]
    fn an_edit_outside_the_source_is_left_out() {
        assert_eq!(Fix::one("", Span::new(1, 99), "x").apply("ü"), "ü");
        assert_eq!(Fix::one("", Span::new(1, 2), "x").apply("ü"), "ü");
    }
}
