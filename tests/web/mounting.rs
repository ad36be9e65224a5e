//! Mounting and unmounting leaves nothing behind.

use crate::server::replace_fetch;
use crate::support::{
    elements, find, held, host, lasting_listeners, object, root, text, type_into, until, wait, watch,
};
use batch_curator::embed::{mount, mounted_views};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// Goes to an address as a person does who types it; `hashchange` follows. Chromium ignores whoever goes to more
/// than 200 addresses in ten seconds, and on a fast machine this test does: then it waits.
async fn go(hash: &str) {
    let location = web_sys::window().unwrap().location();
    for _ in 0..100 {
        location.set_hash(hash).unwrap();
        if location.hash().unwrap() == hash {
            return;
        }
        wait(200).await;
    }
    panic!("the browser does not go to {hash}");
}

/// One life of a view: mounted, drawn, led through every step up to a dry run, gone. Its route is in the hash,
/// so that it listens to the window.
async fn cycle() {
    replace_fetch();
    go("#/batches").await;
    let host = host();
    host.set_attribute("style", "display:block;width:1400px;height:700px").unwrap();
    let options = object(
        r#"{"route":"hash","base":"https://test.invalid/steps",
            "labelStudio":{"url":"https://test.invalid/studio","project":12}}"#,
    );
    let handle = mount(&host, &options).unwrap_or_else(|_| panic!("mounts"));
    let root = root(&host);
    let shows = |selector: &str| root.query_selector(selector).unwrap().is_some();
    until("the shell", || shows("[aria-label^='Colours']")).await;
    find(&root, "[aria-label^='Colours']").click();
    until("the batch", || shows("tr[aria-rowindex] a.name")).await;
    go("#/batch/batch_1/results?row=2").await;
    until("a row, open", || shows("tr[aria-rowindex='3'].active")).await;
    find(&root, "tr[aria-rowindex='2'] input.check").click();
    until("the selection", || shows(".selbar")).await;
    go("#/batch/batch_1/labeling?row=2").await;
    until("the preview", || shows("main.labeling") && text(&root, "main.labeling").contains("It is **2**."))
        .await;
    go("#/batch/batch_1/push").await;
    until("the form", || shows(".conn-form [type=password]")).await;
    type_into(&root, ".conn-form [type=password]", "0123456789abcdef0123456789abcdef01234567");
    find(&root, ".conn-form [type=submit]").click();
    until("the dry run", || shows("dl.figures")).await;
    for part in [".app", "main", "dl.figures"] {
        watch(&find(&root, part));
    }
    assert!(lasting_listeners() > 0, "the view listens to the hash: otherwise this test shows nothing");
    handle.unmount();
    handle.unmount();
    assert_eq!(root.child_element_count(), 0, "the root is empty again");
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
    // The last few may still be in the hands of a timer or of the engine; a leak would hold hundreds.
    let held = held().await;
    assert!(held <= 6.0, "{held} elements of views that are gone are still held");
    // A page is 64 KiB; the allocator may take two more while it settles, a leak would take dozens.
    assert!(
        memory() - memory_before <= 2 * 65_536,
        "wasm memory grew by {} bytes in 90 lives",
        memory() - memory_before
    );
}

#[wasm_bindgen_test]
async fn two_views_share_nothing_but_the_sheets() {
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
    assert_eq!((a.length(), b.length()), (3, 3));
    assert!((0..3).all(|at| a.get(at) == b.get(at)), "the sheets are shared");

    assert!(mount(&first, &JsValue::UNDEFINED).is_err(), "an element holds one view");
    one.unmount();
    assert!(find(&root(&second), ".trail").is_connected(), "the other stays");
    two.unmount();
    first.remove();
    second.remove();
}
