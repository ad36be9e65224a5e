//! The Push step.

use super::{app::StatusLine, kit::Empty};
use crate::state::App;
use leptos::prelude::*;

/// The Push step's view.
#[component]
pub fn PushView() -> impl IntoView {
    let app = App::of();
    let batch = move || app.batch_id().unwrap_or_default();
    view! {
        <section class="context" aria-label="Push: summary and actions"><h1>"Push"</h1><span class="mono id">{batch}</span></section>
        <main class="work"><Empty title="Open a batch first" text="Choose one under Batches; this step follows it."/></main>
        <StatusLine text=""/>
    }
}
