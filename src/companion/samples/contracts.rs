//! Summaries of contract clauses, with everything that goes wrong in practice: failures inside the output file,
//! requests without a result, lines that cannot be read, an id that comes twice, counts that disagree.

use super::grammar::{self, Rule};
use super::sheet::{Answer, Plan, Sheet};
use super::words;
use serde_json::{Value, json};

/// The batch.
pub const PLAN: Plan = Plan {
    slug: "contract-summaries",
    name: "Contract summaries (with gaps)",
    schema_type: "summary",
    model: "meta-llama/Llama-3.3-70B-Instruct",
    age: 23 * 86_400 + 5_000,
    took: 3_380,
};

const RULES: &[Rule] = &[
    (
        "clause",
        &[
            "{no} Term. This Agreement begins on {date} and continues for {n} months. It renews for further periods of twelve months unless \
         either party gives notice in text form {k} days before its end.",
            "{no} Liability. {company} is liable without limit for intent and gross negligence. Otherwise liability is limited to the fees paid in \
         the {n} months before the event, and to damage that is typical and foreseeable.",
            "{no} Payment. Invoices are due {k} days after receipt without deduction. {company} may charge interest of {n} percentage points above \
         the base rate from the first day of delay.",
            "{no} Data. {company} processes personal data only on documented instructions, within the Union, and deletes it {k} days after the end of \
         the services, unless the law demands that it be kept.",
            "{no} Changes. Prices may be adjusted once a year, at most by {n} per cent, announced {k} days ahead. The customer may then terminate on \
         the day of the change.",
            "{no} Confidentiality. The duty lasts {n} years beyond the end of the Agreement. It does not cover what was public, already known, or found \
         independently.",
        ],
    ),
    ("date", &["1 January 2027", "1 March 2027", "the date of the last signature", "15 December 2026"]),
    ("n", &["3", "5", "9", "12", "24", "36"]),
    ("k", &["14", "30", "60", "90"]),
    (
        "risk",
        &[
            "the notice period is longer than the market's usual {k} days.",
            "the cap also covers slight negligence in core duties, which courts tend to strike out.",
            "there is no cap on the renewal; put the last notice date into the calendar.",
            "interest begins without a reminder.",
            "sub-processors are not named.",
            "nothing unusual.",
        ],
    ),
    (
        "plain",
        &[
            "The contract goes on by itself unless someone says stop in time.",
            "If something breaks, {company} pays at most what was paid in recent months, except where it acted with intent.",
            "The price can go up once a year, and then you may leave.",
            "What is secret stays secret for {n} years.",
            "Data stays in the Union and is deleted {k} days after the end.",
        ],
    ),
];

/// Writes all of it. What is wrong is at fixed places, so that tests can name it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    for number in 1..=lines {
        let id = format!("clause-{number:04}");
        let company = sheet.rng.pick(words::COMPANIES);
        let section = format!("\u{a7} {}", sheet.rng.between(2, 24));
        let bound = [("company", company), ("no", section.as_str())];
        let clause = grammar::write(&mut sheet.rng, RULES, &bound, "{clause}\n\n{clause}");
        let messages = json!([
            {"role": "system", "content": "Summarise the clauses for someone who is no lawyer. Then name the risks. Markdown."},
            {"role": "user", "content": clause},
        ]);
        sheet.ask(&id, &messages, &json!({"max_tokens": 1500, "temperature": 0.2}));
        match number {
            17 | 90 | 140 | 201 => {} // asked, never answered
            33 => {
                let response = json!({"status_code": 400, "request_id": "vllm-33", "body": null});
                let error = json!("This model's maximum context length is 8192 tokens.");
                sheet.fail_in_place(&id, &response, &error);
            }
            64 | 65 => {
                let message = "This request could not be executed before the completion window expired.";
                sheet.fail_in_place(&id, &Value::Null, &json!({"code": "batch_expired", "message": message}));
            }
            120 => {
                let error = json!({"message": "CUDA out of memory", "type": "server_error", "code": null});
                let response =
                    json!({"status_code": 500, "request_id": "vllm-120", "body": {"error": error}});
                sheet.fail_in_place(&id, &response, &Value::Null);
            }
            _ => {
                let answer = summary(sheet, &bound);
                sheet.answer(&id, answer);
            }
        }
        match number {
            77 => sheet.raw("Processed batch 6a1f at 2026-10-30 02:14:07"),
            150 => {
                let again = sheet.last_output().cloned().unwrap_or_default();
                sheet.raw(again.chars().take(again.len() / 3).collect::<String>());
            }
            180 => {
                let twice = summary(sheet, &bound);
                sheet.answer(&id, twice);
            }
            _ => {}
        }
    }
}

fn summary(sheet: &mut Sheet, bound: &[(&str, &str)]) -> Answer {
    let text = "## In plain words\n\n- {plain}\n- {plain}\n\n## Risks\n\n1. **{no}:** {risk}\n2. {risk}\n\n## What to ask {company}\n\n\
                - Would {k} days of notice do?\n- Can the period of {n} months be shortened?\n\n*This is no legal advice.*";
    let text = grammar::write(&mut sheet.rng, RULES, bound, text);
    if sheet.rng.chance(6) {
        let short: String = text.chars().take(text.len() / 2).collect();
        return Answer::text(short).ended("length");
    }
    Answer::text(text)
}
