//! What the tests share.

use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use web_sys::{Document, Element, HtmlElement, ShadowRoot};

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    /// Listeners on window and document, added less removed, since the tests began.
    pub(crate) fn lasting_listeners() -> i32;
    /// From now on [`still_held`] counts this node.
    pub(crate) fn watch(node: &web_sys::Node);
    async fn still_held() -> JsValue;
}

/// How many of the watched nodes the garbage collector may not take: somebody holds them.
pub(crate) async fn held() -> f64 {
    still_held().await.as_f64().unwrap()
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

/// Waits until something is so, for as long as a busy machine may need.
pub(crate) async fn until(what: &str, so: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if so() {
            return;
        }
        wait(5).await;
    }
    panic!("waited for nothing: {what}");
}

/// The text of what a selector finds.
pub(crate) fn text(root: &ShadowRoot, selector: &str) -> String {
    find(root, selector).text_content().unwrap()
}

/// Types into a field; what follows from it happens later.
pub(crate) fn type_into(root: &ShadowRoot, selector: &str, text: &str) {
    let field: web_sys::HtmlInputElement = find(root, selector).unchecked_into();
    field.set_value(text);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    field.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
}
