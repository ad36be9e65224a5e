//! What models write, hostile or not: laid out without HTML, marked, compared, and nobody asked for an image.

use crate::support::{document, wait};
use batch_curator::{
    core::results::conversation::{Part, Role, Turn},
    state::{App, settings::Settings},
    ui::{
        kit::{Code, icon::Symbols},
        results::{diff::DiffView, turns::Turns},
        sheet,
    },
};
use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::*,
};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, ShadowRootInit, ShadowRootMode};

/// A view in a root with the sheet, as in the page.
struct Stage<M: leptos::tachys::view::Mountable> {
    host: HtmlElement,
    root: Element,
    owner: Owner,
    handle: Option<UnmountHandle<M>>,
}

fn stage<N: IntoView + 'static>(
    view: impl FnOnce() -> N + 'static,
) -> Stage<impl leptos::tachys::view::Mountable> {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)).unwrap();
    sheet::adopt(&shadow);
    sheet::dress_later();
    let root = document().create_element("div").unwrap();
    root.set_class_name("app");
    shadow.append_child(&root).unwrap();
    let owner = Owner::new();
    let inner: HtmlElement = root.clone().unchecked_into();
    let handle = owner.with(|| {
        provide_context(App::new(Settings::default(), Callback::new(|_| ())));
        mount_to(inner, move || view! { <Symbols/>{view()} })
    });
    Stage { host, root, owner, handle: Some(handle) }
}

impl<M: leptos::tachys::view::Mountable> Stage<M> {
    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    fn all(&self, selector: &str) -> Vec<String> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
    }

    fn press(&self, selector: &str) {
        let found = self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"));
        found.unchecked_into::<HtmlElement>().click();
    }

    fn text(&self) -> String {
        self.root.text_content().unwrap()
    }
}

impl<M: leptos::tachys::view::Mountable> Drop for Stage<M> {
    fn drop(&mut self) {
        drop(self.handle.take());
        self.owner.cleanup();
        self.host.remove();
    }
}

fn says(text: &str) -> Vec<Turn> {
    vec![Turn::new(Role::Assistant, vec![Part::Text(text.to_owned())])]
}

const HOSTILE: &str = "# Hi <b>x</b>\n\n<script>window.pwned = 1</script>\n\n<img src=x onerror=\"window.pwned = 2\">\n\n\
    [run](javascript:window.pwned=3) [data](data:text/html,<script>window.pwned=4</script>) \
    [bank](https://bank.example@evil.example/a) <https://plain.example/>\n\n\
    ![cat](https://tracker.example/c.png) ![no](javascript:alert(1))\n";

#[wasm_bindgen_test]
async fn hostile_markdown_stays_text_and_asks_nobody() {
    let stage = stage(|| view! { <Turns turns=says(HOSTILE)/> });
    wait(30).await;
    assert_eq!(stage.count("script, img, iframe, .md b, [onerror]"), 0);
    assert!(stage.text().contains("<script>window.pwned = 1</script>"), "{}", stage.text());
    assert!(stage.text().contains("<img src=x onerror=") && stage.text().contains("Hi <b>x</b>"));
    assert!(stage.text().contains("run (javascript:window.pwned=3)"), "an address that is no link is read");
    assert_eq!(stage.all(".md a"), ["bankevil.example", "https://plain.example/"], "a link says its host");
    let link = stage.root.query_selector(".md a").unwrap().unwrap();
    assert_eq!(link.get_attribute("rel").unwrap(), "noopener noreferrer nofollow");
    assert_eq!(link.get_attribute("target").unwrap(), "_blank");
    assert_eq!(stage.all(".md :is(h3, h4, h5, h6)"), ["Hi <b>x</b>"]);
    assert_eq!(stage.all(".image button"), ["Load image from tracker.example"]);
    let pwned = js_sys::Reflect::get(&web_sys::window().unwrap(), &"pwned".into()).unwrap();
    assert!(pwned.is_undefined());
}

#[wasm_bindgen_test]
async fn no_depth_breaks_the_page() {
    let deep = [
        ">".repeat(3_000),
        "- ".repeat(3_000),
        "**a *b ".repeat(2_000),
        "![".repeat(2_000),
        "[".repeat(3_000),
    ];
    for source in deep {
        let turns = says(&format!("{source} deep"));
        let stage = stage(|| view! { <Turns turns/> });
        wait(0).await;
        if stage.count("button.link") > 0 {
            stage.press("button.link");
        }
        wait(10).await;
        assert!(stage.text().contains("deep"), "{source:.10}");
    }
}

