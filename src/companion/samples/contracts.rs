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

struct Clause {
    text: &'static str,
    plain: &'static str,
    risk: &'static str,
    ask: &'static str,
}

const CLAUSES: &[Clause] = &[
    Clause {
        text: "Term. This Agreement begins on {date} and continues for {n} months. It renews for further periods of twelve \
               months unless either party gives notice in text form {k} days before its end.",
        plain: "The contract runs for {n} months and then goes on by itself, a year at a time, unless someone says stop {k} \
                days before.",
        risk: "there is no cap on the renewal; put the last notice date into the calendar.",
        ask: "Would a renewal month by month do?",
    },
    Clause {
        text: "Liability. {company} is liable without limit for intent and gross negligence. Otherwise liability is limited to \
               the fees paid in the {n} months before the event, and to damage that is typical and foreseeable.",
        plain: "If something breaks, {company} pays at most what you paid in the last {n} months, except where it acted with \
                intent or very carelessly.",
        risk: "the cap also covers slight negligence in core duties, which courts tend to strike out.",
        ask: "Is {company} insured, and up to which sum?",
    },
    Clause {
        text: "Payment. Invoices are due {k} days after receipt without deduction. {company} may charge interest of {n} \
               percentage points above the base rate from the first day of delay.",
        plain: "You have {k} days to pay; after that it costs interest.",
        risk: "interest begins without a reminder.",
        ask: "Can a reminder come first?",
    },
    Clause {
        text: "Data. {company} processes personal data only on documented instructions, within the Union, and deletes it {k} days \
               after the end of the services, unless the law demands that it be kept.",
        plain: "Data stays in the Union, is used only as you say, and is deleted {k} days after the end.",
        risk: "sub-processors are not named.",
        ask: "Who else handles the data, and where?",
    },
    Clause {
        text: "Changes. Prices may be adjusted once a year, at most by {n} per cent, announced {k} days ahead. The customer may \
               then terminate on the day of the change.",
        plain: "The price can go up once a year, by {n} per cent at most, and then you may leave.",
        risk: "nothing ties the increase to an index, so the cap is what will be asked for.",
        ask: "Could the increase follow the consumer price index?",
    },
    Clause {
        text: "Confidentiality. The duty lasts {n} months beyond the end of the Agreement. It does not cover what was public, \
               already known, or found independently.",
        plain: "What is secret stays secret for {n} months after the end.",
        risk: "nothing unusual, though source code deserves a longer time.",
        ask: "May our auditors see the documents?",
    },
    Clause {
        text: "Acceptance. Deliveries count as accepted {k} days after they are handed over, unless the customer names essential \
               defects in text form before.",
        plain: "Whoever stays silent for {k} days has accepted the delivery.",
        risk: "silence counts as consent; someone must be named who tests in time.",
        ask: "What counts as an essential defect?",
    },
];

const RULES: &[Rule] = &[
    ("date", &["1 January 2027", "1 March 2027", "the date of the last signature", "15 December 2026"]),
    ("opening", &["## In plain words", "## Summary", "### What it says"]),
    ("ending", &["*This is no legal advice.*", "*Please have a lawyer look at the numbers.*", ""]),
];

/// Writes all of it. What is wrong is at fixed places, so that tests can name it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    for number in 1..=lines {
        let id = format!("clause-{number:04}");
        let (company, _) = sheet.rng.pick(words::COMPANIES);
        let (n, k) =
            (sheet.rng.pick(&["3", "5", "9", "12", "24"]), sheet.rng.pick(&["14", "30", "60", "90"]));
        let bound = [("company", company), ("n", n), ("k", k)];
        let chosen = choose(sheet);
        let clauses = told(&chosen, |no, clause| format!("\u{a7} {no} {}", clause.text), "\n\n");
        let clauses = grammar::write(&mut sheet.rng, RULES, &bound, &clauses);
        let messages = json!([
            {"role": "system", "content": "Summarise the clauses for someone who is no lawyer. Then name the risks. Markdown."},
            {"role": "user", "content": clauses},
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
                let answer = summary(sheet, &chosen, &bound);
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
                let twice = summary(sheet, &chosen, &bound);
                sheet.answer(&id, twice);
            }
            _ => {}
        }
    }
}

/// Two to four clauses that follow each other, with their numbers.
fn choose(sheet: &mut Sheet) -> Vec<(usize, &'static Clause)> {
    let from = |number: u64| usize::try_from(number).unwrap_or_default();
    let (first, count) = (from(sheet.rng.between(0, 6)), from(sheet.rng.between(2, 4)));
    let number = from(sheet.rng.between(2, 19));
    CLAUSES
        .iter()
        .cycle()
        .skip(first)
        .take(count)
        .enumerate()
        .map(|(at, clause)| (number + at, clause))
        .collect()
}

fn told(chosen: &[(usize, &Clause)], say: impl Fn(usize, &Clause) -> String, between: &str) -> String {
    chosen.iter().map(|(number, clause)| say(*number, clause)).collect::<Vec<_>>().join(between)
}

fn summary(sheet: &mut Sheet, chosen: &[(usize, &Clause)], bound: &[(&str, &str)]) -> Answer {
    let plain = told(chosen, |_, clause| format!("- {}", clause.plain), "\n");
    let risks = told(chosen, |no, clause| format!("1. **\u{a7} {no}:** {}", clause.risk), "\n");
    let asks = told(chosen, |_, clause| format!("- {}", clause.ask), "\n");
    let text = format!(
        "{{opening}}\n\n{plain}\n\n## Risks\n\n{risks}\n\n## What to ask {{company}}\n\n{asks}\n\n{{ending}}"
    );
    let text = grammar::write(&mut sheet.rng, RULES, bound, &text);
    if sheet.rng.chance(6) {
        let short: String = text.chars().take(text.chars().count() / 2).collect();
        return Answer::text(short).ended("length");
    }
    Answer::text(text.trim_end())
}
