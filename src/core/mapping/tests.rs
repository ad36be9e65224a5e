#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use crate::core::labeling::{Document, import_check, template};
use crate::core::results::conversation::{Part, Role, Turn};
use crate::core::results::line::{Outcome, ResultLine};

fn turn(role: Role, text: &str) -> Turn {
    Turn { role, name: None, parts: vec![Part::Text(text.into())] }
}

pub(super) fn line(answer: &str) -> ResultLine {
    ResultLine {
        number: 1,
        custom_id: Some("request-1".into()),
        outcome: Outcome::Succeeded,
        status_code: Some(200),
        body: Value::Null,
        input: Value::Null,
        model: Some("gpt".into()),
        finish_reason: Some("stop".into()),
        usage: None,
        asked: vec![turn(Role::System, "Be terse."), turn(Role::User, "2+2?")],
        answered: vec![turn(Role::Assistant, answer)],
        raw: json!({"custom_id": "request-1"}),
    }
}

pub(super) fn batch() -> BatchFacts {
    BatchFacts {
        id: "batch_1".into(),
        model: None,
        metadata: vec![("team".into(), "red".into())],
        ..BatchFacts::default()
    }
}

fn made(xml: &str, line: &ResultLine) -> Task {
    let document = Document::parse(xml);
    task(&default_mapping(&document), &document, &batch(), line, "key-1")
}

fn text(variable: &str) -> String {
    format!("<View><Text name=\"t\" value=\"${variable}\"/></View>")
}

#[test]
fn the_review_is_filled() {
    let xml = template("batch-result-review").unwrap().xml;
    let task = made(xml, &line("4\n\nBecause."));
    assert_eq!(task.problems, []);
    assert_eq!(
        task.to_value(),
        json!({
            "data": {
                "batch_id": "batch_1", "custom_id": "request-1", "model": "gpt",
                "input_messages": "[system] Be terse.\n\n[user] 2+2?", "llm_response": "4\n\nBecause."
            },
            "meta": {"key": "key-1", "batch_id": "batch_1", "custom_id": "request-1", "source": "batch-curator"}
        })
    );
    assert_eq!(import_check(&Document::parse(xml), &task.data), Vec::<String>::new());
}

#[test]
fn paragraphs_get_turns_under_their_own_keys() {
    let xml =
        "<View><Paragraphs name=\"p\" value=\"$messages\" nameKey=\"role\" textKey=\"content\"/></View>";
    let expected = json!([{"role": "system", "content": "Be terse."}, {"role": "user", "content": "2+2?"}]);
    assert_eq!(made(xml, &line("4")).data["messages"], expected);
    let xml = "<View><Paragraphs name=\"p\" value=\"$conversation\"/></View>";
    assert_eq!(made(xml, &line("4")).data["conversation"][2], json!({"author": "assistant", "text": "4"}));
    let xml = "<View><Paragraphs name=\"p\" value=\"$response\"/></View>";
    assert_eq!(made(xml, &line("4")).data["response"], json!([{"author": "assistant", "text": "4"}]));
}

#[test]
fn unknown_names_are_sought_in_the_answers_json() {
    let answer =
        "Sure:\n```json\n{\"candidate_name\": \"Ada\", \"score\": 4, \"skills\": [\"a\", \"b\"]}\n```";
    assert_eq!(made(&text("candidate_name"), &line(answer)).data["candidate_name"], "Ada");
    assert_eq!(made(&text("score"), &line(answer)).data["score"], 4);
    assert_eq!(made(&text("skills"), &line(answer)).data["skills"], "[\n  \"a\",\n  \"b\"\n]");
    // TextArea takes texts only.
    let xml = "<View><Text name=\"t\" value=\"x\"/><TextArea name=\"a\" toName=\"t\" value=\"$score\" rows=\"3\"/></View>";
    assert_eq!(made(xml, &line(answer)).data["score"], "4");
}

