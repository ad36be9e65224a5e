//! A modal dialog: the native one, so that focus stays inside, Escape closes, and focus returns.

use leptos::{html, prelude::*};

/// A dialog, shown while `open` is true. Closing by Escape calls `on_close` as well.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    #[prop(into)]
    open: Signal<bool>,
    /// The person closed it: set `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its title.
    #[prop(into)]
    title: String,
    /// Further classes, such as `wide`.
    #[prop(optional)]
    class: &'static str,
    /// What it holds; put the buttons into a `<footer>`.
    children: ChildrenFn,
) -> impl IntoView {
    let node: NodeRef<html::Dialog> = NodeRef::new();
    // The dialog's own state lives in the DOM; this keeps it in step.
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only on a dialog that is open or out of the document.
            (true, false) => dialog.show_modal().unwrap_or_default(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let label = title.clone();
    view! {
        <dialog class=format!("dialog {class}") node_ref=node aria-label=label on:close=move |_| on_close.run(())>
            <div class="stack">
                <h2>{title}</h2>
                {move || open.get().then(|| children())}
            </div>
        </dialog>
    }
}
