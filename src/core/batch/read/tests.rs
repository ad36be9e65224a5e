#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use serde_json::json;

fn read(value: &Value) -> Batch {
    Batch::from_value(value).unwrap()
}

#[test]
fn the_standard_object() {
    let batch = read(&json!({
        "id": "batch_1", "object": "batch", "endpoint": "/v1/chat/completions", "model": "m",
        "errors": null, "input_file_id": "file-in", "completion_window": "24h", "status": "completed",
        "output_file_id": "file-out", "error_file_id": "", "created_at": 100, "in_progress_at": 110,
        "expires_at": 86500, "finalizing_at": 190, "completed_at": 200, "failed_at": null,
        "request_counts": {"total": 10, "completed": 9, "failed": 1},
        "usage": {"input_tokens": 5, "output_tokens": 7}, "metadata": {"title": "Reviews", "n": 3}
    }));
    assert_eq!(batch.status, Status::Completed);
    assert_eq!(batch.error_file_id, None, "an empty id is none");
    assert_eq!(batch.counts, Counts { total: Some(10), completed: Some(9), failed: Some(1) });
    assert_eq!(batch.usage, Some(Usage { input: 5, output: 7 }));
    assert_eq!(
        batch.metadata,
        [("title".to_owned(), "Reviews".to_owned()), ("n".to_owned(), "3".to_owned())]
    );
    assert_eq!(batch.name(), "Reviews");
    assert_eq!(batch.duration_seconds(), Some(90));
    assert_eq!(batch.age_seconds(400), Some(300));
    assert_eq!(batch.extra.keys().collect::<Vec<_>>(), ["usage"]);
    assert!(batch.is_finished());
}

#[test]
fn only_an_id_is_needed() {
    let batch = read(&json!({"id": "x"}));
    assert_eq!(batch.status, Status::Other(String::new()));
    assert_eq!((batch.name(), batch.duration_seconds(), batch.is_finished()), ("x", None, false));
    assert_eq!(read(&json!({"id": 7})).id, "7");
    assert_eq!(Batch::from_value(&json!([])), Err(Malformed::NotAnObject { found: "a list" }));
    let refused = Batch::from_value(&json!({"id": "", "status": "failed"})).unwrap_err();
    assert_eq!(refused.to_string(), "the object has no id (its fields: id, status)");
}

#[test]
fn a_line_of_the_job_history() {
    let batch = read(&json!({
        "batch_id": "batch_2", "status": "completed", "model": "gemma", "created_at": 100, "completed_at": 160,
        "total_requests": 4, "completed_requests": 3, "failed_requests": 1, "duration": 42.5, "priority": 0
    }));
    assert_eq!((batch.id.as_str(), batch.model.as_deref()), ("batch_2", Some("gemma")));
    assert_eq!(batch.counts, Counts { total: Some(4), completed: Some(3), failed: Some(1) });
    assert_eq!(batch.extra, *json!({"duration": 42.5, "priority": 0}).as_object().unwrap());
}

#[test]
fn what_has_another_type_is_kept_and_shown() {
    let strange =
        json!({"id": "x", "created_at": "soon", "metadata": ["a"], "request_counts": {"total": "many"}});
    let batch = read(&strange);
    assert_eq!((batch.created_at, batch.counts), (None, Counts::default()));
    assert_eq!(batch.extra.len(), 3, "{:?}", batch.extra);
}

#[test]
fn counts_may_be_partly_nested() {
    let batch =
        read(&json!({"id": "x", "request_counts": {"total": 3, "processing": 1}, "failed_requests": 2}));
    assert_eq!(batch.counts, Counts { total: Some(3), completed: None, failed: Some(2) });
    assert_eq!(batch.extra["request_counts"]["processing"], 1);
}

#[test]
fn all_failed_needs_failures() {
    let counts = |total, completed, failed| Counts { total, completed, failed };
    assert!(counts(Some(5), Some(0), Some(5)).all_failed());
    assert!(counts(None, None, Some(5)).all_failed());
    assert!(!counts(Some(5), Some(0), Some(3)).all_failed(), "two are still open");
    assert!(!counts(Some(0), Some(0), Some(0)).all_failed());
    assert!(!counts(Some(5), Some(1), Some(4)).all_failed());
}

#[test]
fn the_name_is_the_best_that_there_is() {
    let named = |value: Value| read(&value).name().to_owned();
    assert_eq!(named(json!({"id": "x", "metadata": {"input_filename": "a.jsonl", "Name": "N"}})), "N");
    assert_eq!(
        named(json!({"id": "x", "metadata": {"description": " "}, "name": "from extra"})),
        "from extra"
    );
    assert_eq!(named(json!({"id": "x", "metadata": {"input_filename": "a.jsonl"}})), "a.jsonl");
    assert_eq!(named(json!({"id": "x", "metadata": {"job_description": "Nightly"}})), "Nightly");
}

#[test]
fn errors_of_every_shape() {
    let of = |errors: Value| read(&json!({"id": "x", "errors": errors})).errors;
    let message = |text: &str| BatchError { message: text.into(), ..BatchError::default() };
    assert_eq!(
        of(json!({"object": "list", "data": [{"code": "c", "message": "m", "line": 3}]})),
        [BatchError { code: Some("c".into()), message: "m".into(), line: Some(3) }]
    );
    assert_eq!(of(json!({"data": [], "object": null})), []);
    assert_eq!(of(json!({"message": "'messages'"})), [message("'messages'")]);
    assert_eq!(of(json!(["a", null, {"message": "b"}])), [message("a"), message("b")]);
    assert_eq!(of(json!("text")), [message("text")]);
    assert_eq!(of(json!("")), []);
    assert_eq!(of(json!("Invalid JSON on line 12: oops"))[0].line, Some(12));
    assert_eq!(of(json!("deadline 5 passed"))[0].line, None);
}

#[test]
fn files() {
    let file =
        File::from_value(&json!({"id": "f", "bytes": 12, "filename": "a.jsonl", "purpose": null})).unwrap();
    assert_eq!((file.bytes, file.filename.as_deref(), file.purpose), (Some(12), Some("a.jsonl"), None));
    assert!(File::from_value(&Value::Null).is_err());
}
