#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::results::index::Source;
use crate::core::results::probe::Prober;
use crate::core::results::summary::{Summary, summarize};

fn known() -> (Index, Evidence) {
    let mut index = Index::default();
    let mut evidence = Evidence::default();
    let probe = Probe::Json { path: "v".to_owned() };
    let (mut found, mut prober) = (Found::new(&probe), Prober::new(&probe, Source::Output));
    let mut offset = 0;
    for (number, (model, answer)) in (1..).zip([
        ("a", r#"{"v":"yes"}"#),
        ("b", r#"{"v":5}"#),
        ("a", r#"{"v":"5"}"#),
        ("a", "words"),
        ("b c", r#"{"v":"yes"}"#),
    ]) {
        let line =
            serde_json::json!({"custom_id": "x", "response": {"status_code": 200, "body": {"model": model,
            "choices": [{"finish_reason": "stop", "message": {"content": answer}}]}}})
            .to_string()
                + "\n";
        index.push(Source::Output, &summarize(line.trim_end().as_bytes(), number, offset));
        offset += line.len() as u64;
        prober.push(line.as_bytes());
    }
    index.push(
        Source::Errors,
        &Summary { outcome: RowOutcome::Failed, error_code: "slow".to_owned(), ..Summary::default() },
    );
    found.append(&index, Source::Output, &prober.take()).unwrap();
    evidence.insert(probe, found);
    (index, evidence)
}

fn counts(filter: &str, facet: Facet, limit: usize) -> Vec<(String, usize, bool)> {
    let (index, evidence) = known();
    let all = facets(&Query::parse(filter), &index, &evidence, &[facet], limit);
    all.into_iter()
        .flat_map(|counts| counts.values)
        .map(|value| (value.value, value.count, value.on))
        .collect()
}

fn of(all: &[(&str, usize, bool)]) -> Vec<(String, usize, bool)> {
    all.iter().map(|(value, count, on)| ((*value).to_owned(), *count, *on)).collect()
}

#[test]
fn siblings_of_a_chosen_value_keep_their_counts() {
    assert_eq!(counts("", Facet::Outcome, 9), of(&[("ok", 5, false), ("failed", 1, false)]));
    assert_eq!(counts("outcome:failed", Facet::Outcome, 9), of(&[("ok", 5, false), ("failed", 1, true)]));
    assert_eq!(counts("model:a", Facet::Outcome, 9), of(&[("ok", 3, false)]));
    assert_eq!(
        counts("model:a", Facet::Model, 9),
        of(&[("a", 3, true), ("none", 1, false), ("b", 1, false), ("\"b c\"", 1, false)])
    );
    assert_eq!(
        counts("outcome:ok model:a", Facet::Model, 9),
        of(&[("a", 3, true), ("b", 1, false), ("\"b c\"", 1, false)])
    );
    assert_eq!(counts("", Facet::ErrorCode, 9), of(&[("slow", 1, false)]));
}

#[test]
fn values_of_answers_are_written_as_what_they_are() {
    let all = counts("", Facet::Value("v".to_owned()), 9);
    assert_eq!(all, of(&[("none", 2, false), ("yes", 2, false), ("5", 1, false), ("\"5\"", 1, false)]));
    let (index, evidence) = known();
    for (value, count, _) in all {
        let filter = Query::default().toggled("json.v", &value);
        let matching = Query::parse(&filter).apply(&index, &evidence).len();
        let expected = if value == "5" { 2 } else { count };
        assert_eq!(matching, expected, "{filter}: a bare 5 is the number or the text");
    }
}

#[test]
fn what_is_chosen_is_listed_beyond_the_limit_and_without_rows() {
    assert_eq!(
        counts("outcome:ok model:\"b c\"", Facet::Model, 1),
        of(&[("a", 3, false), ("\"b c\"", 1, true)])
    );
    assert_eq!(
        counts("outcome:failed json.v=yes", Facet::Value("v".to_owned()), 1),
        of(&[("none", 1, false), ("yes", 0, true)])
    );
}
