//! An image that a model or a person put into a text: nobody is asked for it until somebody wants to see it.

use super::{
    button::Button,
    icon::{Icon, Name},
};
use crate::core::{
    markdown::address::{self, Image},
    text,
};
use leptos::prelude::*;

/// A longer address is cut.
const LONG: usize = 120;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unasked,
    Shown,
    Failed,
}

/// The place of an image: what it shows in words, its address, and a button that loads it.
#[component]
pub fn AskedImage(
    /// As written; only `http:`, `https:` and `data:image/` are ever loaded.
    address: String,
    /// What it shows, in words.
    #[prop(optional, into)]
    alt: String,
) -> impl IntoView {
    let (ask, link) = match address::image(&address) {
        None => (None, None),
        Some(Image::Remote(link)) => (
            Some(format!("Load image from {}", text::one_line(link.host, LONG))),
            Some(link.address.to_owned()),
        ),
        Some(Image::Inline { kind, bytes, .. }) => (
            Some(format!("Show image ({kind}, about {}, part of this text)", text::bytes(bytes as u64))),
            None,
        ),
    };
    let shown = text::one_line(&address, LONG);
    let Some(ask) = ask else {
        return view! {
            <span class="image"><span class="dim">"image, cannot be loaded: "</span>{alt}" "<span class="mono dim">{shown}</span></span>
        }
        .into_any();
    };
    let state = RwSignal::new(State::Unasked);
    let words = alt.clone();
    let image = move || {
        match state.get() {
        State::Unasked => {
            let ask = ask.clone();
            view! { <Button small=true icon=Name::Eye on_press=move |_| state.set(State::Shown)>{ask}</Button> }
                .into_any()
        }
        // `error` is heard before the address is set, and nobody is told where the image was asked for.
        State::Shown => view! {
            <img on:error=move |_| state.set(State::Failed) alt=alt.clone() referrerpolicy="no-referrer" loading="lazy"
                decoding="async" src=address.clone()/>
        }
        .into_any(),
        State::Failed => {
            let elsewhere = link.clone().map(|address| {
                view! {
                    " It may be gone, or this page's policy loads no images from elsewhere: "
                    <a href=address target="_blank" rel="noopener noreferrer nofollow">"open it in a new tab"</a>
                    "."
                }
            });
            view! { <span class="st warn image-failed" role="status"><Icon name=Name::Warn/><span>"The image could not be shown."{elsewhere}</span></span> }
                .into_any()
        }
    }
    };
    view! { <span class="image">{image}<span class="dim fs2">{words}" "<span class="mono">{shown}</span></span></span> }
        .into_any()
}