#[wasm_bindgen_test]
async fn an_image_is_loaded_when_it_is_asked_for() {
    let pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    let turns = vec![Turn::new(
        Role::User,
        vec![
            Part::Image { url: pixel.to_owned() },
            Part::Image { url: "https://x.invalid/i.png".to_owned() },
        ],
    )];
    let stage = stage(|| view! { <Turns turns/> });
    wait(10).await;
    assert_eq!(stage.count("img"), 0);
    assert!(stage.all(".image button").first().unwrap().starts_with("Show image (gif, about"));
    stage.press(".image button");
    wait(30).await;
    let image = stage.root.query_selector("img").unwrap().unwrap();
    assert_eq!(image.get_attribute("src").as_deref(), Some(pixel));
    assert_eq!(image.get_attribute("referrerpolicy").as_deref(), Some("no-referrer"));
    stage.press(".image button");
    image.scroll_into_view();
    crate::support::until("the failure", || stage.count(".image-failed") == 1).await;
    assert!(stage.all(".image-failed").concat().contains("open it in a new tab"));
    assert_eq!(stage.count("img"), 1, "the other stays");
}

#[wasm_bindgen_test]
async fn words_are_marked_wherever_they_stand() {
    let needles = RwSignal::new(vec!["consensus".to_owned()]);
    let mut turns = says("Three on **Consensus** and `consensus`, [consensus](https://a.example).");
    turns.extend(says("{\"summary\": \"on CONSENSUS\", \"consensus\": 1}"));
    turns.extend(says("```json\n[\"consensus\"]\n```"));
    let stage = stage(move || {
        view! { <Turns turns needles/><Code text=Signal::stored("raw consensus".to_owned()) label="raw" needles/> }
    });
    wait(20).await;
    let hit = "consensus".to_owned();
    let marks = stage.all("mark.hit");
    assert_eq!(marks.len(), 7, "{marks:?}");
    assert!(marks.iter().all(|mark| mark.to_lowercase() == hit));
    assert_eq!(stage.all(".badge"), ["JSON as written", "JSON in a fence"]);
    needles.set(vec!["three".to_owned()]);
    wait(20).await;
    assert_eq!(stage.all("mark.hit"), ["Three"]);
    needles.set(Vec::new());
    wait(20).await;
    assert_eq!(stage.count("mark"), 0);
}

#[wasm_bindgen_test]
async fn long_texts_are_cut_and_every_text_can_be_read_as_written() {
    let turns = says(&format!("**start** {} end", "word ".repeat(2_000)));
    let stage = stage(|| view! { <Turns turns/> });
    wait(20).await;
    assert!(!stage.text().contains("end"));
    assert_eq!(stage.all("button.link"), ["Show all 2,002 words"]);
    stage.press("button.link");
    wait(20).await;
    assert!(stage.text().contains("end") && stage.count("button.link") == 0);
    assert!(!stage.text().contains("**start**"));
    stage.press("[aria-label='Text as written']");
    wait(20).await;
    assert!(stage.text().contains("**start**"));
    assert_eq!(stage.count("[aria-label='Copy what assistant says']"), 1);
}

#[wasm_bindgen_test]
async fn a_diff_says_what_changed_in_words_and_values() {
    let left = "{\"score\": 1,\n\"text\": \"a quick fox\",\n\"a\":1,\n\"b\":1,\n\"c\":1,\n\"d\":1,\n\"e\":1}";
    let right = left.replace("quick", "slow brown");
    let stage = stage(move || {
        view! { <DiffView left=left right=right left_title="Run 1" right_title="Run 2"/> }
    });
    wait(20).await;
    assert_eq!(stage.all(".diff-sum"), ["2 words added, 1 removed"]);
    assert_eq!(stage.all(".diff-values tbody th"), ["text"]);
    assert_eq!(stage.all(".diff-rows .before del"), [" removed: quick"]);
    assert_eq!(stage.all(".diff-rows .after ins"), [" added: slow brown"]);
    let rows = stage.count(".diff-row");
    stage.press(".diff-fold button");
    wait(20).await;
    assert!(stage.count(".diff-row") > rows && stage.count(".diff-fold") == 0);
    drop(stage);
    let stage = self::stage(|| view! { <DiffView left="a" right="a" left_title="1" right_title="2"/> });
    wait(10).await;
    assert_eq!(stage.all(".diff"), ["Both texts are equal, letter by letter."]);
}
