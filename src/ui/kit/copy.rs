//! Copies a text and says so.

use super::{
    button::{Button, Look},
    icon::Name,
};
use crate::{browser::files, state::App};
use leptos::prelude::*;
use std::{future::Future, pin::Pin};

/// A text that comes when it is asked for; `Err` says in a sentence why it does not.
pub type TextToCome = Pin<Box<dyn Future<Output = Result<String, String>>>>;

/// A button that copies. It shows a tick for two seconds; a failure goes to the status line.
#[component]
pub fn CopyButton(
    /// What to copy, asked for when pressed.
    #[prop(into)]
    text: Signal<String>,
    /// What it copies, such as `Copy id`.
    #[prop(into)]
    label: String,
    /// Another picture than that of copying.
    #[prop(default = Name::Copy)]
    icon: Name,
) -> impl IntoView {
    let ask = Callback::new(move |()| -> TextToCome {
        let text = text.get_untracked();
        Box::pin(async move { Ok(text) })
    });
    view! { <CopyLater ask label icon/> }
}

/// The same for a text that has to be fetched first.
#[component]
pub fn CopyLater(
    /// Asks for what to copy.
    ask: Callback<(), TextToCome>,
    /// What it copies.
    #[prop(into)]
    label: String,
    /// Its picture.
    #[prop(default = Name::Copy)]
    icon: Name,
) -> impl IntoView {
    let app = App::of();
    let done = RwSignal::new(false);
    let copy = move |_| {
        let text = ask.run(());
        app.spawn(async move {
            let copied = match text.await {
                Ok(text) => files::copy(&text).await,
                Err(why) => Err(why),
            };
            match copied {
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
            let icon = if done.get() { Name::Ok } else { icon };
            view! { <Button look=Look::Quiet small=true icon=icon label=label.clone() on_press=copy/> }
        }}
    }
}
