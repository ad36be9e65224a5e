use super::*;

fn row(custom_id: &str, outcome: Outcome) -> Row {
    Row { row: 7, key: "k1:00".to_owned(), custom_id: custom_id.to_owned(), outcome, at: None, note: None }
}

fn not_sent(reason: &str) -> Outcome {
    Outcome::NotSent { reason: reason.to_owned() }
}

#[test]
fn csv_has_one_line_per_row_whatever_became_of_it() {
    let rows = [
        row("a", Outcome::Created { task: 31, predictions: 4, attempts: 2 }),
        row("b", Outcome::AlreadyThere { task: 9 }),
        row("c", not_sent("no model")),
        row("d", Outcome::InDoubt { reason: "no answer".to_owned() }),
        row("e", Outcome::Waiting),
    ];
    assert_eq!(
        csv(&rows),
        "row,key,custom_id,outcome,task,predictions,attempts,reason,note\r\n\
         7,k1:00,a,created,31,4,2,,\r\n\
         7,k1:00,b,already_there,9,,,,\r\n\
         7,k1:00,c,not_sent,,,,no model,\r\n\
         7,k1:00,d,in_doubt,,,,no answer,\r\n\
         7,k1:00,e,waiting,,,,,\r\n"
    );
}

#[test]
fn csv_quotes_what_would_break_a_line() {
    for (text, field) in [
        ("a,b", "\"a,b\""),
        ("say \"no\"", "\"say \"\"no\"\"\""),
        ("two\r\nlines", "\"two\r\nlines\""),
        (" blank", "\" blank\""),
        ("a;b", "a;b"),
        ("Straße", "Straße"),
    ] {
        assert_eq!(
            csv(&[row(text, Outcome::Waiting)]).split_once("k1:00,").map(|(_, rest)| rest),
            Some(&*format!("{field},waiting,,,,,\r\n"))
        );
    }
}

#[test]
fn csv_never_starts_a_formula() {
    for text in [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =HYPERLINK(\"x\",\"y\")",
        "=cmd|' /C calc'!A0",
    ] {
        let line = csv(&[row(text, not_sent(text))]);
        let fields = line.split_once("k1:00,").map(|(_, rest)| rest).unwrap_or_default();
        for field in [fields, fields.split_once("not_sent,,,,").map(|(_, rest)| rest).unwrap_or_default()] {
            assert!(field.starts_with('\'') || field.starts_with("\"'"), "{text:?} became {field:?}");
        }
    }
    assert!(csv(&[row("a=b", Outcome::Waiting)]).contains(",a=b,"));
}

fn receipt(rows: Vec<Row>) -> Receipt {
    let target = Target { base: "http://ls".to_owned(), project: 12, batch_id: "batch_1".to_owned() };
    let mut head = Head::new("rc_1".to_owned(), &target, "Review".to_owned(), Mode::Skip, 9);
    head.tally = Tally::of(rows.iter().map(|row| &row.outcome));
    Receipt { head, rows }
}

#[test]
fn a_receipt_is_read_back_as_it_was_written() {
    let mut noted = row("c", Outcome::Attached { task: 9, predictions: 1 });
    noted.note = Some("two\nlines".to_owned());
    noted.at = Some(77);
    let written = receipt(vec![
        row("a", Outcome::Created { task: 31, predictions: 4, attempts: 1 }),
        row("b\n", not_sent("x")),
        noted,
        row("d", Outcome::InDoubt { reason: "no answer".to_owned() }),
    ]);
    let text = written.jsonl();
    assert_eq!(text.lines().count(), 5);
    let second = text.lines().nth(1).unwrap_or_default();
    assert!(
        second.starts_with(
            r#"{"row":7,"key":"k1:00","custom_id":"a","outcome":"created","task":31,"predictions":4"#
        ),
        "{second}"
    );
    assert_eq!(read(&text), Ok(written));
}

#[test]
fn a_receipt_that_was_cut_off_is_not_believed() {
    let text = receipt(vec![row("a", Outcome::AlreadyThere { task: 1 }), row("b", not_sent("x"))]).jsonl();
    let cut = text.lines().take(2).collect::<Vec<_>>().join("\n");
    assert!(read(&cut).is_err_and(|why| why.contains("2 results and has 1 rows")));
    assert!(read(text.get(..text.len() - 9).unwrap_or_default()).is_err_and(|why| why.starts_with("Line 3")));
    assert!(read("{}").is_err_and(|why| why.starts_with("This is no receipt")));
    assert!(read("").is_err_and(|why| why.starts_with("This is no receipt")));
    assert!(
        read(&text.replace("batch-curator/1", "batch-curator/9")).is_err_and(|why| why.contains("curator/9"))
    );
}

#[test]
fn another_writer_is_noticed() {
    assert_eq!(adds_up("task", 10, 5, 15, 0), Ok(()));
    let more = adds_up("task", 10, 5, 16, 0);
    assert_eq!(more, Err("1 task more than that: somebody else added to the project meanwhile".to_owned()));
    assert!(adds_up("task", 10, 5, 17, 2).is_err_and(|why| why.ends_with("in doubt arrived")));
    assert!(adds_up("prediction", 10, 5, 12, 0).is_err_and(|why| why.starts_with("3 predictions fewer")));
}

#[test]
fn a_push_is_named_by_its_moment() {
    for (unix, name) in [
        (0, "rc_19700101_000000"),
        (951_782_399, "rc_20000228_235959"),
        (951_782_400, "rc_20000229_000000"),
        (1_798_761_599, "rc_20261231_235959"),
        (1_798_761_600, "rc_20270101_000000"),
        (4_107_542_400, "rc_21000301_000000"),
    ] {
        assert_eq!(name_at(unix), name);
    }
}
