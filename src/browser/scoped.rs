//! A style sheet that nobody vouches for, and that reaches one part of the page only.

use crate::core::labeling::preview::loads;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::JsCast as _;
use web_sys::{CssMediaRule, CssRule, CssStyleRule, CssStyleSheet, Element};

/// A sheet that is in use, and the list that it is in.
pub struct Scoped {
    list: Array,
    sheet: CssStyleSheet,
}

impl Drop for Scoped {
    fn drop(&mut self) {
        let at = self.list.index_of(&self.sheet, 0);
        // Called by name: js-sys always puts something in the place of what it takes out.
        let splice = Reflect::get(&self.list, &"splice".into())
            .ok()
            .and_then(|found| found.dyn_into::<Function>().ok());
        if let Some(splice) = splice.filter(|_| at >= 0) {
            splice.call2(&self.list, &at.into(), &1.into()).map(drop).unwrap_or_default();
        }
    }
}

/// Uses a sheet for what is inside `scope`, a selector, in the tree of `near`. Read by the browser first, so that no
/// bracket of it can end the scope; only rules and media queries of it are kept, without what could load anything.
/// `None`: nothing of it can be used, or the browser knows no scopes.
pub fn apply(near: &Element, scope: &str, css: &str) -> Option<Scoped> {
    let read = CssStyleSheet::new().ok()?;
    read.replace_sync(css).ok()?;
    let rules = read.css_rules().ok()?;
    let mut text = String::new();
    for rule in (0..rules.length()).filter_map(|at| rules.item(at)) {
        text.push_str(&harmless(&rule).unwrap_or_default());
    }
    if text.is_empty() {
        return None;
    }
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(&format!("@scope ({scope}) {{\n{text}}}")).ok()?;
    let list =
        Reflect::get(&near.get_root_node(), &"adoptedStyleSheets".into()).ok()?.dyn_into::<Array>().ok()?;
    list.push(&sheet);
    Some(Scoped { list, sheet })
}

/// A rule less the declarations that would load something; `None`: nothing of it can be kept.
fn harmless(rule: &CssRule) -> Option<String> {
    if let Some(media) = rule.dyn_ref::<CssMediaRule>() {
        let inside = media.css_rules();
        for rule in (0..inside.length()).filter_map(|at| inside.item(at)) {
            harmless(&rule);
        }
    } else {
        let style = rule.dyn_ref::<CssStyleRule>()?.style();
        let names: Vec<String> = (0..style.length()).map(|at| style.item(at)).collect();
        for name in names {
            if style.get_property_value(&name).is_ok_and(|value| loads(&value)) {
                style.remove_property(&name).map(drop).unwrap_or_default();
            }
        }
    }
    let text = rule.css_text();
    // Rules inside a rule, for one.
    (!loads(&text)).then_some(text)
}
