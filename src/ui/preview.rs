//! The shell of `<labeling-preview>`: colours, and the code that comes later.

use super::{kit::icon::Symbols, later};
use crate::state::preview::Preview;
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};

/// The whole view of a labeling preview that stands alone.
#[component]
pub fn PreviewRoot(
    /// What was given.
    given: Preview,
) -> impl IntoView {
    let code = RwSignal::new(None);
    spawn_local_scoped_with_cancellation(async move {
        code.try_set(Some(later::preview_alone().await));
    });
    let view = move || {
        match code.get() {
        None => view! { <p class="remark aside" role="status">"Loading…"</p> }.into_any(),
        Some(Ok(view)) => view(given),
        Some(Err(later::Unloaded)) => {
            view! { <p class="remark aside" role="alert">"The code of the labeling preview could not be loaded. Reload the page."</p> }.into_any()
        }
    }
    };
    view! {
        <div class="app alone" data-theme=move || given.theme().word()>
            {view}
            <Symbols/>
        </div>
    }
}
