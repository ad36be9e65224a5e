//! Completion and hover text as the editor takes them: JSON, with places in its own units.

use crate::{
    core::labeling::{complete::complete, hover::hover, span::Units},
    state::labeling::Checked,
};
use serde_json::json;

/// What can be written at a place; `None`: nothing.
pub fn completions(checked: &Checked, at: usize, fields: &[String]) -> Option<String> {
    let source = checked.document.source.as_str();
    let units = Units::new(source);
    let found =
        complete(&checked.document, units.byte(at), fields).filter(|found| !found.items.is_empty())?;
    let items = found.items.iter().map(|item| {
        let caret = item.caret.map(|caret| item.insert.get(..caret).unwrap_or_default().encode_utf16().count());
        json!({"label": item.label, "insert": item.insert, "kind": item.kind, "detail": item.detail, "caret": caret})
    });
    let items: Vec<_> = items.collect();
    Some(json!({"from": units.of(found.from), "to": units.of(found.to), "items": items}).to_string())
}

/// What is to be said of a place; `None`: nothing.
pub fn hover_text(checked: &Checked, at: usize) -> Option<String> {
    let units = Units::new(&checked.document.source);
    let found = hover(&checked.document, units.byte(at))?;
    let (from, to) = (units.of(found.span.start), units.of(found.span.end));
    Some(
        json!({"from": from, "to": to, "title": found.title, "text": found.text, "doc": found.doc})
            .to_string(),
    )
}
