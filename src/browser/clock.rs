//! Now, and waiting.

use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use std::{future::poll_fn, pin::pin, task::Poll};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

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

/// Does some work, but waits no longer than this for it. `None`: it was given up.
pub async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut rest) = (pin!(work), pin!(sleep(ms)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => rest.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Gives the browser its turn: at once where it knows how, else by the shortest timer.
pub async fn yield_now() {
    let ask = || {
        let scheduler = Reflect::get(&js_sys::global(), &"scheduler".into()).ok()?;
        let ask: js_sys::Function = Reflect::get(&scheduler, &"yield".into()).ok()?.dyn_into().ok()?;
        ask.call0(&scheduler).ok()?.dyn_into::<js_sys::Promise>().ok()
    };
    let asked = ask();
    match asked {
        Some(turn) => drop(JsFuture::from(turn).await),
        None => sleep(0).await,
    }
}

/// Waits for the next frame, or a tenth of a second where none comes (a hidden tab). What follows at once is still
/// part of that frame: it holds up its paint.
pub async fn frame() {
    let begun = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            window.request_animation_frame(&resolve).unwrap_or_default();
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 100).unwrap_or_default();
        }
    });
    drop(JsFuture::from(begun).await);
}

/// Waits until the next frame is painted, or a tenth of a second where none is.
pub async fn painted() {
    frame().await;
    yield_now().await;
}

/// Waits until the page is painted and the browser has nothing better to do, or two seconds at most.
pub async fn idle() {
    frame().await;
    let asked = web_sys::window().and_then(|window| {
        let ask: js_sys::Function =
            Reflect::get(&window, &"requestIdleCallback".into()).ok()?.dyn_into().ok()?;
        let limit = js_sys::Object::new();
        Reflect::set(&limit, &"timeout".into(), &2000.into()).ok()?;
        Some(js_sys::Promise::new(&mut |resolve, _| drop(ask.call2(&window, &resolve, &limit))))
    });
    match asked {
        Some(turn) => drop(JsFuture::from(turn).await),
        None => sleep(300).await,
    }
}

/// Whether anyone can see the page.
pub fn visible() -> bool {
    web_sys::window().and_then(|window| window.document()).is_none_or(|document| !document.hidden())
}

/// Date and time now, in the reader's own zone and words.
pub fn local_now() -> String {
    js_sys::Date::new_0().to_locale_string("default", &JsValue::UNDEFINED).into()
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
