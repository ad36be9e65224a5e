#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::results::index::Source;
use crate::core::results::line;
use crate::core::results::summary::{RowOutcome, Summary};

fn index(rows: &[(&str, RowOutcome, u64)]) -> Index {
    let mut index = Index::default();
    for (number, (id, outcome, digest)) in (1..).zip(rows) {
        let summary = Summary {
            number,
            custom_id: (*id).to_owned(),
            outcome: *outcome,
            digest: *digest,
            ..Summary::default()
        };
        index.push(Source::Output, &summary);
    }
    index
}

#[test]
fn rows_meet_by_id_and_occurrence() {
    use RowOutcome::{Failed, Succeeded};
    let here = index(&[
        ("a", Succeeded, 1),
        ("b", Succeeded, 2),
        ("a", Succeeded, 3),
        ("c", Failed, 4),
        ("", Succeeded, 1),
    ]);
    let other = index(&[
        ("x", Succeeded, 9),
        ("c", Succeeded, 4),
        ("a", Succeeded, 1),
        ("a", Succeeded, 4),
        ("a", Succeeded, 5),
    ]);
    let both = Comparison::of(&here, &other);
    let row = |place| (both.of_row(place).unwrap(), both.other(place));
    assert_eq!(row(0), (Difference::Same, Some(2)));
    assert_eq!(row(1), (Difference::OnlyHere, None));
    assert_eq!(row(2), (Difference::Text, Some(3)));
    assert_eq!(row(3), (Difference::Outcome, Some(1)));
    assert_eq!(row(4), (Difference::OnlyHere, None));
    assert_eq!(both.only_there(), [0, 4]);
    assert_eq!(both.counts(), Differences { same: 1, text: 1, outcome: 1, only_here: 2, only_there: 2 });
}

#[test]
fn json_answers_differ_at_paths() {
    let line = |text: &str| {
        let body = serde_json::json!({"choices": [{"message": {"content": text}}]});
        line::read(
            serde_json::json!({"custom_id": "a", "response": {"status_code": 200, "body": body}})
                .to_string()
                .as_bytes(),
            1,
        )
    };
    let here = line(r#"{"a": 1, "b": [1, {"c": 2}], "gone": null}"#);
    let other = line("```json\n{\"a\": 1, \"b\": [1, {\"c\": 3}, 4], \"new\": 1}\n```");
    assert_eq!(fields(&here, &other).unwrap(), ["b[1].c", "b[2]", "gone", "new"]);
    assert_eq!(fields(&here, &here).unwrap(), Vec::<String>::new());
    assert_eq!(fields(&here, &line("words")), None);
}
