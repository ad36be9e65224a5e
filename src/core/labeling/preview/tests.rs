#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use crate::core::labeling::template;
use serde_json::json;

fn shown(inside: &str, data: &Value, predictions: &Value) -> Vec<Block> {
    let document = Document::parse(&format!("<View><Text name=\"t\" value=\"x\"/>{inside}</View>"));
    let mut blocks = preview(&document, data.as_object().unwrap(), predictions.as_array().unwrap());
    match blocks.pop() {
        Some(Block::View { children, .. }) => children.into_iter().skip(1).collect(),
        other => panic!("{other:?}"),
    }
}

fn one(inside: &str, data: &Value) -> Block {
    shown(inside, data, &json!([])).remove(0)
}

#[test]
fn the_review_is_shown() {
    let document = Document::parse(template("batch-result-review").unwrap().xml);
    let data = json!({"custom_id": "r1", "batch_id": "b1", "model": "m", "input_messages": "[user] hi", "llm_response": "a\nb"});
    let predictions = json!([{"result": [{"from_name": "quality", "to_name": "response", "type": "choices", "value": {"choices": ["good"]}}]}]);
    let blocks = preview(&document, data.as_object().unwrap(), predictions.as_array().unwrap());
    let [Block::View { children, hidden: false, condition: None, title: None }] = blocks.as_slice() else {
        panic!("{blocks:?}")
    };
    assert_eq!(children[0], Block::Header { text: "Batch Result Review".into(), size: 4 });
    assert_eq!(children[7], Block::Text { name: "response".into(), text: "a\nb".into() });
    let Block::TextArea { rows: 6, value, predicted: false, .. } = &children[8] else {
        panic!("{children:?}")
    };
    assert_eq!(value, "a\nb");
    let Block::Choices { choices, multiple: false, layout: Layout::Inline, predicted: true, .. } =
        &children[9]
    else {
        panic!("{children:?}")
    };
    let selected: Vec<_> =
        choices.iter().filter(|choice| choice.selected).map(|choice| choice.value.as_str()).collect();
    assert_eq!((choices.len(), selected), (4, vec!["good"]));
    assert!(matches!(&children[10], Block::Choices { multiple: true, predicted: false, .. }));
}

#[test]
fn faults_are_shown_where_they_are() {
    let code = |block: &Block| match block {
        Block::Broken { code, .. } => *code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(&one("<Checkbox name=\"c\" toName=\"t\"/>", &json!({}))), "unknown-tag");
    assert_eq!(code(&one("<Chat name=\"c\" value=\"$c\"/>", &json!({}))), "enterprise-tag");
    assert_eq!(code(&one("<Rating name=\"r\" toName=\"r\"/>", &json!({}))), "to-name-not-object");
    assert_eq!(code(&one("<TextArea name=\"r\"/>", &json!({}))), "to-name-missing");
    let parts = json!({"m": [{"role": "user", "content": [{"type": "text"}]}]});
    let paragraphs = "<Paragraphs name=\"p\" value=\"$m\" nameKey=\"role\" textKey=\"content\"/>";
    assert_eq!(code(&one(paragraphs, &parts)), "paragraphs-data");
    assert_eq!(code(&one("<Paragraphs name=\"p\" value=\"$m\"/>", &parts)), "paragraphs-data");
    assert_eq!(code(&one(paragraphs, &json!({"m": "text"}))), "paragraphs-data");
    let broken = Document::parse("<View>\n<Text name=\"t\" value=\"$t/>\n</View>");
    let blocks = preview(&broken, &Map::new(), &[]);
    let Block::Broken { message, code: "quote-missing" } = &blocks[0] else { panic!("{blocks:?}") };
    assert!(message.starts_with("Line 2, column 16: "), "{message}");
    assert!(
        matches!(&blocks[1], Block::View { children, .. } if children.len() == 1),
        "the rest is shown all the same"
    );
    assert!(preview(&Document::parse(""), &Map::new(), &[]).len() == 1);
}

