//! Which JSON keys the answers have: what a facet and a column can be made of.

use super::line::ResultLine;
use super::probe::{answer_json, path, path::Step};
use serde_json::Value;

/// How deep keys are looked for, and how many paths are kept.
const DEEP: usize = 4;
const MOST: usize = 60;

/// The paths of plain values in these answers, those of most answers first; else in the order of the answers.
pub fn of<'a>(lines: impl IntoIterator<Item = &'a ResultLine>) -> Vec<String> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for line in lines {
        let Some(json) = answer_json(&line.text()) else { continue };
        walk(&json, &mut Vec::new(), &mut found);
    }
    // Stable: equally frequent keys stay in their order.
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found.into_iter().map(|(path, _)| path).collect()
}

fn walk(value: &Value, steps: &mut Vec<Step>, found: &mut Vec<(String, usize)>) {
    if steps.len() > DEEP {
        return;
    }
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                steps.push(Step::Key(key.clone()));
                walk(value, steps, found);
                steps.pop();
            }
        }
        // Lists have as many values as they like; the first says what they are.
        Value::Array(list) => {
            if let Some(first) = list.first() {
                steps.push(Step::At(0));
                walk(first, steps, found);
                steps.pop();
            }
        }
        _ if steps.is_empty() => {}
        _ => {
            let path = path::text(steps);
            let room = found.len() < MOST;
            match found.iter_mut().find(|(known, _)| *known == path) {
                Some((_, count)) => *count += 1,
                None if room => found.push((path, 1)),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::results::line;

    fn answer(content: &str) -> ResultLine {
        let content = serde_json::to_string(content).unwrap();
        let line = format!(
            r#"{{"custom_id":"a","response":{{"status_code":200,"body":{{"choices":[{{"message":{{"role":"assistant","content":{content}}}}}]}}}}}}"#
        );
        line::read(line.as_bytes(), 1)
    }

    #[test]
    fn frequent_keys_come_first_and_words_are_none() {
        let lines = [
            answer(
                r#"{"verdict": "yes", "why": {"short": "x"}, "scores": [{"value": 3}, {"value": 4}], "none": []}"#,
            ),
            answer("Plain words."),
            answer("```json\n{\"score\": 1, \"why\": {\"short\": null}}\n```"),
        ];
        assert_eq!(of(&lines), ["why.short", "verdict", "scores[0].value", "score"]);
        assert_eq!(of(&[answer("{\"a b\": 1}")]), ["\"a b\""]);
    }

    #[test]
    fn deep_and_wide_answers_are_cut() {
        let deep = "{\"a\":".repeat(50) + "1" + &"}".repeat(50);
        let wide: String = (0..500).map(|n| ["\"k", &n.to_string(), "\":1,"].concat()).collect();
        let found = of(&[answer(&deep), answer(&format!("{{{wide}\"z\":1}}"))]);
        assert_eq!(found.len(), MOST);
    }
}
