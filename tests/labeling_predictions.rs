//! Predictions judged by us and by Label Studio's SDK, where that is installed: `make soak` asks it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use batch_curator::core::labeling::{Document, check, prediction::validate_prediction, preview};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

const TAGS: &str = r#"<View><Text name="t" value="$t"/><Text name="u" value="$u"/><Paragraphs name="d" value="$d"/>
    <HyperText name="h" value="$t"/><List name="i" value="$i"/>
    <Choices name="c" toName="t"><Choice value="Yes" alias="y"/><Choice value="No"/></Choices>
    <Choices name="many" toName="t" choice="multiple"><Choice value="A"/><Choice value="B"/></Choices>
    <TextArea name="a" toName="t"/><Rating name="r" toName="t"/><Number name="m" toName="t" max="5"/>
    <DateTime name="when" toName="t"/>
    <Taxonomy name="x" toName="t"><Choice value="X" alias="xx"><Choice value="Y"/></Choice></Taxonomy>
    <Pairwise name="p" toName="t,u"/><Ranker name="k" toName="i"/>
    <ParagraphLabels name="l" toName="d"><Label value="L"/></ParagraphLabels>
    <HyperTextLabels name="w" toName="h"><Label value="W"/></HyperTextLabels>
    <Labels name="s" toName="t"><Label value="S" alias="ss"/></Labels></View>"#;

/// What may stand in a value: of the right kind for some control, and of the wrong one for the others.
fn contents() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(4),
        json!(9),
        json!(-1),
        json!(3.5),
        json!(1e300),
        json!(""),
        json!("4"),
        json!(" 4 "),
        json!("y"),
        json!("left"),
        json!("tie"),
        json!("2031-04-12"),
        json!([]),
        json!(["y"]),
        json!(["Yes"]),
        json!(["y", "No"]),
        json!(["A", "B"]),
        json!(["a"]),
        json!([1]),
        json!([null]),
        json!([["X"]]),
        json!([["xx", "Y"]]),
        json!([["X", "Y"]]),
        json!(["X"]),
        json!([["X", "Z"]]),
        json!(["L"]),
        json!(["W"]),
        json!(["ss"]),
        json!(["S"]),
        json!({}),
        json!({"k": ["1", "2"]}),
        json!({"k": "1"}),
        json!({"k": [1]}),
        json!({"other": []}),
    ]
}

/// For each control its type and the name of its content, and one object that it is about.
const CONTROLS: [(&str, &str, &str, &str); 13] = [
    ("c", "choices", "choices", "t"),
    ("many", "choices", "choices", "t"),
    ("a", "textarea", "text", "t"),
    ("r", "rating", "rating", "t"),
    ("m", "number", "number", "t"),
    ("when", "datetime", "datetime", "t"),
    ("x", "taxonomy", "taxonomy", "t"),
    ("p", "pairwise", "selected", "t"),
    ("k", "ranker", "ranker", "i"),
    ("l", "paragraphlabels", "paragraphlabels", "d"),
    ("w", "hypertextlabels", "hypertextlabels", "h"),
    ("s", "labels", "labels", "t"),
    ("nobody", "choices", "choices", "t"),
];

/// Every control with every content, whole and with a part of its region wrong.
fn predictions() -> Vec<Value> {
    let mut all = Vec::new();
    for (from, kind, part, to) in CONTROLS {
        for content in contents() {
            let region = |value: Value| json!({"id": "1", "from_name": from, "to_name": to, "type": kind, "value": value});
            let place = json!({"start": 0, "end": 1, "startOffset": 0, "endOffset": 1, "text": "a"});
            let mut value = if kind.ends_with("labels") { place } else { json!({}) };
            value[part] = content.clone();
            all.push(json!({"result": [region(value.clone())]}));
            if content == json!(["y"])
                || content == json!(["L"])
                || content == json!(["W"])
                || content == json!(["ss"])
            {
                for (field, wrong) in [
                    ("to_name", json!("u")),
                    ("to_name", json!("nowhere")),
                    ("to_name", json!(from)),
                    ("type", json!("choice")),
                    ("type", json!(kind.to_uppercase())),
                    ("value", json!("y")),
                    ("value", Value::Null),
                    ("value", json!({"wrong": ["y"]})),
                ] {
                    let mut region = region(value.clone());
                    region[field] = wrong;
                    all.push(json!({"result": [region]}));
                }
                for (field, wrong) in [
                    ("start", json!("0")),
                    ("start", json!(-1)),
                    ("end", Value::Null),
                    ("end", json!(1.5)),
                    ("startOffset", json!("1")),
                    ("endOffset", json!(1.5)),
                    ("text", Value::Null),
                    ("text", json!(7)),
                ] {
                    let mut value = value.clone();
                    value[field] = wrong;
                    all.push(json!({"result": [region(value)]}));
                }
            }
        }
    }
    for score in
        [json!(0), json!(1), json!(1.5), json!(-0.1), json!("0.5"), json!("high"), Value::Null, json!([])]
    {
        all.push(json!({"result": [], "score": score}));
    }
    all.extend([json!({}), json!({"result": null}), json!({"result": {}}), json!({"result": ["no region"]})]);
    all
}

/// What the SDK finds wrong with each; `None`: nobody is there to ask.
fn sdk(predictions: &[Value]) -> Option<Vec<Vec<String>>> {
    let mut child = Command::new(std::env::var_os("ORACLE_PYTHON")?)
        .arg("tests/oracle/predictions.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("ORACLE_PYTHON runs");
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = format!("{}\n", Value::from(TAGS));
    lines.extend(predictions.iter().map(|one| format!("{one}\n")));
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(
        String::from_utf8(done.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

#[test]
fn the_sdk_refuses_what_we_say_it_refuses() {
    let document = Document::parse(TAGS);
    let data =
        json!({"t": "abc", "u": "def", "d": [{"author": "a", "text": "b"}], "i": [{"id": "1"}, {"id": "2"}]});
    let screen = preview(&document, &check(TAGS), data.as_object().unwrap());
    let predictions = predictions();
    let ours: Vec<bool> = predictions
        .iter()
        .map(|one| validate_prediction(&document, &screen, one).iter().any(|refusal| refusal.sdk.is_some()))
        .collect();
    let refused = ours.iter().filter(|refused| **refused).count();
    assert!(refused > 300 && predictions.len() - refused > 60, "{refused} of {}", predictions.len());
    let Some(theirs) = sdk(&predictions) else { return };
    assert_eq!(theirs.len(), predictions.len(), "the oracle answered each");
    let differ: Vec<String> = predictions
        .iter()
        .zip(ours)
        .zip(theirs)
        .filter(|((_, ours), theirs)| *ours == theirs.is_empty())
        .map(|((prediction, ours), theirs)| format!("{prediction}\n  ours {ours}, theirs {theirs:?}"))
        .collect();
    assert!(differ.is_empty(), "{} of {}:\n{}", differ.len(), predictions.len(), differ.join("\n"));
}
