//! Wrong options are refused in a sentence that names them.

use crate::support::{host, object, root, wait};
use batch_curator::{
    core::route::Step,
    embed::{mount, mounted_views, options},
    state::settings::{Headers, Theme},
};
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
        (r#"{"steps":["batches","all"]}"#, "`steps[1]`"),
        (r#"{"steps":"batches"}"#, "`steps`"),
        (r#"{"steps":[]}"#, "names no screen"),
        (r#"{"steps":["results"]}"#, "name a `batch`"),
        (r#"{"headers":{"authorization":1}}"#, "`authorization` is no text"),
        (r#"{"headers":"Bearer x"}"#, "`headers`"),
        (r#"{"takeSelection":"f"}"#, "`takeSelection`"),
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
    assert!(settings.steps.has(Step::Push) && settings.headers == Headers::None && settings.taker.is_none());
    let settings = options::read(&object(
        r#"{"steps":["push"],"batch":"b","select":"","headers":{"authorization":"Bearer secret"}}"#,
    ))
    .unwrap();
    assert_eq!(settings.first().hash(), "#/batch/b/push");
    assert_eq!(settings.select.as_deref(), Some(""));
    assert_eq!(
        settings.headers,
        Headers::Fixed(vec![("authorization".to_owned(), "Bearer secret".to_owned())])
    );
    assert!(!format!("{settings:?}").contains("secret"));
    let given = object("{}");
    for name in ["headers", "takeSelection"] {
        let function = js_sys::Function::new_no_args("return {}");
        js_sys::Reflect::set(&given, &name.into(), &function).unwrap();
    }
    let settings = options::read(&given).unwrap();
    assert!(matches!(settings.headers, Headers::Asked(_)) && settings.taker.is_some());
    assert!(options::read(&JsValue::UNDEFINED).is_ok() && options::read(&JsValue::NULL).is_ok());
}

#[wasm_bindgen_test]
fn options_of_a_preview_are_read() {
    let settings =
        options::read_preview(&object(r#"{"config":"<View/>","task":{"data":{"t":"x"}},"theme":"dark"}"#))
            .unwrap();
    assert_eq!((settings.config.as_str(), settings.theme), ("<View/>", Theme::Dark));
    let text = options::read_preview(&object(r#"{"task":"{\"data\":{\"t\":\"x\"}}"}"#)).unwrap();
    assert_eq!(settings.task, text.task);
    for (given, named) in [
        (r#"{"task":"{"}"#, "`task`"),
        (r#"{"task":[1]}"#, "no object"),
        (r#"{"config":1}"#, "`config`"),
        (r#"{"theme":"blue"}"#, "`blue`"),
        (r#"{"base":"x"}"#, "`base`"),
        ("1", "no object"),
    ] {
        let error = options::read_preview(&object(given)).expect_err(given);
        assert!(error.contains(named), "{given}: {error}");
    }
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
