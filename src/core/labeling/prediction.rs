//! What Label Studio will say of a prediction: its SDK, which an import may ask, and its editor, which shows nothing of
//! what it does not understand. A prediction is good when both take it; the import itself refuses none of them.

use super::answers::misfit;
use super::preview::{Asked, How, Screen, Within};
use super::tree::Document;
use crate::core::text::one_line;
use serde_json::Value;

/// Why a prediction, or one of its regions, would not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Place of the region in `result`; `None`: it is about the whole.
    pub region: Option<usize>,
    /// The control that it is for; empty where none is known.
    pub control: String,
    /// What the SDK's check says, in its words; `None`: it takes it.
    pub sdk: Option<String>,
    /// Why the editor does not show it; `None`: it does.
    pub editor: Option<String>,
}

impl Refusal {
    /// Both reasons, in a sentence.
    pub fn sentence(&self) -> String {
        match (&self.sdk, &self.editor) {
            (Some(sdk), Some(editor)) => format!("{editor}. Label Studio's own check says: {sdk}"),
            (Some(sdk), None) => format!("Label Studio's own check says: {sdk}"),
            (None, editor) => editor.clone().unwrap_or_default(),
        }
    }
}

/// Everything that SDK or editor have against a prediction for a task shown like this; none: it will be shown, and can
/// be exported and imported again.
pub fn validate_prediction(document: &Document, screen: &Screen, prediction: &Value) -> Vec<Refusal> {
    let whole =
        |sdk: &str| Refusal { region: None, control: String::new(), sdk: Some(sdk.to_owned()), editor: None };
    let mut found = Vec::new();
    let results = match prediction.get("result") {
        None => return vec![whole("Missing required field 'result'")],
        Some(Value::Array(results)) => results,
        Some(_) => return vec![whole("'result' must be a list")],
    };
    if let Some(score) = prediction.get("score").filter(|score| !score.is_null()) {
        match score.as_f64().or_else(|| score.as_str()?.trim().parse().ok()) {
            Some(score) if (0.0..=1.0).contains(&score) => {}
            Some(score) => {
                found.push(whole(&format!("Score must be between 0.00 and 1.00 inclusive, got {score:?}")));
            }
            None => found.push(whole(&format!("Score must be a valid number, got {score}"))),
        }
    }
    let regions = results.iter().enumerate().filter(|(_, result)| !is(result, "type", "relation"));
    found.extend(regions.filter_map(|(at, result)| region(document, screen, at, result)));
    found
}

fn is(result: &Value, name: &str, word: &str) -> bool {
    result.get(name).and_then(Value::as_str) == Some(word)
}

fn region(document: &Document, screen: &Screen, at: usize, result: &Value) -> Option<Refusal> {
    let name = result.get("from_name").and_then(Value::as_str).unwrap_or_default();
    let control = screen.control(name);
    // What has no screen here (boxes on images, tracks of videos) is not judged.
    if control.is_none() && document.elements().any(|(_, element)| element.value("name") == Some(name)) {
        return None;
    }
    let sdk = sdk(document, control, result).err().map(|said| format!("Region {at}: {said}"));
    let editor = match control {
        Some(control) => misfit(control, result),
        None => Some(format!("no control is named “{name}”")),
    };
    (sdk.is_some() || editor.is_some()).then(|| Refusal {
        region: Some(at),
        control: name.to_owned(),
        sdk,
        editor,
    })
}

