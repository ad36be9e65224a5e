//! Wrong options are refused in a sentence that names them.

use crate::support::{host, object, root, wait};
use batch_curator::embed::{mount, mounted_views, options};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_wrong_option_is_named() {
    for (given, named) in [
        (r#"{"labelStudio":{"project":"twelve"}}"#, "`labelStudio.project`"),
        (r#"{"labelStudio":{"token":"t"}}"#, "`labelStudio.token`"),
        (r#"{"theme":"blue"}"#, "`theme`"),
        (r#"{"labelstudio":{}}"#, "`labelstudio`"),
        (r#"{"persist":1}"#, "`persist`"),
        (r#""x""#, "no object"),
    ] {
        let error = options::read(&object(given)).expect_err(given);
        assert!(error.contains(named), "{given}: {error}");
    }
}

#[wasm_bindgen_test]
fn good_options_are_read() {
    let settings = options::read(&object(
        r#"{"base":"https://h/x","labelStudio":{"url":"https://l","project":12},"theme":"dark","route":"none","persist":true}"#,
    ))
    .unwrap();
    assert_eq!(settings.base, "https://h/x");
    assert_eq!((settings.label_studio.as_deref(), settings.project), (Some("https://l"), Some(12)));
    assert!(settings.persist);
    assert!(options::read(&JsValue::UNDEFINED).is_ok() && options::read(&JsValue::NULL).is_ok());
}

#[wasm_bindgen_test]
async fn a_refused_update_changes_nothing() {
    let host = host();
    let handle = mount(&host, &object(r#"{"theme":"dark"}"#)).unwrap_or_else(|_| panic!("mounts"));
    assert!(handle.update(&object(r#"{"theme":"blue"}"#)).is_err());
    wait(0).await;
    let app = root(&host).query_selector(".app").unwrap().unwrap();
    assert_eq!(app.get_attribute("data-theme").as_deref(), Some("dark"));
    handle.unmount();
    host.remove();
}

#[wasm_bindgen_test]
fn nothing_is_mounted_where_nothing_can_be() {
    let before = mounted_views();
    assert!(mount(&JsValue::NULL, &JsValue::UNDEFINED).is_err());
    let input = crate::support::document().create_element("input").unwrap();
    assert!(mount(&input, &JsValue::UNDEFINED).is_err(), "an <input> has no shadow root");
    assert_eq!(mounted_views(), before);
}
