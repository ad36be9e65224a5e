//! Choosing: the open row, the selection and its exceptions, samples, exports, the batch beside.

use crate::support::{find, host, object, root, text, type_into, until, wait};
use batch_curator::embed::{Handle, mount};
use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, ShadowRoot};

#[wasm_bindgen(module = "/tests/web/page.js")]
extern "C" {
    fn serve_rounds();
    fn catch_files();
    async fn saved_file() -> JsValue;
    async fn whole_output() -> JsValue;
    fn forget_file();
    fn copied_text() -> String;
    fn follow_text(node: &web_sys::Node);
    fn followed() -> String;
}

struct Page {
    host: HtmlElement,
    root: ShadowRoot,
    handle: Handle,
}

impl Page {
    /// The first round's results, read to their end. 12 answers, one of them twice, a failure, a torn line, and a
    /// request that nothing answers: 16 rows.
    async fn open(width: u32) -> Self {
        batch_curator::browser::desk::stay_here(true);
        serve_rounds();
        catch_files();
        let host = host();
        host.set_attribute("style", &format!("display:block;width:{width}px;height:800px")).unwrap();
        let options = object(r#"{"base":"https://choose.invalid"}"#);
        let handle = mount(&host, &options).unwrap_or_else(|_| panic!("mounts"));
        let page = Self { root: root(&host), host, handle };
        page.until("tr[aria-rowindex] a.name").await;
        page.click_text("a.name", "Round 1");
        until("all rows", || {
            page.all("tr[aria-rowindex]").iter().any(|row| row.contains("torn") || row.contains("r-13"))
        })
        .await;
        until("the files to their end", || page.text_of(".statusline").contains("all read")).await;
        page
    }

    fn close(self) {
        self.handle.unmount();
        self.host.remove();
    }

    fn has(&self, selector: &str) -> bool {
        self.root.query_selector(selector).unwrap().is_some()
    }

    async fn until(&self, selector: &str) {
        until(selector, || self.has(selector)).await;
    }

    fn text_of(&self, selector: &str) -> String {
        let found = self.root.query_selector(selector).unwrap();
        found.and_then(|found| found.text_content()).unwrap_or_default()
    }

    async fn says(&self, selector: &str, words: &str) {
        until(&format!("'{words}' in {selector}: {}", self.text_of(selector)), || {
            self.text_of(selector).contains(words)
        })
        .await;
    }

    fn all(&self, selector: &str) -> Vec<String> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
    }

    /// Clicks the first of these whose text or name holds the words.
    fn click_text(&self, selector: &str, words: &str) {
        let found = self.root.query_selector_all(selector).unwrap();
        let of = |at: u32| found.get(at).unwrap().unchecked_into::<HtmlElement>();
        let holds = |element: &HtmlElement| {
            let name = element.get_attribute("aria-label").unwrap_or_default();
            element.text_content().unwrap_or_default().contains(words) || name.contains(words)
        };
        let element = (0..found.length()).map(of).find(holds);
        element
            .unwrap_or_else(|| panic!("no {selector} with '{words}' among {:?}", self.all(selector)))
            .click();
    }

    async fn open_row(&self, words: &str) {
        self.click_text("tr[aria-rowindex] td.excerpt", words);
        self.until(".detail-head").await;
        until("the line", || !self.has(".detail .away")).await;
        wait(50).await;
    }

    fn key(&self, selector: &str, key: &str) {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        find(&self.root, selector).dispatch_event(&event).unwrap();
    }

    fn side(&self) -> String {
        self.text_of(".detail [role=tab][aria-selected=true]")
    }
}

async fn saved() -> (String, Vec<u8>) {
    for _ in 0..400 {
        let file = saved_file().await;
        if !file.is_undefined() {
            forget_file();
            let file: js_sys::Array = file.unchecked_into();
            return (
                file.get(0).as_string().unwrap(),
                file.get(1).unchecked_into::<js_sys::Uint8Array>().to_vec(),
            );
        }
        wait(10).await;
    }
    panic!("no file was saved");
}

