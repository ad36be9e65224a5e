//! Event listeners that end with their owner.

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Event, EventTarget};

/// Listens until the current reactive owner is cleaned up. A listener on `window` that stays would keep the
/// unmounted app alive for ever.
pub fn listen(target: EventTarget, event: &'static str, handler: impl FnMut(Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(handler);
    if target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref()).is_err() {
        return;
    }
    let kept = SendWrapper::new((target, handler));
    on_cleanup(move || {
        let (target, handler) = &*kept;
        target
            .remove_event_listener_with_callback(event, handler.as_ref().unchecked_ref())
            .unwrap_or_default();
    });
}
