//! The Batches view against servers of the tests' own making.

use crate::server::{replace_fetch, requests};
use crate::support::{find, host, object, root, text, type_into, until, wait};
use batch_curator::embed::{Handle, mount};
use wasm_bindgen::prelude::*;
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

fn paste(root: &ShadowRoot, text: &str) {
    type_into(root, "[placeholder^=Paste]", text);
}

async fn enter(root: &ShadowRoot) {
    wait(50).await;
    let init = web_sys::KeyboardEventInit::new();
    init.set_key("Enter");
    init.set_bubbles(true);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    find(root, "[placeholder^=Paste]").dispatch_event(&event).unwrap();
    wait(100).await;
}

#[wasm_bindgen_test]
async fn a_pasted_id_or_address_opens_and_what_is_unknown_is_said() {
    let (host, root, handle) = shown("full").await;
    for (pasted, said) in [
        ("nowhere", "test.invalid knows no batch and no file nowhere."),
        ("https://other.invalid/results.jsonl", "That address is of other.invalid"),
        ("/tmp/a\tb", "more than one line"),
        ("file:///tmp/results.jsonl", "cannot read this disk"),
        ("https://test.invalid/full/v1/files/nowhere", "File nowhere did not come: 404"),
    ] {
        paste(&root, pasted);
        enter(&root).await;
        assert!(text(&root, ".refused").contains(said), "{pasted}: {}", text(&root, ".refused"));
    }
    assert!(names(&root).len() == 4, "the list stays");
    find(&root, ".refused button").click();
    wait(50).await;
    assert!(root.query_selector(".refused").unwrap().is_none());
    for (pasted, name) in [
        (" elsewhere ", "Job 9"),
        ("\"file-7\",", "out.jsonl"),
        ("https://test.invalid/full/v1/batches/elsewhere/results", "Job 9"),
        ("https://test.invalid/full/v1/files/file-7/content", "out.jsonl"),
        ("#/batch/batch_2/results?row=3", "batch_2"),
    ] {
        let before = text(&root, ".trail [aria-current]");
        assert!(before.contains("Batches"), "{before}");
        paste(&root, pasted);
        enter(&root).await;
        assert!(text(&root, ".trail [aria-current]").contains("Results"), "{pasted}");
        until(name, || root.text_content().unwrap_or_default().contains(name)).await;
        find(&root, ".trail a").click();
        until("the list again", || root.query_selector("[placeholder^=Paste]").unwrap().is_some()).await;
        assert!(names(&root).len() >= 4);
    }
    handle.unmount();
    host.remove();
}

#[wasm_bindgen_test]
async fn a_columns_head_orders_the_list() {
    let (host, root, handle) = shown("full").await;
    let sorted = |root: &ShadowRoot, at: usize| {
        find(root, &format!("th:nth-child({at})")).get_attribute("aria-sort").unwrap()
    };
    assert_eq!(
        (sorted(&root, 5).as_str(), sorted(&root, 1).as_str()),
        ("ascending", "none"),
        "the youngest first"
    );
    find(&root, "th:nth-child(1) button").click();
    wait(50).await;
    assert_eq!(names(&root), ["<img src=x onerror=alert(1)>", "Job 2", "Job 3", "Job 4"]);
    assert_eq!((sorted(&root, 5).as_str(), sorted(&root, 1).as_str()), ("none", "ascending"));
    find(&root, "th:nth-child(3) button").click();
    wait(50).await;
    assert_eq!(names(&root).last().unwrap(), "Job 3", "7 requests; the others have 100");
    handle.unmount();
    host.remove();
}

#[wasm_bindgen_test]
async fn what_ended_early_says_so_and_a_batch_that_ends_is_told_of() {
    let (host, root, handle) = shown("ended").await;
    assert!(text(&root, ".seg").contains("Ended early"), "{}", text(&root, ".seg"));
    find(&root, "tr[aria-rowindex='3']").click();
    wait(50).await;
    assert!(
        text(&root, ".peek .note").contains("Its time ran out while 60 of 100 requests were still to come.")
    );
    assert!(text(&root, ".peek .btn.primary").contains("Open 40 results that came back"));
    assert!(text(&root, "tr[aria-rowindex='3']").contains("60 never ran"));
    find(&root, "tr[aria-rowindex='2']").click();
    wait(50).await;
    assert!(text(&root, ".peek").contains("requests a"), "its pace: {}", text(&root, ".peek"));
    assert!(text(&root, ".peek").contains("left"));
    let said = || text(&root, ".statusline").contains("Job 4 is completed: 90 succeeded, 10 failed.");
    until("its end in the status line", said).await;
    let spoken = || text(&root, "[aria-live=polite], [role=status]").contains("Job 4 is completed");
    until("its end in the live region", spoken).await;
    handle.unmount();
    host.remove();
}

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    fn drag_files(target: &HtmlElement, kind: &str, files: &str) -> bool;
    fn drag_text(target: &HtmlElement) -> bool;
}

#[wasm_bindgen_test]
async fn one_dropped_file_opens_and_anything_else_is_refused_with_a_sentence() {
    let (host, root, handle) = shown("empty").await;
    let app = find(&root, ".app");
    assert!(!drag_text(&app), "words are none of its business");
    let one = r#"[["out.jsonl", "{}"]]"#;
    assert!(drag_files(&find(&root, ".empty"), "dragover", one));
    wait(50).await;
    assert!(app.class_list().contains("dropping"));
    drag_files(&app, "dragleave", one);
    wait(50).await;
    assert!(!app.class_list().contains("dropping"));
    for (files, said) in [
        (r#"[["a", "{}"], ["b", "{}"]]"#, "Those are 2 files"),
        (r#"[["out.jsonl", ""]]"#, "out.jsonl is empty"),
        (r#"[["out.jsonl.gz", "x"]]"#, "packed or binary"),
    ] {
        assert!(drag_files(&app, "drop", files), "the browser stays here");
        wait(50).await;
        assert!(text(&root, ".refused").contains(said), "{}", text(&root, ".refused"));
    }
    assert!(drag_files(&app, "drop", one));
    wait(50).await;
    assert!(text(&root, ".trail [aria-current]").contains("Results"));
    assert!(root.text_content().unwrap().contains("out.jsonl"));
    handle.unmount();
    host.remove();
}
