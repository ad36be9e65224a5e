//! What the tests share.

use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use web_sys::{Document, Element, HtmlElement, ShadowRoot};

#[wasm_bindgen(inline_js = r#"
const lasting = new Map();
for (const [name, by] of [["addEventListener", 1], ["removeEventListener", -1]]) {
  const plain = EventTarget.prototype[name];
  EventTarget.prototype[name] = function (...given) {
    const target = this ?? globalThis;
    if (target === globalThis || target === document) {
      lasting.set(given[0], (lasting.get(given[0]) ?? 0) + by);
    }
    return plain.apply(target, given);
  };
}
export function lasting_listeners() { return [...lasting.values()].reduce((sum, n) => sum + n, 0); }
"#)]
extern "C" {
    /// Listeners on window and document, added less removed, since the tests began.
    pub(crate) fn lasting_listeners() -> i32;
}

pub(crate) fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// A new element in the body.
pub(crate) fn host() -> HtmlElement {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    host
}

pub(crate) fn root(host: &Element) -> ShadowRoot {
    host.shadow_root().expect("a shadow root")
}

pub(crate) fn find(root: &ShadowRoot, selector: &str) -> HtmlElement {
    let found = root.query_selector(selector).unwrap();
    found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
}

/// Elements in the document; those in shadow roots do not count, they go with their hosts.
pub(crate) fn elements() -> u32 {
    document().query_selector_all("*").unwrap().length()
}

/// An options object from JSON text.
pub(crate) fn object(json: &str) -> JsValue {
    js_sys::JSON::parse(json).unwrap()
}

/// Lets microtasks, effects and the given time pass.
pub(crate) async fn wait(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
