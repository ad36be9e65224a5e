//! Spans of a text, found by the words that are quoted.

use super::words::shown;
use super::{Control, Fails, Fault};
use crate::core::labeling::{answers::Units, bind};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A region for each `{text, label}` of a list, at the place where the text stands; of the same text several times,
/// each takes the next place. `start` and `end`, where they are given and right, count more.
pub(super) fn regions(
    control: &Control,
    value: &Value,
    data: &Map<String, Value>,
) -> Result<Vec<Value>, Fault> {
    let shows = control.object.as_deref().unwrap_or_default();
    let text = bind::resolve_text(shows, data);
    let one = std::slice::from_ref(value);
    let spans = value.as_array().map_or(one, Vec::as_slice);
    let mut from: HashMap<&str, usize> = HashMap::new();
    let mut regions = Vec::with_capacity(spans.len());
    for (nth, span) in spans.iter().enumerate() {
        let part = |names: [&str; 3]| names.iter().find_map(|name| span.get(*name)?.as_str());
        let (Some(quoted), Some(label)) =
            (part(["text", "quote", "span"]), part(["label", "type", "category"]))
        else {
            return Err(Fault::wrong_type(format!("`{}` is no span with `text` and `label`", shown(span))));
        };
        let known = control.options.iter().find(|choice| choice.value == label || choice.saved == label);
        let label = known.ok_or_else(|| control.unknown(label, &[]))?;
        let begin = from.get(quoted).copied().unwrap_or(0);
        let found = text.get(begin..).and_then(|rest| rest.find(quoted)).filter(|_| !quoted.is_empty());
        let Some(at) = found.map(|at| at + begin) else {
            let reason = format!("`{}` does not stand in the text", shown(&quoted.into()));
            return Err(Fault::new(Fails::NotInText, reason));
        };
        from.insert(quoted, at + quoted.len());
        let units = |at: usize| Units::CodePoints.count(text.get(..at).unwrap_or_default());
        let (start, end) = (units(at), units(at + quoted.len()));
        regions.push(json!({
            "id": format!("{}-{nth}", control.name), "from_name": control.name, "to_name": control.to_name,
            "type": "labels", "value": {"start": start, "end": end, "text": quoted, "labels": [label.saved]}
        }));
    }
    Ok(regions)
}
