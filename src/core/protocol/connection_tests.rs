#![allow(clippy::unwrap_used, clippy::expect_used, clippy::unnecessary_wraps)]
use super::*;

const VERSION: &str = r#"{"release":"1.23.2","label-studio-os-package":{}}"#;
const PROJECT: &str = r#"{"id":12,"title":"Review","label_config":"<View/>","task_number":1204}"#;

fn answer(status: u16, body: &str) -> Answer {
    Ok(Response { status, retry_after: None, body: body.to_owned() })
}

fn network() -> Answer {
    Err(NoAnswer::Network { host: "ls".into(), detail: "Failed to fetch".into() })
}

fn run(kind: Kind, secure_page: bool, answers: Vec<Answer>) -> Test {
    run_with(Some(12), kind, secure_page, answers)
}

fn run_with(project: Option<u64>, kind: Kind, secure_page: bool, answers: Vec<Answer>) -> Test {
    let mut test = Test::new("http://ls:8080", project, kind, secure_page);
    for answer in answers {
        assert!(!matches!(test.next_step(), Step::Done), "one answer too many");
        test.receive(answer);
    }
    assert!(matches!(test.next_step(), Step::Done));
    test
}

fn failing(test: &Test) -> (Part, String) {
    let bad: Vec<_> = test.checks().iter().filter(|c| c.works == Some(false)).collect();
    assert_eq!(bad.len(), 1, "{:?}", test.checks());
    assert!(bad[0].remedy.as_ref().is_some_and(|r| r.len() > 5));
    assert!(!test.passed());
    (bad[0].part, bad[0].found.clone())
}

#[test]
fn all_five_parts_work() {
    let test =
        run(Kind::PersonalAccess, false, vec![answer(200, VERSION), answer(200, "{}"), answer(200, PROJECT)]);
    assert!(test.passed(), "{:?}", test.checks());
    assert_eq!(test.project().unwrap().title, "Review");
    assert!(test.checks()[4].found.contains("1,204 tasks"));
}

#[test]
fn without_a_project_the_only_one_is_opened_and_of_several_one_is_to_be_picked() {
    let list = |count: u64| {
        let all: Vec<_> = (0..count).map(|n| format!(r#"{{"id":{},"title":"Review"}}"#, 12 + n)).collect();
        answer(200, &format!(r#"{{"count":{count},"next":null,"results":[{}]}}"#, all.join(",")))
    };
    let begun = |then: Vec<Answer>| {
        let answers = [vec![answer(200, VERSION), answer(200, "{}")], then].concat();
        run_with(None, Kind::PersonalAccess, false, answers)
    };
    let test = begun(vec![list(1), answer(200, PROJECT)]);
    assert!(test.passed(), "{:?}", test.checks());
    assert_eq!(test.project().unwrap().id, 12);
    assert_eq!(failing(&begun(vec![list(3)])), (Part::Project, "one of 3 is to be picked".to_owned()));
    assert_eq!(failing(&begun(vec![list(0)])), (Part::Project, "this account sees no project".to_owned()));
    assert_eq!(failing(&begun(vec![answer(200, "[]")])).0, Part::Project);
    assert_eq!(failing(&begun(vec![answer(404, "")])).0, Part::Project);
}

#[test]
fn nothing_there_and_cors_are_told_apart() {
    assert_eq!(failing(&run(Kind::Legacy, false, vec![network(), network()])).0, Part::Address);
    assert_eq!(failing(&run(Kind::Legacy, false, vec![network(), answer(0, "")])).0, Part::Cors);
    let (part, found) = failing(&run(Kind::Legacy, true, vec![network(), network()]));
    assert!(part == Part::Address && found.contains("mixed content"));
    assert_eq!(failing(&run(Kind::Legacy, false, vec![answer(200, VERSION), network()])).0, Part::Cors);
}

#[test]
fn another_server_is_no_label_studio() {
    for reply in [answer(200, "<html>"), answer(404, "not found"), answer(200, "{}")] {
        assert_eq!(failing(&run(Kind::Legacy, false, vec![reply])).0, Part::Address);
    }
}

#[test]
fn each_refusal_of_a_token_has_its_words() {
    let legacy_off = "legacy token authentication has been disabled for this organization";
    let cases = [
        (Kind::Legacy, "Invalid token.", "does not know this legacy token"),
        (Kind::Legacy, legacy_off, "switched off"),
        (Kind::PersonalAccess, "Token is blacklisted", "revoked"),
        (Kind::PersonalAccess, "Token is invalid", "does not know this personal access token"),
        (Kind::Access { expires_at: None }, "Authentication credentials were not provided.", "five minutes"),
    ];
    for (kind, detail, expected) in cases {
        let body = format!(r#"{{"detail":"{detail}"}}"#);
        let (part, found) = failing(&run(kind, false, vec![answer(200, VERSION), answer(401, &body)]));
        assert_eq!(part, Part::Token);
        assert!(found.contains(expected), "{found}");
    }
}

#[test]
fn permission_and_project_are_told_apart() {
    let with = |last| run(Kind::Legacy, false, vec![answer(200, VERSION), answer(200, "{}"), last]);
    assert_eq!(failing(&with(answer(404, "{}"))).0, Part::Project);
    assert_eq!(failing(&with(answer(403, "{}"))).0, Part::Permission);
    assert_eq!(failing(&with(answer(200, "[]"))).0, Part::Project);
}
