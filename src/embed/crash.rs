//! What a panic leaves behind: a message in plain DOM. After a panic nothing of the app may run again.

use super::events;
use crate::state::outward::Outward;
use std::{cell::RefCell, collections::BTreeMap, panic};
use web_sys::{HtmlElement, Node};

thread_local! {
    static HOSTS: RefCell<BTreeMap<u32, HtmlElement>> = const { RefCell::new(BTreeMap::new()) };
}

/// Sets the panic hook. After a panic there is nothing to set any more, and trying would be a second panic.
pub fn install() {
    if std::thread::panicking() {
        return;
    }
    panic::set_hook(Box::new(|info| {
        let report = info.to_string();
        web_sys::console::error_1(&report.as_str().into());
        // The panic may have struck while the list was borrowed; then the console has to do.
        let hosts =
            HOSTS.with(|hosts| hosts.try_borrow().map(|hosts| hosts.values().cloned().collect::<Vec<_>>()));
        for host in hosts.unwrap_or_default() {
            let message = "Batch Curator has stopped: a fault of its own. Reload the page; nothing was sent since the last step shown.";
            show(&host, message, &report);
            events::dispatch(&host, &Outward::Error { message: format!("{message} {report}") });
        }
    }));
}

/// A host whose view may have to be replaced.
pub fn remember(id: u32, host: &HtmlElement) {
    HOSTS.with_borrow_mut(|hosts| hosts.insert(id, host.clone()));
}

/// Its view is gone.
pub fn forget(id: u32) {
    HOSTS.with_borrow_mut(|hosts| hosts.remove(&id));
}

/// The options were wrong: says so in the element's place.
pub fn refuse(host: &HtmlElement, message: &str) {
    show(host, "Batch Curator cannot start here.", message);
    events::dispatch(host, &Outward::Error { message: message.to_owned() });
}

fn show(host: &HtmlElement, message: &str, details: &str) {
    let Some(document) = host.owner_document() else { return };
    let root: Node = host.shadow_root().map_or_else(|| host.clone().into(), Into::into);
    root.set_text_content(None);
    let Ok(note) = document.create_element("div") else { return };
    note.set_attribute("role", "alert").unwrap_or_default();
    for text in [message, details] {
        if let Ok(paragraph) = document.create_element("p") {
            paragraph.set_text_content(Some(text));
            note.append_child(&paragraph).map(drop).unwrap_or_default();
        }
    }
    root.append_child(&note).map(drop).unwrap_or_default();
}
