//! A panel that a button opens beside itself: closes on Escape, on a click elsewhere, and when the focus leaves.

use super::icon::{Icon, Name};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

/// A button with a panel. The panel's content exists only while it is open.
#[component]
pub fn Popover(
    /// The button's name where it has no words, and the panel's.
    #[prop(into)]
    label: String,
    /// The button's words; without any it is its icon alone.
    #[prop(optional, into)]
    word: Signal<String>,
    /// The button's icon.
    #[prop(optional, into)]
    icon: Option<Name>,
    /// Classes of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// The panel's further classes, such as `wide`.
    #[prop(optional)]
    panel: &'static str,
    /// Opened, or closed from outside.
    #[prop(optional)]
    open: RwSignal<bool>,
    /// What the panel holds.
    children: ChildrenFn,
) -> impl IntoView {
    let (button, body): (NodeRef<html::Button>, NodeRef<html::Div>) = (NodeRef::new(), NodeRef::new());
    // The panel takes the focus, so that the keys are in it and leaving it can be seen.
    Effect::new(move || {
        if let Some(panel) = body.get().filter(|_| open.get()) {
            panel.focus().unwrap_or_default();
        }
    });
    let leave = move |event: ev::FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let holder = event.current_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !holder.is_some_and(|holder| to.is_some_and(|to| holder.contains(Some(&to)))) {
            open.set(false);
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                button.focus().unwrap_or_default();
            }
        }
    };
    let name = {
        let label = label.clone();
        move || word.with(String::is_empty).then(|| label.clone())
    };
    view! {
        <div class="popper" on:focusout=leave on:keydown=keydown>
            <button type="button" class=class node_ref=button aria-label=name.clone() title=name aria-haspopup="dialog"
                aria-expanded=move || if open.get() { "true" } else { "false" } on:click=move |_| open.update(|open| *open = !*open)>
                {icon.map(|name| view! { <Icon name/> })}
                {move || (!word.with(String::is_empty)).then(|| word.get())}
            </button>
            {move || {
                let label = label.clone();
                open.get().then(|| view! {
                    <div class=format!("pop {panel}") role="dialog" aria-label=label tabindex="-1" node_ref=body>{children()}</div>
                })
            }}
        </div>
    }
}
