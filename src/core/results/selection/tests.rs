use super::*;

#[test]
fn toggling_twice_changes_nothing() {
    let mut selection = Selection::default();
    selection.toggle(3);
    assert!(selection.has(3));
    selection.toggle(3);
    assert!(selection.is_empty());
}

#[test]
fn a_range_follows_what_is_shown_and_repeats_what_was_done() {
    let shown = [0, 2, 4, 6, 8];
    let mut selection = Selection::default();
    selection.toggle(2);
    selection.extend_to(6, &shown);
    assert_eq!(selection.places().collect::<Vec<_>>(), [2, 4, 6]);
    selection.toggle(4);
    selection.extend_to(8, &shown);
    assert_eq!(selection.places().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_range_from_a_hidden_row_is_a_toggle() {
    let mut selection = Selection::default();
    selection.toggle(1);
    selection.extend_to(4, &[2, 4]);
    assert_eq!(selection.places().collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn all_that_match_are_added_to_what_was_chosen() {
    let mut selection = Selection::default();
    selection.toggle(9);
    selection.add(&[1, 2, 9]);
    assert_eq!((selection.len(), selection.count_among(&[2, 3])), (3, 1));
    selection.remove(&[1, 2]);
    assert_eq!(selection.places().collect::<Vec<_>>(), [9]);
}

#[test]
fn a_rule_has_exceptions_and_rows_that_come_later_join() {
    let mut selection = Selection::default();
    selection.toggle(7);
    selection.select_all(" outcome:ok ", &[1, 2, 3]);
    assert_eq!((selection.len(), selection.has(7)), (3, false));
    selection.toggle(2);
    selection.toggle(9);
    assert_eq!(selection.describe(), "all 3 that match `outcome:ok`, except 1, and 1 more");
    assert_eq!((selection.excluded(), selection.included()), (vec![2], vec![9]));
    selection.follow(&[1, 2, 3, 4, 9]);
    assert_eq!(selection.places().collect::<Vec<_>>(), [1, 3, 4, 9]);
    assert_eq!(selection.describe(), "all 5 that match `outcome:ok`, except 1");
    // What stops matching goes, unless it was chosen by hand.
    selection.follow(&[1]);
    assert_eq!(selection.places().collect::<Vec<_>>(), [1, 9]);
    assert_eq!(selection.describe(), "all 1 that match `outcome:ok`, and 1 more");
}

#[test]
fn without_a_rule_nothing_joins() {
    let mut selection = Selection::default();
    assert_eq!(selection.describe(), "none");
    selection.add(&[1, 5]);
    selection.follow(&[1, 2, 3]);
    assert_eq!(selection.included(), [1, 5]);
    assert_eq!(selection.describe(), "2 chosen one by one");
    selection.select_all("", &[0, 1]);
    assert_eq!(selection.describe(), "all 2");
}
