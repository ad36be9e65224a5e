//! Little servers as closures, one for each way of paging that was met.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn answer(status: u16, body: &Value) -> Response {
    Response { status, retry_after: None, body: body.to_string() }
}

/// What the pager asks: limit and after.
fn asked(request: &Request) -> (usize, Option<String>) {
    let query = request.url.split_once('?').unwrap().1;
    let of = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)).map(str::to_owned);
    (of("limit=").unwrap().parse().unwrap(), of("after="))
}

struct Walk {
    ids: Vec<String>,
    requests: Vec<(usize, Option<String>)>,
    incomplete: bool,
    error: Option<ApiError>,
}

fn walk(mut server: impl FnMut(usize, Option<&str>) -> Response) -> Walk {
    let mut pager = Pager::new("http://h:1/");
    let mut out = Walk { ids: Vec::new(), requests: Vec::new(), incomplete: false, error: None };
    while let Some(request) = pager.next_request() {
        let (limit, after) = asked(&request);
        let response = server(limit, after.as_deref());
        out.requests.push((limit, after));
        assert!(out.requests.len() <= 2100, "the pager does not end");
        match pager.receive(&response) {
            Ok(batches) => out.ids.extend(batches.into_iter().map(|batch| batch.id)),
            Err(why) => out.error = Some(why),
        }
    }
    out.incomplete = pager.incomplete();
    out
}

/// `count` batches, newest first, `per_second` of them in each second.
fn store(count: usize, per_second: usize) -> Vec<Value> {
    (0..count).map(|i| json!({"id": format!("b{i}"), "created_at": 10_000 - i / per_second})).collect()
}

fn page(items: &[Value], has_more: bool) -> Response {
    answer(200, &json!({"object": "list", "data": items, "has_more": has_more}))
}

fn from(store: &[Value], start: usize, limit: usize) -> Response {
    let end = (start + limit).min(store.len());
    page(&store[start.min(end)..end], end < store.len())
}

fn position(store: &[Value], id: &str) -> Option<usize> {
    store.iter().position(|item| item["id"] == id)
}

fn all(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("b{i}")).collect()
}

#[test]
fn a_standard_server() {
    for per_second in [1, 3, 1000] {
        let store = store(250, per_second);
        let out =
            walk(|limit, after| from(&store, after.map_or(0, |id| position(&store, id).unwrap() + 1), limit));
        assert_eq!((out.ids, out.incomplete), (all(250), false));
        assert!(out.requests.len() <= 4, "{:?}", out.requests);
    }
}

#[test]
fn without_times_the_cursor_is_the_last_id() {
    let store: Vec<Value> = (0..120).map(|i| json!({"id": format!("b/{i}")})).collect();
    let out = walk(|limit, after| match after {
        None => from(&store, 0, limit),
        Some(id) => from(&store, position(&store, &id.replace("%2F", "/")).unwrap() + 1, limit),
    });
    assert_eq!(out.requests, [(100, None), (100, Some("b%2F99".into()))]);
    assert_eq!(out.ids.len(), 120);
}

#[test]
fn no_batches() {
    let out = walk(|_, _| page(&[], false));
    assert_eq!((out.ids.len(), out.requests.len(), out.incomplete), (0, 1, false));
    let out = walk(|_, _| answer(200, &json!({"data": []})));
    assert_eq!((out.ids.len(), out.requests.len(), out.incomplete), (0, 1, false));
}

#[test]
fn an_unknown_cursor_restarts_from_the_top() {
    let store = store(150, 1);
    let out = walk(|limit, _| from(&store, 0, limit));
    assert_eq!((out.ids, out.incomplete), (all(100), true));
    assert!(out.requests.len() <= 3, "{:?}", out.requests);
}

#[test]
fn the_second_page_is_always_empty() {
    let store = store(150, 1);
    let out = walk(|limit, after| if after.is_some() { page(&[], false) } else { from(&store, 0, limit) });
    assert_eq!((out.ids, out.incomplete), (all(100), true));
}

#[test]
fn an_exactly_full_last_page_is_complete() {
    let store = store(100, 1);
    let out = walk(|limit, after| {
        let start = after.map_or(0, |id| position(&store, id).unwrap() + 1);
        let end = (start + limit).min(store.len());
        page(&store[start..end], end - start == limit)
    });
    assert_eq!((out.ids, out.incomplete), (all(100), false));
}

#[test]
fn strictly_older_than_the_cursor_loses_none() {
    let store = store(245, 7);
    let out = walk(|limit, after| {
        let time = |item: &Value| item["created_at"].as_u64().unwrap();
        let start = after.map_or(0, |id| {
            let cursor = time(&store[position(&store, id).unwrap()]);
            store.iter().position(|item| time(item) < cursor).unwrap_or(store.len())
        });
        from(&store, start, limit)
    });
    assert_eq!((out.ids, out.incomplete), (all(245), false));
}

