//! The output schema: what an LLM is asked to answer, so that the next batch comes back ready to be taken over.

use super::super::kit::{Button, CopyButton, Dialog, Look};
use crate::{core::labeling::schema::response_format, state::App};
use leptos::prelude::*;

/// The button and its dialog.
#[component]
pub fn OutputSchema() -> impl IntoView {
    let labeling = App::of().labeling;
    let open = RwSignal::new(false);
    let format = Memo::new(move |_| {
        if !open.get() {
            return String::new();
        }
        let format = response_format(&labeling.checked().document);
        serde_json::to_string_pretty(&format).unwrap_or_default()
    });
    view! {
        <Button small=true look=Look::Quiet on_press=move |_| open.set(true)>"Output schema"</Button>
        <Dialog title="Output schema" open=open on_close=move |()| open.set(false)>
            <p class="dim">"The "<code>"response_format"</code>" of the next batch: with it the model answers each control of this configuration in the shape that becomes a prediction without a change."</p>
            {move || view! { <pre class="schema mono" tabindex="0" aria-label="response_format">{format.get()}</pre> }}
            <footer><CopyButton text=format label="Copy the output schema"/></footer>
        </Dialog>
    }
}
