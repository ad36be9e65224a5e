//! The Batches view against a server of the test's own making: `fetch` is replaced.

use crate::support::{find, host, object, root, wait};
use batch_curator::embed::{Handle, mount};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, ShadowRoot};

#[wasm_bindgen(inline_js = r#"
const plain = globalThis.fetch;
const batch = (n, more) => ({ id: `batch_${n}`, object: "batch", endpoint: "/v1/chat/completions", status: "completed",
  created_at: 1700000000 + n, metadata: { name: `Job ${n}` }, request_counts: { total: 100, completed: 90, failed: 10 }, ...more });
const answer = (body, status = 200) => new Response(JSON.stringify(body), { status });
let asked = 0;
function serve(url) {
  asked += 1;
  const { pathname, searchParams } = new URL(url);
  if (pathname === "/lame/v1/batches") return answer({ error: { message: "database is locked" } }, 500);
  if (pathname === "/empty/v1/batches") return answer({ object: "list", data: [], has_more: false });
  if (pathname === "/full/v1/batches") return searchParams.get("after")
    ? answer({ data: [batch(2), batch(1, { metadata: { name: "<img src=x onerror=alert(1)>" } })], has_more: false })
    : answer({ data: [batch(4, { status: "in_progress" }), batch(3, { status: "completed", request_counts: { total: 7, completed: 0, failed: 7 } })], has_more: true });
  if (pathname === "/full/v1/batches/batch_4") return answer(batch(4));
  if (pathname === "/full/v1/batches/elsewhere") return answer(batch(9, { id: "elsewhere" }));
  return answer({ detail: "Batch not found" }, 404);
}
export function replace_fetch() {
  globalThis.fetch = async (request) => request.url.includes("//test.invalid/") ? serve(request.url) : plain(request);
}
export function requests() { return asked; }
"#)]
extern "C" {
    fn replace_fetch();
    fn requests() -> u32;
}

async fn shown(base: &str) -> (HtmlElement, ShadowRoot, Handle) {
    replace_fetch();
    let host = host();
    host.set_attribute("style", "display:block;width:1400px;height:700px").unwrap();
    let options = object(&format!(r#"{{"base":"https://test.invalid/{base}"}}"#));
    let handle = mount(&host, &options).unwrap_or_else(|_| panic!("mounts"));
    wait(150).await;
    (host.clone(), root(&host), handle)
}

fn names(root: &ShadowRoot) -> Vec<String> {
    let found = root.query_selector_all("tr[aria-rowindex] a.name").unwrap();
    (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
}

fn text(root: &ShadowRoot, selector: &str) -> String {
    find(root, selector).text_content().unwrap()
}

async fn type_into(root: &ShadowRoot, selector: &str, text: &str) {
    let field: web_sys::HtmlInputElement = find(root, selector).unchecked_into();
    field.set_value(text);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    field.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
    wait(50).await;
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

    type_into(&root, "[data-search=''][placeholder^=Filter]", "JOB 2").await;
    assert_eq!(names(&root), ["Job 2"]);
    assert!(text(&root, ".peek h2").contains("Job 2"));
    type_into(&root, "[placeholder^=Filter]", "nowhere").await;
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
        type_into(&root, "[placeholder^=Paste]", id).await;
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
