//! A field to filter by.

use super::icon::{Icon, Name};
use leptos::{ev, html, prelude::*};

/// A search field. Escape empties it. Give it a `node` to focus it from outside (`/`).
#[component]
pub fn SearchField(
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Every keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// What it does, for a screen reader and in the empty field.
    #[prop(into)]
    label: String,
    /// Enter.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
    /// The input, for focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
    /// The key that jumps here, shown at its end.
    #[prop(optional)]
    key: &'static str,
    /// Without the lens.
    #[prop(optional)]
    bare: bool,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" if !value.get_untracked().is_empty() => {
            event.stop_propagation();
            on_input.run(String::new());
        }
        "Enter" => {
            if let Some(enter) = on_enter {
                enter.run(value.get_untracked());
            }
        }
        _ => {}
    };
    view! {
        <label class=format!("search {class}")>
            {(!bare).then(|| view! { <Icon name=Name::Search/> })}
            <span class="sr">{label.clone()}</span>
            <input type="text" node_ref=node placeholder=label autocomplete="off" spellcheck="false" data-search=""
                prop:value=value on:input=move |event| on_input.run(event_target_value(&event)) on:keydown=keydown/>
            {(!key.is_empty()).then(|| view! { <kbd>{key}</kbd> })}
        </label>
    }
}
