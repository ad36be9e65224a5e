#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::protocol::http::{Method, NoAnswer, Response};
use crate::core::push::plan::Mode;
use crate::core::push::receipt::{Head, Outcome, Row, Tally as Counted};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn receipt(tasks: std::ops::RangeInclusive<u64>) -> Receipt {
    let target = Target { base: "http://ls".into(), project: 1, batch_id: "b".into() };
    let row = |task: u64, outcome| Row {
        row: task,
        key: format!("k{task}"),
        custom_id: format!("r{task}"),
        outcome,
        at: None,
        note: None,
    };
    let mut rows: Vec<Row> =
        tasks.map(|task| row(task, Outcome::Created { task, predictions: 0, attempts: 1 })).collect();
    rows.push(row(1_000, Outcome::AlreadyThere { task: 1_000 }));
    let mut head = Head::new("rc".into(), &target, String::new(), Mode::Skip, 1);
    head.tally = Counted::of(rows.iter().map(|row| &row.outcome));
    Receipt { head, rows }
}

/// Task ids, with their key and how many annotations they have.
type Server = BTreeMap<u64, (String, u64)>;

fn server() -> Server {
    (1..=120).chain([1_000]).map(|id| (id, (format!("k{id}"), 0))).collect()
}

fn answer(server: &mut Server, request: &Request) -> Response {
    let ok = |body: Value| Response { status: 200, retry_after: None, body: body.to_string() };
    if request.method == Method::Post {
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        let ids: Vec<u64> = serde_json::from_value(body["selectedItems"]["included"].clone()).unwrap();
        assert!(ids.len() <= DELETE);
        for id in &ids {
            server.remove(id);
        }
        return ok(json!({ "processed_items": ids.len() }));
    }
    let bound = |name: &str| -> Option<u64> {
        let (_, rest) = request.url.split_once(&format!("{name}%22%3A"))?;
        rest.split('%').next()?.parse().ok()
    };
    let listed = || {
        let list = request.url.split("value%22%3A%5B").nth(1).unwrap().split("%5D").next().unwrap();
        list.split("%2C").map(|id| id.parse().unwrap()).collect()
    };
    let asked: Vec<u64> =
        bound("min").zip(bound("max")).map_or_else(listed, |(min, max)| (min..=max).collect());
    let task = |id: &u64| {
        let (key, worked) = server.get(id)?;
        Some(json!({ "id": id, "meta": { "key": key }, "total_annotations": worked }))
    };
    let tasks: Vec<Value> = asked.iter().filter_map(task).collect();
    ok(json!({ "total": tasks.len(), "tasks": tasks }))
}

fn run(undo: &mut Undo, server: &mut Server, mut lose: impl FnMut(usize) -> bool) {
    for sent in 0..500 {
        match undo.next_step() {
            Step::Send(request) => {
                let response = answer(server, &request);
                let nothing = NoAnswer::Timeout { host: "ls".into(), seconds: 60 };
                undo.receive(if lose(sent) { Err(nothing) } else { Ok(response) }, Clock::default());
            }
            Step::Wait(_) => {}
            Step::Planned => undo.go(),
            Step::Done => return,
        }
    }
    panic!("it never ends: {undo:?}");
}

#[test]
fn exactly_the_tasks_that_were_made_are_deleted() {
    let mut server = server();
    let mut undo = Undo::new(&receipt(1..=110), false, 1);
    run(&mut undo, &mut server, |_| false);
    assert_eq!(undo.tally(), Tally { deleted: 110, ..Tally::default() });
    assert_eq!(server.keys().copied().collect::<Vec<_>>(), (111..=120).chain([1_000]).collect::<Vec<_>>());
    // Once more: they are gone.
    let mut again = Undo::new(&receipt(1..=110), false, 1);
    run(&mut again, &mut server, |_| false);
    assert_eq!((again.tally().gone, server.len()), (110, 11));
}

#[test]
fn what_somebody_worked_on_stays_and_so_does_what_is_another_result() {
    for worked_too in [false, true] {
        let mut server = server();
        server.insert(3, ("k3".into(), 2));
        server.insert(4, ("other".into(), 0));
        let mut undo = Undo::new(&receipt(1..=5), worked_too, 1);
        run(&mut undo, &mut server, |_| false);
        let tally = undo.tally();
        assert_eq!((tally.deleted, tally.worked, tally.kept), if worked_too { (4, 0, 1) } else { (3, 1, 1) });
        assert_eq!((server.contains_key(&3), server.contains_key(&4)), (!worked_too, true));
    }
}

#[test]
fn lost_answers_are_looked_after() {
    for lost in 0..12 {
        let mut server = server();
        let mut undo = Undo::new(&receipt(1..=110), false, 1);
        run(&mut undo, &mut server, |sent| sent == lost || sent == lost + 1);
        assert_eq!((undo.tally().deleted, undo.trouble()), (110, None), "lost {lost}");
    }
}

#[test]
fn a_server_that_stays_away_is_said() {
    let mut server = server();
    let mut undo = Undo::new(&receipt(1..=110), false, 1);
    run(&mut undo, &mut server, |sent| sent > 3);
    assert!(undo.trouble().is_some());
    assert_eq!(undo.tally().deleted + undo.tally().to_delete + undo.tally().failed, 110);
}
