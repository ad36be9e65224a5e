use super::*;
use crate::core::results::line;
use crate::core::results::summary::summarize;
use proptest::prelude::*;

fn one(id: &str, answer: &str) -> (Index, ResultLine) {
    let bytes = serde_json::json!({"custom_id": id, "response": {"status_code": 200, "body":
        {"model": "m", "choices": [{"message": {"content": answer}}], "usage": {"prompt_tokens": 5, "completion_tokens": 7}}},
        "input": {"messages": [{"role": "user", "content": "Is it, \"really\"?"}]}})
    .to_string();
    let mut index = Index::default();
    index.push(Source::Output, &summarize(bytes.as_bytes(), 1, 0));
    (index, line::read(bytes.as_bytes(), 1))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

#[test]
fn columns_of_choice() {
    let columns = [
        Column::Id,
        Column::Outcome,
        Column::Tokens,
        Column::Request,
        Column::Value("a[0].b".to_owned()),
        Column::Answer,
    ];
    let (index, line) = one("x", "{\"a\": [{\"b\": \"=1+1\"}]}");
    assert_eq!(text(header(&columns)), "custom_id,outcome,completion_tokens,request,json.a[0].b,answer\r\n");
    let row = text(rows(&columns, &index, [(0, Some(&line))].into_iter()));
    assert_eq!(
        row,
        "x,ok,7,\"Is it, \"\"really\"\"?\",'=1+1,\"{\"\"a\"\": [{\"\"b\"\": \"\"=1+1\"\"}]}\"\r\n"
    );
    let without = text(rows(&columns, &index, [(0, None)].into_iter()));
    assert_eq!(without, "x,ok,7,,,\r\n");
}

#[test]
fn no_cell_is_a_formula_and_numbers_stay_numbers() {
    for (cell, safe) in [
        ("=A1", "'=A1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("-5.2", "-5.2"),
        ("+3", "+3"),
        ("-inf", "'-inf"),
        ("a=b", "a=b"),
    ] {
        assert_eq!(guarded(cell), safe);
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(id in "[a-z,\"\r\n ;é]{1,12}", answer in "[a-z,\"\n é]{1,12}") {
        let (index, line) = one(&id, &answer);
        let bytes = rows(&[Column::Id, Column::Answer], &index, [(0, Some(&line))].into_iter());
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let records: Vec<Vec<String>> = reader.deserialize().filter_map(Result::ok).collect();
        prop_assert_eq!(records, [[guarded(&id), guarded(&line.text())]]);
    }
}
