//! The deviations D1-D23 of batch servers from the standard: one fixture and one test each, named by what is
//! shown. See `tests/fixtures/`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

use batch_curator::core::batch::{Batch, File, Status, Usage};
use batch_curator::core::jsonl::LineSplitter;
use batch_curator::core::protocol::batch_api::{self, Pager};
use batch_curator::core::protocol::error::explain;
use batch_curator::core::protocol::http::Response;
use batch_curator::core::results::conversation::{Part, text_of};
use batch_curator::core::results::line::{self, Outcome, ResultLine};
use batch_curator::core::results::summary::{self, RowOutcome, Summary};
use serde_json::Value;

fn bytes(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|why| panic!("{path}: {why}"))
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&bytes(name)).unwrap()
}

/// Every line read whole and as a row; the two must agree, and the offsets must point at the bytes.
fn results_of(file: &[u8], chunk: usize) -> Vec<(ResultLine, Summary)> {
    let mut out = Vec::new();
    let mut splitter = LineSplitter::new();
    let mut take = |found: batch_curator::core::jsonl::Line<'_>| {
        let whole = line::read(found.bytes, found.number);
        let row = summary::summarize(found.bytes, found.number, found.offset);
        assert_eq!(row, summary::of_line(&whole, found.bytes, found.offset));
        let start = usize::try_from(found.offset).unwrap();
        assert_eq!(&file[start..start + row.len as usize], found.bytes);
        out.push((whole, row));
    };
    file.chunks(chunk).for_each(|chunk| splitter.push(chunk, &mut take));
    splitter.finish(&mut take);
    out
}

fn lines(name: &str) -> Vec<ResultLine> {
    results_of(&bytes(name), 64).into_iter().map(|(line, _)| line).collect()
}

fn batches(list: &Value) -> Vec<Batch> {
    let items = list.get("data").unwrap_or(list).as_array().unwrap();
    items.iter().map(|item| Batch::from_value(item).unwrap()).collect()
}

fn failed(line: &ResultLine) -> (&str, &str) {
    match &line.outcome {
        Outcome::Failed { code, message } => (code, message),
        other => panic!("{:?} is {other:?}", line.custom_id),
    }
}

fn answer(status: u16, body: String) -> Response {
    Response { status, retry_after: None, body }
}

#[test]
fn d01_a_body_that_is_a_json_string_is_parsed_once_more() {
    let lines = lines("d01_body_is_a_json_string.jsonl");
    assert_eq!((lines[0].outcome.clone(), lines[0].text()), (Outcome::Succeeded, "Hello".to_owned()));
    assert_eq!(lines[0].usage, Some(Usage { input: 10, output: 4 }));
    assert_eq!(
        (lines[1].outcome.clone(), lines[1].text()),
        (Outcome::Succeeded, "just words, no JSON".to_owned())
    );
    assert_eq!(failed(&lines[2]), ("invalid_request_error", "too long"));
}

#[test]
fn d02_missing_keys_are_nulls_and_the_type_is_the_code() {
    let lines = lines("d02_keys_missing.jsonl");
    assert_eq!(lines[0].outcome, Outcome::Succeeded);
    assert_eq!(failed(&lines[1]), ("invalid_request_error", "Model not found"));
}

#[test]
fn d03_failures_within_the_output_file_are_failures() {
    let lines = lines("d03_errors_in_the_output_file.jsonl");
    assert_eq!(failed(&lines[0]), ("400", "max_tokens must be at least 1, got -1."));
    assert_eq!(failed(&lines[1]), ("NotFoundError", "The model `x` does not exist."));
    assert_eq!(failed(&lines[2]), ("BadRequestError", "bad"));
    assert_eq!(lines[3].outcome, Outcome::Succeeded);
}

#[test]
fn d04_the_key_error_with_null_is_a_success() {
    let lines = lines("d04_error_is_null.jsonl");
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.outcome == Outcome::Succeeded));
}

#[test]
fn d05_the_lines_own_input_is_the_prompt() {
    let line = lines("d05_line_carries_its_input.jsonl").remove(0);
    assert_eq!(text_of(&line.asked), "You judge.\n\n**Candidate:** Ada");
    assert_eq!(line.input["temperature"], 0.7);
    assert_eq!(line.model.as_deref(), Some("gemma-3-4b"), "the model that answered, not the one asked for");
}

#[test]
fn d06_an_answer_without_choices_is_shown_as_it_came() {
    let line = lines("d06_echo_without_choices.jsonl").remove(0);
    assert_eq!(line.outcome, Outcome::Succeeded);
    let Part::Other { json, .. } = &line.answered[0].parts[0] else { panic!("{:?}", line.answered) };
    assert_eq!(
        json,
        r#"{"z_last":1,"model":"mock","echo":{"messages":[{"role":"user","content":"hi"}]},"a_first":2}"#
    );
}

