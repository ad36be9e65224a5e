//! The keys of this step alone. The table takes its own: `j`, `k`, `x`, `Enter`; with a row open they work from
//! everywhere in the step, also where a narrow page shows that row alone.

use super::{
    find::Find,
    table::{beside, open_place, open_row},
};
use crate::{state::App, ui::keys::typing};
use leptos::{ev::KeyboardEvent, prelude::*};

/// `j` and `k` open the next row and the previous one, `x` selects the open one; `a` selects all that match, `n` and `N` go from hit to hit, `y` copies a link to the row, `Esc` closes it.
pub fn press(event: &KeyboardEvent, app: App, find: Find) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || typing(event) {
        return;
    }
    let open = untrack(|| open_place(app));
    let step = |by: isize| {
        let next = untrack(|| beside(app, open?, by));
        next.inspect(|_| open_row(app, next))
    };
    match (event.key().as_str(), open) {
        ("j", Some(_)) => drop(step(1)),
        ("k", Some(_)) => drop(step(-1)),
        ("x", Some(place)) => app.results.choose(app, |selection| selection.toggle(place)),
        ("Escape", Some(_)) => open_row(app, None),
        ("a", _) => find.select_all(false),
        ("n", _) => find.hit(1),
        ("N", _) => find.hit(-1),
        ("y", _) => find.copy_link(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
