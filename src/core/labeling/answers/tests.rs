#![allow(clippy::unwrap_used, clippy::expect_used, clippy::needless_pass_by_value)]
use super::*;
use crate::core::labeling::preview::tests::screen;
use serde_json::json;

const HEAD: &str = "<Text name=\"t\" value=\"$t\"/><Text name=\"u\" value=\"$u\"/>";

fn open(inside: &str, predicted: Value) -> (Screen, Answers) {
    let data = json!({"t": "Ada 🎉 met Bob.", "u": "other", "items": [{"id": 1, "title": "one"}, {"id": 2, "title": "two"}]});
    let screen = screen(&format!("<View>{HEAD}{inside}</View>"), &data);
    let predictions = if predicted.is_null() { vec![] } else { vec![json!({"result": predicted})] };
    let answers = Answers::new(&screen, &predictions);
    (screen, answers)
}

fn path(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|step| (*step).to_owned()).collect()
}

/// The values of the results.
fn values(screen: &Screen, answers: &Answers) -> Vec<Value> {
    answers.results(screen).iter().map(|result| result["value"].clone()).collect()
}

const CHOICES: &str =
    "<Choices name=\"c\" toName=\"t\"><Choice value=\"Yes\" alias=\"y\"/><Choice value=\"No\"/></Choices>";

#[test]
fn one_of_several_is_chosen_and_taken_back() {
    let (screen, mut answers) = open(CHOICES, Value::Null);
    let control = screen.control("c").unwrap();
    answers.press(control, &path(&["y"]));
    answers.press(control, &path(&["No"]));
    let result = json!({"id": "c", "from_name": "c", "to_name": "t", "type": "choices", "origin": "manual", "value": {"choices": ["No"]}});
    assert_eq!(answers.results(&screen), [result]);
    answers.press(control, &path(&["No"]));
    assert!(answers.results(&screen).is_empty());
}

#[test]
fn several_paths_and_their_number() {
    let tree = "<Taxonomy name=\"x\" toName=\"t\" maxUsages=\"2\"><Choice value=\"A\"><Choice value=\"B\"/></Choice><Choice value=\"C\"/></Taxonomy>";
    let (screen, mut answers) = open(tree, Value::Null);
    let control = screen.control("x").unwrap();
    for steps in [&["A", "B"][..], &["A"], &["C"]] {
        answers.press(control, &path(steps));
    }
    assert_eq!(
        values(&screen, &answers),
        [json!({"taxonomy": [["A", "B"], ["A"]]})],
        "the third is one too many"
    );
    assert!(answers.is_chosen(control, &path(&["A", "B"])) && !answers.is_chosen(control, &path(&["B"])));
    let nested = CHOICES.replace("toName", "choice=\"multiple\" allowNested=\"true\" toName");
    let (screen, mut answers) = open(&nested, Value::Null);
    answers.press(screen.control("c").unwrap(), &path(&["No"]));
    assert_eq!(values(&screen, &answers), [json!({"choices": [["No"]]})]);
}

#[test]
fn texts_are_added_and_the_last_one_by_itself() {
    let area =
        "<TextArea name=\"a\" toName=\"t\" value=\"$u\" maxSubmissions=\"2\" skipDuplicates=\"true\"/>";
    let (screen, mut answers) = open(area, Value::Null);
    let control = screen.control("a").unwrap();
    assert_eq!(answers.draft(control), "other");
    assert_eq!(values(&screen, &answers), [json!({"text": ["other"]})], "what stands in the box is sent");
    answers.add(control);
    answers.write(control, "OTHER".into());
    answers.add(control);
    assert_eq!(answers.texts(control), ["other"], "the same text is taken once");
    answers.write(control, "second".into());
    answers.add(control);
    answers.write(control, "third".into());
    assert_eq!(values(&screen, &answers), [json!({"text": ["other", "second"]})]);
    answers.drop_text(control, 0);
    assert_eq!(answers.texts(control), ["second"]);
}

#[test]
fn the_editor_fills_in_numbers_and_orders() {
    let (screen, answers) = open(
        "<Number name=\"n\" toName=\"t\" defaultValue=\"3\"/><Rating name=\"r\" toName=\"t\" defaultValue=\"4\"/>",
        Value::Null,
    );
    assert_eq!(values(&screen, &answers), [json!({"number": 3})], "stars have no such default");
    let list = "<List name=\"l\" value=\"$items\" title=\"All\"/>";
    let (screen, answers) = open(&format!("{list}<Ranker name=\"k\" toName=\"l\"/>"), Value::Null);
    assert_eq!(values(&screen, &answers), [json!({"ranker": {"k": ["1", "2"]}})]);
    let buckets = format!("{list}<Ranker name=\"k\" toName=\"l\"><Bucket name=\"good\"/></Ranker>");
    let (screen, mut answers) = open(&buckets, Value::Null);
    assert_eq!(values(&screen, &answers), [json!({"ranker": {"_": ["1", "2"], "good": []}})]);
    answers.set(screen.control("k").unwrap(), Some(json!({"good": ["2"]})));
    assert_eq!(answers.order(screen.control("k").unwrap()), json!({"_": ["1"], "good": ["2"]}));
}

