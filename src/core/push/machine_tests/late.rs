//! A request that nobody heard an answer to, and that Label Studio carries out in the end: its retries while its database
//! is locked come 3, 9 and 21 s later (measured).

use super::crashes::{begun, resumed, run_for};
use super::*;
use crate::core::push::journal;

const RETRIES: [u64; 3] = [3_000, 9_000, 21_000];

/// The requests of one kind: the first of them is retried, the others are answered.
fn first(kind: &str) -> impl FnMut(&Request) -> Fault {
    let mut seen = false;
    move |request| {
        let is_first =
            request.url.contains(kind) && !std::mem::replace(&mut seen, request.url.contains(kind));
        if is_first { Fault::Retried } else { Fault::None }
    }
}

/// So many steps of a push, with its journal.
fn live(
    push: &mut Push,
    (set, server): (&Set, &mut Server),
    journal: &mut String,
    steps: usize,
    mut fault: impl FnMut(&Request) -> Fault,
) {
    for _ in 0..steps {
        match push.next_step() {
            Step::Record(entry) => *journal += &(journal::said(&entry) + "\n"),
            Step::Send(request) => {
                let fault = fault(&request);
                let answer = server.send(&request, fault);
                push.receive(answer, server.clock());
            }
            Step::Texts(places) => push.supply(places.iter().map(|p| set.texts[*p].clone()).collect()),
            Step::Wait(ms) => server.now_ms += ms,
            Step::Planned => push.go(),
            Step::Done => return,
        }
    }
}

/// Each result is one task with its predictions once all is over, whatever was still due.
fn assert_one_each(push: &Push, server: &mut Server, context: &str) {
    server.now_ms += 60_000;
    server.catch_up();
    let context = format!("{context}: {:?}", push.events());
    assert_promise(push, server, &context);
    assert_eq!(server.tasks.len(), 4, "{context}");
    for stored in &server.tasks {
        let wanted = stored.task["predictions"].as_array().map_or(0, Vec::len);
        assert_eq!(stored.predictions.len(), wanted, "{context}");
    }
}

fn late(retried_after: u64) -> Server {
    let mut server = Server::default();
    server.retried_after = retried_after;
    server
}

/// Killed at any step, with its first import under way or given up on; another push may send the same meanwhile.
#[test]
fn an_import_of_a_killed_push_may_come_when_it_is_resumed() {
    for (after, kill, company) in cases() {
        let (set, mut server) = (set(4, 1), late(after));
        let mut journal = begun(&set);
        live(&mut push_of(&set, 4), (&set, &mut server), &mut journal, kill, first("/import?"));
        if company {
            run(&mut push_of(&set, 4), &set, &mut server, |_| Fault::None);
        }
        let mut push = resumed(&journal);
        assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, |_| Fault::None));
        let context = format!("{after} ms late, killed after {kill} steps, company: {company}");
        assert_one_each(&push, &mut server, &context);
    }
}

fn cases() -> impl Iterator<Item = (u64, usize, bool)> {
    let kills = RETRIES.into_iter().flat_map(|after| (0..30).map(move |kill| (after, kill)));
    kills.flat_map(|(after, kill)| [(after, kill, false), (after, kill, true)])
}

/// Ours is not answered, what another push sent meanwhile is found, and then ours is carried out.
#[test]
fn what_was_not_answered_may_come_after_another_push() {
    let gateways = [None, Some(502), Some(503), Some(504)];
    for (after, gateway) in RETRIES.into_iter().flat_map(|after| gateways.map(|gateway| (after, gateway))) {
        let (set, mut server) = (set(4, 1), late(after));
        server.gateway = gateway;
        let (mut a, mut fault) = (push_of(&set, 4), first("/import?"));
        while a.progress().in_doubt == 0 && step(&mut a, &set, &mut server, &mut fault) {}
        run(&mut push_of(&set, 4), &set, &mut server, |_| Fault::None);
        run(&mut a, &set, &mut server, |_| Fault::None);
        assert_one_each(&a, &mut server, &format!("{after} ms late, {gateway:?}"));
    }
}

/// Predictions that Label Studio lost are sent again, with no answer; and somebody may be killed then.
#[test]
fn predictions_that_come_late_are_there_once() {
    for (after, kill, company) in cases() {
        let (set, mut server) = (set(4, 2), late(after));
        server.counts_are_stuck = true;
        let mut journal = begun(&set);
        let mut completing = first("/import/predictions");
        let fault = |request: &Request| match completing(request) {
            Fault::None if request.url.contains("/import?") => Fault::Lossy,
            fault => fault,
        };
        let mut push = push_of(&set, 4);
        live(&mut push, (&set, &mut server), &mut journal, kill, fault);
        if company {
            run(&mut push_of(&set, 4), &set, &mut server, |_| Fault::None);
        }
        let mut push = resumed(&journal);
        assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, |_| Fault::None));
        let context = format!("{after} ms late, killed after {kill} steps, company: {company}");
        assert_one_each(&push, &mut server, &context);
    }
}
