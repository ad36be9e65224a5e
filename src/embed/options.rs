//! Every option of `mount()` and of the elements.

use crate::browser::hook::{Hook, texts};
use crate::core::{
    results::desk::Memory,
    route::{Step, Steps},
};
use crate::state::{
    hosted::Taker,
    preview::PreviewSettings,
    settings::{Headers, RouteMode, Settings, Theme},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

/// The names, to tell a typo: serde asks an object only for the fields that it knows. Two of them are the host page's
/// own functions, which serde does not read.
const KNOWN: &[&str] = &[
    "base",
    "headers",
    "labelStudio",
    "steps",
    "batch",
    "select",
    "takeSelection",
    "takeLabel",
    "theme",
    "route",
    "persist",
    "companion",
    "memoryLimit",
];
const KNOWN_LABEL_STUDIO: &[&str] = &["url", "project"];
const KNOWN_PREVIEW: &[&str] = &["config", "task", "theme"];

/// Reads options. `Err` is a sentence that names the option.
pub fn read(given: &JsValue) -> Result<Settings, String> {
    if given.is_undefined() || given.is_null() {
        return Ok(Settings::default());
    }
    checked(given, KNOWN)?;
    let studio = member(given, "labelStudio");
    if studio.is_object() {
        refuse_unknown(&studio, "labelStudio.", KNOWN_LABEL_STUDIO)?;
    } else {
        field::<()>(given, "", "labelStudio")?;
    }
    let batch = text(given, "batch")?.filter(|id| !id.is_empty());
    let route = |word: &str| match word {
        "hash" => Some(RouteMode::Hash),
        "memory" | "none" => Some(RouteMode::Memory),
        _ => None,
    };
    Ok(Settings {
        base: text(given, "base")?.unwrap_or_default(),
        label_studio: field::<String>(&studio, "labelStudio.", "url")?.filter(|url| !url.is_empty()),
        project: field(&studio, "labelStudio.", "project")?,
        theme: theme(given)?,
        route: one_of(given, "route", route, "hash, memory, none")?.unwrap_or_default(),
        persist: field(given, "", "persist")?.unwrap_or_default(),
        companion: text(given, "companion")?.filter(|url| !url.is_empty()),
        memory: field(given, "", "memoryLimit")?.map_or(Memory::USUAL, Memory::of),
        steps: steps(field(given, "", "steps")?, batch.as_deref())?,
        batch,
        select: text(given, "select")?,
        headers: headers(given)?,
        taker: taker(given)?,
    })
}

/// Reads the options of a labeling preview. `Err` is a sentence that names the option.
pub fn read_preview(given: &JsValue) -> Result<PreviewSettings, String> {
    if given.is_undefined() || given.is_null() {
        return Ok(PreviewSettings::default());
    }
    checked(given, KNOWN_PREVIEW)?;
    let config = text(given, "config")?.unwrap_or_default();
    Ok(PreviewSettings { config, task: task(given)?, theme: theme(given)? })
}

/// The task, an object or the text of one.
fn task(given: &JsValue) -> Result<Option<Map<String, Value>>, String> {
    let task = member(given, "task");
    let text = match task.as_string() {
        Some(text) => text,
        None if task.is_undefined() || task.is_null() => return Ok(None),
        None => js_sys::JSON::stringify(&task).ok().and_then(|text| text.as_string()).unwrap_or_default(),
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(task)) => Ok(Some(task)),
        Ok(_) => Err("The option `task` is wrong: it is no object.".to_owned()),
        Err(error) => Err(format!("The option `task` is wrong: {error}.")),
    }
}

/// One option; `None`: it is not there. The reader of a whole object, which would name the path by itself, is three
/// times as large.
fn field<T: DeserializeOwned>(object: &JsValue, prefix: &str, name: &str) -> Result<Option<T>, String> {
    let value = member(object, name);
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let wrong = |error| format!("The option `{prefix}{name}` is wrong: {}.", reason(&error));
    serde_wasm_bindgen::from_value(value).map(Some).map_err(wrong)
}

fn text(given: &JsValue, name: &str) -> Result<Option<String>, String> {
    field::<String>(given, "", name)
}

/// One of several words.
fn one_of<T>(
    given: &JsValue,
    name: &str,
    read: impl FnOnce(&str) -> Option<T>,
    known: &str,
) -> Result<Option<T>, String> {
    let Some(word) = text(given, name)? else { return Ok(None) };
    let wrong = || format!("The option `{name}` is wrong: there is no `{word}`. Known: {known}.");
    read(&word).map(Some).ok_or_else(wrong)
}

fn theme(given: &JsValue) -> Result<Theme, String> {
    Ok(one_of(given, "theme", Theme::parse, "system, light, dark")?.unwrap_or_default())
}

fn checked(given: &JsValue, known: &[&str]) -> Result<(), String> {
    if given.is_object() {
        refuse_unknown(given, "", known)
    } else {
        Err("The options are no object.".to_owned())
    }
}

fn member(given: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(given, &JsValue::from_str(name)).unwrap_or_default()
}

fn headers(given: &JsValue) -> Result<Headers, String> {
    let headers = member(given, "headers");
    if headers.is_undefined() || headers.is_null() {
        return Ok(Headers::None);
    }
    if let Some(hook) = Hook::of(&headers) {
        return Ok(Headers::Asked(hook));
    }
    texts(&headers).map(Headers::Fixed).map_err(|why| format!("The option `headers` is wrong: {why}."))
}

fn taker(given: &JsValue) -> Result<Option<Taker>, String> {
    let take = member(given, "takeSelection");
    let label = text(given, "takeLabel")?.unwrap_or_else(|| "Use selection".to_owned());
    match Hook::of(&take) {
        Some(take) => Ok(Some(Taker { label, take })),
        None if take.is_undefined() || take.is_null() => Ok(None),
        None => Err("The option `takeSelection` is wrong: it is no function.".to_owned()),
    }
}

/// The first line only: a JS error carries a stack.
fn reason(error: &serde_wasm_bindgen::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches("Error: ").trim_end_matches('.').to_owned()
}

fn refuse_unknown(object: &JsValue, prefix: &str, known: &[&str]) -> Result<(), String> {
    let keys = js_sys::Object::keys(object.unchecked_ref::<js_sys::Object>());
    let unknown =
        keys.iter().filter_map(|key| JsValue::as_string(&key)).find(|key| !known.contains(&key.as_str()));
    match unknown {
        Some(key) => Err(format!("There is no option `{prefix}{key}`. Known: {}.", known.join(", "))),
        None => Ok(()),
    }
}

/// The screens; `None`: all. One that needs a batch needs a way to it.
fn steps(words: Option<Vec<String>>, batch: Option<&str>) -> Result<Steps, String> {
    let Some(words) = words else { return Ok(Steps::default()) };
    let step = |(at, word): (usize, &String)| {
        Step::parse(word).ok_or_else(|| {
            format!("The option `steps[{at}]` is wrong: there is no `{word}`. Known: batches, results, labeling, push, watcher.")
        })
    };
    let steps = words.iter().enumerate().map(step).collect::<Result<Vec<_>, _>>()?;
    if steps.is_empty() {
        return Err("The option `steps` is wrong: it names no screen.".to_owned());
    }
    let lost =
        steps.iter().any(|step| step.needs_origin()) && !steps.contains(&Step::Batches) && batch.is_none();
    if lost {
        return Err("The option `steps` is wrong: without `batches`, name a `batch` to show.".to_owned());
    }
    Ok(Steps::of(&steps))
}
