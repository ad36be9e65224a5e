//! The Batches view against servers of the tests' own making.

use crate::server::{replace_fetch, requests};
use crate::support::{find, host, object, root, text, type_into, until, wait};
use batch_curator::embed::{Handle, mount};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, ShadowRoot};

async fn shown(base: &str) -> (HtmlElement, ShadowRoot, Handle) {
    replace_fetch();
    let host = host();
    host.set_attribute("style", "display:block;width:1400px;height:700px").unwrap();
    let options = object(&format!(r#"{{"base":"https://test.invalid/{base}"}}"#));
    let handle = mount(&host, &options).unwrap_or_else(|_| panic!("mounts"));
    let root = root(&host);
    let settled = || root.query_selector("tr[aria-rowindex], .note.bad, .empty").unwrap().is_some();
    until("the list or why there is none", settled).await;
    wait(50).await;
    (host, root, handle)
}

fn names(root: &ShadowRoot) -> Vec<String> {
    let found = root.query_selector_all("tr[aria-rowindex] a.name").unwrap();
    (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
}

#[wasm_bindgen_test]
async fn lists_all_pages_newest_first_and_narrows() {
    let (host, root, handle) = shown("full").await;
    assert_eq!(
        names(&root),
        ["Job 4", "Job 3", "Job 2", "<img src=x onerror=alert(1)>"],
        "names are text, never markup"
    );
    assert!(root.query_selector("img").unwrap().is_none());
    assert_eq!(text(&root, ".trail [aria-current] .n"), "4");
    assert!(text(&root, "tr[aria-rowindex='3']").contains("All failed"));
    assert!(text(&root, ".peek h2").contains("Job 4"), "the side pane shows the first");

    type_into(&root, "[data-search=''][placeholder^=Filter]", "JOB 2");
    wait(50).await;
    assert_eq!(names(&root), ["Job 2"]);
    assert!(text(&root, ".peek h2").contains("Job 2"));
    type_into(&root, "[placeholder^=Filter]", "nowhere");
    wait(50).await;
    assert!(text(&root, ".empty").contains("No batch matches"));
    find(&root, ".empty button").click();
    wait(50).await;
    assert_eq!(names(&root).len(), 4);

    find(&root, "tr[aria-rowindex='4']").click();
    wait(50).await;
    assert!(text(&root, ".peek h2").contains("Job 2"), "a click chooses");
    handle.unmount();
    host.remove();
}

#[wasm_bindgen_test]
async fn a_running_batch_moves_on_and_asking_ends_with_the_view() {
    let (gone, _, handle_gone) = shown("full").await;
    let (host, root, handle) = shown("full").await;
    handle_gone.unmount();
    gone.remove();
    assert!(text(&root, "tr[aria-rowindex='2']").contains("In progress"));
    let before = requests();
    wait(5500).await;
    assert!(text(&root, "tr[aria-rowindex='2']").contains("Completed"), "asked for by its id (D21)");
    assert_eq!(requests() - before, 2, "the first page and the running batch, for the one view that lives");
    handle.unmount();
    host.remove();
}

#[wasm_bindgen_test]
async fn a_failing_server_is_quoted_and_an_empty_one_told_apart() {
    let (host, root, handle) = shown("lame").await;
    assert!(text(&root, ".note.bad").contains("database is locked"), "{}", text(&root, ".note.bad"));
    let before = requests();
    find(&root, ".note.bad .btn").click();
    wait(100).await;
    assert!(requests() > before, "Retry asks again");
    handle.unmount();
    host.remove();

    let (host, root, handle) = shown("empty").await;
    assert!(text(&root, ".empty").contains("No batches yet"));
    handle.unmount();
    host.remove();
}

#[wasm_bindgen_test]
async fn a_pasted_id_opens_and_an_unknown_one_is_said() {
    let (host, root, handle) = shown("full").await;
    for (id, opens) in [("nowhere", false), (" elsewhere ", true)] {
        type_into(&root, "[placeholder^=Paste]", id);
        wait(50).await;
        let init = web_sys::KeyboardEventInit::new();
        init.set_key("Enter");
        init.set_bubbles(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        find(&root, "[placeholder^=Paste]").dispatch_event(&event).unwrap();
        wait(100).await;
        if opens {
            assert!(text(&root, ".trail [aria-current]").contains("Results"));
        } else {
            assert!(text(&root, ".note.bad").contains("Batch not found"), "{}", text(&root, ".note.bad"));
        }
    }
    handle.unmount();
    host.remove();
}
