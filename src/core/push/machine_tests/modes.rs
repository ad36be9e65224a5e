//! What is done with results that are there already.

use super::*;

fn push_in(mode: Mode, set: &Set) -> Push {
    Push::new(target(), set.candidates.clone(), Manner { mode, ..manner(2) })
}

/// Three results are there, the first two without their predictions; one is new.
fn partly_there() -> (Set, Server) {
    let (set, mut server) = (set(4, 2), Server::default());
    for (place, text) in set.texts.iter().enumerate().take(3) {
        server.store(serde_json::from_str(text).unwrap(), place == 2);
    }
    (set, server)
}

#[test]
fn skipped_results_stay_as_they_are() {
    let (set, mut server) = partly_there();
    let mut push = push_in(Mode::Skip, &set);
    run(&mut push, &set, &mut server, |_| Fault::None);
    assert_eq!((push.tally().created, push.tally().there), (1, 3));
    let note = push.rows()[0].note.clone().unwrap();
    assert!(note.contains("0 of 2 predictions"), "{note}");
    assert!(server.tasks[0].predictions.is_empty());
}

#[test]
fn attaching_adds_what_is_not_there_and_no_more() {
    for fault_at in 0..14 {
        for fault in server::FAULTS {
            let (set, mut server) = partly_there();
            let mut push = push_in(Mode::Attach, &set);
            run(&mut push, &set, &mut server, |at| if at == fault_at { fault } else { Fault::None });
            let context = format!("{fault:?} at {fault_at}: {:?}", push.rows());
            assert_promise(&push, &server, &context);
            let tally = push.tally();
            assert_eq!((tally.created, tally.attached, tally.there), (1, 2, 1), "{context}");
            assert!(server.tasks.iter().all(|stored| stored.predictions.len() == 2), "{context}");
            let head = push.receipt("rc".into(), String::new()).head;
            assert!(head.is_clean(), "{context} {head:?}");
        }
    }
}

#[test]
fn attaching_twice_attaches_once() {
    let (set, mut server) = partly_there();
    for attached in [2, 0] {
        let mut push = push_in(Mode::Attach, &set);
        run(&mut push, &set, &mut server, |_| Fault::None);
        assert_eq!(push.tally().attached, attached);
        assert_eq!(push.has_written(), attached > 0);
    }
}

#[test]
fn a_new_answer_is_attached_beside_the_old_one() {
    let (set, mut server) = (set(1, 1), Server::default());
    run(&mut push_in(Mode::Skip, &set), &set, &mut server, |_| Fault::None);
    let mut other = set.clone();
    other.texts[0] = other.texts[0].replace("\"value\":1", "\"value\":2");
    let mut push = push_in(Mode::Attach, &other);
    run(&mut push, &other, &mut server, |_| Fault::None);
    assert_eq!((push.tally().attached, server.tasks[0].predictions.len()), (1, 2));
}

#[test]
fn a_forced_push_makes_second_tasks_once() {
    let (set, mut server) = partly_there();
    let mut forced = set.clone();
    for (candidate, text) in forced.candidates.iter_mut().zip(&mut forced.texts) {
        let copy = candidate.key.copied("rc_9");
        *text = text.replace(candidate.key.as_str(), copy.as_str());
        candidate.key = copy;
    }
    let mut push = push_in(Mode::Force, &forced);
    run(&mut push, &forced, &mut server, |at| if at == 2 { Fault::AnswerLost } else { Fault::None });
    assert_promise(&push, &server, "forced");
    assert_eq!((push.tally().created, server.tasks.len()), (4, 7));

    // A later push sees them, and what is there only as a copy is there.
    let mut later = push_in(Mode::Skip, &set);
    run(&mut later, &set, &mut server, |_| Fault::None);
    assert_eq!((later.tally().there, later.doubled().len()), (4, 0));
}
