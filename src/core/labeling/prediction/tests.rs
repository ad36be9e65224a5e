#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]
use super::*;
use crate::core::labeling::check::check;
use crate::core::labeling::preview;
use serde_json::json;

const TAGS: &str = "<View><Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$u\"/><Paragraphs name=\"d\" value=\"$d\"/><List name=\"i\" value=\"$i\"/>\
    <Choices name=\"c\" toName=\"t\"><Choice value=\"Yes\" alias=\"y\"/><Choice value=\"No\"/></Choices>\
    <Choices name=\"n\" toName=\"t\" allowNested=\"true\"><Choice value=\"P\"><Choice value=\"Q\"/></Choice></Choices>\
    <TextArea name=\"a\" toName=\"t\"/><Rating name=\"r\" toName=\"t\"/><Number name=\"m\" toName=\"t\" max=\"5\"/>\
    <Taxonomy name=\"x\" toName=\"t\"><Choice value=\"X\"><Choice value=\"Y\"/></Choice></Taxonomy>\
    <Pairwise name=\"p\" toName=\"t,u\"/><Ranker name=\"k\" toName=\"i\"/>\
    <ParagraphLabels name=\"l\" toName=\"d\"><Label value=\"L\"/></ParagraphLabels><Labels name=\"s\" toName=\"t\"><Label value=\"S\"/></Labels></View>";

/// Who refuses a result: the SDK, the editor.
fn refused(from: &str, to: Value, kind: &str, value: Value) -> (bool, bool) {
    let document = Document::parse(TAGS);
    let data =
        json!({"t": "abc", "u": "def", "d": [{"author": "a", "text": "b"}], "i": [{"id": "1"}, {"id": "2"}]});
    let screen = preview(&document, &check(TAGS), data.as_object().unwrap());
    let result = json!({"id": "1", "from_name": from, "to_name": to, "type": kind, "value": value});
    let found = validate_prediction(&document, &screen, &json!({"result": [result]}));
    assert!(found.len() < 2, "{found:?}");
    found.first().map_or((false, false), |found| (found.sdk.is_some(), found.editor.is_some()))
}

/// The table of what was measured, row by row: SDK and editor.
#[test]
fn as_the_sdk_and_the_editor_take_them() {
    let turn = |part: &str| json!({"start": "0", "end": "0", "startOffset": 0, "endOffset": 1, "text": "b", part: ["L"]});
    for (case, from, to, kind, value, sdk, editor) in [
        ("by alias", "c", "t", "choices", json!({"choices": ["y"]}), false, false),
        ("by value though there is an alias", "c", "t", "choices", json!({"choices": ["Yes"]}), true, true),
        ("unknown", "c", "t", "choices", json!({"choices": ["Perhaps"]}), true, true),
        ("in another case", "c", "t", "choices", json!({"choices": ["no"]}), true, true),
        ("a text for a list", "c", "t", "choices", json!({"choices": "No"}), true, true),
        ("nested paths", "n", "t", "choices", json!({"choices": [["P", "Q"]]}), true, false),
        ("two where one can be", "c", "t", "choices", json!({"choices": ["y", "No"]}), false, false),
        ("none", "c", "t", "choices", json!({"choices": []}), false, false),
        ("a text area's text alone", "a", "t", "textarea", json!({"text": "one"}), true, false),
        ("stars as a text", "r", "t", "rating", json!({"rating": "4"}), false, true),
        ("a number as a text", "m", "t", "number", json!({"number": "4"}), false, true),
        ("half a star", "r", "t", "rating", json!({"rating": 3.5}), true, false),
        ("nine of five stars", "r", "t", "rating", json!({"rating": 9}), true, false),
        ("beyond the most", "m", "t", "number", json!({"number": 9}), false, false),
        ("a flat path", "x", "t", "taxonomy", json!({"taxonomy": ["X"]}), true, false),
        ("an unknown leaf", "x", "t", "taxonomy", json!({"taxonomy": [["X", "Z"]]}), true, false),
        ("a path", "x", "t", "taxonomy", json!({"taxonomy": [["X", "Y"]]}), false, false),
        ("compared with itself", "p", "p", "pairwise", json!({"selected": "left"}), true, false),
        ("about the first object", "p", "t", "pairwise", json!({"selected": "left"}), false, false),
        ("a tie", "p", "t", "pairwise", json!({"selected": "tie"}), false, true),
        ("the type in capitals", "c", "t", "Choices", json!({"choices": ["y"]}), false, true),
        ("an order as a list", "k", "i", "ranker", json!({"ranker": ["2", "1"]}), true, false),
        ("an order in a bucket", "k", "i", "ranker", json!({"ranker": {"k": ["2", "1"]}}), false, false),
        ("labels under another name", "l", "d", "paragraphlabels", turn("labels"), true, true),
        ("labels of a turn", "l", "d", "paragraphlabels", turn("paragraphlabels"), false, false),
        ("an unknown control", "zz", "t", "choices", json!({"choices": ["y"]}), true, true),
        ("another object", "c", "u", "choices", json!({"choices": ["y"]}), true, false),
        (
            "beyond the text",
            "s",
            "t",
            "labels",
            json!({"start": 0, "end": 99, "text": "abc", "labels": ["S"]}),
            false,
            false,
        ),
    ] {
        assert_eq!(refused(from, to.into(), kind, value), (sdk, editor), "{case}");
    }
    assert_eq!(
        refused("c", json!(["t"]), "choices", json!({"choices": ["y"]})),
        (true, true),
        "a list for a name"
    );
}

#[test]
fn the_whole_is_judged_too() {
    let document = Document::parse(TAGS);
    let screen = preview(&document, &check(TAGS), &serde_json::Map::new());
    let said = |prediction: Value| {
        let found = validate_prediction(&document, &screen, &prediction);
        found.first().map(Refusal::sentence).unwrap_or_default()
    };
    assert!(said(json!({})).contains("Missing required field 'result'"));
    assert!(said(json!({"result": {}})).contains("must be a list"));
    assert!(said(json!({"result": [], "score": 1.5})).contains("between 0.00 and 1.00"));
    assert!(said(json!({"result": [], "score": "much"})).contains("valid number"));
    assert_eq!(said(json!({"result": [], "score": 0.5})), "");
    assert!(said(json!({"result": [{"from_name": "c"}]})).contains("Missing required field 'to_name'"));
    let unknown = json!({"result": [{"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": ["Yes"]}}]});
    assert!(
        said(unknown).starts_with(
            "“Yes” selects nothing (its alias “y” does). Label Studio's own check says: Region 0:"
        )
    );
}
