#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_possible_truncation)]

#[path = "machine_tests/counting.rs"]
mod counting;
#[path = "machine_tests/crashes.rs"]
mod crashes;
#[path = "machine_tests/faults.rs"]
mod faults;
#[path = "machine_tests/late.rs"]
mod late;
#[path = "machine_tests/modes.rs"]
mod modes;
#[path = "machine_tests/server.rs"]
mod server;
#[path = "machine_tests/together.rs"]
mod together;

use super::*;
use crate::core::protocol::http::{Method, Response};
use crate::core::push::plan::TaskSize;
use serde_json::json;
use server::{Fault, Server};

/// Some results, and their tasks' texts.
#[derive(Clone)]
struct Set {
    candidates: Vec<Candidate>,
    texts: Vec<String>,
}

fn set(count: u64, predictions: usize) -> Set {
    let mut set = Set { candidates: Vec::new(), texts: Vec::new() };
    for row in 1..=count {
        let custom_id = format!("r{row}");
        add(&mut set, row, &custom_id, predictions, json!({ "row": row }));
    }
    set
}

fn add(set: &mut Set, row: u64, custom_id: &str, predictions: usize, mut data: serde_json::Value) {
    let key = Key::of("b", custom_id, 0);
    data["batch_id"] = json!("b");
    data["custom_id"] = json!(custom_id);
    let predictions: Vec<_> = (0..predictions)
        .map(|n| json!({ "model_version": format!("m{n}"), "result": [{ "value": row }] }))
        .collect();
    let text =
        json!({ "data": data, "meta": { "key": key.as_str() }, "predictions": predictions }).to_string();
    let task = Ok(TaskSize { bytes: text.len(), predictions: predictions.len() as u64 });
    set.candidates.push(Candidate { row, key, custom_id: custom_id.to_owned(), task });
    set.texts.push(text);
}

fn target() -> Target {
    Target { base: "http://ls".into(), project: 1, batch_id: "b".into() }
}

fn manner(tasks: usize) -> Manner {
    Manner { limits: Limits { tasks, ..Limits::default() }, seed: 1, ..Manner::default() }
}

fn push_of(set: &Set, tasks: usize) -> Push {
    Push::new(target(), set.candidates.clone(), manner(tasks))
}

/// One step; `false`: it is over. `fault` decides for each request.
fn step(push: &mut Push, set: &Set, server: &mut Server, fault: impl FnOnce(&Request) -> Fault) -> bool {
    match push.next_step() {
        Step::Send(request) => {
            let fault = fault(&request);
            let answer = server.send(&request, fault);
            push.receive(answer, server.clock());
        }
        Step::Texts(places) => push.supply(places.iter().map(|p| set.texts[*p].clone()).collect()),
        Step::Wait(ms) => {
            assert!(ms <= 60_000);
            server.now_ms += ms;
        }
        Step::Record(_) => {}
        Step::Planned => push.go(),
        Step::Done => return false,
    }
    true
}

/// Runs a push to its end; `fault` decides for each request by its number. Returns how many there were.
fn run(push: &mut Push, set: &Set, server: &mut Server, mut fault: impl FnMut(usize) -> Fault) -> usize {
    let mut requests = 0;
    for _ in 0..20_000 {
        let going = step(push, set, server, |_| {
            requests += 1;
            fault(requests - 1)
        });
        if !going {
            return requests;
        }
    }
    panic!("the push never ends: {push:?}");
}

/// `make soak`: everything there is, however long it takes.
fn soaking() -> bool {
    option_env!("SOAK").is_some()
}

/// The promise: each result is one task with its predictions, or the receipt says why not.
fn assert_promise(push: &Push, server: &Server, context: &str) {
    let rows = push.rows();
    assert_eq!(push.tally().total() as usize, rows.len());
    assert_eq!(push.tally().waiting, 0, "{context}");
    for (row, candidate) in rows.iter().zip(push.candidates()) {
        let tasks = server.with_key(&row.key);
        match &row.outcome {
            Outcome::Created { task, predictions, .. } | Outcome::Repaired { task, predictions, .. } => {
                assert_eq!(tasks.len(), 1, "{context}: {row:?}");
                assert_eq!(tasks[0].id, *task, "{context}: {row:?}");
                assert_eq!(tasks[0].predictions.len() as u64, *predictions, "{context}: {row:?}");
                let whole = *predictions == candidate.size().predictions;
                assert!(whole || row.note.is_some(), "{context}: {row:?}");
            }
            Outcome::AlreadyThere { task } | Outcome::Attached { task, .. } => {
                assert!(tasks.iter().any(|stored| stored.id == *task), "{context}: {row:?}");
            }
            Outcome::NotSent { reason } => {
                assert!(tasks.is_empty() && !reason.is_empty(), "{context}: {row:?}");
            }
            Outcome::InDoubt { reason } => {
                assert!(tasks.len() <= 1 && !reason.is_empty(), "{context}: {row:?}");
            }
            Outcome::Waiting => panic!("{context}: {row:?}"),
        }
    }
}

#[test]
fn five_results_arrive_and_a_second_push_sends_nothing() {
    let (set, mut server) = (set(5, 1), Server::default());
    let mut push = push_of(&set, 2);
    run(&mut push, &set, &mut server, |_| Fault::None);
    assert_promise(&push, &server, "first");
    assert_eq!((push.tally().created, server.tasks.len(), server.imports), (5, 5, 3));
    let receipt = push.receipt("rc_1".into(), String::new());
    assert!(receipt.head.is_clean(), "{:?}", receipt.head);
    assert_eq!(receipt.head.predictions, 5);

    let mut again = push_of(&set, 2);
    run(&mut again, &set, &mut server, |_| Fault::None);
    assert_eq!((again.tally().there, server.tasks.len(), server.imports), (5, 5, 3));
    assert!(!again.has_written());
    assert_eq!(again.receipt(String::new(), String::new()).head.headline(), "Nothing was sent");
}