/// What the SDK says of a region.
fn sdk(document: &Document, control: Option<&Asked>, result: &Value) -> Result<(), String> {
    if !result.is_object() {
        return Err("must be a dictionary".to_owned());
    }
    for field in ["from_name", "to_name", "type", "value"] {
        if result.get(field).is_none() {
            return Err(format!("Missing required field '{field}'"));
        }
    }
    let said = |name: &str| {
        result.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let (from, to) = (said("from_name").unwrap_or_default(), said("to_name").unwrap_or_default());
    let control = control.ok_or_else(|| format!("'from_name' '{from}' not found in configuration"))?;
    // Of a control itself the SDK knows no object: the editor's own comparisons are refused for it.
    let object = document.elements().any(|(_, element)| {
        element.attribute("toName").is_none()
            && element.value("name") == result.get("to_name").and_then(Value::as_str)
    });
    let names = control.objects();
    if !object && !names.contains(&to.as_str()) {
        return Err(format!("'to_name' '{to}' not found in configuration"));
    }
    let (kind, wanted) = (said("type").unwrap_or_default().to_lowercase(), control.result_type());
    if kind != wanted {
        return Err(format!("Type '{kind}' does not match expected type '{wanted}' for control '{from}'"));
    }
    if !names.contains(&to.as_str()) {
        return Err(format!("'to_name' '{to}' is not valid for control '{from}'. Valid options: {names:?}"));
    }
    let value = result.get("value").unwrap_or(&Value::Null);
    if takes(control, value) {
        return Ok(());
    }
    let mut options: Vec<&str> = control.choices().iter().map(|choice| choice.value.as_str()).collect();
    if let How::Labels { labels, .. } = &control.how {
        options.extend(labels.iter().map(|label| label.value.as_str()));
    }
    let part = control.part();
    let options = if options.is_empty() { String::new() } else { format!("; valid labels: {options:?}") };
    let got = one_line(&value.to_string(), 120);
    Err(format!(
        "Invalid value for control '{from}'. Got: {got}. Valid options: expected fields: ['{part}']{options}"
    ))
}

/// Whether the SDK takes a value for a control. It is laxer than the editor with numbers, and stricter with the rest.
fn takes(control: &Asked, value: &Value) -> bool {
    let Some(said) = value.get(control.part()) else { return false };
    let texts = |value: &Value| value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string));
    // It takes what can be read as a number: yes is 1.
    let number = |value: &Value| match value {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        other => other.as_f64().or_else(|| other.as_str()?.trim().parse().ok()),
    };
    // Without options of its own in the configuration nothing is compared.
    let known = |words: &Value, options: &[&str]| {
        let words = words.as_array().map(Vec::as_slice).unwrap_or_default();
        options.is_empty()
            || words.iter().all(|word| word.as_str().is_some_and(|word| options.contains(&word)))
    };
    let options: Vec<&str> = control.choices().iter().map(|choice| choice.value.as_str()).collect();
    match &control.how {
        How::Choices { .. } => texts(said) && known(said, &options),
        How::Taxonomy { .. } => {
            said.as_array().is_some_and(|paths| paths.iter().all(|path| texts(path) && known(path, &options)))
        }
        How::Rating { max } => {
            number(said).is_some_and(|stars| stars.fract() == 0.0 && (0.0..=f64::from(*max)).contains(&stars))
        }
        How::Number { .. } => number(said).is_some(),
        How::TextArea { .. } => texts(said),
        How::DateTime { .. } | How::Pairwise { .. } => said.is_string(),
        How::Ranker { .. } => said.as_object().is_some_and(|buckets| buckets.values().all(texts)),
        How::Labels { labels, within, .. } => {
            let labels: Vec<&str> = labels.iter().map(|label| label.value.as_str()).collect();
            let placed = ["start", "end"]
                .iter()
                .all(|name| value.get(name).is_some_and(|place| place.is_string() || place.is_number()));
            let is_whole =
                |place: &Value| number(place).is_some_and(|place| place.fract() == 0.0 && place >= 0.0);
            let whole = |name: &str| value.get(name).is_none_or(|place| place.is_null() || is_whole(place));
            let inside = *within == Within::Text || ["startOffset", "endOffset"].into_iter().all(whole);
            texts(said) && known(said, &labels) && placed && inside
        }
    }
}

impl Asked {
    /// The objects that it may be about.
    fn objects(&self) -> Vec<&str> {
        match &self.how {
            How::Pairwise { left, right } => vec![left, right],
            _ => vec![&self.to_name],
        }
    }
}

#[cfg(test)]
mod tests;
