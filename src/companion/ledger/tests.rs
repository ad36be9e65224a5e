#![allow(clippy::unwrap_used)]

use super::*;
use crate::core::imports::State;

fn found(id: &str) -> Found {
    Found {
        source: "http://api".into(),
        batch_id: id.into(),
        name: format!("batch {id}"),
        results: 3,
        skipped: None,
    }
}

async fn ledger(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open(folder.path().join("a ledger?#%.db").to_str().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_batch_has_one_line_and_one_owner() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder).await;
    assert!(ledger.add(&found("a"), 10).await.unwrap());
    assert!(!ledger.add(&found("a"), 11).await.unwrap(), "found twice");
    assert!(ledger.claim("http://other", "one", 20, 60).await.unwrap().is_none());
    let mine = ledger.claim("http://api", "one", 20, 60).await.unwrap().unwrap();
    assert_eq!((mine.state, mine.attempts, mine.results), (State::Importing, 1, 3));
    assert!(ledger.claim("http://api", "two", 21, 60).await.unwrap().is_none(), "it has an owner");
    assert!(ledger.renew(&mine, 100, "sending", (1, 3)).await.unwrap());
    assert!(ledger.claim("http://api", "two", 90, 60).await.unwrap().is_none(), "its lease was renewed");
    // The owner is dead.
    let taken = ledger.claim("http://api", "two", 101, 60).await.unwrap().unwrap();
    assert_eq!((taken.owner.as_str(), taken.attempts, taken.done), ("two", 2, 1));
    assert!(!ledger.renew(&mine, 200, "", (0, 0)).await.unwrap(), "what was taken over is not renewed");
    assert!(!ledger.end(&mine, &End { state: State::Failed, ..End::default() }, 102).await.unwrap());
    let done =
        End { state: State::Imported, counted: (3, 3), project: Some(7), next_at: NEVER, ..End::default() };
    assert!(ledger.end(&taken, &done, 103).await.unwrap());
    assert!(ledger.claim("http://api", "one", 9_999, 60).await.unwrap().is_none(), "it is done");
    assert!(!ledger.retry(None, "a", 104).await.unwrap(), "it is done");
    let tally = ledger.tally().await.unwrap();
    assert_eq!((tally.imported, tally.tasks, tally.pending), (1, 3, 0));
    let shown = serde_json::to_value(ledger.imports(9).await.unwrap()).unwrap();
    assert_eq!(
        (&shown[0]["state"], &shown[0]["next_at"], &shown[0]["project"]),
        (&"imported".into(), &serde_json::Value::Null, &7.into())
    );
}

#[tokio::test]
async fn a_failed_one_is_due_again_when_it_says_and_when_somebody_says() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = ledger(&folder).await;
    ledger.add(&found("a"), 10).await.unwrap();
    ledger.add(&Found { skipped: Some("it was complete before".into()), ..found("b") }, 10).await.unwrap();
    let mine = ledger.claim("http://api", "one", 20, 60).await.unwrap().unwrap();
    let failed = End { state: State::Failed, reason: "401".into(), next_at: 50, ..End::default() };
    ledger.end(&mine, &failed, 21).await.unwrap();
    assert!(ledger.claim("http://api", "one", 49, 60).await.unwrap().is_none());
    assert_eq!(ledger.claim("http://api", "one", 50, 60).await.unwrap().unwrap().reason, "401");
    assert!(!ledger.retry(Some("http://other"), "b", 51).await.unwrap());
    assert!(ledger.retry(Some("http://api"), "b", 51).await.unwrap());
    assert_eq!(ledger.claim("http://api", "one", 52, 60).await.unwrap().unwrap().batch_id, "b");
}

#[tokio::test]
async fn it_is_there_after_a_restart_and_remembers_when_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let first = ledger(&folder).await;
    assert_eq!(first.watched_since("http://api").await.unwrap(), None);
    first.watch_from("http://api", 5).await.unwrap();
    first.add(&found("a"), 10).await.unwrap();
    drop(first);
    let again = ledger(&folder).await;
    again.watch_from("http://api", 99).await.unwrap();
    assert_eq!(again.watched_since("http://api").await.unwrap(), Some(5));
    assert_eq!(again.imports(9).await.unwrap().len(), 1);
    assert!(again.receipt("rc_1").await.unwrap().is_none());
}
