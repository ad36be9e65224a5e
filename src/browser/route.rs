//! The hash of the address. Only the standalone page uses it; an embed keeps its route in memory.

use super::listen::listen;
use crate::core::route::Route;
use wasm_bindgen::JsValue;

/// Where the address says that we are.
pub fn get() -> Route {
    Route::parse(&hash())
}

/// The page's own address, whole.
pub fn page() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes there: a new entry in the history.
pub fn push(route: &Route) {
    let Some(window) = web_sys::window() else { return };
    let target = route.hash();
    if hash() != target {
        // Only a sandboxed frame refuses; then the route simply stays in memory.
        window.location().set_hash(&target).unwrap_or_default();
    }
}

/// Changes the address without a new entry: moving from row to row is no journey.
pub fn replace(route: &Route) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    history.replace_state_with_url(&JsValue::NULL, "", Some(&route.hash())).unwrap_or_default();
}

/// The whole address of a hash on this page, to give away.
pub fn link(hash: &str) -> String {
    let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let page = here.split_once('#').map_or(here.as_str(), |(page, _)| page);
    format!("{page}{hash}")
}

/// Calls `changed` whenever the person goes back, forward, or edits the address.
pub fn on_change(mut changed: impl FnMut(Route) + 'static) {
    if let Some(window) = web_sys::window() {
        listen(window.into(), "hashchange", move |_| changed(get()));
    }
}