#[wasm_bindgen_test]
async fn the_open_row_says_what_it_is_and_what_it_cost() {
    let page = Page::open(1400).await;
    page.open_row(r#"because of \"1\""#).await;
    page.says(".detail-head", "r-1").await;
    page.says(".detail-head", "2 of 16").await;
    for fact in ["Model", "small", "0.2", "512", "1,200 tokens", "34 tokens", "7 tokens", "req_r-1", "200"] {
        page.says(".usage", fact).await;
    }
    page.click_text(".detail-head button", "Next");
    page.says(".detail-head", "3 of 16").await;
    page.says(".detail-head", "r-2").await;
    page.click_text(".detail-head button", "Copy the line");
    until("the copy", || copied_text().contains("req_r-2")).await;
    page.close();
}

#[wasm_bindgen_test]
async fn digits_choose_the_tab_and_it_stays_from_row_to_row() {
    let page = Page::open(1400).await;
    page.open_row(r#"because of \"1\""#).await;
    for (key, word) in [("2", "JSON"), ("3", "Raw line"), ("5", "Diff"), ("1", "Chat"), ("2", "JSON")] {
        page.key(".detail .scroll", key);
        until(word, || page.side() == word).await;
    }
    page.until(".detail .jt .leaf .acts").await;
    page.click_text(".detail .jt .leaf:has(.s) .acts button", "Copy the path");
    until("the path", || copied_text() == "verdict").await;
    page.click_text(".detail .jt .leaf:has(.s) .acts button", "Copy the value");
    until("the value", || copied_text() == "Yes").await;
    page.click_text(".json-head button", "Request");
    page.says(".detail .jt", "max_tokens").await;
    page.click_text(".detail-head button", "Next");
    page.says(".detail-head", "r-2").await;
    assert_eq!(page.side(), "JSON");
    page.key(".detail .scroll", "5");
    page.says(".detail .empty", "Not compared").await;
    page.click_text(".detail .empty button", "Compare");
    page.until("dialog[open]").await;
    page.close();
}

#[wasm_bindgen_test]
async fn failures_torn_lines_lost_requests_and_duplicates_are_told_apart() {
    let page = Page::open(1400).await;
    page.open_row("Too many of them").await;
    page.says(".detail .failure", "rate_limit").await;
    page.says(".detail .failure", "status 429").await;
    page.says(".detail", "Judge 12").await;

    page.click_text(".detail-head button", "Next");
    page.says(".detail .note", "cannot be read").await;
    page.says(".detail .code", "\u{FFFD}").await;
    assert!(page.has(".detail mark.junk"), "bytes that are no text are marked");

    page.click_text(".detail-head button", "Next");
    page.says(".detail .note", "No line answers this request").await;
    page.says(".detail", "Judge 13").await;

    page.open_row("again").await;
    page.says(".same-id", "2 results have this id").await;
    page.click_text(".same-id button", "line 4");
    page.says(".detail-head", "4 of 16").await;
    page.close();
}

#[wasm_bindgen_test]
async fn all_that_match_are_selected_and_exceptions_can_be_taken_back() {
    let page = Page::open(1400).await;
    find(&page.root, "thead input.check").click();
    page.says(".selbar .count", "16").await;
    page.open_row(r#"because of \"1\""#).await;
    find(&page.root, ".detail-head input.check").click();
    page.click_text(".detail-head button", "Next");
    page.says(".detail-head", "r-2").await;
    find(&page.root, ".detail-head input.check").click();
    page.says(".selbar .count", "14").await;
    page.says(".selbar .how", "selected: all 16, except 2 excluded").await;
    page.says(".selbar .primary", "Push 14").await;
    page.click_text(".selbar .how button", "excluded");
    page.until("dialog[open] .picks li").await;
    assert_eq!(page.all("dialog[open] .picks li").len(), 2);
    page.click_text("dialog[open] .picks button", "Take r-1 back");
    page.says(".selbar .count", "15").await;
    page.click_text("dialog[open] button", "Take all back");
    until("no exception", || !page.text_of(".selbar .how").contains("except")).await;
    page.says(".selbar .how", "selected: all 16").await;
    page.close();
}

#[wasm_bindgen_test]
async fn rows_stay_until_something_is_found() {
    let page = Page::open(1400).await;
    let count = find(&page.root, ".findbar b");
    follow_text(&count);
    type_into(&page.root, ".filters [data-search]", "because");
    page.says(".findbar", "of 16 match").await;
    until("what holds the text", || !["16", "0"].contains(&count.text_content().unwrap().as_str())).await;
    let found = count.text_content().unwrap();
    assert_eq!(followed(), format!("16, {found}"), "never an emptied table");
    // What is nowhere is not there in the end.
    type_into(&page.root, ".filters [data-search]", "nowhere at all");
    page.says(".findbar b", "0").await;
    page.close();
}

#[wasm_bindgen_test]
async fn a_sample_is_shown_before_it_is_applied() {
    let page = Page::open(1400).await;
    find(&page.root, "tr[aria-rowindex='2'] input.check").click();
    page.until(".selbar").await;
    page.click_text(".selbar button", "Sample");
    page.until("dialog[open] .outcome").await;
    type_into(&page.root, "dialog[open] .form-row > .field input", "none");
    page.says("dialog[open] .outcome", "Enter how many").await;
    type_into(&page.root, "dialog[open] .form-row > .field input", "5");
    page.says("dialog[open] .outcome", "5 of 16:").await;
    type_into(&page.root, "dialog[open] .seed input", "42");
    wait(50).await;
    let once = page.text_of("dialog[open] .outcome");
    page.click_text("dialog[open] .seg button", "Of each kind");
    page.says("dialog[open] .outcome", "1 Failed").await;
    page.says("dialog[open] .outcome", "1 Unreadable").await;
    page.click_text("dialog[open] .seg button", "Random");
    wait(50).await;
    assert_eq!(page.text_of("dialog[open] .outcome"), once, "the same seed draws the same rows");
    page.click_text("dialog[open] footer button", "Select these 5");
    page.says(".selbar .count", "5").await;
    page.says(".selbar .how", "at random of 16, seed 42").await;
    assert!(!page.has("dialog[open]"));
    page.close();
}

#[wasm_bindgen_test]
async fn exported_lines_are_the_bytes_of_the_file() {
    let page = Page::open(1400).await;
    find(&page.root, "thead input.check").click();
    page.until(".selbar").await;
    page.click_text(".selbar button", "Export");
    page.says("dialog[open]", "16 selected").await;
    page.says("dialog[open]", "1 without a result").await;
    page.click_text("dialog[open] footer button", "Save the file");
    let (name, bytes) = saved().await;
    assert_eq!(name, "round-1-15.jsonl", "the rows that are in it");
    let whole = whole_output().await.unchecked_into::<js_sys::Uint8Array>().to_vec();
    assert_eq!(bytes, whole, "byte for byte, duplicates and the torn line included");
    page.says("dialog[open] .note", "15 rows").await;
    page.says("dialog[open] .note", "1 have no line").await;

    page.click_text("dialog[open] .seg button", "CSV");
    page.until("dialog[open] .columns").await;
    type_into(&page.root, "dialog[open] form input", "verdict");
    page.click_text("dialog[open] form button", "Add");
    page.says("dialog[open] .columns", "json.verdict").await;
    page.click_text("dialog[open] footer button", "Save the file");
    let (name, bytes) = saved().await;
    let csv = String::from_utf8(bytes).unwrap();
    assert_eq!(name, "round-1-16.csv");
    assert_eq!(
        csv.lines().next(),
        Some(
            "line,custom_id,outcome,model,finish_reason,prompt_tokens,completion_tokens,answer,json.verdict"
        )
    );
    assert_eq!(csv.lines().count(), 17);
    assert!(
        csv.contains(
            r#"2,r-1,ok,small,stop,1200,34,"{""verdict"":""Yes"",""why"":""because of \""1\""""}",Yes"#
        ),
        "{csv}"
    );

    page.click_text("dialog[open] .seg button", "Markdown");
    wait(20).await;
    page.click_text("dialog[open] footer button", "Save the file");
    let (name, bytes) = saved().await;
    let report = String::from_utf8(bytes).unwrap();
    assert_eq!(name, "round-1-16.md");
    assert!(
        report.contains("Round 1") && report.contains("Judge 12") && report.contains("rate_limit"),
        "{report}"
    );
    page.close();
}

#[wasm_bindgen_test]
async fn another_batch_stands_beside_and_its_differences_filter() {
    let page = Page::open(1400).await;
    page.click_text(".context button", "Compare");
    page.until("dialog[open] .pick").await;
    let offered = page.all("dialog[open] .pick b");
    assert_eq!(offered, ["Round 2", "Round 3"], "the likeliest first, itself not at all");
    type_into(&page.root, "dialog[open] input", "nowhere_7");
    page.says("dialog[open]", "Compare with batch nowhere_7").await;
    type_into(&page.root, "dialog[open] input", "");
    page.until("dialog[open] .pick").await;
    page.click_text("dialog[open] .pick", "Round 2");
    page.says(".compared", "compared with Round 2").await;
    page.says(".compared", "11 same").await;
    page.says(".compared", "1 differ").await;
    page.says(".compared", "2 end differently").await;
    page.says(".compared", "2 only here").await;
    page.says(".compared", "1 only there").await;

    page.click_text(".compared button", "1 differ");
    until("one row", || page.all("tr[aria-rowindex] td.excerpt").len() == 1).await;
    page.open_row("because of").await;
    page.key(".detail .scroll", "5");
    page.says(".detail .diff", "verdict").await;
    assert!(page.has(".detail .diff ins") && page.has(".detail .diff del"));

    page.click_text(".compared button", "1 differ");
    page.click_text(".compared button", "2 end differently");
    until("two rows", || page.all("tr[aria-rowindex] td.excerpt").len() == 2).await;
    page.open_row("Too many").await;
    page.says(".detail .diff", "fine now").await;
    page.says(".detail", "Round 1 failed: rate_limit").await;

    page.click_text(".compared button", "End the comparison");
    until("the end", || !page.has(".compared")).await;
    page.close();
}

#[wasm_bindgen_test]
async fn on_a_narrow_page_a_row_is_a_page_and_the_bar_keeps_what_matters() {
    let page = Page::open(420).await;
    find(&page.root, "tr[aria-rowindex='2'] input.check").click();
    page.until(".selbar").await;
    let shown = |selector: &str| find(&page.root, selector).offset_width() > 0;
    assert!(shown(".selbar-more button") && shown(".selbar .primary"));
    assert!(!shown(".selbar .to-preview"), "it is behind More");
    find(&page.root, ".selbar-more button").click();
    page.until("dialog[open] .acts-list").await;
    page.click_text("dialog[open] .acts-list button", "Export");
    page.says("dialog[open]", "1 selected").await;
    page.click_text("dialog[open] footer button", "Cancel");
    until("closed", || !page.has("dialog[open]")).await;

    page.open_row(r#"because of \"1\""#).await;
    assert!(shown(".detail") && !shown(".listing"));
    assert!(text(&page.root, ".detail-head .back").contains("16 rows"));
    find(&page.root, ".detail-head .back").click();
    until("the rows", || shown(".listing")).await;
    page.close();
}
