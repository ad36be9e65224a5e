#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

fn response(body: &str) -> Response {
    Response { status: 200, retry_after: None, body: body.to_owned() }
}

#[test]
fn slashes_are_where_label_studio_wants_them() {
    assert!(import("http://ls", 7, "[]".into()).url.contains("/import?"));
    assert!(import_predictions("http://ls", 7, "[]".into()).url.ends_with("/import/predictions"));
    assert!(of_batch("http://ls", 7, "b", 1, Detail::Counts).url.starts_with("http://ls/api/tasks/?"));
}

#[test]
fn a_filter_carries_any_batch_id() {
    let url = of_batch("http://ls", 7, r#"b"&=é"#, 3, Detail::Counts).url;
    let query = url.split("query=").nth(1).unwrap();
    assert!(!query.contains(['"', '&', ' ', 'é']), "{query}");
    assert!(query.contains("%5C%22%26%3D%C3%A9"), "{query}");
    assert!(url.contains("&page=3&"));
}

#[test]
fn a_lookup_of_200_results_fits_behind_nginx() {
    let ids: Vec<String> = (0..200).map(|n| format!("request-{n:05}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let url = of_results("http://ls", 7, "batch_6a41c0", &ids, 1, Detail::Counts).url;
    assert!(url.len() < 8_000, "{}", url.len());
}

#[test]
fn a_percent_sign_survives_the_second_decoding() {
    let url = of_results("http://ls", 7, "50%41", &["a%b"], 1, Detail::Counts).url;
    assert!(url.contains("50%252541") && url.contains("a%2525b"), "{url}");
}

#[test]
fn an_import_is_read() {
    let body =
        r#"{"task_count":2,"annotation_count":0,"prediction_count":0,"duration":0.1,"task_ids":[14,15]}"#;
    let imported: Imported = super::super::read(&response(body)).unwrap();
    assert_eq!((imported.task_count, imported.task_ids), (2, vec![14, 15]));
}

#[test]
fn tasks_without_a_key_stay_in_the_count() {
    let body = r#"{"total":3,"tasks":[{"id":1,"meta":{"key":"k1:a"},"total_predictions":2,"cancelled_annotations":1,"drafts":[{}]},{"id":2,"meta":null},{"id":3}]}"#;
    let page = read_page(&response(body)).unwrap();
    assert_eq!(page.total, 3);
    let keys: Vec<_> = page.tasks.iter().map(|t| (t.id, t.key.as_deref(), t.predictions, t.worked)).collect();
    assert_eq!(keys, [(1, Some("k1:a"), 2, 2), (2, None, 0, 0), (3, None, 0, 0)]);
    assert_eq!(read_page(&response(r#"{"detail":"no"}"#)), None);
}

#[test]
fn an_annotation_counts_where_the_counter_lags_behind() {
    let body = r#"{"total":1,"tasks":[{"id":1,"total_annotations":0,"cancelled_annotations":0,"annotations":[{"id":5}]},{"id":2,"total_annotations":1,"cancelled_annotations":1,"annotations":[{"id":6},{"id":7}],"drafts":[{}]}]}"#;
    let worked: Vec<_> = read_page(&response(body)).unwrap().tasks.iter().map(|task| task.worked).collect();
    assert_eq!(worked, [1, 3]);
    assert!(of_ids("http://ls", 7, &[1], Detail::Work).url.contains("annotations,drafts&fields=all"));
}

#[test]
fn refused_tasks_are_named_and_their_echo_is_dropped() {
    let body = r#"{"status_code":400,"validation_errors":{"non_field_errors":[{},"Error at item 1: \"model\" key is expected in task data [assume: item[\"data\"] = task root with values] :: {'data': {'secret': 'x: y'}}",{}]}}"#;
    assert_eq!(item_errors(&response(body)), [(1, "\"model\" key is expected in task data".to_owned())]);
    let body = r#"{"validation_errors":{"non_field_errors":["load_tasks: No tasks added"]}}"#;
    assert_eq!(item_errors(&response(body)), []);
    assert_eq!(item_errors(&response("<h1>Bad Request</h1>")), []);
}
