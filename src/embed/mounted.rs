//! The apps that live, each in the shadow root of its host.
//!
//! They are kept here, not in the JavaScript handle: a host may drop the handle, and its garbage collector
//! must not take the view with it. Each has an outer owner: a future that still holds the inner one would
//! otherwise keep the whole app alive after its handle is gone.

use super::{crash, events, sheet};
use crate::{
    state::{App, outward::Outward, problem::Problem, settings::Settings},
    ui::app::Root,
};
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyViewState,
};
use send_wrapper::SendWrapper;
use std::{cell::RefCell, collections::BTreeMap};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

struct Mounted {
    app: App,
    handle: UnmountHandle<AnyViewState>,
    owner: Owner,
    host: HtmlElement,
}

thread_local! {
    static MOUNTED: RefCell<BTreeMap<u32, Mounted>> = const { RefCell::new(BTreeMap::new()) };
    static NEXT: RefCell<u32> = const { RefCell::new(1) };
}

/// Mounts into an element. `Err` is a sentence.
pub fn mount(host: &HtmlElement, settings: Settings) -> Result<u32, String> {
    let root = shadow(host)?;
    if MOUNTED.with_borrow(|all| all.values().any(|one| &one.host == host)) {
        return Err(
            "This element already holds Batch Curator; call unmount() on its handle first.".to_owned()
        );
    }
    root.set_text_content(None);
    sheet::adopt(&root);
    let owner = Owner::new();
    let (app, handle) = owner.with(|| {
        let target = SendWrapper::new(host.clone());
        let tell = Callback::new(move |event: Outward| events::dispatch(&target, &event));
        let app = App::new(settings, tell);
        let handle = mount_to(root.unchecked_into(), || view! { <Root/> }.into_any());
        // Only now: mount_to starts the executor that futures need.
        app.start();
        (app, handle)
    });
    let id = NEXT.with_borrow_mut(|next| std::mem::replace(next, next.wrapping_add(1).max(1)));
    crash::remember(id, host);
    MOUNTED.with_borrow_mut(|all| all.insert(id, Mounted { app, handle, owner, host: host.clone() }));
    app.tell(Outward::Ready);
    Ok(id)
}

/// The host's open shadow root; a new one if it has none.
fn shadow(host: &HtmlElement) -> Result<ShadowRoot, String> {
    match host.shadow_root() {
        Some(root) => Ok(root),
        None => host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).map_err(|_| {
            format!(
                "A <{}> cannot hold a shadow root; use a <div> or <batch-curator>.",
                host.tag_name().to_lowercase()
            )
        }),
    }
}

/// New options.
pub fn update(id: u32, settings: Settings) {
    if let Some(app) = app(id) {
        app.update(settings);
    }
}

/// New options were wrong.
pub fn complain(id: u32, message: String) {
    if let Some(app) = app(id) {
        app.failed(&Problem::new(message, "The former options stay."));
    }
}

fn app(id: u32) -> Option<App> {
    MOUNTED.with_borrow(|all| all.get(&id).map(|one| one.app))
}

/// Takes a view away. An unknown id is none: it is already gone.
pub fn unmount(id: u32) {
    // The map is free again before anything is dropped: dropping runs cleanups, and they may ask the map.
    let gone = MOUNTED.with_borrow_mut(|all| all.remove(&id));
    if let Some(Mounted { handle, owner, .. }) = gone {
        crash::forget(id);
        drop(handle);
        owner.cleanup();
    }
}

/// How many live.
pub fn count() -> usize {
    MOUNTED.with_borrow(BTreeMap::len)
}
