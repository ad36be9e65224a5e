//! Loading: 2 px at the top edge, no skeleton, no shift.

use crate::core::text;
use leptos::prelude::*;

/// A thin bar above a pane, while `busy`. Takes no room.
#[component]
pub fn EdgeProgress(
    /// Whether something loads.
    #[prop(into)]
    busy: Signal<bool>,
    /// How much of 1, where it is known.
    #[prop(optional, into)]
    part: Signal<Option<f64>>,
    /// What loads.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="edge-slot">
            {move || {
                let label = label.clone();
                busy.get().then(|| view! {
                    <progress class="edge" max="1" value=move || part.get().map(|part| text::decimals(part, 3)) aria-label=label></progress>
                })
            }}
        </div>
    }
}
