//! Translations of reviews, of which not one succeeded: three causes, each as often as it happens.

use super::grammar::{self, Rule};
use super::sheet::{Plan, Sheet};
use super::words;
use serde_json::json;

/// The batch.
pub const PLAN: Plan = Plan {
    slug: "review-translation",
    name: "Review translation (all failed)",
    schema_type: "translation",
    model: "gpt-4.1-mini",
    age: 86_400 + 1_900,
    took: 95,
};

const RULES: &[Rule] = &[
    (
        "verdict",
        &[
            "Love it",
            "Not worth the money",
            "Solid",
            "Would buy again",
            "Returned it after a week",
            "My third one",
        ],
    ),
    (
        "detail",
        &[
            "The {product} does what it says, quietly and without an app.",
            "Box was damaged, the {product} itself fine.",
            "After two months the battery of the {product} holds half as long.",
            "Support answered within the hour, that made my day.",
            "The manual is a joke, watch a video instead.",
            "Heavier than I thought, but it stands like a rock.",
        ],
    ),
];

/// Writes all of it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    for number in 1..=lines {
        let id = format!("review-{number:04}");
        let product = sheet.rng.pick(words::PRODUCTS);
        let text =
            grammar::write(&mut sheet.rng, RULES, &[("product", product)], "{verdict}. {detail} {detail}");
        let messages = json!([
            {"role": "system", "content": "Translate the review into German. Keep the tone."},
            {"role": "user", "content": text},
        ]);
        sheet.ask(&id, &messages, &json!({"max_tokens": 300}));
        match number % 16 {
            3 | 9 | 14 => {
                let asked = sheet.rng.between(8_300, 21_000);
                let message = format!(
                    "This model's maximum context length is 8192 tokens. However, your messages resulted in {asked} tokens. \
                     Please reduce the length of the messages."
                );
                sheet.refuse(&id, 400, "invalid_request_error", "context_length_exceeded", &message);
            }
            11 => {
                let message = "The model `gpt-4.1-mini-2025` does not exist or you do not have access to it.";
                sheet.refuse(&id, 404, "invalid_request_error", "model_not_found", message);
            }
            _ => {
                let used = sheet.rng.between(199_100, 200_000);
                let message = format!(
                    "Rate limit reached for gpt-4.1-mini in organization org-northwind on tokens per min (TPM): Limit 200000, \
                     Used {used}, Requested 1240. Please try again in 312ms."
                );
                sheet.refuse(&id, 429, "tokens", "rate_limit_exceeded", &message);
            }
        }
    }
}