#[test]
fn what_is_missing_is_a_problem() {
    let reason = |xml: &str, line: &ResultLine| {
        made(xml, line).problems.first().map(|problem| problem.fault.reason.clone())
    };
    assert_eq!(reason(&text("nope"), &line("{\"a\": 1}")).unwrap(), "the answer's JSON has no `nope`");
    assert_eq!(reason(&text("nope"), &line("words")).unwrap(), "the answer holds no JSON that can be read");
    assert!(reason(&text("a"), &line("{\"a\": null}")).unwrap().contains("NoneType"));
    let unknown = ResultLine { asked: Vec::new(), ..line("4") };
    assert!(reason(&text("input_messages"), &unknown).unwrap().contains("input file"));
    let failed = Outcome::Failed { code: "429".into(), message: "Too fast.".into() };
    let failed = ResultLine { outcome: failed, answered: Vec::new(), ..line("") };
    assert_eq!(reason(&text("answer"), &failed).unwrap(), "the request failed (429): Too fast.");
    assert_eq!(reason(&text("batch_id"), &failed), None);
    let nameless = ResultLine { custom_id: None, ..line("4") };
    assert_eq!(reason(&text("custom_id"), &nameless).unwrap(), "the result has no custom_id");
    let task = made(&text("answer"), &nameless);
    assert_eq!((task.is_sendable(), &task.data["custom_id"]), (true, &json!("")));
    // A Header's variable is only shown: the import does not ask for it.
    assert_eq!(reason("<View><Header value=\"$nope\"/></View>", &line("4")), None);
    // A taxonomy may be null.
    let taxonomy =
        "<View><Text name=\"t\" value=\"x\"/><Taxonomy name=\"x\" toName=\"t\" value=\"$nope\"/></View>";
    assert_eq!(
        (reason(taxonomy, &line("4")), &made(taxonomy, &line("4")).data["nope"]),
        (None, &Value::Null)
    );
}

#[test]
fn nothing_mapped_is_a_problem_and_a_mapping_can_be_changed() {
    let document = Document::parse(&text("team"));
    let mut mapping = Mapping::default();
    let problems = task(&mapping, &document, &batch(), &line("4"), "k").problems;
    assert_eq!(
        problems,
        [Problem::new(Target::data("team"), Fault::new(Kind::NotMapped, "nothing is mapped to it"))]
    );
    mapping.put(&Target::data("team"), Some(Source::path("batch.metadata.team").unwrap()));
    assert_eq!(task(&mapping, &document, &batch(), &line("4"), "k").data["team"], "red");
    mapping.put(&Target::data("team"), Some(Source::constant("blue")));
    assert_eq!(task(&mapping, &document, &batch(), &line("4"), "k").data["team"], "blue");
    assert_eq!(mapping.fields.len(), 1);
}

#[test]
fn parts_other_than_text_become_text() {
    let call = Part::ToolCall { id: None, name: "sum".into(), arguments: "{\"a\":1}".into() };
    let parts =
        vec![Part::Reasoning("hm".into()), call, Part::Image { url: "data:image/png;base64,AAAA".into() }];
    let answered = vec![Turn { role: Role::Assistant, name: None, parts }];
    let line = ResultLine { answered, ..line("") };
    assert_eq!(made(&text("output"), &line).data["output"], "sum({\"a\":1})\n\n[image]");
    assert_eq!(made(&text("reasoning"), &line).data["reasoning"], "hm");
}

#[test]
fn a_nested_variable_is_one_field() {
    let xml =
        "<View><Text name=\"a\" value=\"$person.name\"/><Text name=\"b\" value=\"$person.age\"/></View>";
    let document = Document::parse(xml);
    assert_eq!(default_mapping(&document).fields.len(), 1);
    let task = made(xml, &line("{\"person\": {\"name\": \"Ada\", \"age\": 36}}"));
    assert_eq!((task.problems, &task.data["person"]["age"]), (vec![], &json!(36)));
    let task = made(xml, &line("{\"person\": {\"name\": \"Ada\"}}"));
    assert_eq!(task.problems[0].fault.reason, "\"person.age\" key is expected in task data");
}

