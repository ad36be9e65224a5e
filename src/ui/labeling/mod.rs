//! The Labeling step.

use super::{app::StatusLine, kit::Empty};
use crate::state::App;
use leptos::prelude::*;

/// The Labeling step's view.
#[component]
pub fn LabelingView() -> impl IntoView {
    let app = App::of();
    let batch = move || app.batch_id().unwrap_or_default();
    view! {
        <section class="context" aria-label="Labeling: summary and actions"><h1>"Labeling"</h1><span class="mono id">{batch}</span></section>
        <main class="work"><Empty title="Open a batch first" text="Choose one under Batches; this step follows it."/></main>
        <StatusLine text=""/>
    }
}
