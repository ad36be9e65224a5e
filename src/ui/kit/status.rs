//! Status: shape, then word, then colour.

use super::icon::{Icon, Name};
use leptos::prelude::*;

/// The class of a status.
fn tone(icon: Name) -> &'static str {
    match icon {
        Name::Ok => "ok",
        Name::Bad => "bad",
        Name::Warn | Name::Wait | Name::None => "warn",
        Name::Run => "run",
        _ => "idle",
    }
}

/// A status in a line or a cell. The icon decides the colour.
#[component]
pub fn Status(
    /// Its shape.
    icon: Name,
    /// Its word.
    #[prop(into)]
    word: String,
    /// Show the word to a screen reader only.
    #[prop(optional)]
    mute: bool,
) -> impl IntoView {
    view! { <span class=format!("st {}", tone(icon))><Icon name=icon/><span class:sr=mute>{word}</span></span> }
}

/// A status that stands alone.
#[component]
pub fn Pill(
    /// Its shape.
    icon: Name,
    /// Its word.
    #[prop(into)]
    word: String,
) -> impl IntoView {
    view! { <span class=format!("pill {}", tone(icon))><Icon name=icon/>{word}</span> }
}
