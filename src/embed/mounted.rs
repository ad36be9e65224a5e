//! The apps that live, each in the shadow root of its host.
//!
//! They are kept here, not in the JavaScript handle: a host may drop the handle, and its garbage collector
//! must not take the view with it. Each has an outer owner: a future that still holds the inner one would
//! otherwise keep the whole app alive after its handle is gone.

use super::{crash, events, options};
use crate::{
    state::{
        App,
        outward::Outward,
        preview::{Preview, PreviewSettings},
        problem::Problem,
        settings::Settings,
    },
    ui::{app::Root, preview::PreviewRoot, sheet},
};
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
    tachys::view::any_view::AnyViewState,
};
use send_wrapper::SendWrapper;
use std::{cell::RefCell, collections::BTreeMap};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// What is mounted.
#[derive(Clone, Copy)]
#[allow(clippy::large_enum_variant, reason = "a page has a handful of them")]
enum View {
    Curator(App),
    Preview(Preview),
}

struct Mounted {
    view: View,
    handle: UnmountHandle<AnyViewState>,
    owner: Owner,
    host: HtmlElement,
}

thread_local! {
    static MOUNTED: RefCell<BTreeMap<u32, Mounted>> = const { RefCell::new(BTreeMap::new()) };
    static NEXT: RefCell<u32> = const { RefCell::new(1) };
}

/// Mounts the page into an element. `Err` is a sentence.
pub fn mount(host: &HtmlElement, settings: Settings) -> Result<u32, String> {
    let target = SendWrapper::new(host.clone());
    put(host, move |root| {
        let tell = Callback::new(move |event: Outward| events::dispatch(&target, &event));
        let app = App::new(settings, tell);
        let handle = mount_to(root, || view! { <Root/> }.into_any());
        // Only now: mount_to starts the executor that futures need.
        app.start();
        (View::Curator(app), handle)
    })
}

/// Mounts a labeling preview into an element. `Err` is a sentence.
pub fn mount_preview(host: &HtmlElement, settings: PreviewSettings) -> Result<u32, String> {
    put(host, move |root| {
        let given = Preview::new(settings);
        let handle = mount_to(root, move || view! { <PreviewRoot given/> }.into_any());
        (View::Preview(given), handle)
    })
}

fn put(
    host: &HtmlElement,
    view: impl FnOnce(HtmlElement) -> (View, UnmountHandle<AnyViewState>),
) -> Result<u32, String> {
    let root = shadow(host)?;
    if MOUNTED.with_borrow(|all| all.values().any(|one| &one.host == host)) {
        return Err(
            "This element already holds Batch Curator; call unmount() on its handle first.".to_owned()
        );
    }
    root.set_text_content(None);
    sheet::adopt(&root);
    let owner = Owner::new();
    let (view, handle) = owner.with(|| view(root.unchecked_into()));
    let id = NEXT.with_borrow_mut(|next| std::mem::replace(next, next.wrapping_add(1).max(1)));
    crash::remember(id, host);
    MOUNTED.with_borrow_mut(|all| all.insert(id, Mounted { view, handle, owner, host: host.clone() }));
    events::dispatch(host, &Outward::Ready);
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

/// New options, as JavaScript gave them. `Err` is a sentence that names the one that is wrong; then nothing changes.
pub fn update(id: u32, given: &JsValue) -> Result<(), String> {
    match MOUNTED.with_borrow(|all| all.get(&id).map(|one| one.view)) {
        Some(View::Curator(app)) => app.update(options::read(given)?),
        Some(View::Preview(preview)) => preview.update(options::read_preview(given)?),
        None => {}
    }
    Ok(())
}

/// New options were wrong: the element says so.
pub fn complain(id: u32, message: String) {
    let found = MOUNTED.with_borrow(|all| all.get(&id).map(|one| (one.view, one.host.clone())));
    match found {
        Some((View::Curator(app), _)) => app.failed(&Problem::new(message, "The former options stay.")),
        Some((View::Preview(_), host)) => events::dispatch(&host, &Outward::Error { message }),
        None => {}
    }
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
