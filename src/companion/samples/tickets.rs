//! Tickets sorted into classes: short labels as JSON, with a confidence. The same tickets were given to a larger
//! model, to compare the two; and a batch is still running.

use super::grammar::{self, Rule};
use super::rng::Rng;
use super::sheet::{Answer, Plan, Sheet};
use super::words;
use serde_json::{Value, json};

/// The batch.
pub const PLAN: Plan = Plan {
    slug: "ticket-classes",
    name: "Ticket classes, Q4 backlog",
    schema_type: "classification",
    model: "google/gemma-3-4b-it",
    age: 16 * 86_400 + 11_000,
    took: 640,
};

/// The same tickets, asked of a larger model a day later.
pub const LARGER: Plan = Plan {
    slug: "ticket-classes-larger",
    name: "Ticket classes, Q4 backlog, larger model",
    schema_type: "classification",
    model: "google/gemma-3-27b-it",
    age: 15 * 86_400 + 7_000,
    took: 2_210,
};

/// The batch that is still running when the server starts.
pub const RUNNING: Plan = Plan {
    slug: "ticket-classes-live",
    name: "Ticket classes, today",
    schema_type: "classification",
    model: "google/gemma-3-12b-it",
    age: 150,
    took: 420,
};

const SYSTEM: &str = "Classify the ticket. Labels: billing, shipping, defect, account, feature_request, other. Answer \
    only with JSON: {\"label\": \"...\", \"confidence\": 0.0 to 1.0}";

const CLASSES: &[(&str, &[&str])] = &[
    (
        "billing",
        &[
            "Invoice {order} shows {amount} but I paid by voucher. {end}",
            "Why is there a fee of {amount} on my card? {end}",
            "Can I get the invoice for {order} as PDF? {end}",
            "you took {amount} TWICE. {end}",
            "The discount code {code} was accepted, yet the total stayed at {amount}. {end}",
        ],
    ),
    (
        "shipping",
        &[
            "{order} was due on Monday. {end}",
            "Parcel arrived open, the {product} inside is fine but the box is soaked. {end}",
            "Can you deliver {order} to a parcel shop instead? {end}",
            "Tracking says \"handed to neighbour\", I have no neighbours :) {end}",
            "Do you ship the {product} to {country}? {end}",
        ],
    ),
    (
        "defect",
        &[
            "The {product} shows E0{digit} and beeps. {end}",
            "My {product} leaks since yesterday. {end}",
            "Handle of the {product} broke off in week {digit}. {end}",
            "{product} won't charge, tried three sockets. {end}",
        ],
    ),
    (
        "account",
        &[
            "I cannot log in, the reset mail never comes. {end}",
            "Please delete my account and all data ({name}, {order}). {end}",
            "How do I change my e-mail address? The old one is gone. {end}",
            "Someone ordered a {product} with my account!! {end}",
        ],
    ),
    (
        "feature_request",
        &[
            "It would be great if the app could show the filter's age of the {product}. {end}",
            "Please add Apple Pay. {end}",
            "Could the {product} get a child lock? My son found the button. {end}",
            "A dark mode for the order page would spare my eyes. {end}",
        ],
    ),
    (
        "other",
        &[
            "Are you hiring in {country}? {end}",
            "I'm writing a thesis about {product}s, may I ask you some questions? {end}",
            "Just wanted to say that {name} on the phone was wonderful. {end}",
            "asdf",
            "Test",
            "\u{1F44D}",
        ],
    ),
];

const RULES: &[Rule] = &[
    (
        "end",
        &[
            "Thanks, {name}",
            "Please help.",
            "What can I do?",
            "{name}",
            "Order {order}.",
            "This is urgent!",
            "Best regards {name}",
            "I have been a customer for {digit} years.",
            "",
            "Sent from my phone",
        ],
    ),
    ("country", &["Norway", "Portugal", "Ireland", "Switzerland", "the Faroe Islands", "Japan"]),
    ("code", &["WELCOME10", "AUTUMN15", "FRIENDS5"]),
    ("digit", &["1", "2", "3", "4", "6", "7"]),
];

/// Times in a hundred that the smaller model is not sure, and the larger one.
const UNSURE: (u64, u64) = (14, 5);

/// Writes all of it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    let larger = sheet.plan.slug == LARGER.slug;
    let unsure = if larger { UNSURE.1 } else { UNSURE.0 };
    // The tickets are the same for every model; what each answers is its own.
    let rng = &mut Rng::new(88_000);
    for number in 1..=lines {
        let id = format!("ticket-{}", 88_000 + number);
        let (label, texts) = rng.pick(CLASSES);
        let order = format!("NW-{}", rng.between(104_000, 998_999));
        let amount = format!("{}.{:02} EUR", rng.between(4, 420), rng.between(0, 99));
        let bound = [
            ("order", &*order),
            ("amount", &*amount),
            ("product", rng.pick(words::PRODUCTS)),
            ("name", rng.pick(words::FIRST_NAMES)),
        ];
        let text = rng.pick(texts);
        let text = grammar::write(rng, RULES, &bound, text);
        let messages =
            json!([{"role": "system", "content": SYSTEM}, {"role": "user", "content": text.trim()}]);
        sheet.ask(&id, &messages, &json!({"max_tokens": 30, "temperature": 0}));
        if larger && number.is_multiple_of(450) {
            let message = "This request could not be executed before the completion window expired.";
            let error = json!({"code": "batch_expired", "message": message});
            sheet.fail_in_place(&id, &Value::Null, &error);
            continue;
        }
        let answer = answer(sheet, label, unsure);
        sheet.answer(&id, answer);
    }
}

fn answer(sheet: &mut Sheet, right: &str, unsure: u64) -> Answer {
    let rng = &mut sheet.rng;
    let unsure = rng.chance(unsure);
    let label = if unsure { rng.pick(&["billing", "shipping", "defect", "account", "other"]) } else { right };
    let percent = if unsure { rng.between(31, 69) } else { rng.between(71, 99) };
    let confidence = percent as f64 / 100.0;
    match rng.between(0, 99) {
        0 => Answer::text(label),
        1 => Answer::text(format!("{{\"label\": \"{label}\", \"confidence\": ")).ended("length"),
        2 => Answer::text(format!(
            "The ticket is about {label}.\n\n{{\"label\": \"{label}\", \"confidence\": {confidence}}}"
        )),
        _ => Answer::text(json!({"label": label, "confidence": confidence}).to_string()),
    }
}
