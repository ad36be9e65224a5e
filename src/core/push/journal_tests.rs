#![allow(clippy::unwrap_used)]
use super::*;

fn head(results: usize) -> Head {
    let target = Target { base: "http://ls".into(), project: 7, batch_id: "b".into() };
    Head::new("rc_1".into(), &target, "Review".into(), Mode::Skip, 5, results)
}

fn candidates() -> (Vec<Candidate>, Vec<String>) {
    let texts =
        vec![r#"{"data":{"x":"é \" \u2028"},"predictions":[{"result":[]}]}"#.to_owned(), String::new()];
    let new = Candidate {
        row: 1,
        key: Key::of("b", "a\"b", 0),
        custom_id: "a\"b\n".into(),
        task: Ok(TaskSize { bytes: texts[0].len(), predictions: 1 }),
    };
    let refused = Candidate {
        row: 2,
        key: Key::of("b", "c", 0),
        custom_id: "c".into(),
        task: Err(vec!["$x: missing".into()]),
    };
    (vec![new, refused], texts)
}

fn written(entries: &[Entry]) -> String {
    let (candidates, texts) = candidates();
    let mut out = said(&head(2)) + "\n";
    for (candidate, text) in candidates.iter().zip(&texts) {
        out += &(line(candidate, text) + "\n");
    }
    for entry in entries {
        out += &(said(entry) + "\n");
    }
    out
}

fn read(text: &str) -> Result<(Head, Vec<Candidate>, History), Unreadable> {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.take(line)?;
    }
    reader.end()
}

#[test]
fn a_journal_says_what_was_pushed_and_how_far_it_came() {
    let text = written(&[
        Entry::Before(Counters { tasks: 3, predictions: 4 }),
        Entry::Sending { places: vec![0], at: 9 },
        Entry::Refused { places: vec![0] },
        Entry::Sending { places: vec![0], at: 10 },
    ]);
    let (found, all, history) = read(&text).unwrap();
    assert_eq!((found, all), (head(2), candidates().0));
    assert_eq!(history.attempts, [1, 0]);
    assert_eq!(history.open, BTreeSet::from([0]));
    assert_eq!(history.before, Some(Counters { tasks: 3, predictions: 4 }));
    assert!(!history.over && history.has_written());

    let (_, _, history) =
        read(&(text + &said(&Entry::Arrived { places: vec![0], tasks: vec![77] }))).unwrap();
    assert_eq!((history.claimed, history.open.len()), (vec![Some(77), None], 0));
}

#[test]
fn the_text_of_a_task_is_found_in_its_line() {
    let (candidates, texts) = candidates();
    let mut reader = Reader::default();
    reader.take(&said(&head(2))).unwrap();
    let first = line(&candidates[0], &texts[0]);
    let range = reader.take(&first).unwrap().unwrap();
    assert_eq!(first.get(range).unwrap(), texts[0]);
    assert_eq!(reader.take(&line(&candidates[1], "")).unwrap(), None);
}

#[test]
fn a_journal_is_good_at_every_place_where_a_crash_may_cut_it() {
    let text = written(&[Entry::Sending { places: vec![0], at: 9 }, Entry::Over]);
    let rows_end = text.match_indices('\n').nth(2).unwrap().0;
    let mut sent = 0;
    for cut in 0..=text.len() {
        let Some(part) = text.get(..cut) else { continue };
        match read(part) {
            Ok((_, all, history)) => {
                assert!(cut >= rows_end && all.len() == 2);
                assert!(history.attempts[0] >= sent, "what was sent is never forgotten");
                sent = history.attempts[0];
            }
            Err(Unreadable::NoHead | Unreadable::Cut { .. }) => assert!(cut < rows_end, "{part}"),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(sent, 1);
}

#[test]
fn a_damaged_journal_is_refused_with_its_line() {
    let text = written(&[Entry::Sending { places: vec![0], at: 9 }, Entry::Over]);
    assert_eq!(read(&text.replace("\"sending\"", "\"send")), Err(Unreadable::Line(4)));
    assert_eq!(read("hello"), Err(Unreadable::NoHead));
    assert_eq!(read(&text.replace(FORM, "batch-curator/9")), Err(Unreadable::Form("batch-curator/9".into())));
}
