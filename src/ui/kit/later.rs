//! A view that is built a little later.

use crate::browser::clock;
use leptos::{prelude::*, task::spawn_local};

/// Builds what it holds once the browser had its turn: a large view in one go would hold the page for too long, and
/// what it shows can be asked for meanwhile.
#[component]
pub fn Later(
    /// What is built.
    children: Children,
) -> impl IntoView {
    let there = in_turn();
    let mut children = Some(children);
    move || there.get().then(|| children.take().map(|children| children()))
}

/// Becomes true once the browser had its turn.
pub fn in_turn() -> ReadSignal<bool> {
    let (there, set) = signal(false);
    spawn_local(async move {
        clock::yield_now().await;
        set.try_set(true);
    });
    there
}

/// Becomes true when the page is painted for the first time after `begun` holds: what is drawn by it does not hold up
/// what is drawn before.
pub fn once_painted(begun: Signal<bool>) -> ReadSignal<bool> {
    let (there, set) = signal(false);
    Effect::new(move || {
        if begun.get() && !there.get_untracked() {
            spawn_local(async move {
                clock::painted().await;
                set.try_set(true);
            });
        }
    });
    there
}
