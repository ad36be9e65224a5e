//! The door for other pages: [`mount`] and the element `<batch-curator>`, [`mount_labeling_preview`] and
//! `<labeling-preview>`.
//!
//! - [`options`]: every option, read from JavaScript; [`types`]: the same for TypeScript
//! - [`events`]: every event of the element
//! - [`mounted`]: the apps that live, each in its shadow root
//! - [`crash`]: what a panic leaves behind

pub mod crash;
pub mod events;
pub mod mounted;
pub mod options;
pub mod types;

use crate::browser::clock;
use wasm_bindgen::{JsCast as _, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/src/embed/element.js")]
extern "C" {
    fn define(name: &str, mount: JsValue, update: JsValue, unmount: JsValue);
}

/// Sets the panic hook and defines the elements. Mounts nothing. A worker runs this too and has no elements.
#[wasm_bindgen(start)]
pub fn start() {
    crash::install();
    let registry = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("customElements"));
    if registry.is_ok_and(|registry| registry.is_object()) {
        // Elements that are on the page already are built at once: not in the same breath with reading the code.
        spawn_local(async {
            clock::yield_now().await;
            define_elements();
        });
    }
}

fn define_elements() {
    define_element("batch-curator", |host, given| mounted::mount(host, options::read(given)?));
    define_element("labeling-preview", |host, given| {
        mounted::mount_preview(host, options::read_preview(given)?)
    });
}

/// The three functions live as long as the page: made once, not once per element.
fn define_element(name: &str, mount: fn(&HtmlElement, &JsValue) -> Result<u32, String>) {
    let mount = Closure::<dyn Fn(HtmlElement, JsValue) -> Option<u32>>::new(
        move |host: HtmlElement, given: JsValue| {
            let refuse = |message: String| crash::refuse(&host, &message);
            mount(&host, &given).map_err(refuse).ok()
        },
    );
    let update = Closure::<dyn Fn(u32, JsValue)>::new(|id, given: JsValue| {
        mounted::update(id, &given).unwrap_or_else(|message| mounted::complain(id, message));
    });
    let unmount = Closure::<dyn Fn(u32)>::new(mounted::unmount);
    define(name, mount.into_js_value(), update.into_js_value(), unmount.into_js_value());
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
        #[wasm_bindgen(unchecked_param_type = "BatchCuratorOptions | LabelingPreviewOptions")]
        options: &JsValue,
    ) -> Result<(), JsError> {
        mounted::update(self.id, options).map_err(|message| JsError::new(&message))
    }
}

/// Shows Batch Curator inside an element, in a shadow root of its own. Throws when an option is wrong, and
/// names it.
#[wasm_bindgen]
pub fn mount(
    #[wasm_bindgen(unchecked_param_type = "HTMLElement")] element: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "BatchCuratorOptions")] options: &JsValue,
) -> Result<Handle, JsError> {
    let mounted = host(element, "mount").and_then(|host| mounted::mount(host, options::read(options)?));
    mounted.map(|id| Handle { id }).map_err(|message| JsError::new(&message))
}

/// Shows the labeling preview alone inside an element: a configuration and a task, as an annotator would see it.
/// Throws when an option is wrong, and names it.
#[wasm_bindgen(js_name = mountLabelingPreview)]
pub fn mount_labeling_preview(
    #[wasm_bindgen(unchecked_param_type = "HTMLElement")] element: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "LabelingPreviewOptions")] options: &JsValue,
) -> Result<Handle, JsError> {
    let mounted = host(element, "mountLabelingPreview")
        .and_then(|host| mounted::mount_preview(host, options::read_preview(options)?));
    mounted.map(|id| Handle { id }).map_err(|message| JsError::new(&message))
}

fn host<'a>(element: &'a JsValue, function: &str) -> Result<&'a HtmlElement, String> {
    let none = || format!("{function}(element, options): the first argument is no HTML element.");
    element.dyn_ref::<HtmlElement>().ok_or_else(none)
}

/// How many views are mounted now: for tests and for curious hosts.
#[wasm_bindgen(js_name = mountedViews)]
pub fn mounted_views() -> usize {
    mounted::count()
}
