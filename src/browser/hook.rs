//! Functions that the host page gave, and plain values for it.

use js_sys::{Function, Promise};
use send_wrapper::SendWrapper;
use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A function of the host page. Two of them are equal when they are the same function.
#[derive(Clone)]
pub struct Hook(SendWrapper<Function>);

impl Hook {
    /// `None`: it is no function.
    pub fn of(value: &JsValue) -> Option<Self> {
        value.dyn_ref::<Function>().map(|function| Self(SendWrapper::new(function.clone())))
    }

    /// Calls it and waits for its answer, where that is a promise.
    ///
    /// # Errors
    /// What it threw, in its own words.
    pub async fn call(&self, argument: &JsValue) -> Result<JsValue, String> {
        let answer = self.0.call1(&JsValue::UNDEFINED, argument).map_err(|thrown| words(&thrown))?;
        match answer.dyn_into::<Promise>() {
            Ok(promise) => JsFuture::from(promise).await.map_err(|thrown| words(&thrown)),
            Err(answer) => Ok(answer),
        }
    }
}

impl PartialEq for Hook {
    fn eq(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

impl Eq for Hook {}

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hook")
    }
}

fn words(thrown: &JsValue) -> String {
    let message = js_sys::Reflect::get(thrown, &"message".into()).ok().and_then(|words| words.as_string());
    message.or_else(|| thrown.as_string()).unwrap_or_else(|| "it failed without a word".to_owned())
}

/// A plain object for the host page: by its text, for a serializer would come with the first load.
pub fn plain(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::NULL)
}

/// The names and values of an object of texts, such as headers.
///
/// # Errors
/// A sentence that names the member that is none.
pub fn texts(object: &JsValue) -> Result<Vec<(String, String)>, String> {
    if !object.is_object() || object.is_function() {
        return Err("it is no object of names and texts".to_owned());
    }
    let entries = js_sys::Object::entries(object.unchecked_ref());
    let text = |entry: JsValue| {
        let pair = js_sys::Array::from(&entry);
        let name = pair.get(0).as_string().unwrap_or_default();
        match pair.get(1).as_string() {
            Some(value) => Ok((name, value)),
            None => Err(format!("`{name}` is no text")),
        }
    };
    entries.iter().map(text).collect()
}
