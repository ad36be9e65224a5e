//! The door for other pages: [`mount`] and the element `<batch-curator>`.
//!
//! - [`options`]: every option, read from JavaScript
//! - [`events`]: every event of the element
//! - [`mounted`]: the apps that live, each in its shadow root
//! - [`sheet`]: one style sheet for all of them
//! - [`crash`]: what a panic leaves behind

pub mod crash;
pub mod events;
pub mod mounted;
pub mod options;
pub mod sheet;

use wasm_bindgen::{JsCast as _, prelude::*};
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/src/embed/element.js")]
extern "C" {
    fn define(name: &str, mount: JsValue, update: JsValue, unmount: JsValue);
}

/// The element's name.
const ELEMENT: &str = "batch-curator";

/// Sets the panic hook and defines the element. Mounts nothing. A worker runs this too and has no elements.
#[wasm_bindgen(start)]
pub fn start() {
    crash::install();
    let registry = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("customElements"));
    if registry.is_ok_and(|registry| registry.is_object()) {
        define_element();
    }
}

/// The three functions live as long as the page: made once, not once per element.
fn define_element() {
    let mount =
        Closure::<dyn Fn(HtmlElement, JsValue) -> Option<u32>>::new(|host: HtmlElement, given: JsValue| {
            match options::read(&given).and_then(|settings| mounted::mount(&host, settings)) {
                Ok(id) => Some(id),
                Err(message) => {
                    crash::refuse(&host, &message);
                    None
                }
            }
        });
    let update = Closure::<dyn Fn(u32, JsValue)>::new(|id, given: JsValue| match options::read(&given) {
        Ok(settings) => mounted::update(id, settings),
        Err(message) => mounted::complain(id, message),
    });
    let unmount = Closure::<dyn Fn(u32)>::new(mounted::unmount);
    define(ELEMENT, mount.into_js_value(), update.into_js_value(), unmount.into_js_value());
}

/// A mounted view. Dropping it unmounts nothing: the view lives until `unmount()`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Handle {
    id: u32,
}

#[wasm_bindgen]
impl Handle {
    /// Takes the view away and frees what it held. A second call does nothing.
    pub fn unmount(&self) {
        mounted::unmount(self.id);
    }

    /// Replaces the options, all of them. Throws when one is wrong; then nothing changes.
    pub fn update(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BatchCuratorOptions")] options: &JsValue,
    ) -> Result<(), JsError> {
        let settings = options::read(options).map_err(|message| JsError::new(&message))?;
        mounted::update(self.id, settings);
        Ok(())
    }
}

/// Shows Batch Curator inside an element, in a shadow root of its own. Throws when an option is wrong, and
/// names it.
#[wasm_bindgen]
pub fn mount(
    element: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "BatchCuratorOptions")] options: &JsValue,
) -> Result<Handle, JsError> {
    let host = element
        .dyn_ref::<HtmlElement>()
        .ok_or_else(|| JsError::new("mount(element, options): the first argument is no HTML element."))?;
    let settings = options::read(options).map_err(|message| JsError::new(&message))?;
    let id = mounted::mount(host, settings).map_err(|message| JsError::new(&message))?;
    Ok(Handle { id })
}

/// How many views are mounted now: for tests and for curious hosts.
#[wasm_bindgen(js_name = mountedViews)]
pub fn mounted_views() -> usize {
    mounted::count()
}
