//! A result as a task.

use super::source::{self, Found};
use super::{BatchFacts, Mapping, Problem, Source, Task, turns};
use crate::core::labeling::import::refusal;
use crate::core::labeling::{Document, ValueKind, Variable, variables};
use crate::core::results::line::ResultLine;
use serde_json::{Map, Value};

/// Makes the task of one result. What the import would refuse is among its problems; what the configuration
/// does not ask for and the result does not have is left out.
///
/// `key` is what the result is known by, so that it is never sent twice.
pub fn task(
    mapping: &Mapping,
    document: &Document,
    batch: &BatchFacts,
    line: &ResultLine,
    key: &str,
) -> Task {
    let known = variables(document);
    let custom_id = line.custom_id.clone().unwrap_or_default();
    let mut task = Task::default();
    // Label Studio is asked by these two what it has already: no mapping may change them.
    task.data.insert("batch_id".to_owned(), batch.id.clone().into());
    task.data.insert("custom_id".to_owned(), custom_id.clone().into());
    for field in &mapping.fields {
        let name = field.variable.as_str();
        let asking: Vec<&Variable> = known.iter().filter(|variable| variable.field() == name).collect();
        let shown = asking.iter().find(|variable| variable.name == name).copied();
        let identity = matches!(name, "batch_id" | "custom_id");
        match source::read(&field.source, batch, line) {
            Ok(_) if identity => {}
            Ok(found) => drop(task.data.insert(name.to_owned(), fit(found, document, shown))),
            Err(reason) => match asking.iter().find(|variable| variable.required) {
                Some(variable) if variable.kind.accepts(&Value::Null) => {
                    drop(task.data.insert(name.to_owned(), Value::Null));
                }
                Some(_) => task.problems.push(Problem { variable: name.to_owned(), reason }),
                None => {}
            },
        }
    }
    for variable in known.iter().filter(|variable| variable.required) {
        let name = variable.field();
        if task.problems.iter().any(|problem| problem.variable == name) {
            continue;
        }
        let reason = match mapping.source(name) {
            None if !task.data.contains_key(name) => Some("nothing is mapped to it".to_owned()),
            _ => refusal(variable, &task.data),
        };
        task.problems.extend(reason.map(|reason| Problem { variable: name.to_owned(), reason }));
    }
    task.meta = meta(batch, &custom_id, key);
    task
}

fn meta(batch: &BatchFacts, custom_id: &str, key: &str) -> Map<String, Value> {
    let pairs =
        [("key", key), ("batch_id", &batch.id), ("custom_id", custom_id), ("source", "batch-curator")];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// A value made to fit the tag that shows it, where that loses nothing: turns as text or as a list, numbers
/// and structures as text. What cannot fit stays as it is, and the import's refusal becomes a problem.
fn fit(found: Found, document: &Document, variable: Option<&Variable>) -> Value {
    let kind = variable.map_or(ValueKind::Any, |variable| variable.kind);
    let paragraphs = variable.filter(|variable| variable.tag_name == "Paragraphs");
    let element = paragraphs.and_then(|variable| document.element(variable.tag));
    let key = |attribute: &str, default: &'static str| {
        let written = element.and_then(|element| element.value(attribute));
        written.unwrap_or(default).to_owned()
    };
    match found {
        Found::Turns(list) => {
            let list: Vec<_> = list.into_iter().cloned().collect();
            if paragraphs.is_some() {
                turns::as_paragraphs(&list, &key("nameKey", "author"), &key("textKey", "text"))
            } else if matches!(
                kind,
                ValueKind::Any | ValueKind::ListOrText | ValueKind::Structure | ValueKind::List
            ) {
                turns::as_paragraphs(&list, "role", "content")
            } else {
                turns::as_text(&list).into()
            }
        }
        // A text is an address to Paragraphs; as a single turn it is shown.
        Found::Plain(Value::String(text))
            if paragraphs.is_some() && element.and_then(|e| e.value("valueType")) != Some("url") =>
        {
            Value::Array(vec![turns::paragraph(
                "assistant",
                &text,
                &key("nameKey", "author"),
                &key("textKey", "text"),
            )])
        }
        Found::Plain(value) => plain(value, kind, variable),
    }
}

fn plain(value: Value, kind: ValueKind, variable: Option<&Variable>) -> Value {
    // Text takes a list and shows its items run together; as JSON it can be read.
    let is_text = variable.is_some_and(|variable| variable.tag_name == "Text");
    match value {
        Value::Array(_) | Value::Object(_)
            if is_text || (!kind.accepts(&value) && kind.expected().contains(&"str")) =>
        {
            serde_json::to_string_pretty(&value).unwrap_or_default().into()
        }
        Value::Number(_) | Value::Bool(_) if !kind.accepts(&value) && kind.expected().contains(&"str") => {
            value.to_string().into()
        }
        other => other,
    }
}

/// Whether a source gives the same for every result of a batch; such a field need not be watched row by row.
pub fn is_constant(source: &Source) -> bool {
    matches!(source, Source::BatchId | Source::Constant(_) | Source::Metadata(_))
}
