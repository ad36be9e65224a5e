//! Mounting and unmounting leaves nothing behind.

use crate::support::{elements, find, host, lasting_listeners, object, root, wait};
use batch_curator::embed::{mount, mounted_views};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// One life of a view: mounted, drawn, used, gone. Its route is in the hash, so that it listens to the window.
async fn cycle() {
    let host = host();
    let handle = mount(&host, &object(r#"{"route":"hash"}"#)).unwrap_or_else(|_| panic!("mounts"));
    wait(0).await;
    find(&root(&host), "[aria-label^='Colours']").click();
    wait(0).await;
    assert!(lasting_listeners() > 0, "the view listens to the hash: otherwise this test shows nothing");
    handle.unmount();
    handle.unmount();
    assert_eq!(root(&host).child_element_count(), 0, "the root is empty again");
    host.remove();
}

fn memory() -> u32 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length()
}

#[wasm_bindgen_test]
async fn two_hundred_lives_leave_nothing_behind() {
    for _ in 0..20 {
        cycle().await;
    }
    let (elements_before, listeners_before, views_before) =
        (elements(), lasting_listeners(), mounted_views());
    for _ in 0..90 {
        cycle().await;
    }
    let memory_before = memory();
    for _ in 0..90 {
        cycle().await;
    }
    assert_eq!(elements(), elements_before, "elements in the document");
    assert_eq!(lasting_listeners(), listeners_before, "listeners on window and document");
    assert_eq!(lasting_listeners(), 0, "listeners on window and document, in all");
    assert_eq!(mounted_views(), views_before, "mounted views");
    // A page is 64 KiB; the allocator may take two more while it settles, a leak would take dozens.
    assert!(
        memory() - memory_before <= 2 * 65_536,
        "wasm memory grew by {} bytes in 90 lives",
        memory() - memory_before
    );
}

#[wasm_bindgen_test]
async fn two_views_share_nothing_but_the_sheet() {
    let (first, second) = (host(), host());
    let one = mount(&first, &object(r#"{"theme":"light"}"#)).unwrap_or_else(|_| panic!("mounts"));
    let two = mount(&second, &object(r#"{"theme":"light"}"#)).unwrap_or_else(|_| panic!("mounts"));
    wait(0).await;
    let theme = |host| find(&root(host), ".app").get_attribute("data-theme").unwrap();
    one.update(&object(r#"{"theme":"dark"}"#)).unwrap_or_else(|_| panic!("updates"));
    wait(0).await;
    assert_eq!((theme(&first), theme(&second)), ("dark".to_owned(), "light".to_owned()));

    let sheets = |host| js_sys::Reflect::get(&root(host), &"adoptedStyleSheets".into()).unwrap();
    let (a, b) = (js_sys::Array::from(&sheets(&first)), js_sys::Array::from(&sheets(&second)));
    assert_eq!((a.length(), b.length()), (1, 1));
    assert!(a.get(0) == b.get(0), "one sheet, shared");

    assert!(mount(&first, &JsValue::UNDEFINED).is_err(), "an element holds one view");
    one.unmount();
    assert!(find(&root(&second), ".trail").is_connected(), "the other stays");
    two.unmount();
    first.remove();
    second.remove();
}
