//! The style of all roots: three sheets, shared by every root. Pushed, never assigned: the XML editor adds its own.
//!
//! What the later steps look like comes with their code. Its sheet stands empty between the other two until then, so
//! that rules of the same layer keep their order.

use js_sys::{Array, Reflect};
use std::cell::OnceCell;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CssStyleSheet, ShadowRoot};

/// One file of `style/`, as `build.rs` left it.
macro_rules! text {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/style/", $name, ".css"))
    };
}

/// The ground: layers, tokens, the shell, the kit.
const GROUND: &str = concat!(
    text!("layers"),
    text!("tokens"),
    text!("base"),
    text!("shell"),
    text!("kit-controls"),
    text!("kit-data"),
);

/// What only a later step shows.
const LATER: &str = concat!(
    text!("kit-later"),
    text!("results"),
    text!("prose"),
    text!("choose"),
    text!("labeling"),
    text!("editor"),
    text!("push"),
    text!("watcher"),
);

/// The list of batches, and how the work areas divide.
const WORK: &str = concat!(text!("batches"), text!("layout"));

struct Sheets {
    ground: CssStyleSheet,
    later: CssStyleSheet,
    work: CssStyleSheet,
}

thread_local! {
    static SHEETS: OnceCell<Option<Sheets>> = const { OnceCell::new() };
}

fn make() -> Option<Sheets> {
    let sheet = |text: &str| {
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(text).ok()?;
        Some(sheet)
    };
    Some(Sheets { ground: sheet(GROUND)?, later: sheet("")?, work: sheet(WORK)? })
}

/// Gives a root the sheets, once.
pub fn adopt(root: &ShadowRoot) {
    SHEETS.with(|cell| {
        let Some(sheets) = cell.get_or_init(make) else { return };
        let list = Reflect::get(root, &JsValue::from_str("adoptedStyleSheets"));
        let list = list.ok().and_then(|list| list.dyn_into::<Array>().ok());
        let Some(list) = list.filter(|list| !list.includes(&sheets.ground, 0)) else { return };
        for sheet in [&sheets.ground, &sheets.later, &sheets.work] {
            list.push(sheet);
        }
    });
}

/// Fills the sheet of the later steps, in every root at once. Called by their code alone, so that the text comes with it.
pub fn dress_later() {
    SHEETS.with(|cell| {
        let Some(Some(sheets)) = cell.get() else { return };
        if sheets.later.css_rules().is_ok_and(|rules| rules.length() == 0) {
            // Where even this fails the step is plain, and works.
            drop(sheets.later.replace_sync(LATER));
        }
    });
}
