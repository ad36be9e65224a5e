use super::*;

pub(crate) fn summary(number: u64, custom_id: &str, outcome: RowOutcome, excerpt: &str) -> Summary {
    let code = if outcome == RowOutcome::Failed { excerpt.split(':').next().unwrap_or_default() } else { "" };
    Summary {
        number,
        outcome,
        custom_id: custom_id.to_owned(),
        excerpt: excerpt.to_owned(),
        error_code: code.to_owned(),
        ..Summary::default()
    }
}

fn index() -> Index {
    let mut index = Index::default();
    index.push(Source::Output, &summary(1, "a", RowOutcome::Succeeded, "Straße"));
    index.push(Source::Output, &summary(2, "b", RowOutcome::Unreadable, ""));
    index.push(Source::Output, &summary(4, "", RowOutcome::Succeeded, "other"));
    index.push(Source::Errors, &summary(1, "a", RowOutcome::Failed, "rate_limit: wait 3 s"));
    index.push(Source::Errors, &summary(2, "c", RowOutcome::Failed, "rate_limit: wait 4 s"));
    index
}

#[test]
fn every_row_counts_once() {
    let index = index();
    assert_eq!(index.tally(), Tally { succeeded: 2, failed: 2, unreadable: 1, missing: 0 });
    assert_eq!((index.tally().total(), index.duplicates(), index.len()), (5, 1, 5));
    assert_eq!(index.most_frequent_error(), Some(("rate_limit: wait 3 s".to_owned(), 2)));
}

#[test]
fn a_row_comes_out_as_it_went_in() {
    let mut index = index();
    let whole = Summary {
        number: 9,
        offset: 1 << 33,
        len: 77,
        outcome: RowOutcome::Succeeded,
        custom_id: "ü".to_owned(),
        excerpt: "é…".to_owned(),
        finish_reason: "stop".to_owned(),
        model: "m".to_owned(),
        error_code: String::new(),
        input_tokens: Some(0),
        output_tokens: None,
        length: 2,
        traits: Traits::JSON,
        digest: 5,
    };
    index.push(Source::Output, &whole);
    assert_eq!(index.row(5).map(|row| row.summary), Some(whole));
    assert_eq!((index.custom_id(0), index.excerpt(2), index.custom_id(9)), ("a", "other", ""));
}

#[test]
fn keys_differ_for_duplicates_and_for_rows_without_an_id() {
    let index = index();
    let rows = || (0..index.len()).filter_map(|place| index.row(place));
    let keys: std::collections::BTreeSet<_> = rows().map(|row| row.key("batch")).collect();
    assert_eq!(keys.len(), 5);
    assert_eq!(index.row(2).map(|row| row.name()), Some("line:4".to_owned()));
}

#[test]
fn the_request_joins_every_row_of_its_id() {
    let mut index = index();
    assert!(index.join("a", 7, 9));
    assert!(!index.join("z", 1, 1));
    let request = Some(Span { source: Source::Input, offset: 7, len: 9 });
    assert_eq!((index.request(0), index.request(3), index.request(1)), (request, request, None));
    assert_eq!((index.place_of_id("a"), index.occurrence(0), index.occurrence(3)), (Some(0), 0, 1));
}

#[test]
fn ten_thousand_ids_are_found_again() {
    let mut index = Index::default();
    for number in 0..10_000u64 {
        index.push(Source::Output, &summary(number, &format!("id-{number}"), RowOutcome::Succeeded, "x"));
    }
    assert!((0..10_000).all(|n| index.place_of_id(&format!("id-{n}")) == Some(n)));
}

#[test]
fn an_index_makes_room_for_the_whole_file_once_and_believes_no_boaster() {
    let grown = |total: u64| {
        let mut index = Index::default();
        let mut capacities = Vec::new();
        for number in 0..1_000u64 {
            index.push(
                Source::Output,
                &summary(number, &format!("id-{number:04}"), RowOutcome::Succeeded, "x"),
            );
            index.expect((number + 1) * 100, total);
            capacities.push((index.rows.capacity(), index.texts.capacity()));
        }
        capacities.dedup();
        (index, capacities)
    };
    let (index, capacities) = grown(100_000);
    assert_eq!(capacities.len(), 1, "{capacities:?}");
    assert!((1_000..1_100).contains(&index.rows.capacity()), "{}", index.rows.capacity());
    assert!((0..1_000).all(|n| index.place_of_id(&format!("id-{n:04}")) == Some(n)));

    for boast in [u64::MAX, 1 << 40] {
        assert!(grown(boast).0.rows.capacity() < 10_000);
    }
    assert_eq!(grown(0).0.len(), 1_000);
}
