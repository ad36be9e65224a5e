//! The Batches step.

use super::{app::StatusLine, kit::Empty};
use leptos::prelude::*;

/// The Batches step's view.
#[component]
pub fn BatchesView() -> impl IntoView {
    view! {
        <section class="context" aria-label="Batches: summary and actions"><h1>"Batches"</h1></section>
        <main class="work"><Empty title="No batches yet" text="A batch appears here as soon as it is created."/></main>
        <StatusLine text=""/>
    }
}
