//! Now, and waiting.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsValue;

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Seconds since 1970, as batch APIs count.
#[allow(clippy::cast_possible_truncation, reason = "seconds since 1970 fit")]
pub fn now_unix() -> i64 {
    (now_ms() / 1000.0) as i64
}

/// Waits. Dropping the future ends the wait.
pub async fn sleep(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Whether anyone can see the page.
pub fn visible() -> bool {
    web_sys::window().and_then(|window| window.document()).is_none_or(|document| !document.hidden())
}

/// A time of day or, when older than a day, date and time, in the reader's own zone and words.
pub fn local_time(unix: i64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(unix as f64 * 1000.0));
    if now_unix().saturating_sub(unix) < 86_400 {
        date.to_locale_time_string("default").into()
    } else {
        date.to_locale_string("default", &JsValue::UNDEFINED).into()
    }
}
