//! Spans of a text or of the turns of a conversation, found by the words that are quoted.

use super::words::shown;
use super::{Control, Fails, Fault};
use crate::core::labeling::{answers::Units, bind};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Where words were found: the turn (0 in a text that has none), and their first and last byte.
struct Place {
    turn: usize,
    start: usize,
    end: usize,
}

/// A region for each `{text, label}` of a list, at the place where the words stand; of the same words several times,
/// each takes the next place.
pub(super) fn regions(
    control: &Control,
    value: &Value,
    data: &Map<String, Value>,
) -> Result<Vec<Value>, Fault> {
    let texts = texts(control, data)?;
    let one = std::slice::from_ref(value);
    let spans = value.as_array().map_or(one, Vec::as_slice);
    let mut from: HashMap<&str, (usize, usize)> = HashMap::new();
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
        let begin = from.get(quoted).copied().unwrap_or_default();
        let Some(place) = find(&texts, quoted, begin) else {
            let reason = format!("`{}` does not stand in the text", shown(&quoted.into()));
            return Err(Fault::new(Fails::NotInText, reason));
        };
        from.insert(quoted, (place.turn, place.end));
        let text = texts.get(place.turn).map_or("", String::as_str);
        let units = |units: Units, at: usize| units.count(text.get(..at).unwrap_or_default());
        let value = if control.turns.is_some() {
            let turn = place.turn.to_string();
            let (start, end) = (units(Units::Utf16, place.start), units(Units::Utf16, place.end));
            json!({
                "start": turn, "end": turn, "startOffset": start, "endOffset": end,
                "text": quoted, "paragraphlabels": [label.saved]
            })
        } else {
            let (start, end) = (units(Units::CodePoints, place.start), units(Units::CodePoints, place.end));
            json!({"start": start, "end": end, "text": quoted, "labels": [label.saved]})
        };
        regions.push(json!({
            "id": format!("{}-{nth}", control.name), "from_name": control.name, "to_name": control.to_name,
            "type": control.tag.to_ascii_lowercase(), "value": value
        }));
    }
    Ok(regions)
}

/// What the object shows: one text, or one for each turn.
fn texts(control: &Control, data: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    let shows = control.object.as_deref().unwrap_or_default();
    let Some(key) = &control.turns else { return Ok(vec![bind::resolve_text(shows, data)]) };
    match bind::resolve(shows, data) {
        Value::Array(turns) => {
            Ok(turns.iter().map(|turn| turn.get(key).map(bind::as_text).unwrap_or_default()).collect())
        }
        _ => Err(Fault::wrong_type(format!("`{shows}` is no list of turns to find words in"))),
    }
}

/// The next place of these words, not before `begin` (a turn and a byte of it).
fn find(texts: &[String], quoted: &str, begin: (usize, usize)) -> Option<Place> {
    if quoted.is_empty() {
        return None;
    }
    texts.iter().enumerate().skip(begin.0).find_map(|(turn, text)| {
        let from = if turn == begin.0 { begin.1 } else { 0 };
        let start = from + text.get(from..)?.find(quoted)?;
        Some(Place { turn, start, end: start + quoted.len() })
    })
}
