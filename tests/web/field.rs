//! A labelled input: its name is its label alone, and what stands below it describes it.

use crate::support::{document, wait};
use batch_curator::ui::kit::TextField;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

#[wasm_bindgen_test]
async fn a_hint_and_a_problem_describe_the_field_and_do_not_name_it() {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    let owner = Owner::new();
    let (problem, handle) = owner.with(|| {
        let problem = RwSignal::new(String::new());
        let handle = mount_to(host.clone(), move || {
            view! {
                <TextField label="Address" value=Signal::stored(String::new()) on_input=|_| () problem
                    hint="A project's address fills in the project too."/>
                <TextField label="Project" value=Signal::stored(String::new()) on_input=|_| ()/>
            }
            .into_any()
        });
        (problem, handle)
    });
    wait(0).await;
    let find = |selector: &str| host.query_selector(selector).unwrap().unwrap();
    let text = |selector: &str| find(selector).text_content().unwrap();
    let below = || find("input").get_attribute("aria-describedby").unwrap();
    assert_eq!(
        text(&format!("label[for='{}']", find("input").id())),
        "Address",
        "a hint is no part of the name"
    );
    assert_eq!(text(&format!("#{}", below())), "A project's address fills in the project too.");
    problem.set("This is no address.".to_owned());
    wait(0).await;
    assert_eq!(text(&format!("#{}", below())), "This is no address.");
    assert_eq!(find("input").get_attribute("aria-invalid").as_deref(), Some("true"));
    let second = find(".field:last-child input");
    assert_ne!(second.id(), find("input").id());
    assert_eq!(second.get_attribute("aria-describedby"), None, "nothing stands below the second");
    drop(handle);
    owner.cleanup();
    host.remove();
}