#[test]
fn a_comparison_is_one_with_itself() {
    let (screen, mut answers) = open("<Pairwise name=\"p\" toName=\"t,u\"/>", Value::Null);
    answers.set(screen.control("p").unwrap(), Some("left".into()));
    let result = &answers.results(&screen)[0];
    assert_eq!((&result["to_name"], &result["value"]), (&json!("p"), &json!({"selected": "left"})));
}

#[test]
fn what_a_prediction_says_is_filled_in() {
    let predicted = json!([
        {"id": "1", "from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": ["y"]}},
        {"id": "2", "from_name": "r", "to_name": "t", "type": "rating", "value": {"rating": 3.5}},
        {"id": "3", "from_name": "a", "to_name": "t", "type": "textarea", "value": {"text": ["one", "two"]}},
        {"id": "4", "from_name": "zz", "to_name": "t", "type": "rating", "value": {"rating": 3}},
    ]);
    let tags = format!(
        "{CHOICES}<Rating name=\"r\" toName=\"t\"/><TextArea name=\"a\" toName=\"t\"/><Choices name=\"d\" toName=\"t\"><Choice value=\"D\" selected=\"true\"/></Choices>"
    );
    let (screen, answers) = open(&tags, predicted);
    let origins: Vec<_> = answers.results(&screen).iter().map(|result| result["origin"].clone()).collect();
    assert_eq!(
        origins,
        ["prediction", "prediction", "prediction"],
        "and what is chosen from the beginning is not"
    );
    assert_eq!(
        answers.unshown,
        [Unshown { control: "zz".into(), reason: "no control is named “zz”".into() }]
    );
    let (screen, answers) = open(&tags, Value::Null);
    assert_eq!(values(&screen, &answers), [json!({"choices": ["D"]})]);
}

/// The column of the table that says what the editor shows.
#[test]
fn what_the_editor_does_not_show() {
    let refused = |tags: &str, kind: &str, value: Value| {
        let (screen, _) = open(tags, Value::Null);
        let control = screen.controls.last().unwrap();
        misfit(control, &json!({"from_name": control.name, "to_name": "t", "type": kind, "value": value}))
    };
    let choices = |value: Value| refused(CHOICES, "choices", json!({"choices": value}));
    assert_eq!(choices(json!(["y"])), None);
    assert_eq!(choices(json!(["Yes"])).unwrap(), "“Yes” selects nothing (its alias “y” does)");
    assert_eq!(choices(json!(["no"])).unwrap(), "“no” selects nothing; the nearest is “No”");
    assert!(choices(json!("No")).unwrap().contains("shows an error"));
    assert_eq!(choices(json!(["y", "No"])), None, "two are shown, and cannot be sent");
    assert!(refused(CHOICES, "Choices", json!({"choices": ["y"]})).unwrap().contains("its type is"));
    let rating =
        |value: Value| refused("<Rating name=\"r\" toName=\"t\"/>", "rating", json!({"rating": value}));
    assert_eq!((rating(json!(3.5)), rating(json!(9))), (None, None));
    assert!(rating(json!("4")).unwrap().contains("`\"4\"`"));
    let text =
        |value: Value| refused("<TextArea name=\"a\" toName=\"t\"/>", "textarea", json!({"text": value}));
    assert_eq!((text(json!("one")), text(json!(["one"]))), (None, None));
    let side = |value: Value| {
        refused("<Pairwise name=\"p\" toName=\"t,u\"/>", "pairwise", json!({"selected": value}))
    };
    assert_eq!(side(json!("left")), None);
    assert!(side(json!("tie")).is_some());
    let nested = CHOICES.replace("toName", "allowNested=\"true\" toName");
    assert_eq!(refused(&nested, "choices", json!({"choices": [["y"]]})), None);
}

#[test]
fn conditions_follow_the_answers() {
    let tags = format!(
        "{CHOICES}<View visibleWhen=\"choice-selected\" whenTagName=\"c\" whenChoiceValue=\"Yes\"><TextArea name=\"why\" toName=\"t\" required=\"true\"/></View>\
        <Rating name=\"r\" toName=\"t\"/>"
    );
    let (screen, mut answers) = open(&tags, Value::Null);
    let (c, why) = (screen.control("c").unwrap(), screen.control("why").unwrap());
    assert!(!answers.shows(&screen, why));
    assert!(answers.objections(&screen).is_empty(), "what is not shown is not required");
    answers.write(why, "because".into());
    assert!(values(&screen, &answers).is_empty(), "and not sent");
    answers.press(c, &path(&["y"]));
    assert!(answers.shows(&screen, why), "by the value, though the alias is saved");
    assert_eq!(values(&screen, &answers), [json!({"choices": ["y"]}), json!({"text": ["because"]})]);
    answers.write(why, String::new());
    assert_eq!(answers.objections(&screen), ["Input for the textarea \"why\" is required."]);
    let unless =
        "<View visibleWhen=\"choice-unselected\" whenTagName=\"c\"><Rating name=\"s\" toName=\"t\"/></View>";
    let (screen, mut answers) = open(&format!("{CHOICES}{unless}"), Value::Null);
    let s = screen.control("s").unwrap();
    assert!(answers.shows(&screen, s));
    answers.press(screen.control("c").unwrap(), &path(&["No"]));
    assert!(!answers.shows(&screen, s));
}

