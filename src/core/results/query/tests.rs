#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::results::index::{Index, Source};
use crate::core::results::probe::{Found, Prober};
use crate::core::results::summary::{RowOutcome, Summary, Traits};
use proptest::prelude::*;

fn index() -> Index {
    index_and_file().0
}

fn index_and_file() -> (Index, String) {
    use RowOutcome::{Failed, Missing, Succeeded, Unreadable};
    let row =
        |id: &str, outcome, model: &str, finish: &str, code: &str, tokens, traits, excerpt: &str| Summary {
            custom_id: id.to_owned(),
            outcome,
            model: model.to_owned(),
            finish_reason: finish.to_owned(),
            error_code: code.to_owned(),
            output_tokens: tokens,
            length: tokens.unwrap_or(0) * 4,
            traits,
            excerpt: excerpt.to_owned(),
            ..Summary::default()
        };
    let none = Traits::default();
    let (mut index, mut file, mut offset) = (Index::default(), String::new(), 0);
    for (number, summary) in (1..).zip([
        row("cand-1", Succeeded, "gpt-4o", "stop", "", Some(100), Traits::JSON, "Strong Yes, a Refund"),
        row(
            "cand-2",
            Succeeded,
            "gpt-4o-mini",
            "length",
            "",
            Some(500),
            Traits::FENCED.and(Traits::TOOL_CALLS),
            "No",
        ),
        row("cand-2", Succeeded, "gpt-4o", "stop", "", Some(501), Traits::REASONING, "Größe"),
        row("cand-3", Failed, "", "", "rate_limit", None, none, "rate_limit: slow down"),
        row("", Unreadable, "", "", "", None, none, "no JSON"),
        row("cand-5", Missing, "", "", "", None, none, ""),
    ]) {
        let line = line(&summary);
        index.push(
            Source::Output,
            &Summary { number, offset, len: u32::try_from(line.len()).unwrap(), ..summary },
        );
        offset += line.len() as u64;
        file.push_str(&line);
    }
    (index, file)
}

/// A row's line, as far as its texts are concerned.
fn line(row: &Summary) -> String {
    let body = serde_json::json!({"choices": [{"message": {"content": row.excerpt}}]});
    let line =
        serde_json::json!({"custom_id": row.custom_id, "response": {"status_code": 200, "body": body}});
    format!("{line}\n")
}

/// What matches once everything is looked up.
fn rows(filter: &str) -> Vec<u32> {
    let query = Query::parse(filter);
    assert_eq!(query.problems(), [], "{filter}");
    let (index, file) = index_and_file();
    let mut evidence = Evidence::default();
    for probe in query.probes() {
        let (mut prober, mut found) = (Prober::new(&probe, Source::Output), Found::new(&probe));
        prober.push(file.as_bytes());
        found.append(&index, Source::Output, &prober.take()).unwrap();
        evidence.insert(probe, found);
    }
    query.apply(&index, &evidence)
}

#[test]
fn a_text_that_nobody_looked_for_is_in_no_row() {
    let apply = |filter: &str| Query::parse(filter).apply(&index(), &Evidence::default());
    assert_eq!((apply("refund"), apply("-refund outcome:ok")), (vec![], vec![0, 1, 2]));
}

