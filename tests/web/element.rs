//! `<batch-curator>`: attributes, moving, removal, events.

use crate::support::{document, find, root, wait};
use batch_curator::embed::{mounted_views, start};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast as _, closure::Closure};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CustomEvent, Element};

fn element() -> Element {
    start();
    document().create_element("batch-curator").unwrap()
}

#[wasm_bindgen_test]
async fn lives_while_it_is_in_the_document_and_survives_a_move() {
    let body = document().body().unwrap();
    let before = mounted_views();
    let element = element();
    assert_eq!(mounted_views(), before, "created, not yet mounted");
    element.set_attribute("theme", "dark").unwrap();
    body.append_child(&element).unwrap();
    wait(0).await;
    assert_eq!(mounted_views(), before + 1);
    let view = find(&root(&element), ".app");
    assert_eq!(view.get_attribute("data-theme").as_deref(), Some("dark"));

    let elsewhere = document().create_element("section").unwrap();
    body.append_child(&elsewhere).unwrap();
    elsewhere.append_child(&element).unwrap();
    wait(0).await;
    assert_eq!(mounted_views(), before + 1);
    assert!(view.is_connected(), "moved with its view, not mounted anew");

    element.set_attribute("theme", "light").unwrap();
    wait(0).await;
    assert_eq!(view.get_attribute("data-theme").as_deref(), Some("light"));

    element.remove();
    wait(0).await;
    assert_eq!(mounted_views(), before, "removed");
    body.append_child(&element).unwrap();
    wait(0).await;
    assert_eq!(mounted_views(), before + 1, "and back again");
    elsewhere.remove();
    element.remove();
    wait(0).await;
    assert_eq!(mounted_views(), before);
}

#[wasm_bindgen_test]
async fn wrong_attributes_are_said_in_its_place_and_mended_by_right_ones() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let listener = Closure::<dyn FnMut(CustomEvent)>::new({
        let heard = heard.clone();
        move |event: CustomEvent| {
            let detail = js_sys::JSON::stringify(&event.detail()).unwrap();
            heard.borrow_mut().push(format!("{} {detail}", event.type_()));
        }
    });
    let body = document().body().unwrap();
    for name in ["batch-curator:error", "batch-curator:ready"] {
        body.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).unwrap();
    }
    let element = element();
    element.set_attribute("project", "twelve").unwrap();
    body.append_child(&element).unwrap();
    wait(0).await;
    assert!(element.text_content().unwrap().contains("labelStudio.project"), "{:?}", element.text_content());

    element.set_attribute("project", "12").unwrap();
    wait(0).await;
    assert!(find(&root(&element), ".trail").is_connected());
    element.remove();
    wait(0).await;
    let heard = heard.borrow();
    assert!(heard.first().unwrap().starts_with("batch-curator:error"), "{heard:?}");
    assert!(heard.iter().any(|event| event.starts_with("batch-curator:ready")), "events bubble: {heard:?}");
}
