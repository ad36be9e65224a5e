#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::results::index::Index;
use crate::core::results::summary::summarize;
use proptest::prelude::*;
use serde_json::json;

fn text(needle: &str) -> Probe {
    Probe::Text { needle: needle.to_owned(), case: false }
}

fn exactly(needle: &str) -> Probe {
    Probe::Text { needle: needle.to_owned(), case: true }
}

/// The index of these lines, and what a probe finds when the bytes come in parts of these sizes.
fn probed(probe: &Probe, lines: &[String], sizes: &[usize]) -> (Index, Found) {
    let mut index = Index::default();
    let (mut found, mut prober) = (Found::new(probe), Prober::new(probe, Source::Output));
    let mut bytes = Vec::new();
    for (number, line) in (1..).zip(lines) {
        index.push(Source::Output, &summarize(line.as_bytes(), number, bytes.len() as u64));
        bytes.extend_from_slice(line.as_bytes());
        if number < lines.len() as u64 {
            bytes.push(b'\n');
        }
    }
    let mut sizes = sizes.iter().cycle();
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rest.len().min(*sizes.next().unwrap_or(&rest.len())));
        prober.push(part);
        found.append(&index, Source::Output, &prober.take()).unwrap();
        rest = after;
    }
    prober.finish();
    found.append(&index, Source::Output, &prober.take()).unwrap();
    (index, found)
}

fn hits(probe: &Probe, lines: &[String]) -> Vec<u32> {
    let (index, found) = probed(probe, lines, &[]);
    (0..index.len()).filter(|place| found.answers().has(*place)).collect()
}

fn answer(content: &str) -> String {
    json!({"id": "batch_req_1", "custom_id": "row-7", "response": {"status_code": 200, "request_id": "req9",
        "body": {"object": "chat.completion", "model": "gpt-x", "choices": [{"finish_reason": "stop",
        "message": {"role": "assistant", "content": content}}], "usage": {"total_tokens": 4711}}}})
    .to_string()
}

#[test]
fn texts_are_found_however_they_are_escaped() {
    let plain = answer("He said \"No\"\nand left the Café at 1/2 past.");
    let ascii = plain.replace('é', "\\u00e9").replace('/', "\\/");
    let upper = plain.replace('é', "\\u00C9").replace('C', "\\u0043");
    let nested = answer(&json!({"why": "He said \"No\"\nand left the Café at 1/2 past."}).to_string());
    let deeper = answer(&json!({"args": json!({"q": "CAFÉ \"No\""}).to_string()}).to_string());
    let lines = [plain, ascii, upper, nested, deeper, answer("nothing")];
    assert_eq!(hits(&text("said \"no\"\nand"), &lines), [0, 1, 2, 3]);
    assert_eq!(hits(&text("café"), &lines), [0, 1, 3, 4]);
    assert_eq!(hits(&text("É"), &lines), [0, 1, 2, 3, 4]);
    assert_eq!(hits(&exactly("É"), &lines), [2, 4]);
    assert_eq!(hits(&exactly("é"), &lines), [0, 1, 3]);
    assert_eq!(hits(&text("1/2"), &lines), [0, 1, 2, 3]);
    assert_eq!(hits(&text("\"no\""), &lines), [0, 1, 2, 3, 4]);
    assert_eq!(hits(&text("日本"), &lines), [0u32; 0]);
}

#[test]
fn keys_and_envelopes_do_not_count_but_ids_and_errors_do() {
    let failed =
        json!({"id": "x", "custom_id": "other", "error": {"code": "rate_limit", "message": "Slow down"}});
    let lines = [answer("nothing"), failed.to_string(), "Processed batch stop".to_owned()];
    for nowhere in ["content", "assistant", "gpt-x", "req9", "4711", "completion", "batch_req"] {
        assert_eq!(hits(&text(nowhere), &lines), [0u32; 0], "{nowhere}");
    }
    assert_eq!(hits(&text("stop"), &lines), [2]);
    assert_eq!(hits(&text("ROW-7"), &lines), [0]);
    assert_eq!(hits(&text("rate_limit"), &lines), [1]);
    assert_eq!(hits(&text("slow DOWN"), &lines), [1]);
}

