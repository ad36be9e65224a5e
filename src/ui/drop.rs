//! Files that are dragged onto the page: where results are looked at, one is opened; everywhere else the
//! browser is kept from leaving the page for it.

use super::batches::given;
use crate::{
    core::{
        opening::Given,
        route::{Route, Step},
    },
    state::App,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{DataTransfer, DragEvent, Node};

/// Whether files are held over the component.
#[derive(Clone, Copy)]
pub struct Drop {
    app: App,
    over: RwSignal<bool>,
}

impl Drop {
    /// Nothing is.
    pub fn new(app: App) -> Self {
        Self { app, over: RwSignal::new(false) }
    }

    /// Whether files are held over it that it would take.
    pub fn over(self) -> bool {
        self.over.get()
    }

    fn takes(self) -> bool {
        matches!(self.app.route_untracked().step(), Step::Batches | Step::Results)
    }

    /// Something is dragged over it. What is no file, or what a field takes itself, is left alone.
    pub fn hover(self, event: &DragEvent) {
        let Some(data) = files(event) else { return };
        event.prevent_default();
        data.set_drop_effect(if self.takes() { "copy" } else { "none" });
        if self.over.get_untracked() != self.takes() {
            self.over.set(self.takes());
        }
    }

    /// It left the component, not merely one of its parts.
    pub fn leave(self, event: &DragEvent) {
        let within = |node: Node| {
            let root = event.current_target().and_then(|target| target.dyn_into::<Node>().ok());
            root.is_some_and(|root| root.contains(Some(&node)))
        };
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        if !to.is_some_and(within) {
            self.over.set(false);
        }
    }

    /// It was let go.
    pub fn take(self, event: &DragEvent) {
        self.over.set(false);
        let Some(data) = files(event) else { return };
        event.prevent_default();
        if !self.takes() {
            return;
        }
        let (found, file) = dropped(&data);
        // What is refused is said above the list.
        if crate::core::opening::fit(&found).is_err() {
            self.app.go(Route::default());
        }
        self.app.batches.open_given(self.app, &found, file);
    }
}

/// What is dragged, if it holds files and nobody below took it.
fn files(event: &DragEvent) -> Option<DataTransfer> {
    let data = event.data_transfer().filter(|_| !event.default_prevented())?;
    data.types().includes(&"Files".into(), 0).then_some(data)
}

/// Everything that was dropped, and the first file of it.
fn dropped(data: &DataTransfer) -> (Vec<Given>, Option<web_sys::File>) {
    let items = data.items();
    let folder = |at| {
        let entry = items.get(at).and_then(|item| item.webkit_get_as_entry().ok().flatten());
        entry.is_some_and(|entry| entry.is_directory())
    };
    let Some(list) = data.files() else { return (Vec::new(), None) };
    let found = (0..list.length())
        .filter_map(|at| list.get(at).map(|file| Given { folder: folder(at), ..given(&file) }))
        .collect();
    (found, list.get(0))
}
