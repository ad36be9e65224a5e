//! The handle between two panes: drag it, or use the arrow keys.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// A vertical handle. It reports the width of the pane at its end, in pixels; the caller keeps and applies it.
#[component]
pub fn Splitter(
    /// What it divides, for a screen reader.
    #[prop(into)]
    label: String,
    /// Width of the pane after it, in pixels.
    #[prop(into)]
    width: Signal<f64>,
    /// A new width.
    #[prop(into)]
    on_resize: Callback<f64>,
) -> impl IntoView {
    let drag = RwSignal::new(None::<(f64, f64)>);
    let down = move |event: ev::PointerEvent| {
        if let Some(handle) =
            event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        {
            handle.set_pointer_capture(event.pointer_id()).unwrap_or_default();
        }
        event.prevent_default();
        drag.set(Some((f64::from(event.client_x()), width.get_untracked())));
    };
    let moved = move |event: ev::PointerEvent| {
        if let Some((from, before)) = drag.get_untracked() {
            on_resize.run(before + from - f64::from(event.client_x()));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => 24.0,
            "ArrowRight" => -24.0,
            _ => return,
        };
        event.prevent_default();
        on_resize.run(width.get_untracked() + by);
    };
    view! {
        <div class="splitter" role="separator" aria-orientation="vertical" aria-label=label tabindex="0"
            aria-valuenow=move || crate::core::text::decimals(width.get(), 0) on:pointerdown=down on:pointermove=moved
            on:pointerup=move |_| drag.set(None) on:pointercancel=move |_| drag.set(None) on:keydown=key></div>
    }
}
