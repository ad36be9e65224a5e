//! Every option of `mount()` and of the element.

use crate::core::results::desk::Memory;
use crate::state::settings::{RouteMode, Settings, Theme};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** What a host may choose. Every field is optional. */
export interface BatchCuratorOptions {
    /** Where the batch API is, without `/v1`. Default: where the page came from. */
    base?: string;
    /** The Label Studio to start with. The token is always typed by the person. */
    labelStudio?: { url?: string; project?: number };
    /** Colours. Default: `system`. */
    theme?: "system" | "light" | "dark";
    /** Where the route is kept: the address's hash, or memory. Default: `memory`. */
    route?: "hash" | "memory" | "none";
    /** Remember theme, Label Studio's address and project in localStorage. Never a token. Default: false. */
    persist?: boolean;
    /** Where a companion introduces itself, such as `companion.json`. Default: not asked. */
    companion?: string;
    /** Bytes of results that stay in memory; the rest lies in the browser's private storage while the page is open.
     *  Default: 64 MiB while they are read, 8 MiB after that. */
    memoryLimit?: number;
}
"#;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Options {
    base: Option<String>,
    label_studio: Option<LabelStudio>,
    theme: Option<ThemeWord>,
    route: Option<RouteWord>,
    persist: Option<bool>,
    companion: Option<String>,
    memory_limit: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LabelStudio {
    url: Option<String>,
    project: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ThemeWord {
    System,
    Light,
    Dark,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RouteWord {
    Hash,
    Memory,
    None,
}

/// The names, to tell a typo: serde asks an object only for the fields that it knows.
const KNOWN: &[&str] = &["base", "labelStudio", "theme", "route", "persist", "companion", "memoryLimit"];
const KNOWN_LABEL_STUDIO: &[&str] = &["url", "project"];

/// Reads options. `Err` is a sentence that names the option.
pub fn read(given: &JsValue) -> Result<Settings, String> {
    if given.is_undefined() || given.is_null() {
        return Ok(Settings::default());
    }
    if !given.is_object() {
        return Err("The options are no object.".to_owned());
    }
    refuse_unknown(given, "", KNOWN)?;
    let studio = js_sys::Reflect::get(given, &JsValue::from_str("labelStudio")).unwrap_or_default();
    if studio.is_object() {
        refuse_unknown(&studio, "labelStudio.", KNOWN_LABEL_STUDIO)?;
    }
    let reader = serde_wasm_bindgen::Deserializer::from(given.clone());
    let options: Options = serde_path_to_error::deserialize(reader)
        .map_err(|error| format!("The option `{}` is wrong: {}.", error.path(), reason(error.inner())))?;
    Ok(settings(options))
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

fn settings(options: Options) -> Settings {
    let studio = options.label_studio.unwrap_or_default();
    Settings {
        base: options.base.unwrap_or_default(),
        label_studio: studio.url.filter(|url| !url.is_empty()),
        project: studio.project,
        theme: match options.theme {
            None | Some(ThemeWord::System) => Theme::System,
            Some(ThemeWord::Light) => Theme::Light,
            Some(ThemeWord::Dark) => Theme::Dark,
        },
        route: match options.route {
            Some(RouteWord::Hash) => RouteMode::Hash,
            None | Some(RouteWord::Memory | RouteWord::None) => RouteMode::Memory,
        },
        persist: options.persist.unwrap_or_default(),
        companion: options.companion.filter(|url| !url.is_empty()),
        memory: options.memory_limit.map_or(Memory::USUAL, Memory::of),
    }
}
