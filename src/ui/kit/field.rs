//! Labelled inputs.

use leptos::prelude::*;

/// A label around any control.
#[component]
pub fn Field(
    /// Its name.
    #[prop(into)]
    label: String,
    /// A line below it.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// The control, of class `input` or `select`.
    children: Children,
) -> impl IntoView {
    let some = move || !hint.with(String::is_empty);
    view! {
        <label class="field">
            <span class="label">{label}</span>
            {children()}
            <span class="hint" hidden=move || !some()>{hint}</span>
        </label>
    }
}

/// A line of text. A `problem` marks it and is read out with it.
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
    let below = move || if wrong.get() { problem.get() } else { hint.get() };
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <input class="input" type=if secret { "password" } else { "text" } placeholder=placeholder
                autocomplete="off" spellcheck="false" aria-invalid=move || wrong.get().then_some("true")
                prop:value=value on:input=move |event| on_input.run(event_target_value(&event))/>
            <span class="hint" class:st=wrong class:bad=wrong hidden=move || below().is_empty()>{below}</span>
        </label>
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
