//! A message between page and worker: its head as JSON, and one thing beside it.

use js_sys::{Array, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast as _, JsValue};

/// The message, and what is handed over with it: the bytes' buffer changes its owner instead of being copied.
pub(super) fn pack(head: &impl Serialize, beside: &JsValue) -> (JsValue, Array) {
    // Heads are plain: writing them cannot fail.
    let head = serde_json::to_string(head).unwrap_or_default();
    let given = beside.dyn_ref::<Uint8Array>().map_or_else(Array::new, |bytes| Array::of1(&bytes.buffer()));
    (Array::of2(&head.into(), beside).into(), given)
}

/// The head and what is beside it. `None`: no message of ours.
pub(super) fn unpack<T: DeserializeOwned>(message: &JsValue) -> Option<(T, JsValue)> {
    let message = message.dyn_ref::<Array>()?;
    let head = serde_json::from_str(&message.get(0).as_string()?).ok()?;
    Some((head, message.get(1)))
}
