//! The hash of the address. Only the standalone page uses it; an embed keeps its route in memory.

use super::{clock, listen::listen};
use crate::core::route::Route;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

thread_local! {
    /// What the address is to become.
    static DUE: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Where we went last: the browser says so later, and by then the next change may be due.
    static WENT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where the address says that we are.
pub fn get() -> Route {
    Route::parse(&hash())
}

/// The page's own address, whole.
pub fn page() -> String {
    write();
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes there: a new entry in the history.
pub fn push(route: &Route) {
    let Some(window) = web_sys::window() else { return };
    write(); // where a person goes back to
    let target = route.hash();
    if hash() != target {
        // Only a sandboxed frame refuses; then the route simply stays in memory.
        window.location().set_hash(&target).unwrap_or_default();
        WENT.set(hash());
    }
}

/// Changes the address without a new entry: moving from row to row is no journey. The address follows once the page is
/// painted, since to write it forces a layout; of several changes until then the last one counts.
pub fn replace(route: &Route) {
    if DUE.replace(Some(route.hash())).is_none() {
        spawn_local(async {
            clock::painted().await;
            write();
        });
    }
}

/// Writes into the address what is due.
fn write() {
    let Some(hash) = DUE.take() else { return };
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else { return };
    history.replace_state_with_url(&JsValue::NULL, "", Some(&hash)).unwrap_or_default();
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
        listen(window.into(), "hashchange", move |_| {
            if WENT.with_borrow(|went| *went == hash()) {
                write();
            } else {
                DUE.take(); // it was due for where the person is no longer
            }
            changed(get());
        });
    }
}
