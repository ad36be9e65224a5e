//! The keys of this step alone. The table takes its own: `j`, `k`, `x`, `Enter`.

use super::{
    find::Find,
    table::{open_place, open_row},
};
use crate::{state::App, ui::keys::typing};
use leptos::{ev::KeyboardEvent, prelude::*};

/// `a` selects all that match, `n` and `N` go from hit to hit, `y` copies a link to the row, `Esc` closes it.
pub fn press(event: &KeyboardEvent, app: App, find: Find) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || typing(event) {
        return;
    }
    match event.key().as_str() {
        "a" => find.select_all(false),
        "n" => find.hit(1),
        "N" => find.hit(-1),
        "y" => find.copy_link(),
        "Escape" if untrack(|| open_place(app)).is_some() => open_row(app, None),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
