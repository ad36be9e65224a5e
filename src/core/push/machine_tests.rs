#![allow(clippy::unwrap_used, clippy::expect_used, clippy::cast_possible_truncation)]
use super::*;
use crate::core::protocol::http::{Answer, Method, NoAnswer, Response};
use crate::core::push::key::Key;
use crate::core::push::plan::TaskJson;
use serde_json::{Value, json};

/// A Label Studio in ten lines: it stores what is imported and never de-duplicates.
#[derive(Default)]
struct Server {
    tasks: Vec<Value>,
    imports: u32,
}

/// What happens to one request on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// The server never sees it.
    Dropped,
    /// The server acts, the answer is lost.
    AnswerLost,
    /// The server acts, then answers 500.
    Late500,
    /// The server answers 503 and does nothing.
    Busy,
    /// The server acts, the answer is cut.
    Garbled,
}

const FAULTS: [Fault; 6] =
    [Fault::None, Fault::Dropped, Fault::AnswerLost, Fault::Late500, Fault::Busy, Fault::Garbled];

impl Server {
    fn answer(&mut self, request: &Request) -> Response {
        let ok = |status, body: Value| Response { status, retry_after: None, body: body.to_string() };
        if request.method == Method::Post {
            self.imports += 1;
            let tasks: Vec<Value> = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
            if let Some(at) = tasks.iter().position(|t| t["data"]["bad"] == true) {
                let text = format!("Error at item {at}: \"x\" key is expected :: {{'data'}}");
                return ok(400, json!({ "validation_errors": { "non_field_errors": [text] } }));
            }
            let first = self.tasks.len() as u64 + 1;
            let ids: Vec<u64> = (first..first + tasks.len() as u64).collect();
            let count = tasks.len();
            self.tasks.extend(tasks);
            return ok(201, json!({ "task_count": count, "prediction_count": 0, "task_ids": ids }));
        }
        if request.url.contains("/api/projects/") {
            return ok(
                200,
                json!({ "id": 1, "task_number": self.tasks.len(), "total_predictions_number": 0 }),
            );
        }
        let page: usize =
            request.url.split("&page=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
        let all: Vec<Value> =
            self.tasks.iter().zip(1..).map(|(t, id)| json!({ "id": id, "meta": t["meta"] })).collect();
        let shown: Vec<_> = all.iter().skip((page - 1) * api::PAGE_SIZE).take(api::PAGE_SIZE).collect();
        if shown.is_empty() && page > 1 {
            return ok(404, json!({ "detail": "Invalid page." }));
        }
        ok(200, json!({ "total": all.len(), "tasks": shown }))
    }

    fn send(&mut self, request: &Request, fault: Fault) -> Answer {
        let lost = || NoAnswer::Timeout { host: "ls".into(), seconds: 120 };
        let text = |status, body: &str| Ok(Response { status, retry_after: None, body: body.to_owned() });
        match fault {
            Fault::None => Ok(self.answer(request)),
            Fault::Dropped => Err(lost()),
            Fault::Busy => text(503, "busy"),
            acted => {
                let response = self.answer(request);
                match acted {
                    Fault::AnswerLost => Err(lost()),
                    Fault::Late500 => text(500, "boom"),
                    _ => {
                        Ok(Response { body: response.body[..response.body.len() / 2].to_owned(), ..response })
                    }
                }
            }
        }
    }
}

fn candidates(count: u64) -> Vec<Candidate> {
    let task =
        |key: &Key, row: u64| json!({ "data": { "row": row }, "meta": { "key": key.as_str() } }).to_string();
    (1..=count)
        .map(|row| {
            let key = Key::of("b", &format!("r{row}"), 0);
            let task = Ok(TaskJson { text: task(&key, row), predictions: 0 });
            Candidate { row, key, custom_id: format!("r{row}"), task }
        })
        .collect()
}

fn push_of(candidates: Vec<Candidate>, tasks: usize) -> Push {
    let target = Target { base: "http://ls".into(), project: 1, batch_id: "b".into() };
    Push::new(target, candidates, Limits { tasks, ..Limits::default() })
}

/// Runs a push to its end; `fault` decides for each request by its number.
fn run(push: &mut Push, server: &mut Server, mut fault: impl FnMut(usize) -> Fault) -> usize {
    let mut sent = 0;
    for _ in 0..5_000 {
        match push.next_step() {
            Step::Send(request) => {
                let answer = server.send(&request, fault(sent));
                sent += 1;
                push.receive(answer);
            }
            Step::Wait(ms) => assert!(ms <= 60_000),
            Step::Planned => push.go(),
            Step::Done => return sent,
        }
    }
    panic!("the push never ends: {push:?}");
}

/// The promise: each result is one task, or the receipt says why not.
fn assert_promise(push: &Push, server: &Server, context: &str) {
    let rows = push.rows();
    assert_eq!(push.tally().total() as usize, rows.len());
    assert_eq!(push.tally().waiting, 0, "{context}");
    for row in rows {
        let there = server.tasks.iter().filter(|t| t["meta"]["key"] == row.key.as_str()).count();
        match &row.outcome {
            Outcome::Created { task, .. } | Outcome::AlreadyThere { task } => {
                assert_eq!(there, 1, "{context}: {row:?}");
                assert_eq!(server.tasks[*task as usize - 1]["meta"]["key"], row.key.as_str(), "{context}");
            }
            Outcome::NotSent { reason } => assert!(there == 0 && !reason.is_empty(), "{context}: {row:?}"),
            Outcome::InDoubt { reason } => assert!(there <= 1 && !reason.is_empty(), "{context}: {row:?}"),
            Outcome::Waiting => panic!("{context}: {row:?}"),
        }
    }
}

#[test]
fn five_results_arrive_and_a_second_push_sends_nothing() {
    let mut server = Server::default();
    let mut push = push_of(candidates(5), 2);
    run(&mut push, &mut server, |_| Fault::None);
    assert_promise(&push, &server, "first");
    assert_eq!((push.tally().created, server.tasks.len(), server.imports), (5, 5, 3));
    let counters = push.counters();
    assert_eq!(counters.1.unwrap().tasks - counters.0.unwrap().tasks, 5);

    let mut again = push_of(candidates(5), 2);
    run(&mut again, &mut server, |_| Fault::None);
    assert_eq!((again.tally().there, server.tasks.len(), server.imports), (5, 5, 3));
    assert!(!again.has_written());
}

#[test]
fn a_dry_run_writes_nothing() {
    let mut server = Server::default();
    let mut push = push_of(candidates(3), 2);
    while let Step::Send(request) = push.next_step() {
        assert_eq!(request.method, Method::Get);
        push.receive(server.send(&request, Fault::None));
    }
    assert!(matches!(push.next_step(), Step::Planned));
    assert_eq!((push.plan().new.len(), push.plan().chunks.len()), (3, 2));
    push.stop();
    assert!(matches!(push.next_step(), Step::Done));
    assert_eq!((push.tally().not_sent, server.tasks.len()), (3, 0));
}

#[test]
fn every_pair_of_faults_at_every_pair_of_requests_keeps_the_promise() {
    // Two chunks: count, look up, import, import, read back, count; faults add lookups.
    for (a, b) in (0..10).flat_map(|a| (a..10).map(move |b| (a, b))) {
        for (first, second) in FAULTS.iter().flat_map(|f| FAULTS.iter().map(move |s| (*f, *s))) {
            let mut server = Server::default();
            let mut push = push_of(candidates(4), 2);
            run(&mut push, &mut server, |at| match at {
                at if at == a => first,
                at if at == b => second,
                _ => Fault::None,
            });
            let context = format!("{first:?} at {a}, {second:?} at {b}");
            assert_promise(&push, &server, &context);
            let garbled_read = [(a, first), (b, second)].iter().any(|(_, f)| *f == Fault::Garbled);
            if !garbled_read {
                assert_eq!(push.tally().created, 4, "{context}: {:?}", push.rows());
            }
        }
    }
}

#[test]
fn a_server_that_stays_down_ends_in_words() {
    for (from, fault) in (0..4).flat_map(|n| [(n, Fault::Dropped), (n, Fault::Busy), (n, Fault::AnswerLost)])
    {
        let mut server = Server::default();
        let mut push = push_of(candidates(4), 2);
        run(&mut push, &mut server, |at| if at >= from { fault } else { Fault::None });
        assert!(push.trouble().is_some());
        let tally = push.tally();
        assert_eq!(tally.created + tally.waiting, 0, "from {from}: {:?}", push.rows());
        assert_eq!(tally.total(), 4);
    }
}

#[test]
fn a_refused_task_does_not_take_the_others_with_it() {
    let mut all = candidates(7);
    for place in [1, 5] {
        let key = all[place].key.clone();
        let text = json!({ "data": { "bad": true }, "meta": { "key": key.as_str() } }).to_string();
        all[place].task = Ok(TaskJson { text, predictions: 0 });
    }
    let mut server = Server::default();
    let mut push = push_of(all, 100);
    run(&mut push, &mut server, |_| Fault::None);
    assert_promise(&push, &server, "refused");
    assert_eq!((push.tally().created, push.tally().not_sent), (5, 2));
    let reasons: Vec<_> =
        push.rows().into_iter().filter(|r| matches!(r.outcome, Outcome::NotSent { .. })).collect();
    assert!(reasons.iter().all(|r| serde_json::to_string(r).unwrap().contains("key is expected")));
}

#[test]
fn stopping_keeps_what_was_sent_and_names_the_rest() {
    let mut server = Server::default();
    let mut push = push_of(candidates(6), 2);
    let mut sent = 0;
    loop {
        match push.next_step() {
            Step::Send(request) => {
                if request.method == Method::Post {
                    sent += 1;
                    push.stop();
                }
                push.receive(server.send(&request, Fault::None));
            }
            Step::Planned => push.go(),
            Step::Wait(_) => {}
            Step::Done => break,
        }
    }
    assert_eq!(sent, 1);
    assert_promise(&push, &server, "stopped");
    assert_eq!((push.tally().created, push.tally().not_sent), (2, 4));
}

#[test]
fn a_wrong_token_stops_before_anything_is_written() {
    let mut push = push_of(candidates(2), 2);
    assert!(matches!(push.next_step(), Step::Send(_)));
    push.receive(Ok(Response { status: 401, retry_after: None, body: "Invalid token.".into() }));
    assert!(matches!(push.next_step(), Step::Done));
    assert!(push.trouble().is_some_and(|t| t.contains("Invalid token")));
    assert_eq!(push.tally().not_sent, 2);
}

#[test]
fn a_project_of_many_pages_is_looked_up_whole() {
    let mut server = Server::default();
    let mut first = push_of(candidates(2_500), 200);
    run(&mut first, &mut server, |_| Fault::None);
    assert_eq!(first.tally().created, 2_500);
    let mut again = push_of(candidates(2_500), 200);
    run(&mut again, &mut server, |_| Fault::None);
    assert_eq!(again.tally().there, 2_500);
}

#[test]
fn a_project_that_fills_its_last_page_exactly_has_no_page_after_it() {
    let mut server = Server::default();
    let mut first = push_of(candidates(api::PAGE_SIZE as u64), 200);
    run(&mut first, &mut server, |_| Fault::None);
    assert_eq!((first.trouble(), first.tally().created), (None, api::PAGE_SIZE as u64));
    let mut again = push_of(candidates(api::PAGE_SIZE as u64), 200);
    run(&mut again, &mut server, |_| Fault::None);
    assert_eq!((again.trouble(), again.tally().there), (None, api::PAGE_SIZE as u64));
}

#[test]
fn a_result_that_is_there_twice_is_said() {
    let mut server = Server::default();
    for _ in 0..2 {
        server.tasks.push(json!({ "meta": { "key": Key::of("b", "r1", 0).as_str() } }));
    }
    let mut push = push_of(candidates(1), 2);
    run(&mut push, &mut server, |_| Fault::None);
    assert_eq!(push.doubled().len(), 1);
    assert_eq!(server.imports, 0);
}
