#![allow(clippy::unwrap_used)]

use super::{
    json::{Change, changes},
    rows::{Stretch, folded, rows},
    *,
};
use proptest::prelude::*;
use serde_json::json;

/// `[-removed-]{+added+}`
fn shown(left: &str, right: &str) -> String {
    let mut out = String::new();
    for piece in compare(left, right).pieces {
        let (before, after) = (part(left, &piece.left), part(right, &piece.right));
        if piece.same {
            out += before;
            continue;
        }
        if !before.is_empty() {
            out.extend(["[-", before, "-]"]);
        }
        if !after.is_empty() {
            out.extend(["{+", after, "+}"]);
        }
    }
    out
}

#[test]
fn words_not_letters() {
    assert_eq!(shown("the cat sat", "the dog sat"), "the [-cat-]{+dog+} sat");
    assert_eq!(shown("a quick fox", "the slow fox"), "[-a quick-]{+the slow+} fox");
    assert_eq!(shown("one, two", "one; two"), "one[-,-]{+;+} two");
    assert_eq!(shown("它很好", "它不好"), "它[-很-]{+不+}好");
    assert_eq!(shown("", "new"), "{+new+}");
    assert_eq!(shown("same", "same"), "same");
    let counted = compare("one two three", "one 2 three four");
    assert_eq!((counted.removed, counted.added), (1, 2));
    assert!(compare("", "").is_equal() && !counted.is_equal());
}

#[test]
fn rows_break_where_both_do_and_equal_ones_fold() {
    let left = "a\nb\nc\nd\ne\nf\ng\nh\ni";
    let right = "a\nb\nc\nd\nE\nnew\nf\ng\nh\ni";
    let comparison = compare(left, right);
    let rows = rows(&comparison, left);
    let texts = |spans: &[super::rows::Span], text: &str| -> String {
        spans.iter().map(|span| text.get(span.range.clone()).unwrap()).collect()
    };
    let changed: Vec<_> = rows
        .iter()
        .filter(|row| !row.same)
        .map(|row| (texts(&row.left, left), texts(&row.right, right)))
        .collect();
    assert_eq!(changed, [("e".to_owned(), "E\nnew".to_owned())]);
    assert_eq!(
        folded(&rows, 1),
        [Stretch::Folded(0..3), Stretch::Shown(3..6), Stretch::Folded(6..9)],
        "one row around, the others folded"
    );
    assert_eq!(folded(&rows, 3), [Stretch::Shown(0..9)], "a single row is not worth folding");
}

#[test]
fn a_megabyte_of_differences_is_compared_by_lines() {
    let words = |seed: usize| -> String {
        let word = |at: usize| {
            let number = at.wrapping_mul(seed).wrapping_add(at >> 3) % 997;
            ["w", &number.to_string(), if at.is_multiple_of(12) { "\n" } else { " " }].concat()
        };
        (0..170_000).map(word).collect()
    };
    let (left, right) = (words(7919), words(104_729));
    // An exact comparison of these would take minutes: that the test ends is what it says.
    let comparison = compare(&left, &right);
    assert!(!comparison.is_equal() && comparison.by_lines);
    let edited = left.replace("w13 ", "changed ");
    let comparison = compare(&left, &edited);
    assert!(comparison.added > 0 && comparison.added == comparison.removed);
    assert!(!comparison.by_lines, "small changes in a long text are still told by words");
}

#[test]
fn json_by_path() {
    let left = json!({"a": 1, "b": {"c": [1, 2], "d e": "x"}, "gone": null, "same": [1]});
    let right = json!({"same": [1], "b": {"d e": "y", "c": [1]}, "a": 1, "new": true});
    let change = |path: &str, left, right| Change { path: path.to_owned(), left, right };
    assert_eq!(
        changes(&left, &right),
        [
            change("b.c[1]", Some(json!(2)), None),
            change("b[\"d e\"]", Some(json!("x")), Some(json!("y"))),
            change("gone", Some(json!(null)), None),
            change("new", None, Some(json!(true))),
        ]
    );
    assert_eq!(changes(&left, &left), []);
    assert_eq!(changes(&json!([1]), &json!({"a": 1})).len(), 1);
    let many = |sign: i64| json!((0..5_000).map(|at| at * sign + 1).collect::<Vec<i64>>());
    assert_eq!(changes(&many(1), &many(-1)).len(), super::json::MOST);
}

proptest! {
    #[test]
    fn both_texts_are_in_the_pieces(
        left in "([ab ,\n]|é|word ){0,30}", right in "([ab ,\n]|é|word ){0,30}"
    ) {
        let comparison = compare(&left, &right);
        let (mut before, mut after) = (String::new(), String::new());
        for piece in &comparison.pieces {
            before += left.get(piece.left.clone()).unwrap();
            after += right.get(piece.right.clone()).unwrap();
            if piece.same {
                prop_assert_eq!(part(&left, &piece.left), part(&right, &piece.right));
            }
        }
        prop_assert_eq!(&before, &left);
        prop_assert_eq!(&after, &right);
        prop_assert_eq!(comparison.is_equal(), left == right);
        // Rows lose line breaks between them and nothing else; folding loses no row.
        let rows = rows(&comparison, &left);
        let side = |text: &str, of: fn(&super::rows::Row) -> &Vec<super::rows::Span>| -> String {
            rows.iter().flat_map(of).map(|span| text.get(span.range.clone()).unwrap().replace('\n', "")).collect()
        };
        prop_assert_eq!(side(&left, |row| &row.left), left.replace('\n', ""));
        prop_assert_eq!(side(&right, |row| &row.right), right.replace('\n', ""));
        let mut next = 0;
        for stretch in folded(&rows, 2) {
            let (Stretch::Shown(range) | Stretch::Folded(range)) = stretch;
            prop_assert_eq!(range.start, next);
            next = range.end;
        }
        prop_assert_eq!(next, rows.len());
    }
}