#[test]
fn a_row_with_several_hits_counts_once() {
    let lines = [answer("one"), answer("two Words here, and words")];
    let (_, found) = probed(&text("words"), &lines, &[5]);
    assert_eq!((found.answers().has(1), found.answers().len()), (true, 1));
}

#[test]
fn requests_tell_their_rows() {
    let mut index = Index::default();
    let mut found = Found::new(&text("needle"));
    for (number, id) in (1..).zip(["a", "b", "a"]) {
        let line = answer("x").replace("row-7", id);
        index.push(Source::Output, &summarize(line.as_bytes(), number, number * 1000));
    }
    let requests = [("b", "no"), ("a", "a needle")].map(|(id, said)| {
        json!({"custom_id": id, "body": {"messages": [{"role": "user", "content": said}]}}).to_string() + "\n"
    });
    let mut prober = Prober::new(&text("needle"), Source::Input);
    for line in &requests {
        prober.push(line.as_bytes());
    }
    found.append(&index, Source::Input, &prober.take()).unwrap();
    assert!(found.requests().is_empty(), "no row is known for the requests");
    let mut offset = 0;
    for (id, line) in ["b", "a"].iter().zip(&requests) {
        index.join(id, offset, u32::try_from(line.len() - 1).unwrap());
        offset += line.len() as u64;
    }
    found.settle(&index);
    let rows: Vec<u32> = (0..3).filter(|place| found.requests().has(*place)).collect();
    assert_eq!((rows, found.answers().len()), (vec![0, 2], 0));
}

#[test]
fn values_of_json_answers() {
    let path = |path: &str| Probe::Json { path: path.to_owned() };
    let lines = [
        answer(r#"{"verdict": "Strong Yes", "scores": [{"value": 4.50}], "ok": true, "no": null}"#),
        answer("```json\n{\"verdict\": \"No\", \"scores\": []}\n```"),
        answer("The verdict is no."),
        "no json verdict".to_owned(),
    ];
    let values = |path: Probe| {
        let (index, found) = probed(&path, &lines, &[7, 100]);
        (0..index.len())
            .map(|place| found.value(place).map(|value| value.text.to_string()))
            .collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(values(path("verdict")), [some("Strong Yes"), some("No"), None, None]);
    assert_eq!(values(path("scores[0].value")), [some("4.5"), None, None, None]);
    assert_eq!(values(path("scores[0]")), [some("{\"value\":4.5}"), None, None, None]);
    assert_eq!(values(path("no")), [some("null"), None, None, None]);
    // Without a JSON answer the body is looked at.
    assert_eq!(values(path("usage.total_tokens")), [None, None, some("4711"), None]);
}

#[test]
fn a_block_of_another_kind_is_refused() {
    let mut found = Found::new(&Probe::Json { path: "a".to_owned() });
    for block in
        [&[1u8, 200][..], &[0xff; 12], &[1, 3, 0xff, 0xff, 0xff, 0xff, 0x0f], &[1, 9, 0], &[1, 3, 1, 0xff]]
    {
        assert_eq!(found.append(&Index::default(), Source::Output, block), Err(BadBlock));
    }
}

/// What a reader would find: every string of the parsed line, unescaped up to three times in all.
fn reference(line: &str, needle: &str, case: bool) -> bool {
    fn strings(value: &serde_json::Value, key: &str, out: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) if !text.starts_with("data:") && key != "id" && key != "role" => {
                out.push(text.clone());
            }
            serde_json::Value::Array(all) if key != "id" && key != "role" => {
                for one in all {
                    strings(one, "", out);
                }
            }
            serde_json::Value::Object(all) if key != "id" && key != "role" => {
                for (key, one) in all {
                    strings(one, key, out);
                }
            }
            _ => {}
        }
    }
    let fold = |text: &str| if case { text.to_owned() } else { text.chars().map(fold).collect::<String>() };
    let mut all = Vec::new();
    strings(&serde_json::from_str(line).unwrap(), "", &mut all);
    all.into_iter().any(|mut text| {
        for _ in 0..3 {
            if fold(&text).contains(&fold(needle)) {
                return true;
            }
            let mut next = Vec::new();
            scan::scope::unescape(text.as_bytes(), &mut next);
            text = String::from_utf8(next).unwrap();
        }
        false
    })
}