#[test]
fn d07_a_file_that_is_no_jsonl_gives_a_row_that_says_so() {
    let file = bytes("d07_not_jsonl.jsonl");
    let (line, row) = results_of(&file, 7).remove(0);
    assert_eq!(line.outcome, Outcome::Unreadable { reason: "no JSON at column 1: expected value".into() });
    assert_eq!((row.number, row.offset, row.len), (1, 0, 45));
    assert!(row.excerpt.ends_with("Processed batch 4f2a1c at 2026-03-01 10:11:12"), "{}", row.excerpt);
}

#[test]
fn d08_statuses_outside_the_standard() {
    let read: Vec<(String, bool)> =
        batches(&json("d08_statuses.json")).iter().map(|b| (b.status.label(), b.is_finished())).collect();
    let expected = [
        ("Scheduling", false),
        ("Pending", false),
        ("Running", false),
        ("Completed", true),
        ("In progress", false),
        ("Cancelled", true),
        ("Finalized", true),
        ("Unknown", false),
    ];
    assert_eq!(read, expected.map(|(label, finished)| (label.to_owned(), finished)));
    assert_eq!(Status::parse("canceled"), Status::parse("CANCELLED"));
}

#[test]
fn d09_counts_may_be_flat_absent_or_silent() {
    let all = batches(&json("d09_flat_counts.json"));
    assert_eq!(
        (all[0].counts.total, all[0].counts.completed, all[0].counts.failed),
        (Some(4), Some(3), Some(1))
    );
    assert!(!all[0].counts_need_lines());
    assert!(all[1].counts_need_lines(), "0/0/0 with an output file: count its lines");
    assert!(all[2].counts.is_silent() && !all[2].counts_need_lines());
}

#[test]
fn d10_ids_are_opaque() {
    let all = batches(&json("d10_ids.json"));
    assert_eq!(all.len(), 5);
    let long = &all[3].id;
    let expected = "/v1/batches/bGl0ZWxsbV9wcm94eTphcHBsaWNhdGlvbi9qc29uO3VuaWZpZWRfaWQ%3D%2F%2B%3D%3D";
    assert_eq!(batch_api::batch("", long).url, expected);
    assert_eq!(all[4].output_file_id.as_deref(), Some("file-out-00112233aabbccddeeff"));
}

#[test]
fn d11_empty_text_is_absent() {
    let batch = batches(&json("d11_empty_ids.json")).remove(0);
    assert_eq!(
        (batch.output_file_id.as_deref(), batch.error_file_id, batch.model),
        (Some("file-o"), None, None)
    );
    assert!(batch.extra.is_empty(), "{:?}", batch.extra);
}

#[test]
fn d12_the_purpose_decides_nothing() {
    let list = json("d12_purposes.json");
    let purposes: Vec<_> =
        list["data"].as_array().unwrap().iter().map(|f| File::from_value(f).unwrap().purpose).collect();
    assert_eq!(purposes, [Some("batch".into()), None, Some("batch_output".into())]);
}

#[test]
fn d13_the_completion_window_is_free_text() {
    let windows: Vec<_> = batches(&json("d13_completion_windows.json"))
        .into_iter()
        .map(|batch| batch.completion_window)
        .collect();
    assert_eq!(
        windows,
        [Some("1d"), Some("5s"), Some("immediate"), Some("48h"), None].map(|w| w.map(str::to_owned))
    );
}

/// Each way of paging has its own little server beside the pager; here the two that lose batches.
#[test]
fn d14_no_batch_is_lost_to_a_shared_second_nor_is_a_restart_endless() {
    let (one, two) = (json("d14_page_one.json"), json("d14_page_two.json"));
    let mut pager = Pager::new("http://h:1");
    let mut ids = Vec::new();
    while let Some(request) = pager.next_request() {
        // Strictly older than the cursor: after b3, both of second 20, b4 would never come.
        let page = if request.url.ends_with("after=b1") { &two } else { &one };
        ids.extend(pager.receive(&answer(200, page.to_string())).unwrap().into_iter().map(|batch| batch.id));
    }
    assert_eq!((ids, pager.incomplete()), (["b1", "b2", "b3", "b4", "b5"].map(String::from).to_vec(), false));

    let mut pager = Pager::new("http://h:1");
    let mut requests = 0;
    let mut count = 0;
    while pager.next_request().is_some() {
        requests += 1;
        count += pager.receive(&answer(200, one.to_string())).unwrap().len();
    }
    assert_eq!((requests, count, pager.incomplete()), (3, 3, true));
}

