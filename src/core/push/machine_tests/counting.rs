//! The proof by counting, which a push of more than a hundred results ends with.

use super::server::FAULTS;
use super::*;

const MANY: u64 = 120;

/// Something that happens to the server meanwhile.
type Deed = fn(&mut Server);

/// Tasks by their ids, counted.
fn counts(requests: &[String]) -> usize {
    requests.iter().filter(|url| url.contains("page_size=20&")).count()
}

/// Tasks read by their keys.
fn reads(requests: &[String]) -> usize {
    requests.iter().filter(|url| url.contains("page_size=1000&")).count()
}

/// Runs a push; `between` may do something to the server before each request, by its number.
fn observed(
    set: &Set,
    server: &mut Server,
    mut between: impl FnMut(usize, &mut Server) -> Fault,
) -> (Push, Vec<String>) {
    let (mut push, mut urls) = (push_of(set, 60), Vec::new());
    loop {
        match push.next_step() {
            Step::Send(request) => {
                let fault = between(urls.len(), server);
                urls.push(request.url.clone());
                push.receive(server.send(&request, fault), Clock { now: 1, took_ms: 100 });
            }
            Step::Texts(places) => push.supply(places.iter().map(|p| set.texts[*p].clone()).collect()),
            Step::Planned => push.go(),
            Step::Wait(_) | Step::Record(_) => {}
            Step::Done => return (push, urls),
        }
    }
}

#[test]
fn what_met_no_doubt_is_counted_and_not_read() {
    let (few, mut server) = (set(MANY, 1), Server::default());
    let (push, urls) = observed(&few, &mut server, |_, _| Fault::None);
    assert_promise(&push, &server, "counted");
    assert_eq!((push.tally().created, counts(&urls), reads(&urls)), (MANY, 1, 0), "{urls:?}");
    assert!(push.receipt("rc".into(), String::new()).head.is_clean());
    // The project, the batch, two imports, the tasks counted by their ids, the batch counted, the project.
    assert_eq!(urls.len(), 7);

    let (large, mut server) = (set(2_500, 1), Server::default());
    let (push, urls) = observed(&large, &mut server, |_, _| Fault::None);
    assert_eq!((push.tally().created, counts(&urls), reads(&urls)), (2_500, 1, 0));

    // Somebody else's tasks come between the imports: the ids are no run.
    let mut server = Server::default();
    let (push, urls) = observed(&large, &mut server, |_, server| {
        server.store(json!({ "data": { "batch_id": "another" } }), true);
        Fault::None
    });
    assert_eq!((push.tally().created, counts(&urls), reads(&urls)), (2_500, 5, 0));
}

#[test]
fn faults_anywhere_keep_the_promise_there_too() {
    let set = set(MANY, 1);
    // The second one only when there is time for it.
    let seconds = if soaking() { &FAULTS[..] } else { &FAULTS[..1] };
    let last = if soaking() { 10 } else { 2 };
    for (a, b) in (0..9).flat_map(|a| (1..last).map(move |after| (a, a + after))) {
        for (first, second) in FAULTS.iter().flat_map(|f| seconds.iter().map(move |s| (*f, *s))) {
            let mut server = Server::default();
            let (push, _) = observed(&set, &mut server, |at, _| match at {
                at if at == a => first,
                at if at == b => second,
                _ => Fault::None,
            });
            let context = format!("{first:?} at {a}, {second:?} at {b}");
            assert_promise(&push, &server, &context);
            assert_eq!(push.tally().created, MANY, "{context}: {:?}", push.rows());
            assert!(server.tasks.iter().all(|stored| stored.predictions.len() == 1), "{context}");
            assert!(push.receipt("rc".into(), String::new()).head.is_clean(), "{context}");
        }
    }
}

#[test]
fn whatever_does_not_add_up_is_read() {
    let set = set(MANY, 1);
    let deeds: [(&str, Deed); 4] = [
        ("a prediction is gone", |server| server.tasks[1].predictions.clear()),
        ("a task is gone", |server| drop(server.tasks.remove(2))),
        ("another push sent one too", |server| {
            let task = server.tasks[0].task.clone();
            server.store(task, true);
        }),
        ("a prediction is gone, and another was added", |server| {
            let prediction = server.tasks[1].predictions.pop().unwrap();
            server.tasks[0].predictions.push(prediction);
        }),
    ];
    for (what, deed) in deeds {
        // Before either count.
        for at in 4..6 {
            if at == 5 && !what.contains("push") {
                continue;
            }
            let mut server = Server::default();
            let (push, urls) = observed(&set, &mut server, |number, server| {
                if number == at {
                    deed(server);
                }
                Fault::None
            });
            assert!(reads(&urls) > 0, "{what}");
            assert_eq!(server.tasks.len() as u64, MANY, "{what}");
            assert!(server.tasks.iter().all(|stored| !stored.predictions.is_empty()), "{what}");
            assert_eq!(push.tally().in_doubt, 0, "{what}");
        }
    }
}

#[test]
fn a_batch_that_had_tasks_is_read() {
    let (set, mut server) = (set(MANY, 1), Server::default());
    server.store(serde_json::from_str(&set.texts[0]).unwrap(), true);
    let (push, urls) = observed(&set, &mut server, |_, _| Fault::None);
    assert_eq!((push.tally().created, push.tally().there, counts(&urls)), (MANY - 1, 1, 0));
}
