#![allow(clippy::unwrap_used)]
use super::super::tests::{batch, line};
use super::super::{Conversion, Source, Task, task};
use super::*;
use serde_json::{Value, json};

fn suggested(xml: &str, answers: &[Value]) -> (Suggested, Vec<Task>) {
    let lines: Vec<ResultLine> = answers
        .iter()
        .map(|answer| line(answer.as_str().map_or_else(|| answer.to_string(), str::to_owned).as_str()))
        .collect();
    let document = Document::parse(xml);
    let suggested = suggest(&document, &batch(), &lines);
    let tasks = lines.iter().map(|line| task(&suggested.mapping, &document, &batch(), line, "k")).collect();
    (suggested, tasks)
}

fn source(suggested: &Suggested, target: &Target) -> Option<String> {
    suggested.mapping.get(target).map(Source::title)
}

const REVIEW: &str = r#"<View><Text name="t" value="$text"/>
    <Choices name="recommendation" toName="t"><Choice value="Strong Yes"/><Choice value="No"/></Choices>
    <Rating name="confidence" toName="t"/><TextArea name="why" toName="t"/>
    <Choices name="gold" toName="t" choice="multiple"><Choice value="Gold star"/></Choices></View>"#;

#[test]
fn controls_are_matched_by_name_and_by_value() {
    let answers = [
        json!({"recommendation": "Strong Yes", "confidence": 4, "why": "a"}),
        json!({"recommendation": "No", "confidence": 2, "why": "b"}),
        json!({"recommendation": "strong_yes", "confidence": "5/5", "why": "c"}),
    ];
    let (found, tasks) = suggested(REVIEW, &answers);
    let control = |name: &str| source(&found, &Target::control(name));
    assert_eq!(control("recommendation").unwrap(), "output.json.recommendation");
    assert_eq!(control("why").unwrap(), "output.json.why");
    assert_eq!(control("gold"), None);
    assert!(tasks.iter().all(|task| task.is_sendable() && task.predictions.len() == 1));
    let last = &tasks[2].predictions[0]["result"];
    assert_eq!(
        (&last[0]["value"]["choices"][0], &last[1]["value"]["rating"]),
        (&json!("Strong Yes"), &json!(5))
    );
    assert_eq!(found.of(&Target::control("recommendation")).unwrap().confidence, Some(Confidence::Sure));
    assert_eq!(found.counts(), (4, 5));
    // Of another name, but every value is a choice.
    let answers: Vec<Value> =
        ["No", "Strong Yes", "No"].iter().map(|word| json!({"outcome": word})).collect();
    let (found, _) = suggested(REVIEW, &answers);
    let recommendation = found.of(&Target::control("recommendation")).unwrap();
    assert_eq!(recommendation.confidence, Some(Confidence::Likely));
    assert_eq!(recommendation.reason, "`outcome` of the answer's JSON: all 3 values fit.");
    // What does not fit is not taken, and that is said.
    let (found, _) = suggested(REVIEW, &[json!({"confidence": 0.4}), json!({"confidence": 0.7})]);
    let confidence = found.of(&Target::control("confidence")).unwrap();
    assert_eq!(confidence.confidence, None);
    assert!(confidence.reason.contains("no whole number from 1 to 5"), "{}", confidence.reason);
}

#[test]
fn an_answer_that_is_a_choice_is_one() {
    let (found, tasks) = suggested(REVIEW, &[json!("Strong Yes"), json!("No")]);
    assert_eq!(source(&found, &Target::control("recommendation")).unwrap(), "output.text");
    assert_eq!(tasks[1].predictions[0]["result"][0]["value"]["choices"], json!(["No"]));
}

#[test]
fn shares_become_percentages_and_the_score() {
    let xml = r#"<View><Text name="t" value="$text"/><Number name="confidence" toName="t" min="0" max="100"/></View>"#;
    let (found, tasks) = suggested(xml, &[json!({"confidence": 0.57}), json!({"confidence": 1})]);
    let mapped = found.mapping.get(&Target::control("confidence")).unwrap();
    assert_eq!(mapped.then, [Conversion::Scale(100.0)]);
    assert_eq!(tasks[0].predictions[0]["result"][0]["value"]["number"], json!(57));
    assert_eq!(tasks[0].predictions[0]["score"], json!(0.57));
}

#[test]
fn fields_by_key_by_usual_name_and_by_tag() {
    let xml = r#"<View><Header value="$custom_id"/><Text name="a" value="$CandidateName"/><Text name="b" value="$question"/>
        <Text name="c" value="$team"/><Text name="d" value="$deep_note"/><Text name="e" value="$whatever"/><Text name="f" value="$nothing"/></View>"#;
    let answer = json!({"candidate_name": "Ada", "deep": {"note": "x"}});
    let (found, tasks) = suggested(xml, &[answer.clone(), answer]);
    let data = |name: &str| source(&found, &Target::data(name));
    assert_eq!(data("CandidateName").unwrap(), "output.json.candidate_name");
    assert_eq!(data("question").unwrap(), "input.last_user");
    assert_eq!(data("team").unwrap(), "batch.metadata.team");
    assert_eq!(data("deep_note").unwrap(), "output.json.deep.note");
    assert_eq!(data("whatever").unwrap(), "output.text");
    assert_eq!(data("nothing"), None);
    assert_eq!(tasks[0].data["deep_note"], "x");
    assert_eq!(found.of(&Target::data("whatever")).unwrap().confidence, Some(Confidence::Guess));
}

#[test]
fn a_text_area_that_a_field_fills_needs_no_prediction() {
    let xml = r#"<View><Text name="t" value="$text"/><TextArea name="summary" toName="t" value="$summary"/></View>"#;
    let (found, tasks) = suggested(xml, &[json!({"summary": "s"})]);
    assert_eq!((tasks[0].data["summary"].as_str(), tasks[0].predictions.len()), (Some("s"), 0));
    assert_eq!(found.of(&Target::control("summary")).unwrap().reason, "`$summary` fills it already.");
}

#[test]
fn tool_calls_and_spans() {
    let xml = r#"<View><Text name="t" value="$profile"/><Labels name="entities" toName="t"><Label value="N"/></Labels></View>"#;
    let (found, tasks) = suggested(xml, &[json!({"entities": [{"text": "2+2", "label": "N"}]})]);
    assert_eq!(source(&found, &Target::control("entities")).unwrap(), "output.json.entities");
    assert_eq!(tasks[0].predictions[0]["result"][0]["value"]["start"], json!(0));
}
