//! A push that is interrupted anywhere, and resumed from its journal.

use super::server::FAULTS;
use super::*;
use crate::core::push::journal::{self, Head, Reader};

/// Runs for so many steps, with the journal; `fault` decides for each request. `true`: it came to its end.
pub(super) fn live(
    push: &mut Push,
    (set, server): (&Set, &mut Server),
    journal: &mut String,
    steps: usize,
    mut fault: impl FnMut(&Request) -> Fault,
) -> bool {
    for _ in 0..steps {
        match push.next_step() {
            Step::Record(entry) => *journal += &(journal::said(&entry) + "\n"),
            Step::Send(request) => {
                let answer = server.send(&request, fault(&request));
                push.receive(answer, server.clock());
            }
            Step::Texts(places) => push.supply(places.iter().map(|p| set.texts[*p].clone()).collect()),
            Step::Wait(ms) => server.now_ms += ms,
            Step::Planned => push.go(),
            Step::Done => return true,
        }
    }
    false
}

/// The same; `fault` decides for each request by its number, from 1.
pub(super) fn run_for(
    push: &mut Push,
    set: &Set,
    server: &mut Server,
    journal: &mut String,
    steps: usize,
    mut fault: impl FnMut(usize) -> Fault,
) -> bool {
    let mut requests = 0;
    live(push, (set, server), journal, steps, |_| {
        requests += 1;
        fault(requests)
    })
}

pub(super) fn begun(set: &Set) -> String {
    let mut journal =
        journal::said(&Head::new("rc".into(), &target(), String::new(), Mode::Skip, 1, set.texts.len()))
            + "\n";
    for (candidate, text) in set.candidates.iter().zip(&set.texts) {
        journal += &(journal::line(candidate, text) + "\n");
    }
    journal
}

pub(super) fn resumed(journal: &str) -> Push {
    let mut reader = Reader::default();
    for line in journal.lines() {
        reader.take(line).unwrap();
    }
    let (head, candidates, history) = reader.end().unwrap();
    Push::resumed(head.target(), candidates, manner(2), history)
}

fn assert_all_arrived(push: &Push, server: &Server, context: &str) {
    assert_promise(push, server, context);
    assert_eq!(push.tally().created, 4, "{context}: {:?}", push.rows());
    assert!(server.tasks.iter().all(|stored| stored.predictions.len() == 1), "{context}");
    let receipt = push.receipt("rc".into(), String::new());
    assert!(receipt.head.is_clean(), "{context}: {:?}", receipt.head);
}

#[test]
fn a_push_that_is_killed_at_any_two_steps_is_resumed() {
    let (set, coarse) = (set(4, 1), if soaking() { 1 } else { 5 });
    for fault in FAULTS {
        for at in 1..6 {
            for (first, second) in
                (0..26).flat_map(|first| (0..30).step_by(coarse).map(move |second| (first, second)))
            {
                let context = format!("{fault:?} at {at}, killed after {first} and {second} steps");
                let (mut server, mut journal) = (Server::default(), begun(&set));
                let faulty = |requests: usize| if requests == at { fault } else { Fault::None };
                let mut push = push_of(&set, 2);
                if run_for(&mut push, &set, &mut server, &mut journal, first, faulty) {
                    assert_all_arrived(&push, &server, &context);
                    continue;
                }
                let mut push = resumed(&journal);
                if !run_for(&mut push, &set, &mut server, &mut journal, second, |_| Fault::None) {
                    push = resumed(&journal);
                    assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, |_| Fault::None));
                }
                assert_all_arrived(&push, &server, &context);
            }
        }
    }
}

#[test]
fn a_journal_that_is_over_says_so() {
    let set = set(4, 1);
    let (mut server, mut journal) = (Server::default(), begun(&set));
    let mut push = push_of(&set, 2);
    assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, |_| Fault::None));
    assert!(journal.trim_end().ends_with(r#"{"entry":"over"}"#), "{journal}");
    let imports = server.imports;
    // Resumed all the same, it sends nothing.
    let mut push = resumed(&journal);
    assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, |_| Fault::None));
    assert_all_arrived(&push, &server, "over");
    assert_eq!(server.imports, imports);
}

#[test]
fn a_dead_server_leaves_a_journal_that_ends_well_later() {
    let set = set(4, 1);
    for from in 2..8 {
        let (mut server, mut journal) = (Server::default(), begun(&set));
        let mut push = push_of(&set, 2);
        let down = |requests: usize| if requests > from { Fault::AnswerLost } else { Fault::None };
        assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, down));
        assert_promise(&push, &server, "down");
        let mut push = resumed(&journal);
        assert!(run_for(&mut push, &set, &mut server, &mut journal, 500, |_| Fault::None));
        assert_all_arrived(&push, &server, &format!("down after {from}"));
    }
}
