//! A request that nobody heard an answer to, and that Label Studio carries out in the end: its retries while its database
//! is locked come 3, 9 and 21 s later (measured).

use super::crashes::{begun, live, resumed, run_for};
use super::*;

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

/// A push that is killed at any step and resumed; another push may send the same meanwhile.
fn killed_and_resumed<F: FnMut(&Request) -> Fault>(set: &Set, counts_are_stuck: bool, fault: impl Fn() -> F) {
    for (after, kill) in RETRIES.into_iter().flat_map(|after| (0..30).map(move |kill| (after, kill))) {
        for company in [false, true] {
            let (mut server, mut journal) = (late(after), begun(set));
            server.counts_are_stuck = counts_are_stuck;
            live(&mut push_of(set, 4), (set, &mut server), &mut journal, kill, fault());
            if company {
                run(&mut push_of(set, 4), set, &mut server, |_| Fault::None);
            }
            let mut push = resumed(&journal);
            assert!(run_for(&mut push, set, &mut server, &mut journal, 500, |_| Fault::None));
            let context = format!("{after} ms late, killed after {kill} steps, company: {company}");
            assert_one_each(&push, &mut server, &context);
        }
    }
}

/// With its first import under way, or given up on.
#[test]
fn an_import_of_a_killed_push_may_come_when_it_is_resumed() {
    killed_and_resumed(&set(4, 1), false, || first("/import?"));
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
    killed_and_resumed(&set(4, 2), true, || {
        let mut completing = first("/import/predictions");
        move |request| match completing(request) {
            Fault::None if request.url.contains("/import?") => Fault::Lossy,
            fault => fault,
        }
    });
}