/// JSON texts as servers write them: some escape everything that is not ASCII.
fn written(value: &serde_json::Value, ascii: bool) -> String {
    let text = value.to_string();
    if !ascii {
        return text;
    }
    let escaped = |c: char| {
        let mut units = [0; 2];
        c.encode_utf16(&mut units).iter().fold(String::new(), |all, unit| all + &format!("\\u{unit:04x}"))
    };
    text.chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { escaped(c) })
        .collect::<String>()
        .replace('/', "\\/")
}

const CHARACTERS: &str = "[abAB éÉ/\"\\n\u{1F600}日\\\\]";

fn lines() -> impl Strategy<Value = Vec<String>> {
    let text = || proptest::string::string_regex(&format!("{CHARACTERS}{{0,8}}")).unwrap();
    let key = prop_oneof![Just("id"), Just("role"), Just("content"), Just("a")];
    let line = (proptest::collection::vec((key, text(), 0..4u8), 0..4), any::<bool>()).prop_map(
        |(fields, ascii)| {
            let mut map = serde_json::Map::new();
            for (key, text, shape) in fields {
                let value = match shape {
                    0 => json!(text),
                    1 => json!([text, {"id": text}]),
                    2 => json!(json!({"q": text}).to_string()),
                    _ => json!({"x": [[text]], "role": {"a": text}}),
                };
                map.insert(key.to_owned(), value);
            }
            written(&serde_json::Value::Object(map), ascii)
        },
    );
    proptest::collection::vec(line, 1..6)
}

proptest! {
    #[test]
    fn texts_are_found_where_a_slow_reader_finds_them_in_parts_of_any_size(
        lines in lines(),
        needle in proptest::string::string_regex(&format!("{CHARACTERS}{{1,3}}")).unwrap(),
        case: bool,
        sizes in proptest::collection::vec(1usize..60, 1..5),
    ) {
        let probe = Probe::Text { needle: needle.clone(), case };
        let (index, found) = probed(&probe, &lines, &sizes);
        let rows: Vec<bool> = (0..index.len()).map(|place| found.answers().has(place)).collect();
        let expected: Vec<bool> = lines.iter().map(|line| reference(line, &needle, case)).collect();
        prop_assert_eq!(rows, expected);
    }

    #[test]
    fn values_are_the_same_in_parts_of_any_size(
        values in proptest::collection::vec((any::<Option<i32>>(), any::<bool>()), 1..6),
        sizes in proptest::collection::vec(1usize..90, 1..5),
    ) {
        let lines: Vec<String> = values.iter().map(|(value, json)| match json {
            true => answer(&json!({"a": {"b": value}}).to_string()),
            false => answer("words about b"),
        }).collect();
        let (index, found) = probed(&Probe::Json { path: "a.b".to_owned() }, &lines, &sizes);
        let rows: Vec<Option<String>> = (0..index.len()).map(|place| found.value(place).map(|value| value.text.to_string())).collect();
        let expected: Vec<Option<String>> = values.iter().map(|(value, is_json)| is_json.then(|| json!(value).to_string())).collect();
        prop_assert_eq!(rows, expected);
    }

    #[test]
    fn no_bytes_and_no_block_panic(bytes in proptest::collection::vec(prop_oneof![Just(b'"'), Just(b'\\'), Just(b'{'), Just(b'}'), Just(b'\n'), Just(b'u'), any::<u8>()], 0..80)) {
        for probe in [text("u"), exactly("\""), Probe::Json { path: "u".to_owned() }] {
            let mut prober = Prober::new(&probe, Source::Errors);
            prober.push(&bytes);
            prober.finish();
            Found::new(&probe).append(&Index::default(), Source::Errors, &prober.take()).unwrap();
            assert!(matches!(Found::new(&probe).append(&Index::default(), Source::Errors, &bytes), Ok(()) | Err(BadBlock)));
        }
    }
}
