//! A table of 200,000 rows draws the few that are seen, and every key finds its row.

use crate::support::{document, wait};
use batch_curator::ui::kit::VirtualTable;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

const ROWS: usize = 200_000;

#[component]
fn Long(
    active: RwSignal<Option<usize>>,
    count: RwSignal<usize>,
    opened: RwSignal<Option<usize>>,
) -> impl IntoView {
    let head = view! { <thead><tr aria-rowindex="1"><th><br/><br/>"Row"</th></tr></thead> }.into_any();
    view! {
        <VirtualTable label="Rows" name="r" count row_height=20.0 active head version=0
            on_active=move |row| active.set(Some(row)) on_open=move |row| opened.set(Some(row))
            row=Callback::new(|row: usize| view! { <td>{row}</td> }.into_any())/>
    }
}

fn rows(host: &Element) -> Vec<String> {
    let found = host.query_selector_all("tbody tr[aria-rowindex] td").unwrap();
    (0..found.length()).map(|at| found.get(at).unwrap().text_content().unwrap()).collect()
}

async fn press(grid: &HtmlElement, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    grid.dispatch_event(&event).unwrap();
    wait(60).await;
}

#[wasm_bindgen_test]
async fn draws_what_is_seen_and_reaches_every_row_by_key() {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    let owner = Owner::new();
    let (active, count, opened, handle) = owner.with(|| {
        let (active, count, opened) = (RwSignal::new(None), RwSignal::new(ROWS), RwSignal::new(None));
        let handle = mount_to(host.clone(), move || view! { <Long active count opened/> });
        (active, count, opened, handle)
    });
    // What the sheet would say: rows without gaps.
    let style = document().create_element("style").unwrap();
    style.set_text_content(Some(".scroll table { border-spacing: 0 } .scroll td, .scroll th { padding: 0 }"));
    host.append_child(&style).unwrap();
    let scroll: HtmlElement = host.query_selector(".scroll").unwrap().unwrap().unchecked_into();
    scroll.set_attribute("style", "height:400px;overflow:auto").unwrap();
    let grid: HtmlElement = host.query_selector("[role=grid]").unwrap().unwrap().unchecked_into();
    wait(60).await;
    assert!(rows(&host).len() < 60, "{} rows are drawn", rows(&host).len());
    assert_eq!(grid.get_attribute("aria-rowcount").unwrap(), "200001");

    press(&grid, "j").await;
    assert_eq!(active.get_untracked(), Some(0));
    press(&grid, "End").await;
    assert_eq!(active.get_untracked(), Some(ROWS - 1));
    assert!(rows(&host).contains(&(ROWS - 1).to_string()), "the last row is drawn: {:?}", rows(&host));
    assert_eq!(grid.get_attribute("aria-activedescendant").unwrap(), format!("r-row-{}", ROWS - 1));
    let (seen, last) =
        (scroll.get_bounding_client_rect(), host.query_selector("tr.active").unwrap().unwrap());
    let (seen, last) = (seen.bottom(), last.get_bounding_client_rect().bottom());
    assert!(last <= seen + 1.0, "and wholly in view: {last} of {seen}");
    press(&grid, "k").await;
    press(&grid, "Enter").await;
    assert_eq!(opened.get_untracked(), Some(ROWS - 2));
    press(&grid, "PageUp").await;
    assert!(active.get_untracked().unwrap() < ROWS - 10);

    count.set(3);
    wait(60).await;
    assert_eq!(rows(&host), ["0", "1", "2"], "a shorter list is seen from its start");
    press(&grid, "Home").await;
    assert_eq!(active.get_untracked(), Some(0));
    drop(handle);
    owner.cleanup();
    host.remove();
}