#[test]
fn objects_show_their_data() {
    let data = json!({"m": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": null}], "h": "<b>x</b>", "n": 3.5});
    let paragraphs = one(
        "<Paragraphs name=\"p\" value=\"$m\" nameKey=\"role\" textKey=\"content\" layout=\"dialogue\"/>",
        &data,
    );
    let turns = vec![("user".to_owned(), "hi".to_owned()), ("assistant".to_owned(), String::new())];
    assert_eq!(paragraphs, Block::Paragraphs { name: "p".into(), turns, dialogue: true });
    assert_eq!(
        one("<HyperText name=\"h\" value=\"$h\"/>", &data),
        Block::HyperText { name: "h".into(), html: "<b>x</b>".into() }
    );
    assert_eq!(
        one("<HyperText name=\"h\"> <p>a</p> </HyperText>", &data),
        Block::HyperText { name: "h".into(), html: "<p>a</p>".into() }
    );
    assert_eq!(
        one("<Header value=\"n: $n\" size=\"1\"/>", &data),
        Block::Header { text: "n: 3.5".into(), size: 1 }
    );
    assert_eq!(one("<Header>$h</Header>", &data), Block::Header { text: "<b>x</b>".into(), size: 4 });
    let Block::Placeholder { tag, reason, .. } = one("<Image name=\"i\" value=\"$h\"/>", &data) else {
        panic!()
    };
    assert_eq!((tag.as_str(), reason.as_str()), ("Image", "Drawn in Label Studio only: <b>x</b>"));
}

#[test]
fn views_hide_and_ask() {
    let Block::View { hidden, condition, title, .. } =
        one("<View style=\"color:red; display : none\"/>", &json!({}))
    else {
        panic!()
    };
    assert_eq!((hidden, condition, title), (true, None, None));
    let when = "<View visibleWhen=\"choice-selected\" whenTagName=\"q\" whenChoiceValue=\"bad\"/>";
    let asked = format!("<Choices name=\"q\" toName=\"t\"><Choice value=\"bad\"/></Choices>{when}");
    let Block::View { condition, .. } = shown(&asked, &json!({}), &json!([])).remove(1) else { panic!() };
    assert_eq!(condition.unwrap(), "Shown when “bad” is chosen in “q”");
}

#[test]
fn controls_are_filled_from_predictions() {
    let controls = "<Choices name=\"c\" toName=\"t\" choice=\"multiple\" layout=\"select\"><View><Choice value=\"A\" alias=\"a\"/></View>\
        <Choice value=\"B\" selected=\"true\"><Choice value=\"C\" hint=\"h\"/></Choice></Choices>\
        <Rating name=\"r\" toName=\"t\" maxRating=\"7\" defaultValue=\"2\"/>\
        <TextArea name=\"x\" toName=\"t\" placeholder=\"$t\"/><Choices name=\"d\" toName=\"t\" value=\"$options\"/>";
    let data = json!({"options": [{"value": "One", "hint": "first"}, {"value": "Two", "alias": "2"}]});
    let blocks = shown(controls, &data, &json!([]));
    let Block::Choices { choices, layout: Layout::Select, multiple: true, .. } = &blocks[0] else {
        panic!("{blocks:?}")
    };
    let seen: Vec<_> =
        choices.iter().map(|c| (c.value.as_str(), c.label.as_str(), c.selected, c.level)).collect();
    assert_eq!(seen, [("a", "A", false, 0), ("B", "B", true, 0), ("C", "C", false, 1)]);
    assert!(matches!(&blocks[1], Block::Rating { max: 7, value: 2, predicted: false, .. }));
    let Block::Choices { choices, .. } = &blocks[3] else { panic!("{blocks:?}") };
    assert_eq!((choices[0].hint.as_str(), choices[1].value.as_str()), ("first", "2"));
    let predictions = json!([{"result": [
        {"from_name": "c", "value": {"choices": ["a"]}},
        {"from_name": "r", "value": {"rating": 5}},
        {"from_name": "x", "value": {"text": ["one", "two"]}}
    ]}]);
    let blocks = shown(controls, &data, &predictions);
    let Block::Choices { choices, predicted: true, .. } = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!(choices.iter().map(|choice| choice.selected).collect::<Vec<_>>(), [true, false, false]);
    assert!(matches!(&blocks[1], Block::Rating { value: 5, predicted: true, .. }));
    assert!(
        matches!(&blocks[2], Block::TextArea { value, placeholder, predicted: true, .. } if value == "one\ntwo" && placeholder == "$t")
    );
}

#[test]
fn no_depth_overflows() {
    for tag in ["<View>", "<Choices>", "<Choice>", "<Collapse><Panel>"] {
        assert!(!preview(&Document::parse(&tag.repeat(20_000)), &Map::new(), &[]).is_empty());
    }
}
