#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use crate::core::labeling::check::check_document;
use crate::core::labeling::{tags::Edition, template};
use serde_json::json;

pub(in crate::core::labeling) fn screen(xml: &str, data: &Value) -> Screen {
    let document = Document::parse(xml);
    let report = check_document(&document, Edition::Community);
    preview(&document, &report, data.as_object().unwrap())
}

fn shown(inside: &str, data: &Value) -> Vec<Block> {
    let mut blocks = screen(&format!("<View><Text name=\"t\" value=\"x\"/>{inside}</View>"), data).blocks;
    match blocks.pop() {
        Some(Block::View(View { children, .. })) => children.into_iter().skip(1).collect(),
        other => panic!("{other:?}"),
    }
}

fn one(inside: &str, data: &Value) -> Block {
    shown(inside, data).remove(0)
}

fn asked(inside: &str, data: &Value) -> Arc<Asked> {
    match shown(inside, data).pop() {
        Some(Block::Control(asked)) => asked,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_review_is_shown() {
    let data = json!({"custom_id": "r1", "batch_id": "b1", "model": "m", "input_messages": "[user] hi", "llm_response": "a\nb"});
    let screen = screen(template("batch-result-review").unwrap().xml, &data);
    let [Block::View(view)] = screen.blocks.as_slice() else { panic!("{screen:?}") };
    assert!(view.is_plain());
    assert!(
        matches!(&view.children[0], Block::Header { text, size: 4, .. } if text == "Batch Result Review")
    );
    assert_eq!(view.children[7], Block::Text { name: "response".into(), text: "a\nb".into() });
    let names: Vec<_> = screen.controls.iter().map(|control| control.name.as_str()).collect();
    assert_eq!(names, ["corrected_response", "quality", "gold_star"]);
    let How::TextArea { rows: 6, value, .. } = &screen.controls[0].how else { panic!("{screen:?}") };
    assert_eq!(value, "a\nb");
    let How::Choices { choices, multiple: false, layout: Layout::Inline, .. } = &screen.controls[1].how
    else {
        panic!("{screen:?}")
    };
    assert_eq!(choices.len(), 4);
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
    assert_eq!(code(&one("<Table name=\"p\" value=\"$m\"/>", &json!({"m": "no JSON"}))), "table-data");
    let broken = screen("<View>\n<Text name=\"t\" value=\"$t/>\n</View>", &json!({}));
    let Block::Broken { message, code: "quote-missing" } = &broken.blocks[0] else { panic!("{broken:?}") };
    assert!(message.starts_with("Line 2, column 16: "), "{message}");
    assert!(
        matches!(&broken.blocks[1], Block::View(view) if view.children.len() == 1),
        "the rest is shown all the same"
    );
    assert!(screen("", &json!({})).blocks.len() == 1);
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
    for (tag, html) in [
        ("<HyperText name=\"h\" value=\"$h\"/>", "<b>x</b>"),
        ("<HyperText name=\"h\"> <p>a</p> </HyperText>", "<p>a</p>"),
    ] {
        assert_eq!(one(tag, &data), Block::HyperText { name: "h".into(), html: html.into() });
    }
    for (tag, words, level) in [
        ("<Header value=\"n: $n\" size=\"1\"/>", "n: 3.5", 1),
        ("<Header>$h</Header>", "<b>x</b>", 4),
        ("<Header value=\"$n\"/>", "", 4),
    ] {
        assert_eq!(one(tag, &data), Block::Header { text: words.into(), size: level, style: vec![] });
    }
    let Block::Placeholder { tag, reason, .. } = one("<Image name=\"i\" value=\"$h\"/>", &data) else {
        panic!()
    };
    assert_eq!((tag.as_str(), reason.as_str()), ("Image", "Drawn in Label Studio only: <b>x</b>"));
    assert_eq!(
        one("<Markdown value=\"# $h\"/>", &data),
        Block::Markdown { text: "# <b>x</b>".into(), when: None }
    );
}

#[test]
fn tables_and_lists_as_the_editor_lays_them_out() {
    let data = json!({"rows": [{"a": 1, "b": [2]}, {"c": null}], "map": {"b": {"x": 1}, "A": "y"}, "list": ["u", {"k": 1}], "text": "[{\"a\": true}]",
        "items": [{"id": 7, "title": "T", "body": "B"}, "bare"]});
    let table = |value: &str| match one(&format!("<Table name=\"p\" value=\"{value}\"/>"), &data) {
        Block::Table { columns, rows, .. } => (columns, rows),
        other => panic!("{other:?}"),
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        table("$rows"),
        (words(&["a", "b", "c"]), vec![words(&["1", "[2]", ""]), words(&["", "", ""])])
    );
    assert_eq!(
        table("$map"),
        (words(&["Name", "Value"]), vec![words(&["A", "y"]), words(&["b", "{\"x\":1}"])])
    );
    assert_eq!(table("$list").1, vec![words(&["0", "u"]), words(&["1", "{\"k\":1}"])]);
    assert_eq!(table("$text"), (words(&["a"]), vec![words(&["true"])]));
    let Block::List { items, title, .. } = one("<List name=\"l\" value=\"$items\" title=\"All\"/>", &data)
    else {
        panic!()
    };
    assert_eq!((title.as_str(), items[0].id.as_str(), items[1].id.as_str()), ("All", "7", "undefined"));
}

#[test]
fn views_hide_and_ask() {
    let Block::View(view) =
        one("<View style=\"color:red; display : none; background: url(//x)\" className=\"c\"/>", &json!({}))
    else {
        panic!()
    };
    assert_eq!((view.hidden, view.when, view.class.as_str()), (true, None, "c"));
    assert_eq!(view.style, [("color".to_owned(), "red".to_owned())], "what could load something is dropped");
    let when = "<View visibleWhen=\"choice-selected\" whenTagName=\"q\" whenChoiceValue=\"bad,worse\"/>";
    let tags = format!(
        "<Choices name=\"q\" toName=\"t\"><Choice value=\"bad\"/><Choice value=\"worse\"/></Choices>{when}"
    );
    let Block::View(view) = shown(&tags, &json!({})).remove(1) else { panic!() };
    assert_eq!(view.when.unwrap().sentence(), "Shown when “bad” or “worse” is chosen in “q”");
}

#[test]
fn controls_say_what_they_ask() {
    let choices = asked(
        "<Choices name=\"c\" toName=\"t\" choice=\"multiple\" layout=\"select\"><View><Choice value=\"A\" alias=\"a\"/></View>\
        <Choice value=\"B\" selected=\"true\"><Choice value=\"C\" hint=\"h\"/></Choice></Choices>",
        &json!({}),
    );
    assert!(matches!(choices.how, How::Choices { multiple: true, layout: Layout::Select, .. }));
    let seen: Vec<_> = choices
        .choices()
        .iter()
        .map(|c| (c.value.as_str(), c.label.as_str(), c.selected, c.level(), c.inner))
        .collect();
    assert_eq!(seen, [("a", "A", false, 0, false), ("B", "B", true, 0, true), ("C", "C", false, 1, false)]);
    let data = json!({"options": [{"value": "One", "hint": "first"}, {"value": "Two", "alias": "2", "children": [{"value": "Three"}]}]});
    let dynamic = asked("<Choices name=\"d\" toName=\"t\" value=\"$options\"/>", &data);
    let seen: Vec<_> =
        dynamic.choices().iter().map(|choice| (choice.value.as_str(), choice.path.join("/"))).collect();
    assert_eq!(seen, [("One", "One".to_owned()), ("2", "2".to_owned()), ("Three", "2/Three".to_owned())]);
    let day = |only: &str| match &asked(
        &format!("<DateTime name=\"d\" toName=\"t\" only=\"{only}\"/>"),
        &json!({}),
    )
    .how
    {
        How::DateTime { kind, .. } => *kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        ["", "date", "time", "date,time", "month,year", "year"].map(day),
        [
            DateKind::DateTime,
            DateKind::Date,
            DateKind::Time,
            DateKind::DateTime,
            DateKind::Month,
            DateKind::Year
        ]
    );
    let labels = asked(
        "<Labels name=\"l\" toName=\"t\"><Label value=\"P\" background=\"url(x)\"/><Label value=\"Q\" background=\"#fff\"/></Labels>",
        &json!({}),
    );
    let How::Labels { labels, within: Within::Text, multiple: false } = &labels.how else { panic!() };
    assert_eq!((labels[0].color.as_str(), labels[1].color.as_str()), ("#DA935D", "#fff"));
}

/// `{{idx}}+{{idx}}`: twice where the tag lies directly in the Repeater, once where it lies deeper.
#[test]
fn a_repeater_repeats() {
    let data = json!({"rows": [{"a": "x"}, {"a": "y"}]});
    let inside = "<Repeater on=\"$rows\"><Header value=\"{{idx}}+{{idx}} $rows[{{idx}}].a\"/><View><Header value=\"{{idx}}+{{idx}}\"/>\
        <Text name=\"t_{{idx}}\" value=\"$rows[{{idx}}].a\"/><Rating name=\"r_{{idx}}\" toName=\"t_{{idx}}\"/></View></Repeater>";
    let shown = screen(&format!("<View>{inside}</View>"), &data);
    let names: Vec<_> =
        shown.controls.iter().map(|control| (control.name.as_str(), control.to_name.as_str())).collect();
    assert_eq!(names, [("r_0", "t_0"), ("r_1", "t_1")]);
    let text = format!("{:?}", shown.blocks);
    // In the first, two of three are replaced: the variable keeps its flag.
    assert!(text.contains("\"1+1 undefined\"") || text.contains("1+1 "), "{text}");
    assert!(text.contains("\"1+{{idx}}\"") && text.contains("text: \"y\""), "{text}");
    let paged = inside.replacen("on=", "mode=\"pagination\" on=", 1);
    assert!(format!("{:?}", screen(&format!("<View>{paged}</View>"), &data).blocks).contains("Pages(["));
    assert!(
        screen("<View><Repeater on=\"$none\"><Header value=\"a\"/></Repeater></View>", &json!({}))
            .blocks
            .len()
            == 1
    );
}

#[test]
fn a_style_sheet_is_kept_apart() {
    let shown = screen("<View><Style>.a { color: red }</Style><Header value=\"h\"/></View>", &json!({}));
    assert_eq!(shown.css.trim(), ".a { color: red }");
    let [Block::View(view)] = shown.blocks.as_slice() else { panic!() };
    assert_eq!(view.children.len(), 1, "and is no block of its own");
    for text in ["url(x)", "URL ( x", "ima\\67e(x)", "image-set('x')", "@import 'x'"] {
        assert_eq!(loads(text), text != "URL ( x", "{text}");
    }
}

#[test]
fn no_depth_and_no_number_overflows() {
    for tag in ["<View>", "<Choices>", "<Choice>", "<Collapse><Panel>"] {
        assert!(!screen(&tag.repeat(20_000), &json!({})).blocks.is_empty());
    }
    let rows: Vec<u32> = (0..2_000).collect();
    let inner = "<Repeater on=\"$r\" indexFlag=\"{{j}}\"><Header value=\"a{{j}}\"/></Repeater>";
    let many = screen(&format!("<View><Repeater on=\"$r\">{inner}</Repeater></View>"), &json!({"r": rows}));
    assert!(format!("{:?}", many.blocks).matches("Header").count() <= MOST + 2);
}