#[test]
fn fields_filter() {
    for (filter, expected) in [
        ("", &[0, 1, 2, 3, 4, 5][..]),
        ("outcome:ok", &[0, 1, 2]),
        ("outcome:error", &[3]),
        ("status:failed,missing", &[3, 5]),
        ("-outcome:ok", &[3, 4, 5]),
        ("is:unreadable", &[4]),
        ("model:GPT-4o", &[0, 2]),
        ("model:gpt-4o*", &[0, 1, 2]),
        ("model:\"gpt-4o*\"", &[]),
        ("model:none", &[3, 4, 5]),
        ("finish:stop", &[0, 2]),
        ("error:rate*,other", &[3]),
        ("error:*", &[3]),
        ("id:cand-2", &[1, 2]),
        ("id:*-3", &[3]),
        ("is:duplicate", &[2]),
        ("tokens>500", &[2]),
        ("tokens>=500", &[1, 2]),
        ("tokens:100..500", &[0, 1]),
        ("tokens<=0.5k", &[0, 1]),
        ("tokens=501", &[2]),
        ("-tokens>100", &[0, 3, 4, 5]),
        ("length>=2,000", &[1, 2]),
        ("json:yes", &[0]),
        ("json:yes,fenced", &[0, 1]),
        ("json:no", &[2]),
        ("tools:yes", &[1]),
        ("tools:no outcome:ok", &[0, 2]),
        ("has:reasoning", &[2]),
        ("refund", &[0]),
        ("\"strong yes\"", &[0]),
        ("case:yes refund", &[]),
        ("GRÖSSE", &[]),
        ("gröẞe", &[2]),
        ("-no outcome:ok", &[0, 2]),
        ("https://example.com", &[]),
        ("differs:any", &[]),
    ] {
        assert_eq!(rows(filter), expected, "{filter}");
    }
}

#[test]
fn what_cannot_be_read_says_what_to_write() {
    for (filter, part) in [
        ("tokenz>500", "Did you mean tokens?"),
        ("foo:bar", "write \"foo:bar\""),
        ("tokens>many", "tokens is a number"),
        ("tokens>", "such as tokens>500"),
        ("tokens:9..5", "write tokens:5..9"),
        ("tokens<0", "is a number"),
        ("outcome:good", "ok, failed, unreadable or missing"),
        ("json.verdict", "json.verdict=\"yes\""),
        ("json.a..b=1", "is no path"),
        ("model>5", "is no number"),
        ("json:maybe", "yes, fenced or no"),
        ("tools:yes,no", "either yes or no"),
    ] {
        let query = Query::parse(&format!("refund {filter}"));
        assert_eq!(query.problems().len(), 1, "{filter}");
        let problem = &query.problems()[0];
        assert!(problem.sentence.contains(part), "{filter}: {}", problem.sentence);
        assert_eq!(&query.text()[problem.span.clone()], filter);
        assert_eq!(query.terms().len(), 1, "the rest applies");
    }
    for fine in ["Note:", "\"\"", "-", "5\"disk", "a-b", "<div>", "100%"] {
        assert_eq!(Query::parse(fine).problems(), [], "{fine}");
    }
}

#[test]
fn probes_and_needles() {
    let query = Query::parse("refund answer:refund -gone json.a=1 json.a>0 case:yes");
    let probe = |needle: &str| Probe::Text { needle: needle.to_owned(), case: true };
    assert_eq!(query.probes(), [probe("refund"), probe("gone"), Probe::Json { path: "a".to_owned() }]);
    assert_eq!(query.needles(), ["refund"]);
    assert!(!query.is_empty() && Query::parse(" case:yes").is_empty());
}

#[test]
fn clicking_edits_the_text() {
    let toggled = |text: &str, field, value| Query::parse(text).toggled(field, value);
    assert_eq!(toggled("", "outcome", "ok"), "outcome:ok");
    assert_eq!(toggled("outcome:ok", "outcome", "failed"), "outcome:ok,failed");
    assert_eq!(toggled("outcome:ok,failed x", "outcome", "ok"), "outcome:failed x");
    assert_eq!(toggled("a outcome:error b", "outcome", "failed"), "a b");
    assert_eq!(toggled("tools:yes", "tools", "no"), "tools:no");
    assert_eq!(toggled("x json.v=\"Strong Yes\"", "json.v", "\"Strong Yes\""), "x");
    assert_eq!(toggled("json.v=1", "json.v", "none"), "json.v=1,none");
    assert_eq!(toggled("-model:a", "model", "a"), "-model:a model:a");
    assert_eq!(toggled("\"open", "model", "a"), "\"open\" model:a");
    let query = Query::parse("tokens>5 word tokens<=9");
    assert_eq!(query.range(Measure::Tokens), Some((Some(6), Some(9))));
    assert_eq!(query.set_range(Measure::Tokens, Some(7), Some(8)), "word tokens:7..8");
    assert_eq!(query.set_range(Measure::Tokens, None, None), "word");
    assert_eq!(query.without(&query.terms()[1].span), "tokens>5 tokens<=9");
    assert_eq!(Query::parse("a b").with("b"), "a b");
    assert!(Query::parse("outcome:error").has("outcome", "failed"));
}