#[test]
fn d15_every_error_body_becomes_one_sentence() {
    for case in json("d15_error_bodies.json").as_array().unwrap() {
        let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
        let body = case["body"].as_str().map_or_else(|| case["body"].to_string(), str::to_owned);
        assert_eq!(explain(status, &body), case["says"].as_str().unwrap());
        let told = batch_api::parse_batch(&answer(status, body)).unwrap_err().to_string();
        assert_eq!(told, case["says"].as_str().unwrap());
    }
}

#[test]
fn d16_validation_errors_of_every_shape() {
    let all = batches(&json("d16_errors.json"));
    assert_eq!(all[0].errors[0].message, "'messages'");
    assert!(all[1].errors.is_empty());
    assert_eq!(
        (all[2].errors[0].code.as_deref(), all[2].errors[0].line),
        (Some("invalid_json_line"), Some(7))
    );
    assert_eq!(all[3].errors[0].line, Some(3), "the line number within the words");
    assert_eq!(all[4].errors[0].message, "queue is full");
}

#[test]
fn d17_an_empty_file_has_no_rows_and_zero_bytes_are_not_believed_to_be_an_error() {
    assert!(lines("d17_empty.jsonl").is_empty());
    assert_eq!(File::from_value(&json("d17_file_of_zero_bytes.json")).unwrap().bytes, Some(0));
}

#[test]
fn d18_byte_order_mark_crlf_blank_lines_bad_utf8_and_a_cut_last_line() {
    let file = bytes("d18_lines.jsonl");
    for chunk in 1..file.len() {
        let rows = results_of(&file, chunk);
        let numbers: Vec<u64> = rows.iter().map(|(_, row)| row.number).collect();
        assert_eq!(numbers, [1, 4, 5]);
        assert_eq!(rows[0].1.custom_id, "ä");
        assert_eq!(rows[0].0.text(), "grün");
        assert_eq!(rows[1].0.text(), "caf\u{FFFD}");
        assert_eq!(rows[2].1.outcome, RowOutcome::Unreadable);
        assert!(rows[2].1.excerpt.starts_with("cut off at column 120: "), "{}", rows[2].1.excerpt);
    }
}

#[test]
fn d19_content_comes_in_any_chunks_and_its_type_is_not_asked() {
    assert_eq!(batch_api::file_content_url("http://h:1/v1", "file-o"), "http://h:1/v1/files/file-o/content");
    let file = bytes("d19_output.jsonl");
    let whole = results_of(&file, file.len());
    assert_eq!(whole.len(), 3);
    for chunk in [1, 2, 3, 5, 100, 381, 382, 383] {
        assert_eq!(results_of(&file, chunk), whole);
    }
}

#[test]
fn d20_a_batch_left_behind_is_stale_after_its_time() {
    let all = batches(&json("d20_left_in_progress.json"));
    let stale = |now| all.iter().map(|batch| batch.is_stale(now)).collect::<Vec<_>>();
    assert_eq!(stale(87_400), [false; 4]);
    assert_eq!(stale(87_401), [true, true, false, false]);
}

#[test]
fn d21_a_batch_is_polled_by_its_id() {
    let listed = batches(&json("d21_before_poll.json")).remove(0);
    assert!(!listed.is_finished());
    let request = batch_api::batch("http://h:1", &listed.id);
    assert_eq!(request.url, "http://h:1/v1/batches/batch-1");
    let polled = batch_api::parse_batch(&answer(200, json("d21_polled.json").to_string())).unwrap();
    assert_eq!((polled.is_finished(), polled.duration_seconds()), (true, Some(100)));
}

#[test]
fn d22_usage_is_absent_zero_or_under_either_name() {
    let usages: Vec<_> = batches(&json("d22_usage.json")).into_iter().map(|batch| batch.usage).collect();
    let some = Some(Usage { input: 5, output: 7 });
    assert_eq!(usages, [None, None, some, some]);
    let rows: Vec<_> =
        results_of(&bytes("d22_rows.jsonl"), 50).iter().map(|(_, row)| row.output_tokens).collect();
    assert_eq!(rows, [Some(4), None, None, Some(2)]);
}

#[test]
fn d23_unknown_fields_are_kept() {
    let batch = Batch::from_value(&json("d23_extras.json")).unwrap();
    let keys: Vec<&str> = batch.extra.keys().map(String::as_str).collect();
    assert_eq!(keys, ["queue_position", "estimated_start_time", "aibrix"]);
    assert_eq!(batch.extra["aibrix"]["job"], "j-1");
}
