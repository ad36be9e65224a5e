//! Downloads and the clipboard.

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Hands text to the person as a file. `Err` says in a sentence why not.
pub fn download(name: &str, mime: &str, text: &str) -> Result<(), String> {
    save(name, mime, text).map_err(|error| format!("The browser did not save {name}: {}", words(&error)))
}

fn save(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    let blob = Blob::new_with_str_sequence_and_options(&parts, &bag)?;
    let url = Url::create_object_url_with_blob(&blob)?;
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