#[test]
fn ids_are_refused_and_numbers_taken() {
    let store = store(250, 1);
    let out = walk(|limit, after| match after.map(str::parse::<usize>) {
        None => from(&store, 0, limit),
        Some(Ok(offset)) => from(&store, offset, limit),
        Some(Err(_)) => {
            answer(422, &json!({"detail": [{"loc": ["query", "after"], "msg": "not an integer"}]}))
        }
    });
    assert_eq!((out.ids, out.incomplete, out.error), (all(250), false, None));
    assert_eq!(out.requests.last().unwrap().1.as_deref(), Some("200"));
}

#[test]
fn every_cursor_is_refused() {
    let store = store(150, 1);
    let out = walk(|limit, after| match after {
        None => from(&store, 0, limit),
        Some(_) => answer(400, &json!({"error": {"message": "unknown cursor"}})),
    });
    assert_eq!((out.ids, out.incomplete), (all(100), true), "what came stands");
    assert_eq!(out.error.unwrap().to_string(), "400 Bad Request: unknown cursor");
}

#[test]
fn a_limit_of_a_hundred_is_refused() {
    let store = store(45, 1);
    let out = walk(|limit, after| match limit {
        21.. => answer(422, &json!({"detail": "limit must be at most 20"})),
        _ => from(&store, after.map_or(0, |id| position(&store, id).unwrap() + 1), limit),
    });
    assert_eq!((out.ids, out.incomplete, out.error), (all(45), false, None));
}

#[test]
fn the_limit_is_ignored_and_nobody_says_whether_there_is_more() {
    let store = store(50, 1);
    let out = walk(|_, _| answer(200, &json!(store)));
    assert_eq!((out.ids, out.incomplete), (all(50), false));
    let out = walk(|_, after| {
        let start = after.map_or(0, |id| position(&store, id).unwrap() + 1);
        answer(200, &json!({"data": store[start..(start + 7).min(50)]}))
    });
    assert_eq!((out.ids, out.incomplete), (all(50), false));
}

#[test]
fn pages_that_shrink_do_not_stop_it() {
    let store = store(30, 5);
    let out = walk(|_, after| {
        from(
            &store,
            after.map_or(0, |id| position(&store, id).unwrap() + 1),
            1 + usize::from(after.is_none()) * 9,
        )
    });
    assert_eq!((out.ids, out.incomplete), (all(30), false));
}

#[test]
fn a_history_and_entries_without_an_id() {
    let body = json!({"jobs": [{"batch_id": "b0"}, {"status": "failed"}], "has_more": false});
    let out = walk(|_, _| answer(200, &body));
    assert_eq!((out.ids, out.incomplete), (all(1), true));
}

#[test]
fn errors_end_it() {
    for (status, body) in [(500, "Internal Server Error"), (401, ""), (200, "{}"), (200, "<html>"), (405, "")]
    {
        let out = walk(|_, _| Response { status, retry_after: None, body: body.into() });
        assert!(out.error.is_some() && out.incomplete && out.ids.is_empty());
    }
    let out = walk(|_, _| answer(400, &json!({"detail": "no"})));
    assert_eq!(out.requests, [(100, None), (20, None)]);
    assert_eq!(out.error.unwrap().to_string(), "400 Bad Request: no");
}

#[test]
fn a_server_that_invents_batches_is_left_in_the_end() {
    let mut number = 0;
    let out = walk(|_, _| {
        number += 1;
        page(&[json!({"id": format!("new{number}")})], true)
    });
    assert_eq!((out.ids.len(), out.incomplete), (1000, true));
}

fn any_response() -> impl Strategy<Value = Response> {
    let item = prop_oneof![
        8 => (0u32..30, 0u32..5).prop_map(|(id, time)| json!({"id": format!("b{id}"), "created_at": time})),
        1 => Just(json!({})),
        1 => Just(json!("x")),
    ];
    let more = prop_oneof![Just(json!(true)), Just(json!(false)), Just(Value::Null)];
    let good = (prop::collection::vec(item, 0..6), more)
        .prop_map(|(items, more)| answer(200, &json!({"data": items, "has_more": more})));
    let bad = (prop::sample::select(vec![200u16, 400, 422, 429, 500]), "[\\PC]{0,8}")
        .prop_map(|(status, body)| Response { status, retry_after: None, body });
    prop_oneof![9 => good, 1 => bad]
}

proptest! {
    #[test]
    fn any_server_comes_to_an_end(responses in prop::collection::vec(any_response(), 1..40)) {
        let mut turn = 0;
        let out = walk(|_, _| {
            turn += 1;
            responses[turn % responses.len()].clone()
        });
        let unique: HashSet<&String> = out.ids.iter().collect();
        prop_assert_eq!(unique.len(), out.ids.len(), "each batch once");
        prop_assert!(out.requests.len() <= 2 * 31 + 4, "no more requests than new ids allow: {}", out.requests.len());
    }
}
