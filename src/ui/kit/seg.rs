//! A row of choices, one of them on.

use leptos::prelude::*;

/// One choice: its value, word and, where there is one, its count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    /// What it stands for.
    pub value: T,
    /// Its word.
    pub label: String,
    /// How many there are.
    pub count: Option<String>,
}

impl<T> Choice<T> {
    /// A choice without a count.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), count: None }
    }

    /// With a count.
    #[must_use]
    pub fn counted(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }
}

/// The row.
#[component]
pub fn Seg<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What one chooses, for a screen reader.
    #[prop(into)]
    label: String,
    /// The choices.
    #[prop(into)]
    choices: Signal<Vec<Choice<T>>>,
    /// The one that is on.
    #[prop(into)]
    on: Signal<T>,
    /// Another was pressed.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView {
    let button = move |choice: Choice<T>| {
        let value = choice.value;
        let pressed = move || if on.get() == value { "true" } else { "false" };
        view! {
            <button type="button" aria-pressed=pressed on:click=move |_| on_choose.run(value)>
                {choice.label}" "
                {choice.count.map(|count| view! { <span class="n">{count}</span> })}
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label=label>
            {move || choices.get().into_iter().map(button).collect_view()}
        </div>
    }
}
