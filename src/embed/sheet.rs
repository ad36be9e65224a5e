//! One style sheet, shared by every root. Pushed, never assigned: the XML editor adds its own.

use js_sys::{Array, Reflect};
use std::cell::OnceCell;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CssStyleSheet, ShadowRoot};

/// In the order of their layers.
const TEXT: &str = concat!(
    include_str!("../../style/layers.css"),
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/shell.css"),
    include_str!("../../style/kit-controls.css"),
    include_str!("../../style/kit-data.css"),
    include_str!("../../style/results.css"),
    include_str!("../../style/prose.css"),
    include_str!("../../style/choose.css"),
    include_str!("../../style/labeling.css"),
    include_str!("../../style/editor.css"),
    include_str!("../../style/push.css"),
    include_str!("../../style/batches.css"),
    include_str!("../../style/watcher.css"),
    include_str!("../../style/layout.css"),
);

thread_local! {
    static SHEET: OnceCell<Option<CssStyleSheet>> = const { OnceCell::new() };
}

fn make() -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(TEXT).ok()?;
    Some(sheet)
}

/// Gives a root the sheet, once.
pub fn adopt(root: &ShadowRoot) {
    let Some(sheet) = SHEET.with(|cell| cell.get_or_init(make).clone()) else { return };
    let list = Reflect::get(root, &JsValue::from_str("adoptedStyleSheets"));
    let list =
        list.ok().and_then(|list| list.dyn_into::<Array>().ok()).filter(|list| !list.includes(&sheet, 0));
    if let Some(list) = list {
        list.push(&sheet);
    }
}
