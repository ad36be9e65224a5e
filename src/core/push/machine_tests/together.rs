//! Two pushes of the same results at the same time.

use super::*;

/// Each push takes six requests when it meets nobody.
fn turns() -> u32 {
    if soaking() { 16 } else { 11 }
}

/// Runs two pushes, a request of the one or the other as the bits of `order` say, then each to its end.
fn interleaved(order: u64, worked: Option<u64>) -> (Push, Push, Server) {
    let (set, mut server) = (set(4, 1), Server::default());
    let (mut a, mut b) = (push_of(&set, 2), push_of(&set, 2));
    for turn in 0..turns() {
        let push = if order >> turn & 1 == 0 { &mut a } else { &mut b };
        // A turn is all up to and including the next request.
        let mut requests = false;
        while !requests
            && step(push, &set, &mut server, |_| {
                requests = true;
                Fault::None
            })
        {}
        if let Some(stored) = worked.and_then(|id| server.by_id(id)) {
            stored.worked = 1;
        }
    }
    run(&mut a, &set, &mut server, |_| Fault::None);
    run(&mut b, &set, &mut server, |_| Fault::None);
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
