#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use proptest::prelude::*;

fn candidate(row: u64, bytes: Option<usize>) -> Candidate {
    Candidate {
        row,
        key: Key::of("b", &row.to_string(), 0),
        custom_id: row.to_string(),
        task: bytes
            .map(|bytes| TaskSize { bytes, predictions: 0 })
            .ok_or_else(|| vec!["output is not JSON".to_owned()]),
    }
}

fn seen(task: u64) -> Seen {
    Seen { task, predictions: 0, worked: 0, copy: false }
}

/// Of so many candidates the first has these tasks.
fn first_is(tasks: &[u64], of: usize) -> Found {
    let mut found = vec![Vec::new(); of];
    found[0] = tasks.iter().map(|id| seen(*id)).collect();
    found
}

#[test]
fn of_several_tasks_the_one_with_work_stands_for_the_result() {
    let worked = Seen { worked: 1, ..seen(5) };
    let copy = Seen { copy: true, ..seen(2) };
    assert_eq!(stands_for(&[seen(4), worked, seen(3)]), Some(worked));
    assert_eq!(stands_for(&[seen(4), copy, seen(3)]), Some(seen(3)));
    assert_eq!(stands_for(&[copy]), Some(copy));
    assert_eq!(stands_for(&[]), None);
}

#[test]
fn new_there_and_refused_add_up() {
    let mut candidates: Vec<_> = (1..=6).map(|row| candidate(row, (row != 4).then_some(10))).collect();
    candidates.push(candidate(2, Some(10)));
    let plan = plan(&candidates, &first_is(&[41, 42], candidates.len()), Limits::default());
    assert_eq!(plan.new, [1, 2, 4, 5]);
    assert_eq!(plan.there.iter().map(|(at, seen)| (*at, seen.task)).collect::<Vec<_>>(), [(0, 41)]);
    assert_eq!(plan.refused.len(), 2);
    assert!(plan.refused.iter().any(|(at, why)| *at == 6 && why.contains("line 2")));
    assert_eq!((plan.bytes, plan.chunks.len()), (40, 1));
}

#[test]
fn a_refused_result_that_is_there_already_counts_as_there() {
    let candidates = [candidate(1, None)];
    let plan = plan(&candidates, &first_is(&[9], 1), Limits::default());
    assert_eq!((plan.there.len(), plan.refused.len()), (1, 0));
}

#[test]
fn a_huge_task_goes_alone() {
    let candidates = [candidate(1, Some(10)), candidate(2, Some(5_000)), candidate(3, Some(10))];
    let limits = Limits { tasks: 10, bytes: 100 };
    assert_eq!(plan(&candidates, &Found::new(), limits).chunks, [0..1, 1..2, 2..3]);
}

proptest! {
    #[test]
    fn chunks_cover_everything_once_within_the_limits(
        sizes in prop::collection::vec(0usize..400, 0..200), tasks in 1usize..20, bytes in 50usize..2_000,
    ) {
        let candidates: Vec<_> = sizes.iter().enumerate().map(|(i, n)| candidate(i as u64, Some(*n))).collect();
        let places: Vec<usize> = (0..candidates.len()).collect();
        let limits = Limits { tasks, bytes };
        let chunks = chunks(&places, &candidates, limits);
        let covered: Vec<usize> = chunks.iter().cloned().flatten().collect();
        prop_assert_eq!(covered, places);
        for chunk in chunks {
            prop_assert!(!chunk.is_empty() && chunk.len() <= tasks);
            let total: usize = 2 + chunk.clone().map(|i| sizes[i] + 1).sum::<usize>();
            prop_assert!(total <= bytes || chunk.len() == 1);
        }
    }
}
