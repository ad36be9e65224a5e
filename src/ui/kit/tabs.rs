//! Tabs: one panel at a time, arrow keys move between them.

use super::seg::Choice;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// The row of tabs. The panel below it is the caller's; give it `role="tabpanel"`.
#[component]
pub fn Tabs<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What they divide, for a screen reader.
    #[prop(into)]
    label: String,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Choice<T>>>,
    /// The one in front.
    #[prop(into)]
    on: Signal<T>,
    /// Another was chosen.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView {
    let tab = move |choice: Choice<T>| {
        let value = choice.value;
        let selected = move || on.get() == value;
        view! {
            <button type="button" role="tab" aria-selected=move || if selected() { "true" } else { "false" }
                tabindex=move || if selected() { "0" } else { "-1" } on:click=move |_| on_choose.run(value)>
                {choice.label}
                {choice.count.map(|count| view! { " " <span class="dim fs2">{count}</span> })}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=move |event| step(&event)>
            {move || tabs.get().into_iter().map(tab).collect_view()}
        </div>
    }
}

/// Left and right press the neighbour.
fn step(event: &ev::KeyboardEvent) {
    let Some(tab) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowRight" => tab.next_element_sibling(),
        "ArrowLeft" => tab.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        next.click();
        next.focus().unwrap_or_default();
    }
}
