//! The page's own times, in the browser's performance timeline (`batch-curator:…`): what the benchmark reads, and
//! anyone who opens the developer tools.
//!
//! Marks: `open`, `first-byte`, `first-rows`, `read`, `kept`. Measures: `search` (from asked to all
//! looked through), `row` (a row's line, from asked until the reader has it out), `survey` (all rows made tasks).

use std::cell::Cell;
use wasm_bindgen::JsCast as _;
use web_sys::Performance;

/// Milliseconds since the page began, with fractions.
pub type Moment = f64;

/// After so many measures they are forgotten, and it begins anew.
const KEPT: u32 = 2_000;
const MEASURES: [&str; 3] = ["search", "row", "survey"];

thread_local! {
    static MEASURED: Cell<u32> = const { Cell::new(1) };
}

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
        // The timeline is the host page's as well, and keeps what it is given: so the last one of each alone.
        timeline.clear_marks_with_mark_name(&named(name));
        // A browser without marks lacks nothing else.
        timeline.mark(&named(name)).unwrap_or_default();
    }
}

/// Now, the same on the page and in its worker: milliseconds since 1970, with fractions.
pub fn shared() -> f64 {
    let timeline = js_sys::Reflect::get(&js_sys::global(), &"performance".into());
    let timeline = timeline.ok().and_then(|timeline| timeline.dyn_into::<Performance>().ok());
    timeline.map_or(0.0, |timeline| timeline.time_origin() + timeline.now())
}

/// It took from then until now.
pub fn measure(name: &str, began: Moment) {
    span(name, began, None);
}

/// It took from one time to another of [`shared`].
pub fn measure_between(name: &str, began: f64, ended: f64) {
    let origin = timeline().map_or(0.0, |timeline| timeline.time_origin());
    span(name, began - origin, Some(ended - origin));
}

fn span(name: &str, began: Moment, ended: Option<Moment>) {
    let Some(timeline) = timeline() else { return };
    if MEASURED.replace(MEASURED.get().wrapping_add(1)).is_multiple_of(KEPT) {
        for name in MEASURES {
            timeline.clear_measures_with_measure_name(&named(name));
        }
    }
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"start".into(), &began.into()).unwrap_or_default();
    if let Some(ended) = ended {
        js_sys::Reflect::set(&options, &"end".into(), &ended.into()).unwrap_or_default();
    }
    // The generated bindings know only marks as the beginning.
    let call = js_sys::Reflect::get(&timeline, &"measure".into())
        .ok()
        .and_then(|call| call.dyn_into::<js_sys::Function>().ok());
    if let Some(call) = call {
        drop(call.call2(&timeline, &named(name).into(), &options));
    }
}
