//! Buttons.

use super::icon::{Icon, Name};
use leptos::{ev::MouseEvent, prelude::*};

/// What a button looks like. One `Primary` per screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// An ordinary act.
    #[default]
    Plain,
    /// The one act that the screen is for.
    Primary,
    /// In a bar, beside others.
    Quiet,
    /// Deletes or stops.
    Danger,
}

/// A button: icon, words, or both. Without words give it a `label`.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    on_press: Callback<MouseEvent>,
    /// What it looks like.
    #[prop(optional)]
    look: Look,
    /// Its icon.
    #[prop(optional, into)]
    icon: Option<Name>,
    /// 24 px high instead of 28.
    #[prop(optional)]
    small: bool,
    /// Its name where it has no words, and its tooltip.
    #[prop(optional, into)]
    label: Option<String>,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let mut class = String::from("btn");
    class.push_str(match look {
        Look::Plain => "",
        Look::Primary => " primary",
        Look::Quiet => " quiet",
        Look::Danger => " danger",
    });
    if small {
        class.push_str(" sm");
    }
    if children.is_none() {
        class.push_str(" icon");
    }
    let title = label.clone();
    view! {
        <button type="button" class=class disabled=move || disabled.get() aria-label=label title=title
            on:click=move |event| on_press.run(event)>
            {icon.map(|name| view! { <Icon name/> })}
            {children.map(|children| children())}
        </button>
    }
}
