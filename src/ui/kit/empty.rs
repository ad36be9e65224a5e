//! Nothing to show: says what would fill it.

use leptos::prelude::*;

/// An empty state.
#[component]
pub fn Empty(
    /// What is missing, in a few words.
    #[prop(into)]
    title: String,
    /// What would fill it.
    #[prop(into)]
    text: Signal<String>,
    /// What one can do about it: buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="row wrap">{children()}</div> })}
        </div>
    }
}
