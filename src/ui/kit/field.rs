//! Labelled inputs.

use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// A label around any control.
#[component]
pub fn Field(
    /// Its name.
    #[prop(into)]
    label: String,
    /// The control, of class `input` or `select`.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="label">{label}</span>
            {children()}
        </label>
    }
}

/// An id for a new element: a label, a control and what describes it find each other by it within their root.
fn fresh_id() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("field-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A line of text. What stands below it describes it, and is no part of its name; a `problem` marks it too.
#[component]
pub fn TextField(
    /// Its name.
    #[prop(into)]
    label: String,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Every keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// An example.
    #[prop(optional, into)]
    placeholder: String,
    /// A line below it.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with it; empty: nothing.
    #[prop(optional, into)]
    problem: Signal<String>,
    /// A token: dots, no autocompletion.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    let wrong = Memo::new(move |_| !problem.with(String::is_empty));
    let below = Memo::new(move |_| if wrong.get() { problem.get() } else { hint.get() });
    let id = fresh_id();
    let below_id = format!("{id}-below");
    let described = {
        let below_id = below_id.clone();
        move || (!below.with(String::is_empty)).then(|| below_id.clone())
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{label}</label>
            <input class="input" id=id aria-describedby=described type=if secret { "password" } else { "text" } placeholder=placeholder
                autocomplete="off" spellcheck="false" aria-invalid=move || wrong.get().then_some("true")
                prop:value=value on:input=move |event| on_input.run(event_target_value(&event))/>
            <span class="hint" id=below_id class:st=wrong class:bad=wrong hidden=move || below.with(String::is_empty)>{below}</span>
        </div>
    }
}

/// A box to tick, in a target of 24 px, for a table's cell.
#[component]
pub fn Check(
    /// Ticked.
    #[prop(into)]
    on: Signal<bool>,
    /// It was clicked; the event tells of Shift.
    #[prop(into)]
    on_press: Callback<leptos::ev::MouseEvent>,
    /// What it selects.
    #[prop(into)]
    label: String,
    /// Some of it is: neither ticked nor empty.
    #[prop(optional, into)]
    partly: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check-cell" on:click=|event| event.stop_propagation()>
            <input class="check" type="checkbox" tabindex="-1" aria-label=label prop:checked=on prop:indeterminate=partly
                on:click=move |event| {
                    event.stop_propagation();
                    on_press.run(event);
                }/>
        </label>
    }
}
