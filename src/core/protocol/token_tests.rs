#![allow(clippy::unwrap_used, clippy::expect_used, clippy::unnecessary_wraps)]
use super::*;
use crate::core::protocol::http::NoAnswer;

fn jwt(claims: &str) -> String {
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    format!("{}.{}.c2ln", engine.encode(r#"{"alg":"HS256"}"#), engine.encode(claims))
}

fn pat() -> String {
    jwt(r#"{"token_type":"refresh","exp":8102545719,"user_id":"1"}"#)
}

fn answer(status: u16, body: &str) -> Answer {
    Ok(Response { status, retry_after: None, body: body.to_owned() })
}

fn authorization(request: &Request) -> Option<&str> {
    request.headers.iter().find(|(name, _)| *name == "authorization").map(|(_, value)| value.as_str())
}

#[test]
fn three_shapes_are_told_apart() {
    let legacy = Token::parse("0123456789abcdef0123456789abcdef01234567").unwrap();
    assert_eq!(legacy.kind(), Kind::Legacy);
    assert_eq!(Token::parse(&pat()).unwrap().kind(), Kind::PersonalAccess);
    let access = jwt(r#"{"token_type":"access","exp":1795346290}"#);
    assert_eq!(Token::parse(&access).unwrap().kind(), Kind::Access { expires_at: Some(1_795_346_290) });
}

#[test]
fn pasted_prefixes_and_blanks_around_are_forgiven() {
    for text in ["  abc123 \n", "Token abc123", "bearer abc123", "Authorization: Token abc123"] {
        assert_eq!(Token::parse(text).unwrap(), Token::parse("abc123").unwrap(), "{text:?}");
    }
}

#[test]
fn what_is_no_token_says_why() {
    assert_eq!(Token::parse("  "), Err(NotAToken::Empty));
    assert_eq!(Token::parse("Bearer "), Err(NotAToken::Empty));
    assert_eq!(Token::parse("abc def"), Err(NotAToken::Blanks));
    assert_eq!(Token::parse("schlüssel"), Err(NotAToken::Characters));
    assert_eq!(Token::parse("eyJhbGciOiJIUzI1NiJ9.eyJ0b2"), Err(NotAToken::CutOff));
    let whole = pat();
    let (truncated, _) = whole.rsplit_once('.').unwrap();
    assert_eq!(Token::parse(truncated), Err(NotAToken::CutOff));
    assert_eq!(Token::parse(&format!("{truncated}.")), Err(NotAToken::CutOff));
}

#[test]
fn no_text_of_a_token_in_debug() {
    let text = pat();
    let mut session = Session::new("http://ls", Token::parse(&text).unwrap());
    let mut call = session.call(Request::get("http://ls/api/projects/".into()));
    let Step::Send(exchange) = call.next_step(&session, 0) else { panic!("an exchange first") };
    call.receive(&mut session, answer(200, r#"{"access":"secret-access"}"#), 0);
    let Step::Send(request) = call.next_step(&session, 0) else { panic!("then the request") };
    let shown = format!("{session:?} {call:?} {exchange:?} {request:?}");
    assert!(!shown.contains("secret-access") && !shown.contains(&text[..20]), "{shown}");
}

#[test]
fn a_legacy_token_is_sent_at_once() {
    let mut session = Session::new("http://ls", Token::parse("abc123").unwrap());
    let mut call = session.call(Request::get("http://ls/api/projects/".into()));
    let Step::Send(request) = call.next_step(&session, 0) else { panic!("no exchange is needed") };
    assert_eq!(authorization(&request), Some("Token abc123"));
    call.receive(&mut session, answer(401, "{}"), 0);
    assert!(matches!(call.next_step(&session, 0), Step::Done(Ok(r)) if r.status == 401));
}

#[test]
fn a_pat_is_exchanged_kept_240_s_and_renewed() {
    let mut session = Session::new("http://ls", Token::parse(&pat()).unwrap());
    let mut exchanges = 0;
    for now in [0, 1_000, 239_999, 240_000, 300_000, 480_000] {
        let mut call = session.call(Request::get("http://ls/api/projects/".into()));
        loop {
            match call.next_step(&session, now) {
                Step::Send(request) if request.url.ends_with("/api/token/refresh/") => {
                    assert_eq!(authorization(&request), None, "the exchange carries no header");
                    exchanges += 1;
                    call.receive(&mut session, answer(200, &format!(r#"{{"access":"a{exchanges}"}}"#)), now);
                }
                Step::Send(request) => {
                    assert_eq!(authorization(&request), Some(format!("Bearer a{exchanges}").as_str()));
                    call.receive(&mut session, answer(200, "{}"), now);
                }
                Step::Done(result) => {
                    assert!(result.is_ok_and(|r| r.ok()));
                    break;
                }
            }
        }
    }
    assert_eq!(exchanges, 3, "at 0, at 240 s and at 480 s");
}

#[test]
fn a_401_renews_once_and_then_is_the_answer() {
    let mut session = Session::new("http://ls", Token::parse(&pat()).unwrap());
    let mut call = session.call(Request::get("http://ls/x".into()));
    let mut sent = Vec::new();
    let done = loop {
        match call.next_step(&session, 0) {
            Step::Send(request) => {
                let exchange = request.url.ends_with("refresh/");
                sent.push(if exchange { "exchange" } else { "request" });
                let reply = if exchange { answer(200, r#"{"access":"a"}"#) } else { answer(401, "{}") };
                call.receive(&mut session, reply, 0);
            }
            Step::Done(result) => break result,
        }
    };
    assert_eq!(sent, ["exchange", "request", "exchange", "request"]);
    assert_eq!(done.unwrap().status, 401);
}

#[test]
fn a_refused_exchange_is_the_answer() {
    for reply in [
        answer(401, r#"{"detail":"Token is blacklisted"}"#),
        Err(NoAnswer::Timeout { host: "ls".into(), seconds: 60 }),
    ] {
        let mut session = Session::new("http://ls", Token::parse(&pat()).unwrap());
        let mut call = session.call(Request::get("http://ls/x".into()));
        assert!(matches!(call.next_step(&session, 0), Step::Send(_)));
        call.receive(&mut session, reply.clone(), 0);
        let Step::Done(done) = call.next_step(&session, 0) else { panic!("nothing more to send") };
        assert_eq!(done, reply);
    }
}

#[test]
fn an_exchange_without_an_access_token_is_no_endless_loop() {
    let mut session = Session::new("http://ls", Token::parse(&pat()).unwrap());
    let mut call = session.call(Request::get("http://ls/x".into()));
    assert!(matches!(call.next_step(&session, 0), Step::Send(_)));
    call.receive(&mut session, answer(200, "<html>welcome</html>"), 0);
    assert!(matches!(call.next_step(&session, 0), Step::Done(Ok(r)) if r.status == 502));
}

#[test]
fn a_token_never_leaves_for_another_origin() {
    let session = Session::new("http://ls", Token::parse("abc123").unwrap());
    for url in ["http://evil/api", "http://ls.evil/api", "http://lsx", "/api"] {
        let mut call = session.call(Request::get(url.into()));
        assert!(matches!(call.next_step(&session, 0), Step::Done(Err(_))), "{url}");
    }
}