#[test]
fn every_example_of_the_help_can_be_read() {
    for (example, _) in HELP {
        let query = Query::parse(example);
        assert_eq!((query.problems(), query.terms().len()), (&[][..], 1), "{example}");
    }
}

/// Filters as people write them, and nonsense.
fn filters() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("outcome:ok"),
        Just("-outcome:failed,missing"),
        Just("model:gpt-4o*"),
        Just("tokens>100"),
        Just("json:no"),
        Just("tools:yes"),
        Just("\"strong yes\""),
        Just("refund"),
        Just("finish:stop,none"),
        Just("case:yes"),
        Just("id:cand-2"),
        Just("is:duplicate"),
        Just("error:none"),
        Just("json.a=1"),
        Just("\"open"),
        Just("foo:bar"),
    ];
    prop_oneof![
        proptest::collection::vec(word, 0..5).prop_map(|words| words.join(" ")),
        "[a-z:=<>!\"\\\\., \\[\\]-]{0,24}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn reading_never_panics_and_spans_are_in_bounds(text in filters(), other in any::<String>()) {
        let query = Query::parse(&text);
        let spans = query.terms().iter().map(|term| &term.span).chain(query.problems().iter().map(|problem| &problem.span));
        for span in spans {
            prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()));
            let shorter = Query::parse(&query.without(span));
            prop_assert!(shorter.text().len() < text.len());
        }
        query.apply(&index(), &Evidence::default());
        let _ = (query.toggled(&other, &text), query.with(&other), query.set_range(Measure::Prompt, Some(1), None));
    }

    #[test]
    fn a_negated_term_is_the_complement(text in filters()) {
        let query = Query::parse(&text);
        for term in query.terms() {
            let alone = &query.text()[term.span.clone()];
            let alone = format!("{alone}{}", lex::closing(alone));
            let other = alone.strip_prefix('-').filter(|_| term.not).map_or(format!("-{alone}"), str::to_owned);
            let apply = |text: &str| Query::parse(text).apply(&index(), &Evidence::default());
            let mut all = apply(&alone);
            // A text that begins with a minus is the opposite of one only in quotes.
            if matches!(term.condition, Condition::Case(_)) || other.starts_with('-') && term.not {
                continue;
            }
            all.extend(apply(&other));
            all.sort_unstable();
            prop_assert_eq!(all, [0, 1, 2, 3, 4, 5], "{} | {}", alone, other);
        }
    }

    #[test]
    fn toggling_twice_gives_the_same_filter_back(text in filters(), value in "[a-z ,\"\\\\*é0-9]{1,6}", field in 0..4usize) {
        let query = Query::parse(text.trim());
        let field = ["model", "finish", "json.x", "error"][field];
        let value = written(&value);
        prop_assume!(!query.has(field, &value));
        let on = Query::parse(&query.toggled(field, &value));
        prop_assert!(on.has(field, &value), "{}", on.text());
        let off = Query::parse(&on.toggled(field, &value));
        let conditions = |query: &Query| query.terms().iter().map(|term| (term.not, term.condition.clone())).collect::<Vec<_>>();
        prop_assert_eq!(conditions(&off), conditions(&query), "{} -> {}", on.text(), off.text());
    }
}
