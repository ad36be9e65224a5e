#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::results::index::Source;
use crate::core::results::probe::{Found, Probe, Prober};
use crate::core::results::summary::{Summary, summarize};
use proptest::prelude::*;

fn sorted(word: &str, index: &Index, evidence: &Evidence) -> Vec<u32> {
    let mut places: Vec<u32> = (0..index.len()).collect();
    Sort::parse(word).unwrap().order(index, evidence, &mut places);
    places
}

#[test]
fn rows_without_a_value_are_last_either_way_and_equal_ones_keep_their_order() {
    let mut index = Index::default();
    for (number, (id, tokens, model)) in (1..).zip([
        ("cand-10", Some(5), "b"),
        ("cand-2", None, "a10"),
        ("", Some(9), ""),
        ("Cand-2", Some(5), "a9"),
    ]) {
        let summary = Summary {
            number,
            custom_id: id.to_owned(),
            output_tokens: tokens,
            model: model.to_owned(),
            ..Summary::default()
        };
        index.push(Source::Output, &summary);
    }
    let by = |word| sorted(word, &index, &Evidence::default());
    assert_eq!(by("line"), [0, 1, 2, 3]);
    assert_eq!(by("-line"), [3, 2, 1, 0]);
    assert_eq!(by("id"), [3, 1, 0, 2]);
    assert_eq!(by("-id"), [0, 1, 3, 2]);
    assert_eq!(by("tokens"), [0, 3, 2, 1]);
    assert_eq!(by("-tokens"), [2, 0, 3, 1]);
    assert_eq!(by("model"), [3, 1, 0, 2]);
    assert_eq!(by("-model"), [0, 1, 3, 2]);
}

#[test]
fn values_of_answers_are_ordered() {
    let probe = Probe::Json { path: "s".to_owned() };
    let (mut index, mut found, mut prober) =
        (Index::default(), Found::new(&probe), Prober::new(&probe, Source::Output));
    let mut offset = 0;
    for (number, text) in (1..).zip([r#"{"s":10}"#, r#"{"s":9}"#, "none", r#"{"s":"x"}"#, r#"{"s":-1.5}"#]) {
        let line = serde_json::json!({"custom_id": "a", "response": {"status_code": 200, "body":
            {"model": "m", "choices": [{"message": {"content": text}}]}}});
        let line = line.to_string() + "\n";
        index.push(Source::Output, &summarize(line.trim_end().as_bytes(), number, offset));
        offset += line.len() as u64;
        prober.push(line.as_bytes());
    }
    prober.finish();
    found.append(&index, Source::Output, &prober.take()).unwrap();
    let mut evidence = Evidence::default();
    evidence.insert(probe, found);
    assert_eq!(sorted("json.s", &index, &evidence), [4, 1, 0, 3, 2]);
    assert_eq!(sorted("-json.s", &index, &evidence), [3, 0, 1, 4, 2]);
}

#[test]
fn words_are_read_again() {
    for word in ["line", "id", "-tokens", "difference", "json.a[0].b", "-json.\"x y\"", "json[1]"] {
        assert_eq!(Sort::parse(word).unwrap().word(), word);
    }
    assert_eq!(Sort::parse("size"), None);
    assert!(Sort::default().is_default());
}

proptest! {
    #[test]
    fn natural_order_is_an_order(texts in proptest::collection::vec("[a1B0 é-]{0,6}", 3)) {
        let [a, b, c] = [&texts[0], &texts[1], &texts[2]];
        prop_assert_eq!(natural(a, b), natural(b, a).reverse());
        prop_assert_eq!(natural(a, b).is_eq(), a == b);
        if natural(a, b).is_le() && natural(b, c).is_le() {
            prop_assert!(natural(a, c).is_le());
        }
    }
}