#[test]
fn a_mapper_makes_each_task_from_its_own_result() {
    let document = Document::parse(&text("score"));
    let mapper = Mapper::new(&default_mapping(&document), &document);
    let first = mapper.task(&batch(), &line("{\"score\": 4}"), "k1");
    let second = mapper.task(&batch(), &line("words"), "k2");
    let third = mapper.task(&batch(), &line("{\"score\": 5}"), "k3");
    assert_eq!((&first.data["score"], &third.data["score"]), (&json!(4), &json!(5)));
    assert_eq!(second.problems[0].fault.reason, "the answer holds no JSON that can be read");
    assert_eq!((&first.meta["key"], &third.meta["key"]), (&json!("k1"), &json!("k3")));
}

fn read(path: &str, line: &ResultLine) -> Result<Value, String> {
    let batch = batch();
    let reading = super::result::Reading::new(&batch, line);
    Source::path(path).unwrap().value(&reading).map_err(|fault| fault.reason)
}

#[test]
fn paths_into_the_result_document() {
    let mut line = line("Sure: {\"a\": [{\"b\": 1}, {\"b\": 2}], \"my-key\": \"x\", \"d.e\": true}");
    line.input = json!({"messages": [], "temperature": 0.2});
    for (path, found) in [
        ("custom_id", json!("request-1")),
        ("$.custom_id", json!("request-1")),
        ("index", json!(0)),
        ("status", json!(200)),
        ("error", Value::Null),
        ("batch.id", json!("batch_1")),
        ("batch.metadata.team", json!("red")),
        ("input.messages[1].content", json!("2+2?")),
        ("$.input.messages[-1].role", json!(["user"])),
        ("input.parameters.temperature", json!(0.2)),
        ("output.json.a[1].b", json!(2)),
        ("output.json.a[*].b", json!([1, 2])),
        ("output.json.a[?@.b > 1].b", json!([2])),
        ("output.json.my-key", json!("x")),
        ("output.json['d.e']", json!(true)),
        ("output.json_found", json!("in prose")),
        ("output.finish_reason", json!("stop")),
        ("conversation[2].role", json!("assistant")),
        ("raw.custom_id", json!("request-1")),
        ("$..finish_reason", json!(["stop"])),
    ] {
        assert_eq!(read(path, &line), Ok(found), "{path}");
    }
    assert_eq!(read("output", &line).unwrap()["finish_reason"], "stop");
    assert_eq!(read("$", &line).unwrap()["input"]["last_user"], "2+2?");
    assert_eq!(read("output.json.x", &line), Err("the answer's JSON has no `x`".into()));
    assert_eq!(read("batch.metadata.x", &line), Err("the batch's metadata has no `x`".into()));
    assert_eq!(read("usage", &line), Err("the result does not say how many tokens it took".into()));
    for wrong in ["", "text", "outputs.text", "output.json[", "output.json.a[?", "{{x}}"] {
        assert!(Source::path(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn values_on_their_way() {
    let line = line(
        "{\"list\": [\"a\", 2], \"text\": \"about 0.86 of it\", \"nothing\": null, \"long\": \"abcdef\"}",
    );
    let after = |path: &str, steps: Value| {
        let file = json!({"version": 1, "data": {"x": {"path": path, "then": steps}}});
        let preset = super::preset::Preset::read(&file.to_string()).unwrap();
        let batch = batch();
        preset.mapping.fields[0].source.value(&super::result::Reading::new(&batch, &line))
    };
    for (path, steps, value) in [
        ("output.json.list", json!(["text"]), json!("[\"a\",2]")),
        ("output.json.list", json!([{"join": ", "}]), json!("a, 2")),
        ("output.json.list", json!(["first"]), json!("a")),
        ("output.json.text", json!(["number"]), json!(0.86)),
        ("output.json.nothing", json!([{"default": "none"}]), json!("none")),
        ("output.json.missing", json!(["first", {"default": [1]}, "first"]), json!(1)),
        ("output.json.long", json!([{"truncate": 4}]), json!("abc…")),
        ("output.json.long", json!([{"map": {"abcdef": true}}]), json!(true)),
        ("output.text", json!(["parse", "json"]), Value::Null),
        (
            "input.messages",
            json!([{"turns": {"name_key": "who"}}]),
            json!([{"who": "system", "text": "Be terse."}, {"who": "user", "text": "2+2?"}]),
        ),
        ("custom_id", json!([{"turns": {}}]), json!([{"author": "assistant", "text": "request-1"}])),
    ] {
        let found = after(path, steps.clone());
        if value.is_null() {
            assert!(found.unwrap().as_str().unwrap().starts_with("{\n  \"list\""));
        } else {
            assert_eq!(found, Ok(value), "{path} {steps}");
        }
    }
    assert!(
        after("output.json.long", json!(["number"])).unwrap_err().reason.contains("no number in `abcdef`")
    );
    for (text, number) in [
        ("007", json!(7)),
        ("-3.50 €", json!(-3.5)),
        ("4/5", json!(4)),
        ("0.0", json!(0.0)),
        ("1e", json!(1)),
    ] {
        assert_eq!(super::convert::number(text).map(Value::Number), Some(number), "{text}");
    }
}

#[test]
fn a_template_is_filled_and_what_is_missing_is_said() {
    let line = line("{\"a\": [1], \"n\": null}");
    let filled = |text: &str| {
        let batch = batch();
        let reading = super::result::Reading::new(&batch, &line);
        Source::template(text).unwrap().value(&reading).map_err(|fault| fault.reason)
    };
    assert_eq!(filled("{{ custom_id }}: {{output.json.a}}{{output.json.n}}."), Ok(json!("request-1: [1].")));
    assert_eq!(filled("plain"), Ok(json!("plain")));
    assert_eq!(filled("{{output.json.x}}"), Err("the answer's JSON has no `x`".into()));
    assert!(Source::template("{{custom_id").is_err() && Source::template("{{nothing.here}}").is_err());
}

#[test]
fn predictions_are_made_for_controls_and_wrong_ones_are_problems() {
    let xml = "<View><Text name=\"t\" value=\"$text\"/><Choices name=\"c\" toName=\"t\"><Choice value=\"Yes\"/><Choice value=\"No\"/></Choices><Rating name=\"r\" toName=\"t\"/></View>";
    let document = Document::parse(xml);
    let file = r#"{"version": 1, "data": {"text": {"path": "output.text"}}, "predictions": [{"score": {"path": "output.json.s"},
        "controls": {"c": {"path": "output.json.c"}, "r": {"path": "output.json.r"}}}]}"#;
    let mapping = super::preset::Preset::read(file).unwrap().mapping;
    let made = |answer: &str| task(&mapping, &document, &batch(), &line(answer), "k");
    let right = made("{\"c\": \"Yes\", \"r\": 4, \"s\": 0.5}");
    assert_eq!(right.problems, []);
    assert_eq!(
        right.predictions,
        [json!({"model_version": "gpt", "score": 0.5, "result": [
            {"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": ["Yes"]}},
            {"from_name": "r", "to_name": "t", "type": "rating", "value": {"rating": 4}}
        ]})]
    );
    // What the model left open is shown unanswered; what it answered wrongly is said.
    assert_eq!((made("{\"c\": \"No\"}").problems, made("{}").predictions), (vec![], vec![]));
    // Of two predictions the first says nothing: the other is still known as the second.
    let mut two = mapping.clone();
    two.put(&Target::Control(1, "c".to_owned()), Source::path("output.json.other").ok());
    let both = task(&two, &document, &batch(), &line("{\"other\": \"No\"}"), "k");
    assert_eq!((both.predictions.len(), both.prediction(0)), (1, None));
    assert_eq!(both.prediction(1).unwrap()["result"][0]["value"]["choices"], json!(["No"]));
    let wrong = made("{\"c\": \"yes\", \"r\": 9, \"s\": 3}");
    let named: Vec<_> = wrong.problems.iter().map(|problem| problem.target.name()).collect();
    assert_eq!(named, ["c", "r"]);
    assert_eq!(made("{\"c\": \"Yes\", \"s\": 3}").problems[0].target.name(), "score");
}
