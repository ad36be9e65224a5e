use super::*;

fn row(custom_id: &str, outcome: Outcome) -> Row {
    Row { row: 7, key: "k1:00".to_owned(), custom_id: custom_id.to_owned(), outcome }
}

fn not_sent(reason: &str) -> Outcome {
    Outcome::NotSent { reason: reason.to_owned() }
}

#[test]
fn csv_has_one_line_per_row_whatever_became_of_it() {
    let rows = [
        row("a", Outcome::Created { task: 31, attempts: 2 }),
        row("b", Outcome::AlreadyThere { task: 9 }),
        row("c", not_sent("no model")),
        row("d", Outcome::InDoubt { reason: "no answer".to_owned() }),
        row("e", Outcome::Waiting),
    ];
    assert_eq!(
        csv(&rows),
        "row,key,custom_id,outcome,task,attempts,reason\r\n\
         7,k1:00,a,created,31,2,\r\n\
         7,k1:00,b,already_there,9,,\r\n\
         7,k1:00,c,not_sent,,,no model\r\n\
         7,k1:00,d,in_doubt,,,no answer\r\n\
         7,k1:00,e,waiting,,,\r\n"
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
            Some(&*format!("{field},waiting,,,\r\n"))
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
        for field in [fields, fields.split_once("not_sent,,,").map(|(_, rest)| rest).unwrap_or_default()] {
            assert!(field.starts_with('\'') || field.starts_with("\"'"), "{text:?} became {field:?}");
        }
    }
    assert!(csv(&[row("a=b", Outcome::Waiting)]).contains(",a=b,"));
}

#[test]
fn jsonl_has_one_object_per_row() {
    let lines = jsonl(&[row("a", Outcome::Created { task: 31, attempts: 1 }), row("b\n", not_sent("x"))]);
    assert_eq!(lines.lines().count(), 2);
    assert!(lines.starts_with(
        r#"{"row":7,"key":"k1:00","custom_id":"a","outcome":"created","task":31,"attempts":1}"#
    ));
}

#[test]
fn another_writer_is_noticed() {
    assert_eq!(adds_up("task", 10, 5, 15, 0), Ok(()));
    let more = adds_up("task", 10, 5, 16, 0);
    assert_eq!(more, Err("1 task more than that: somebody else added to the project meanwhile".to_owned()));
    assert!(adds_up("task", 10, 5, 17, 2).is_err_and(|why| why.ends_with("in doubt arrived")));
    assert!(adds_up("prediction", 10, 5, 12, 0).is_err_and(|why| why.starts_with("3 predictions fewer")));
}
