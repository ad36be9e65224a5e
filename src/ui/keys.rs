//! The keys that work in every step, and the table that lists them all.

use super::kit::{Button, Dialog};
use crate::{core::route::Step, state::App};
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast as _;

/// The table: key, what it does.
const TABLE: &[(&str, &str)] = &[
    ("j k ↑ ↓", "next, previous row"),
    ("PgUp PgDn Home End", "further"),
    ("↵", "open"),
    ("Esc", "close"),
    ("x", "select the row"),
    ("a", "select all that match"),
    ("⇧x", "select up to the row"),
    ("1 2 3 5", "chat, JSON, raw line, difference"),
    ("/", "filter"),
    ("n N", "next, previous hit"),
    ("y", "copy a link to the row"),
    ("g b", "go to Batches"),
    ("g r", "go to Results"),
    ("g l", "go to Labeling"),
    ("g p", "go to Push"),
    ("g w", "go to Watcher, where there is one"),
    ("?", "this table"),
];

/// The state of the keys: an open table, a `g` that waits for its second letter.
#[derive(Clone, Copy)]
pub struct Keys {
    app: App,
    open: RwSignal<bool>,
    after_g: RwSignal<bool>,
}

impl Keys {
    /// Nothing pressed yet.
    pub fn new(app: App) -> Self {
        Self { app, open: RwSignal::new(false), after_g: RwSignal::new(false) }
    }

    /// Single letters act only while focus is in the component and not in a field.
    pub fn press(&self, event: &KeyboardEvent) {
        if event.default_prevented()
            || event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || typing(event)
        {
            return;
        }
        let key = event.key();
        if self.after_g.get_untracked() {
            self.after_g.set(false);
            if let Some(step) = step(&key).filter(|step| self.reachable(*step)) {
                event.prevent_default();
                self.app.go(untrack(|| self.app.route_at(step)));
            }
            return;
        }
        match key.as_str() {
            "?" => self.open.set(true),
            "g" => self.after_g.set(true),
            "/" if focus(event, ".work [data-search]") => {}
            // The grid that has the focus takes these itself; from elsewhere they lead to it.
            "j" | "k" if focus(event, ".work [role=grid]") => {}
            _ => return,
        }
        event.prevent_default();
    }

    fn reachable(&self, step: Step) -> bool {
        if step == Step::Watcher {
            return self.app.keeps_ledger_untracked();
        }
        !step.needs_origin() || untrack(|| self.app.origin()).is_some()
    }
}

fn step(key: &str) -> Option<Step> {
    match key {
        "b" => Some(Step::Batches),
        "r" => Some(Step::Results),
        "l" => Some(Step::Labeling),
        "p" => Some(Step::Push),
        "w" => Some(Step::Watcher),
        _ => None,
    }
}

/// Whether a key goes into a field, or belongs to a dialog.
pub(super) fn typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        let text = element.tag_name() == "INPUT"
            && !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "button"));
        text || matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
            || element.closest("[contenteditable], dialog").is_ok_and(|found| found.is_some())
    })
}

/// Focuses the first element that a selector finds; `false` where there is none.
fn focus(event: &KeyboardEvent, selector: &str) -> bool {
    let root = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let found = root.and_then(|root| root.query_selector(selector).ok().flatten());
    let found = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    found.is_some_and(|found| found.focus().is_ok())
}

/// Leads from a field of a step to its rows, if it has any.
pub(super) fn to_grid(event: &KeyboardEvent) {
    let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let work = field.and_then(|field| field.closest(".work").ok().flatten());
    let grid = work.and_then(|work| work.query_selector("[role=grid]").ok().flatten());
    if let Some(grid) = grid.and_then(|grid| grid.dyn_into::<web_sys::HtmlElement>().ok()) {
        grid.focus().unwrap_or_default();
    }
}

/// The table, in a dialog.
#[component]
pub fn KeyMap(
    /// Whose `?` opens it.
    keys: Keys,
) -> impl IntoView {
    let close = move || keys.open.set(false);
    let row = |(key, does): &'static (&str, &str)| {
        let caps = key.split(' ').map(|cap| view! { <kbd>{cap}</kbd>" " }).collect_view();
        view! { <dt>{caps}</dt><dd>{*does}</dd> }
    };
    view! {
        <Dialog title="Keys" open=keys.open on_close=move |()| close()>
            <dl class="keymap">{TABLE.iter().map(row).collect_view()}</dl>
            <div class="row"><span class="end"><Button on_press=move |_| close()>"Close"</Button></span></div>
        </Dialog>
    }
}
