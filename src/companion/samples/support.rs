//! Answers of a shop's support: chat with reasoning here and there, and calls of tools.

mod phrases;

use super::grammar;
use super::sheet::{Answer, Plan, Sheet};
use super::words;
use phrases::{RULES, TOPICS};
use serde_json::{Value, json};

/// The batch.
pub const PLAN: Plan = Plan {
    slug: "support-answers",
    name: "Support answers, week 46",
    schema_type: "support_answer",
    model: "Qwen/Qwen3-32B",
    age: 2 * 86_400 + 7_200,
    took: 1_460,
};

const SYSTEM: &str = "You are a support agent of Northwind Home, a shop for kitchen, garden and workshop. Answer in \
    the customer's tone, in at most 150 words. Never promise a refund; offer the return form instead. Use the tools \
    when the answer depends on an order.";

const TOOLS: &str = r#"[{"type":"function","function":{"name":"lookup_order","description":"State of an order","parameters":{"type":"object","properties":{"order":{"type":"string"}},"required":["order"]}}},{"type":"function","function":{"name":"create_return_label","parameters":{"type":"object","properties":{"order":{"type":"string"},"reason":{"type":"string"}},"required":["order"]}}},{"type":"function","function":{"name":"check_stock","parameters":{"type":"object","properties":{"product":{"type":"string"}},"required":["product"]}}}]"#;

/// Writes all of it.
pub fn fill(sheet: &mut Sheet, lines: u64) {
    let tools: Value = serde_json::from_str(TOOLS).unwrap_or_default();
    for number in 1..=lines {
        let id = format!("support-{number:05}");
        let (messages, answer) = one(sheet);
        sheet.ask(&id, &messages, &json!({"max_tokens": 700, "temperature": 0.3, "tools": tools.clone()}));
        sheet.answer(&id, answer);
    }
    sheet.shuffle_output();
}

/// One question with its answer.
pub fn one(sheet: &mut Sheet) -> (Value, Answer) {
    let rng = &mut sheet.rng;
    let at = usize::try_from(rng.between(0, TOPICS.len() as u64 - 1)).unwrap_or_default();
    let Some(topic) = TOPICS.get(at) else { return (Value::Null, Answer::default()) };
    let (product, other) = words::two(rng, words::PRODUCTS);
    let order = format!("NW-{}", rng.between(104_000, 998_999));
    let amount = format!("\u{20ac}{}.{:02}", rng.between(19, 420), rng.between(0, 99));
    let date = format!("{} {}", rng.between(1, 28), rng.pick(&["September", "October", "November"]));
    let (days, name) = (rng.between(2, 9).to_string(), rng.pick(words::FIRST_NAMES));
    let bound = [
        ("product", product),
        ("other", other),
        ("order", &*order),
        ("amount", &*amount),
        ("date", &*date),
        ("days", &*days),
        ("name", name),
    ];
    let ask = rng.pick(topic.asks);
    let question = grammar::write(rng, RULES, &bound, ask);
    let text = rng.pick(topic.answers);
    let text = grammar::write(rng, RULES, &bound, text);
    let mut messages =
        json!([{"role": "system", "content": SYSTEM}, {"role": "user", "content": question.trim()}]);
    let kind = rng.between(0, 99);
    if kind < 9 {
        let arguments = json!({"order": order, "reason": "see conversation", "product": product}).to_string();
        let call = json!([{"id": format!("call_{}", rng.hex(20)), "type": "function",
            "function": {"name": topic.tool, "arguments": arguments}}]);
        let answer =
            Answer::default().with("content", Value::Null).with("tool_calls", call).ended("tool_calls");
        return (messages, answer);
    }
    if kind < 18
        && let Some(list) = messages.as_array_mut()
    {
        let call = format!("call_{}", rng.hex(20));
        let state = json!({"order": order, "state": rng.pick(&["shipped", "delivered", "in production"]), "since": date});
        let used = json!([{"id": call, "type": "function",
            "function": {"name": "lookup_order", "arguments": json!({"order": order}).to_string()}}]);
        list.push(json!({"role": "assistant", "content": null, "tool_calls": used}));
        list.push(json!({"role": "tool", "tool_call_id": call, "content": state.to_string()}));
    }
    let mut answer = Answer::text(text);
    if rng.chance(30) {
        let thought = grammar::write(rng, RULES, &bound, topic.thinks);
        answer = answer.with("reasoning_content", json!(thought));
    }
    (messages, answer)
}
