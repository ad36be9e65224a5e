//! The page's own times, in the browser's performance timeline (`batch-curator:…`): what the benchmark reads, and
//! anyone who opens the developer tools.
//!
//! Marks: `open`, `first-byte`, `first-rows`, `read`, `kept`. Measures: `search`, `row`.

use web_sys::Performance;

/// Milliseconds since the page began, with fractions.
pub type Moment = f64;

fn timeline() -> Option<Performance> {
    web_sys::window()?.performance()
}

fn named(name: &str) -> String {
    format!("batch-curator:{name}")
}

/// Now.
pub fn now() -> Moment {
    timeline().map_or(0.0, |timeline| timeline.now())
}

/// It happened now.
pub fn mark(name: &str) {
    if let Some(timeline) = timeline() {
        // A browser without marks lacks nothing else.
        timeline.mark(&named(name)).unwrap_or_default();
    }
}

/// It took from then until now.
pub fn measure(name: &str, began: Moment) {
    let Some(timeline) = timeline() else { return };
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"start".into(), &began.into()).unwrap_or_default();
    // The generated bindings know only marks as the beginning.
    let call = js_sys::Reflect::get(&timeline, &"measure".into())
        .ok()
        .and_then(|call| wasm_bindgen::JsCast::dyn_into::<js_sys::Function>(call).ok());
    if let Some(call) = call {
        drop(call.call2(&timeline, &named(name).into(), &options));
    }
}
