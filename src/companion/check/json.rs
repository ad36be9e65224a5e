//! The answer for programs: one object for each file, on one line.

use crate::core::labeling::{Diagnostic, Document, Fix, Report};
use serde_json::{Value, json};

/// One line; its end included.
pub(super) fn report(file: &str, document: &Document, report: &Report) -> String {
    let diagnostics: Vec<_> = report.diagnostics.iter().map(|one| diagnostic(document, one)).collect();
    format!("{}\n", json!({ "file": file, "diagnostics": diagnostics }))
}

fn diagnostic(document: &Document, diagnostic: &Diagnostic) -> Value {
    let place = document.position(diagnostic.span.start);
    let mut value = json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.name(),
        "message": diagnostic.message,
        "line": place.line,
        "column": place.column,
        "start": diagnostic.span.start,
        "end": diagnostic.span.end,
    });
    if let (Some(first), Some(object)) = (diagnostic.fixes.first(), value.as_object_mut()) {
        object.insert("fix".to_owned(), fix(first));
    }
    value
}

fn fix(fix: &Fix) -> Value {
    let edits: Vec<_> = fix
        .edits
        .iter()
        .map(|(span, text)| json!({ "start": span.start, "end": span.end, "text": text }))
        .collect();
    json!({ "title": fix.title, "edits": edits })
}
