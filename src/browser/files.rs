//! Downloads and the clipboard.

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Bytes that are gathered before the browser may put them out of memory.
const GATHER: u32 = 4 * 1024 * 1024;

/// Hands text to the person as a file. `Err` says in a sentence why not.
pub fn download(name: &str, mime: &str, text: &str) -> Result<(), String> {
    let refused = |error: JsValue| not_saved(name, &error);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    save(name, &blob(&parts, mime).map_err(refused)?).map_err(refused)
}

/// A file that grows piece by piece and never stands in linear memory as a whole: pieces become Blobs, which
/// browsers keep on disk when they are many.
pub struct Pieces {
    blobs: js_sys::Array,
    loose: js_sys::Array,
    loose_bytes: u32,
    bytes: u64,
}

impl Default for Pieces {
    fn default() -> Self {
        Self { blobs: js_sys::Array::new(), loose: js_sys::Array::new(), loose_bytes: 0, bytes: 0 }
    }
}

impl Pieces {
    /// Adds bytes at the end. `Err` says in a sentence why the browser does not take them.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.loose.push(&js_sys::Uint8Array::from(bytes));
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        self.loose_bytes = self.loose_bytes.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        if self.loose_bytes >= GATHER { self.gather() } else { Ok(()) }
    }

    fn gather(&mut self) -> Result<(), String> {
        let blob = blob(&self.loose, "").map_err(|error| not_saved("it", &error))?;
        self.blobs.push(&blob);
        self.loose = js_sys::Array::new();
        self.loose_bytes = 0;
        Ok(())
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Hands the whole to the person as a file.
    pub fn download(mut self, name: &str, mime: &str) -> Result<(), String> {
        self.gather()?;
        let refused = |error: JsValue| not_saved(name, &error);
        save(name, &blob(&self.blobs, mime).map_err(refused)?).map_err(refused)
    }
}

fn not_saved(name: &str, error: &JsValue) -> String {
    format!("The browser did not save {name}: {}", words(error))
}

fn blob(parts: &js_sys::Array, mime: &str) -> Result<Blob, JsValue> {
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    Blob::new_with_buffer_source_sequence_and_options(parts, &bag)
}

fn save(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // Revoked at once, some browsers save nothing.
    Timeout::new(10_000, move || Url::revoke_object_url(&url).unwrap_or_default()).forget();
    Ok(())
}

/// Copies text. `Err` says in a sentence why not: a page without focus or without https may not.
pub async fn copy(text: &str) -> Result<(), String> {
    let Some(window) = web_sys::window() else { return Err("There is no window to copy from.".into()) };
    if !window.is_secure_context() {
        return Err(
            "The browser copies only on https or localhost. Select the text and copy it by hand.".into()
        );
    }
    let promise = window.navigator().clipboard().write_text(text);
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("The browser did not copy: {}", words(&error))),
    }
}

fn words(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| "no reason given".to_owned(), |error| String::from(error.message()))
}