#[test]
fn a_dry_run_writes_nothing() {
    let (set, mut server) = (set(3, 0), Server::default());
    let mut push = push_of(&set, 2);
    while let Step::Send(request) = push.next_step() {
        assert_eq!(request.method, Method::Get);
        push.receive(server.send(&request, Fault::None), Clock::default());
    }
    assert!(matches!(push.next_step(), Step::Planned));
    assert_eq!((push.plan().new.len(), push.plan().chunks.len()), (3, 2));
    push.stop();
    assert!(matches!(push.next_step(), Step::Done));
    assert_eq!((push.tally().not_sent, server.tasks.len()), (3, 0));
}

#[test]
fn a_refused_task_does_not_take_the_others_with_it() {
    let mut set = set(7, 1);
    for place in [1, 5] {
        let key = set.candidates[place].key.clone();
        set.texts[place] = json!({ "data": { "bad": true }, "meta": { "key": key.as_str() } }).to_string();
    }
    let mut server = Server::default();
    let mut push = push_of(&set, 100);
    run(&mut push, &set, &mut server, |_| Fault::None);
    assert_promise(&push, &server, "refused");
    assert_eq!((push.tally().created, push.tally().not_sent), (5, 2));
    let refused = push.rows().into_iter().filter(|r| matches!(r.outcome, Outcome::NotSent { .. }));
    assert!(refused.map(|r| serde_json::to_string(&r).unwrap()).all(|r| r.contains("key is expected")));
}

#[test]
fn stopping_keeps_what_was_sent_and_names_the_rest() {
    let (set, mut server) = (set(6, 0), Server::default());
    let mut push = push_of(&set, 2);
    loop {
        if server.imports == 1 {
            push.stop();
        }
        if !step(&mut push, &set, &mut server, |_| Fault::None) {
            break;
        }
    }
    assert_eq!(server.imports, 1);
    assert_promise(&push, &server, "stopped");
    assert_eq!((push.tally().created, push.tally().not_sent), (2, 4));
}

#[test]
fn a_wrong_token_stops_before_anything_is_written() {
    let mut push = push_of(&set(2, 0), 2);
    assert!(matches!(push.next_step(), Step::Send(_)));
    let refused = Response { status: 401, retry_after: None, body: "Invalid token.".into() };
    push.receive(Ok(refused), Clock::default());
    assert!(matches!(push.next_step(), Step::Done));
    assert!(push.trouble().is_some_and(|t| t.contains("Invalid token")));
    assert_eq!(push.tally().not_sent, 2);
}

#[test]
fn a_token_that_is_revoked_midway_leaves_nothing_unsaid() {
    for from in 2..6 {
        let (set, mut server) = (set(4, 1), Server::default());
        let mut push = push_of(&set, 2);
        let mut requests = 0;
        loop {
            match push.next_step() {
                Step::Send(request) => {
                    requests += 1;
                    let refused =
                        Response { status: 401, retry_after: None, body: "Token is blacklisted".into() };
                    let answer =
                        if requests > from { Ok(refused) } else { server.send(&request, Fault::None) };
                    push.receive(answer, Clock::default());
                }
                Step::Texts(places) => push.supply(places.iter().map(|p| set.texts[*p].clone()).collect()),
                Step::Planned => push.go(),
                Step::Wait(_) | Step::Record(_) => {}
                Step::Done => break,
            }
        }
        assert_promise(&push, &server, &format!("revoked after {from}"));
        assert!(push.trouble().is_some_and(|why| why.contains("blacklisted")), "{from}");
    }
}

#[test]
fn a_project_of_many_pages_is_looked_up_whole() {
    for count in [2_500, tasks::PAGE_SIZE as u64] {
        let (set, mut server) = (set(count, 0), Server::default());
        let mut first = push_of(&set, 200);
        run(&mut first, &set, &mut server, |_| Fault::None);
        assert_eq!((first.trouble(), first.tally().created), (None, count));
        let mut again = push_of(&set, 200);
        run(&mut again, &set, &mut server, |_| Fault::None);
        assert_eq!((again.trouble(), again.tally().there), (None, count));
    }
}

#[test]
fn results_without_an_id_and_with_strange_ones_are_found_again() {
    let mut set = Set { candidates: Vec::new(), texts: Vec::new() };
    for (row, id) in (1..).zip(["50%41", "a\"b\\", "é ü,[x]", "%", "x+y&z=1"]) {
        add(&mut set, row, id, 0, json!({}));
    }
    let long = "x".repeat(9_000);
    for more in [None, Some(""), Some(long.as_str())] {
        let mut set = set.clone();
        if let Some(id) = more {
            add(&mut set, 6, id, 0, json!({}));
        }
        let mut server = Server::default();
        run(&mut push_of(&set, 2), &set, &mut server, |_| Fault::None);
        let mut again = push_of(&set, 2);
        run(&mut again, &set, &mut server, |at| if at == 2 { Fault::AnswerLost } else { Fault::None });
        assert_eq!(again.tally().there as usize, set.texts.len());
    }
}

#[test]
fn a_result_that_is_there_twice_is_said() {
    let (set, mut server) = (set(1, 0), Server::default());
    for _ in 0..2 {
        server.store(serde_json::from_str(&set.texts[0]).unwrap(), true);
    }
    let mut push = push_of(&set, 2);
    run(&mut push, &set, &mut server, |_| Fault::None);
    assert_eq!(push.doubled().len(), 1);
    assert_eq!((server.imports, server.tasks.len()), (0, 2));
}
