//! Every sequence of faults, for two chunks.

use super::server::FAULTS;
use super::*;

/// Two chunks: count, look up, import, import, read back, count; faults add lookups.
fn faulty(faults: &[(usize, Fault)]) -> (Push, Server) {
    let (set, mut server) = (set(4, 1), Server::default());
    let mut push = push_of(&set, 2);
    run(&mut push, &set, &mut server, |at| {
        faults.iter().find(|(place, _)| *place == at).map_or(Fault::None, |(_, fault)| *fault)
    });
    (push, server)
}

#[test]
fn every_sequence_of_faults_keeps_the_promise() {
    // The first request only reads, and is asked again when it fails: the sequence begins with the second.
    let (choices, length) = (FAULTS.len(), if soaking() { 5 } else { 4 });
    for number in 0..choices.pow(length) {
        let faults: Vec<(usize, Fault)> =
            (0..length).map(|at| (at as usize + 1, FAULTS[number / choices.pow(at) % choices])).collect();
        let (push, server) = faulty(&faults);
        assert_promise(&push, &server, &format!("{faults:?}"));
    }
}

#[test]
fn any_two_faults_anywhere_end_with_every_task_there() {
    for (a, b) in (0..14).flat_map(|a| (a..14).map(move |b| (a, b))) {
        for (first, second) in FAULTS.iter().flat_map(|f| FAULTS.iter().map(move |s| (*f, *s))) {
            let (push, server) = faulty(&[(a, first), (b, second)]);
            let context = format!("{first:?} at {a}, {second:?} at {b}");
            assert_promise(&push, &server, &context);
            assert_eq!(push.tally().created, 4, "{context}: {:?}", push.rows());
            assert!(server.tasks.iter().all(|stored| stored.predictions.len() == 1), "{context}");
            let receipt = push.receipt("rc".into(), String::new());
            assert!(receipt.head.is_clean(), "{context}: {:?} {:?}", receipt.head, push.events());
        }
    }
}

#[test]
fn a_server_that_stays_down_ends_in_words() {
    for (from, fault) in (0..6).flat_map(|n| [Fault::Dropped, Fault::Busy, Fault::AnswerLost].map(|f| (n, f)))
    {
        let (set, mut server) = (set(4, 1), Server::default());
        let mut push = push_of(&set, 2);
        run(&mut push, &set, &mut server, |at| if at >= from { fault } else { Fault::None });
        assert!(push.trouble().is_some(), "from {from}");
        assert_promise(&push, &server, &format!("{fault:?} from {from}"));
        assert_eq!(push.tally().created, if from > 4 { 4 } else { 0 }, "from {from}");
    }
}

#[test]
fn what_the_answer_speaks_of_is_compared_with_what_was_sent() {
    let (push, server) = faulty(&[(2, Fault::Lossy)]);
    assert_eq!((push.tally().created, push.tally().repaired), (4, 2));
    assert!(server.tasks.iter().all(|stored| stored.predictions.len() == 1));
    assert!(
        push.events().iter().any(|event| event.text.contains("0 of their 2 predictions")),
        "{:?}",
        push.events()
    );
}

#[test]
fn predictions_that_are_lost_every_time_are_said() {
    let (set, mut server) = (set(2, 2), Server::default());
    let mut push = push_of(&set, 2);
    run(&mut push, &set, &mut server, |_| Fault::Lossy);
    assert_promise(&push, &server, "always lossy");
    assert!(push.trouble().is_some_and(|why| why.contains("did not keep the predictions")));
    assert!(
        push.rows().iter().all(|row| row.note.as_deref().is_some_and(|note| note.contains("2 predictions")))
    );
}

#[test]
fn an_import_that_is_done_in_the_background_is_waited_for() {
    for polls in [0, 1, 30] {
        let (set, mut server) = (set(4, 1), Server::default());
        server.background = Some(polls);
        let mut push = push_of(&set, 2);
        run(&mut push, &set, &mut server, |_| Fault::None);
        assert_promise(&push, &server, "background");
        assert_eq!((push.tally().created, server.imports), (4, 2));
    }
}

#[test]
fn what_is_committed_after_it_was_sent_again_is_removed() {
    // The looks end after 3 requests, the last look comes after 6. What comes between it and the count shows in the count.
    for lateness in 2..8 {
        let (set, mut server) = (set(4, 1), Server::default());
        server.lateness = lateness;
        let mut push = push_of(&set, 2);
        run(&mut push, &set, &mut server, |at| if at == 2 { Fault::CommittedLate } else { Fault::None });
        assert_promise(&push, &server, &format!("{lateness} requests late: {:?}", push.events()));
        assert_eq!((push.tally().created, server.tasks.len()), (4, 4), "{lateness} requests late");
    }
}
