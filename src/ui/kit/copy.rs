//! Copies a text and says so.

use super::{
    button::{Button, Look},
    icon::Name,
};
use crate::{browser::files, state::App};
use leptos::prelude::*;

/// A button that copies. It shows a tick for two seconds; a failure goes to the status line.
#[component]
pub fn CopyButton(
    /// What to copy, asked for when pressed.
    #[prop(into)]
    text: Signal<String>,
    /// What it copies, such as `Copy id`.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let app = App::of();
    let done = RwSignal::new(false);
    let copy = move |_| {
        let text = text.get_untracked();
        app.spawn(async move {
            match files::copy(&text).await {
                Ok(()) => {
                    app.announce("Copied");
                    done.try_set(true);
                    crate::browser::clock::sleep(2000).await;
                    done.try_set(false);
                }
                Err(why) => {
                    app.announce(why.clone());
                    app.set_status(why);
                }
            }
        });
    };
    view! {
        {move || {
            let icon = if done.get() { Name::Ok } else { Name::Copy };
            view! { <Button look=Look::Quiet small=true icon=icon label=label.clone() on_press=copy/> }
        }}
    }
}
