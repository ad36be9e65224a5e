//! Two pushes of the same results at the same time.

use super::*;

/// Each push takes six requests when it meets nobody.
fn turns() -> u32 {
    if soaking() { 16 } else { 11 }
}

/// Takes so many turns, a request of the one or the other as the bits of `order` say, then runs each to its end.
fn take_turns(
    (a, b): (&mut Push, &mut Push),
    (set, server): (&Set, &mut Server),
    (turns, order): (u32, u64),
    mut fault: impl FnMut(&Request, &mut Server) -> Fault,
) {
    for turn in 0..turns {
        let push = if order >> turn & 1 == 0 { &mut *a } else { &mut *b };
        // A turn is all up to and including the next request.
        loop {
            match push.next_step() {
                Step::Send(request) => {
                    let fault = fault(&request, server);
                    let answer = server.send(&request, fault);
                    push.receive(answer, server.clock());
                    break;
                }
                Step::Texts(places) => push.supply(places.iter().map(|p| set.texts[*p].clone()).collect()),
                Step::Planned => push.go(),
                Step::Wait(ms) => server.now_ms += ms,
                Step::Record(_) => {}
                Step::Done => break,
            }
        }
    }
    run(a, set, server, |_| Fault::None);
    run(b, set, server, |_| Fault::None);
}

/// Two pushes take turns; somebody may work on a task meanwhile.
fn interleaved(order: u64, worked: Option<u64>) -> (Push, Push, Server) {
    let (set, mut server) = (set(4, 1), Server::default());
    let (mut a, mut b) = (push_of(&set, 2), push_of(&set, 2));
    take_turns((&mut a, &mut b), (&set, &mut server), (turns(), order), |_, server| {
        if let Some(stored) = worked.and_then(|id| server.by_id(id)) {
            stored.worked = 1;
        }
        Fault::None
    });
    (a, b, server)
}

#[test]
fn in_whatever_order_two_pushes_meet_each_result_is_one_task() {
    for order in 0..1 << turns() {
        let (a, b, server) = interleaved(order, None);
        let context = format!("order {order:b}");
        assert_promise(&a, &server, &context);
        assert_promise(&b, &server, &context);
        assert_eq!(server.tasks.len(), 4, "{context}");
        assert!(server.tasks.iter().all(|stored| stored.predictions.len() == 1), "{context}");
        // Both may see the same surplus, and both say so.
        let removed: BTreeSet<u64> = [&a, &b]
            .iter()
            .flat_map(|push| push.surplus())
            .flat_map(|surplus| surplus.removed.clone())
            .collect();
        assert_eq!(
            removed.len(),
            server.imports as usize * 2 - 4,
            "{context}: what was removed stands in a receipt"
        );
    }
}

/// Both find that the predictions are lost, and both send them again: in every order of their last eight requests.
#[test]
fn what_two_pushes_complete_has_each_prediction_once() {
    let (set, alternately, mut removed) = (set(2, 2), 0b10_1010_1010, 0);
    let attach = Manner { mode: Mode::Attach, ..manner(2) };
    for (order, second) in (0..1 << 8).flat_map(|last| [(last, manner(2)), (last, attach)]) {
        let mut server = Server::default();
        for text in &set.texts {
            let task = server.store(serde_json::from_str(text).unwrap(), false);
            let foreign = server.numbered(json!({ "model_version": "other", "result": [] }));
            server.by_id(task).unwrap().predictions.push(foreign);
        }
        // The first has sent them in an earlier life, and reads them back now.
        let history = || History { attempts: vec![1; 2], ..History::new(2) };
        let mut a = Push::resumed(target(), set.candidates.clone(), manner(2), history());
        let mut b = match second.mode {
            Mode::Attach => Push::new(target(), set.candidates.clone(), second),
            _ => Push::resumed(target(), set.candidates.clone(), second, history()),
        };
        let turns = (18, order << 10 | alternately);
        take_turns((&mut a, &mut b), (&set, &mut server), turns, |_, _| Fault::None);
        removed += server.removed_predictions;
        for stored in &server.tasks {
            let mut models: Vec<_> = stored.predictions.iter().map(|p| p["model_version"].as_str()).collect();
            models.sort_unstable();
            let context = format!("order {order:b}, {:?}", second.mode);
            assert_eq!(models, [Some("m0"), Some("m1"), Some("other")], "{context}");
        }
        for push in [&a, &b] {
            assert!(push.trouble().is_none() && push.tally().in_doubt == 0, "order {order:b}");
        }
    }
    assert!(removed > 0, "they met");
}

/// Our import is not answered, another push sends the same, and only then ours is committed.
#[test]
fn what_comes_late_beside_another_push_is_removed() {
    let mut late_enough = 0;
    for lateness in 2..16 {
        let (set, mut server) = (set(4, 1), Server::default());
        server.lateness = lateness;
        let (mut a, mut b) = (push_of(&set, 4), push_of(&set, 4));
        let mut requests = 0;
        while requests < 3
            && step(&mut a, &set, &mut server, |_| {
                requests += 1;
                if requests == 3 { Fault::CommittedLate } else { Fault::None }
            })
        {}
        run(&mut b, &set, &mut server, |_| Fault::None);
        late_enough += u32::from(server.is_late());
        run(&mut a, &set, &mut server, |_| Fault::None);
        if server.is_late() {
            break;
        }
        let context = format!("{lateness} requests late: {:?}", a.events());
        assert_promise(&a, &server, &context);
        assert_eq!(server.tasks.len(), 4, "{context}");
    }
    assert!(late_enough > 2, "the other push ends before ours is committed");
}

#[test]
fn what_somebody_worked_on_is_never_removed() {
    for worked in 1..=8 {
        for order in (0..1 << turns()).step_by(17) {
            let (_, _, mut server) = interleaved(order, Some(worked));
            let there = server.by_id(worked).is_some();
            assert!(there || worked > 4, "order {order:b}: task {worked}");
        }
    }
}
