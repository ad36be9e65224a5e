//! Text as it is: code, XML, a raw line.

use super::marked::{Needles, marked};
use leptos::prelude::*;

/// A block of text, wrapped, never interpreted.
#[component]
pub fn Code(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for a screen reader.
    #[prop(into)]
    label: String,
    /// Keep long lines whole and scroll.
    #[prop(optional)]
    nowrap: bool,
    /// Words to mark.
    #[prop(optional, into)]
    needles: Needles,
) -> impl IntoView {
    let text = move || marked(text.get(), needles);
    if nowrap {
        view! { <pre class="code" tabindex="0" role="group" aria-label=label>{text}</pre> }.into_any()
    } else {
        view! { <div class="code mono" tabindex="0" role="group" aria-label=label>{text}</div> }.into_any()
    }
}
