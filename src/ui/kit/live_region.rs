//! What a screen reader hears.

use crate::state::App;
use leptos::prelude::*;

/// The polite region and the alert region. Once per root.
#[component]
pub fn LiveRegions() -> impl IntoView {
    let app = App::of();
    view! {
        <div class="sr" role="status" aria-live="polite">{move || app.live.polite()}</div>
        <div class="sr" role="alert">{move || app.live.alerted()}</div>
    }
}