#[test]
fn a_circle_of_conditions_ends() {
    let tags = "<View visibleWhen=\"choice-selected\" whenTagName=\"b\"><Choices name=\"a\" toName=\"t\"><Choice value=\"1\"/></Choices></View>\
        <View visibleWhen=\"choice-selected\" whenTagName=\"a\"><Choices name=\"b\" toName=\"t\"><Choice value=\"1\"/></Choices></View>";
    let (screen, mut answers) = open(tags, Value::Null);
    for control in &screen.controls {
        answers.press(control, &path(&["1"]));
        answers.shows(&screen, control);
    }
    answers.results(&screen);
}

#[test]
fn values_that_would_not_be_sent() {
    let number = "<Number name=\"n\" toName=\"t\" min=\"1\" max=\"5\" step=\"0.5\"/><DateTime name=\"d\" toName=\"t\" only=\"date\" min=\"2024-01-01\"/>";
    let (screen, mut answers) = open(number, Value::Null);
    let n = screen.control("n").unwrap();
    for (value, said) in [
        (json!(0), "greater than or equal to 1"),
        (json!(6), "less than or equal to 5"),
        (json!(1.2), "nearest valid values are 1 and 1.5"),
    ] {
        answers.set(n, Some(value));
        assert!(answers.objections(&screen)[0].contains(said), "{:?}", answers.objections(&screen));
    }
    answers.set(n, Some(json!(2.5)));
    answers.set(screen.control("d").unwrap(), Some("2023-12-31".into()));
    assert_eq!(answers.objections(&screen), ["Date \"2023-12-31\" is not valid: min date is 2024-01-01."]);
}

#[test]
fn parts_are_marked_and_asked_about() {
    let tags = "<Labels name=\"l\" toName=\"t\"><Label value=\"P\"/><Label value=\"Q\"/></Labels>\
        <Choices name=\"c\" toName=\"t\" perRegion=\"true\" whenLabelValue=\"P\" required=\"true\"><Choice value=\"sure\"/></Choices>";
    let (screen, mut answers) = open(tags, Value::Null);
    let (labels, c) = (screen.control("l").unwrap(), screen.control("c").unwrap());
    assert!(!answers.shows(&screen, c));
    answers.mark(labels, Place::Text(0, 3), "Ada".into(), "P");
    assert!(!answers.shows(&screen, c), "nothing is selected");
    let id = answers.regions[0].id.clone();
    answers.select(Some(&id));
    assert!(answers.shows(&screen, c));
    assert_eq!(answers.objections(&screen), ["Checkbox \"c\" is required. (for “Ada”)"]);
    answers.press(c, &path(&["sure"]));
    let results = answers.results(&screen);
    assert_eq!(results[0]["value"], json!({"start": 0, "end": 3, "text": "Ada", "labels": ["P"]}));
    assert_eq!(results[1]["value"], json!({"start": 0, "end": 3, "text": "Ada", "choices": ["sure"]}));
    assert_eq!(results[0]["id"], results[1]["id"]);
    answers.relabel(labels, "Q");
    assert!(!answers.shows(&screen, c));
    assert_eq!(answers.results(&screen).len(), 1, "what was asked about another label is not sent");
    let again = Answers::new(&screen, &[json!({"result": results})]);
    assert_eq!(again.regions[0].within(None), Some((0, 3)));
    answers.unmark(&again.regions[0].id);
    assert!(answers.results(&screen).is_empty());
}

#[test]
fn a_text_in_pieces() {
    let shown = |units: Units, spans: &[(usize, usize)]| {
        pieces("a🎉bc", spans, units).into_iter().map(|piece| (piece.text, piece.regions)).collect::<Vec<_>>()
    };
    let piece = |text: &str, regions: &[usize]| (text.to_owned(), regions.to_vec());
    assert_eq!(shown(Units::Utf16, &[]), [piece("a🎉bc", &[])]);
    let party = [piece("a", &[]), piece("🎉b", &[0]), piece("c", &[])];
    assert_eq!(shown(Units::Utf16, &[(1, 4)]), party);
    assert_eq!(shown(Units::CodePoints, &[(1, 3)]), party);
    let two = [piece("a🎉", &[0]), piece("b", &[0, 1]), piece("c", &[1])];
    assert_eq!(shown(Units::Utf16, &[(0, 4), (3, 5)]), two);
    assert_eq!(shown(Units::CodePoints, &[(0, 3), (2, 4)]), two);
    for units in [Units::Utf16, Units::CodePoints] {
        let all: String = shown(units, &[(2, 99)]).into_iter().map(|(text, _)| text).collect();
        assert_eq!(all, "a🎉bc", "nothing is lost");
    }
}
