use super::*;

fn round(route: &Route) {
    assert_eq!(&Route::parse(&route.hash()), route, "{}", route.hash());
}

#[test]
fn every_place_survives_a_reload() {
    for id in ["batch_1", "a/b?c#d&e=f", "ü %41", "%", "..", "+1"] {
        round(&Route::Batches { selected: Some(id.to_owned()) });
        for word in ["batch", "file", "url", "local"] {
            let Some(origin) = Origin::of(word, id.to_owned()) else { continue };
            round(&Route::results(origin.clone()));
            let view = ViewState {
                row: Some(31),
                filter: id.to_owned(),
                sort: "-tokens".to_owned(),
                with: Some(id.to_owned()),
            };
            round(&Route::Results { origin: origin.clone(), view });
            round(&Route::Labeling { origin: origin.clone(), row: Some(u64::MAX) });
            round(&Route::Push { origin: Some(origin) });
        }
    }
    round(&Route::Push { origin: None });
    round(&Route::default());
}

fn batch(id: &str) -> Origin {
    Origin::Batch(id.to_owned())
}

#[test]
fn hashes_are_readable() {
    let route = Route::Results { origin: batch("batch_6a41c0"), view: ViewState::row(Some(31)) };
    assert_eq!(route.hash(), "#/batch/batch_6a41c0/results?row=31");
    let view = ViewState { filter: "outcome:failed".to_owned(), ..ViewState::default() };
    let route = Route::Results { origin: Origin::File("file-1".to_owned()), view };
    assert_eq!(route.hash(), "#/file/file-1/results?filter=outcome%3Afailed");
}

#[test]
fn an_unknown_hash_is_the_list() {
    for hash in ["", "#", "#/", "#/nowhere", "#/nowhere/x", "#section", "#/batch", "#/batch/"] {
        assert_eq!(Route::parse(hash), Route::default(), "{hash}");
    }
    assert_eq!(Route::parse("#/batch/x/nowhere?row=z"), Route::results(batch("x")));
}

#[test]
fn a_step_keeps_batch_and_row() {
    let view = ViewState::row(Some(7));
    assert_eq!(Route::at(Step::Labeling, Some(batch("b")), view.clone()).hash(), "#/batch/b/labeling?row=7");
    assert_eq!(Route::at(Step::Labeling, None, view.clone()), Route::default());
    assert_eq!(Route::at(Step::Push, None, view.clone()).hash(), "#/push");
    assert_eq!(Route::at(Step::Batches, Some(batch("b")), view).hash(), "#/batches?selected=b");
}

#[test]
fn a_screen_that_is_not_shown_leads_to_the_next_that_is() {
    let results = Route::results(batch("b"));
    let labeling = Route::Labeling { origin: batch("b"), row: Some(7) };
    let push = Route::Push { origin: Some(batch("b")) };
    let list = |selected: Option<&str>| Route::Batches { selected: selected.map(str::to_owned) };
    let browse = Steps::of(&[Step::Batches, Step::Results]);
    assert_eq!(browse.admit(push.clone()), results);
    assert_eq!(
        browse.admit(labeling.clone()),
        Route::Results { origin: batch("b"), view: ViewState::row(Some(7)) }
    );
    assert_eq!(browse.admit(Route::Push { origin: None }), list(None));
    assert_eq!(browse.admit(Route::Watcher), list(None));
    let only = Steps::of(&[Step::Push]);
    assert_eq!(only.admit(results.clone()), push);
    assert_eq!(only.admit(list(Some("b"))), push);
    assert_eq!(only.admit(list(None)), Route::Push { origin: None });
    assert_eq!(
        Steps::of(&[Step::Labeling]).admit(results.clone()),
        Route::Labeling { origin: batch("b"), row: None }
    );
    assert_eq!(Steps::of(&[Step::Batches]).admit(results), list(Some("b")));
    for step in Step::ALL.into_iter().chain([Step::Watcher]) {
        assert!(Steps::default().has(step));
        assert_eq!(Step::parse(&step.name().to_lowercase()), Some(step));
    }
}
