use super::*;
use crate::core::results::index::Source;
use crate::core::results::{line, summary::summarize};
use proptest::prelude::*;

fn lines(answers: &[&str]) -> (Index, Vec<ResultLine>) {
    let mut index = Index::default();
    let mut lines = Vec::new();
    for (number, answer) in (1..).zip(answers) {
        let bytes =
            serde_json::json!({"custom_id": format!("c-{number}"), "response": {"status_code": 200, "body":
            {"model": "m", "choices": [{"finish_reason": "stop", "message": {"content": answer}}]}},
            "input": {"messages": [{"role": "user", "content": "Is it?"}]}})
            .to_string();
        index.push(Source::Output, &summarize(bytes.as_bytes(), number, 0));
        lines.push(line::read(bytes.as_bytes(), number));
    }
    let failed = br#"{"custom_id": "e", "error": {"code": "rate_limit", "message": "Slow `down`"}}"#;
    index.push(Source::Errors, &summarize(failed, 1, 0));
    lines.push(line::read(failed, 1));
    (index, lines)
}

#[test]
fn a_report_says_what_was_read_and_where_it_was_cut() {
    let (index, lines) = lines(&["Yes.", "No."]);
    let report = Report {
        title: "Tickets *of* May".to_owned(),
        origin: "batch_1".to_owned(),
        filter: "outcome:ok".to_owned(),
        limit: 1,
        ..Report::default()
    };
    let text = markdown(&report, &index, 3, (0..).zip(lines.iter().map(Some)));
    for part in [
        "# Tickets \\*of\\* May\n",
        "- From: `batch_1`\n- Filter: `outcome:ok`\n",
        "| Failed | 1 |\n",
        "- 1 × `` rate_limit: Slow `down` ``",
        "### `c-1`\n\nline 1 · model `m` · finish reason `stop`\n",
        "Request\n\n```text\nIs it?\n```\n",
        "Answer\n\n```text\nYes.\n```\n",
        "*The first 1 of 3 chosen results.*\n",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
    assert!(!text.contains("No."));
}

proptest! {
    /// Every line of the answer stands between its fences, so none of it is Markdown.
    #[test]
    fn no_answer_leaves_its_fence(answer in "[`~<#\n ax|*-]{0,60}") {
        let block = fenced(&answer);
        let fence: String = block.chars().take_while(|c| *c == '`').collect();
        let inside: Vec<&str> = block.trim_end().split('\n').collect();
        let within = &inside[1..inside.len() - 1];
        prop_assert_eq!(inside.last().copied(), Some(fence.as_str()));
        prop_assert!(within.iter().all(|line| !line.trim_start().starts_with(&fence)));
        prop_assert_eq!(within.join("\n"), answer.trim_end_matches('\n'));
        let line = code(&answer);
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        if !ticks.is_empty() {
            let inner = line.strip_prefix(&ticks).and_then(|rest| rest.strip_suffix(&ticks)).unwrap_or_default();
            prop_assert!(inner.split(|c| c != '`').all(|run| run.len() != ticks.len()), "{}", line);
        }
    }
}
