//! Answers of a shop's support: chat with reasoning here and there, and calls of tools.

use super::grammar::{self, Rule};
use super::sheet::{Answer, Plan, Sheet};
use super::words;
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

struct Topic {
    asks: &'static [&'static str],
    thinks: &'static str,
    answers: &'static [&'static str],
    tool: &'static str,
}

const TOPICS: &[Topic] = &[
    Topic {
        asks: &[
            "{hi} I ordered the {product} on {date} (order {order}) and it still hasn't arrived. {mood}",
            "Where is my {product}? Tracking for {order} hasn't moved since {date}. {mood}",
            "{hi} the carrier says {order} was delivered on {date}, but there is no {product} here and my neighbours \
             have not seen a parcel either.",
        ],
        thinks: "The customer asks about a late parcel. Order {order}, {product}. I do not know the carrier's state \
            without a lookup. Policy: after ten working days an investigation can be opened. No refund promise.",
        answers: &[
            "{dear}\n\n{sorry} I can see why the silence about order {order} is annoying. Parcels of this size \
             are usually scanned once when they leave us and once in your region, so a gap of {days} days is common, \
             but more than that is not.\n\n{steps_parcel}\n\n{bye}",
            "{dear}\n\nthank you for the order number. The {product} left our warehouse on {date} and was handed \
             to {carrier}. {steps_parcel}\n\n{bye}",
        ],
        tool: "lookup_order",
    },
    Topic {
        asks: &[
            "{hi} my {product} stopped working after {days} weeks. {symptom} Order {order}. {mood}",
            "The {product} I got on {date} is defective: {symptom} What now?",
            "{symptom} Is that normal for the {product}? I have had it since {date}.",
        ],
        thinks: "Defect within the guarantee. First rule out the simple causes for {product}, then the return form. \
            The customer sounds impatient, so keep the list short and the way out visible.",
        answers: &[
            "{dear}\n\n{sorry} A {product} should last for years, not {days} weeks. Before you send it back, please \
             try two things:\n\n1. {try_one}\n2. {try_two}\n\nIf it is still the same, open \
             [Returns](https://northwind.example/returns) with order {order}; the label is free and the guarantee \
             covers it. {bye}",
            "{dear}\n\nthat is not how it should be. What you describe usually means one of these:\n\n| What you see | \
             Likely cause | What helps |\n|---|---|---|\n| it does not start | {cause} | {try_one} |\n| it starts and \
             stops | overheating | {try_two} |\n\nNeither? Then it is a case for the guarantee: please use the return \
             form for order {order}.\n\n{bye}",
        ],
        tool: "create_return_label",
    },
    Topic {
        asks: &[
            "Does the {product} fit {use}? The page doesn't say. {thanks}",
            "{hi} before I order: can I use the {product} for {use}?",
            "Which one would you take for {use}, the {product} or the {other}?",
        ],
        thinks: "A question before buying. Say yes or no first, then the one limit that matters for {use}. No \
            superlatives.",
        answers: &[
            "{dear}\n\n**yes**, the {product} is made for that. Two limits to know before you order:\n\n- {limit_one}\n- \
             {limit_two}\n\nMany customers who plan {use} take the {other} along with it, but it is not a must. {bye}",
            "{dear}\n\nhonestly, for {use} I would take the {other}. The {product} can do it too, but {limit_one} If you \
             already own one, keep it and see; nothing breaks by trying.\n\n{bye}",
            "Short answer: it depends on how often. For now and then, the {product} is enough. For daily {use}, {limit_two} \
             \u{2192} then the {other} pays off after about a year. {bye}",
        ],
        tool: "check_stock",
    },
    Topic {
        asks: &[
            "I was charged twice for {order}! {amount} each. {mood}",
            "{hi} two entries over {amount} on my account for {order}, the same day. {mood}",
        ],
        thinks: "Charged twice. Two entries are mostly a reservation and the booking. Do not promise a refund; say when \
            the reservation vanishes and what to send if it does not.",
        answers: &[
            "{dear}\n\n{sorry} Two entries of {amount} look alarming. In nearly all cases one of them is only a \
             *reservation* that your bank drops within {days} working days; the booking itself carries the text \
             `NORTHWIND {order}`.\n\nIf both carry that text, please reply with a screenshot (black out the account \
             number) and I pass it to our accounting today.\n\n{bye}",
        ],
        tool: "lookup_order",
    },
    Topic {
        asks: &[
            "{hi} the invoice for {order} shows {amount}, the basket said less. Can you explain?",
            "Why is {order} more expensive than on the page? {amount} now. {mood}",
        ],
        thinks: "The price differs from the basket. Bulky goods: delivery is added after the postcode. Explain, do not \
            apologise for the price itself.",
        answers: &[
            "{dear}\n\nI looked at order {order}: the difference comes from the delivery of bulky goods, which the basket \
             shows only after the postcode is entered. The invoice over {amount} is right. That this is easy to miss is \
             our fault, and I have passed it on.\n\n{bye}",
        ],
        tool: "lookup_order",
    },
    Topic {
        asks: &[
            "{hi} I want to send back the {product} from {order}. I opened the box but never used it.",
            "How long can I return things? Bought a {product} on {date}.",
        ],
        thinks: "Return. Thirty days, an opened box is fine when complete. Give the three steps, no more.",
        answers: &[
            "{dear}\n\nno problem: you have **30 days** from delivery, and an opened box is fine as long as everything is in \
             it.\n\n1. Open [Returns](https://northwind.example/returns) and enter {order}\n2. Print the label, or show \
             the code on your phone at any {carrier} shop\n3. You get a message when the {product} is back with us\n\n{bye}",
        ],
        tool: "create_return_label",
    },
    Topic {
        asks: &[
            "{mood} I've filled in the return form for {order} twice and never got the label.",
            "No label for {order} yet, {days} days now. {mood}",
        ],
        thinks: "The label is missing. The usual cause is the spam folder. Offer to create a new one.",
        answers: &[
            "{dear}\n\n{sorry} The label is sent within minutes; when it does not come, it sits in the spam folder in nine of \
             ten cases (sender: `returns@northwind.example`). If it is not there either, just answer this message and I \
             create a new one for order {order}.\n\n{bye}",
        ],
        tool: "create_return_label",
    },
];

const RULES: &[Rule] = &[
    ("hi", &["Hi,", "Hello,", "Good morning,", "Hey there,", "Dear team,", "hi!!"]),
    (
        "mood",
        &[
            "This is the third time I write.",
            "Could you have a look?",
            "I'm really disappointed.",
            "No hurry, just wondering.",
            "I need it by the weekend \u{1F62C}",
            "Please answer today.",
            "",
        ],
    ),
    ("thanks", &["Thanks!", "Thank you in advance.", "Cheers", "Best, {name}", ""]),
    ("dear", &["Hello {name},", "Hi {name},", "Dear {name},", "Good afternoon {name},"]),
    (
        "sorry",
        &[
            "I am sorry about that.",
            "Sorry for the trouble.",
            "That is not the experience we want you to have.",
            "Thank you for telling us.",
        ],
    ),
    (
        "bye",
        &[
            "Kind regards\nMira from Northwind",
            "Let me know how it goes.\n\nJonas, Northwind Home",
            "Just reply here if anything stays unclear.",
            "Have a good day!\nAlina",
        ],
    ),
    (
        "steps_parcel",
        &[
            "If nothing changes by the end of the week, reply here and I open an investigation with {carrier}; that takes up to ten \
         working days, and you keep all your rights meanwhile.",
            "Here is what I suggest:\n\n- check the drop-off place in the tracking (often a garage or a shop)\n- give it \
         two more working days\n- reply here with **{order}** in the subject, and I start the search with {carrier}",
        ],
    ),
    ("carrier", &["DHL", "GLS", "UPS", "the parcel service", "DPD"]),
    (
        "symptom",
        &[
            "It makes a grinding noise and smells of hot plastic.",
            "The display shows E04 and nothing else happens.",
            "It turns on for a second, then everything is dark.",
            "Water comes out at the bottom.",
            "The battery is empty after ten minutes.",
            "One of the screws just fell out and the housing rattles.",
        ],
    ),
    (
        "cause",
        &[
            "a loose battery contact",
            "the transport lock",
            "a tripped fuse in the plug",
            "an empty sensor cell",
        ],
    ),
    (
        "try_one",
        &[
            "Leave it unplugged for five minutes, then hold the power button for ten seconds.",
            "Take the battery out and clean the contacts with a dry cloth.",
            "Check that the red transport lock underneath is removed.",
            "Descale it once; hard water is behind most of these cases.",
        ],
    ),
    (
        "try_two",
        &[
            "Try another socket, without an extension cord.",
            "Let it cool down for an hour and clean the air inlet.",
            "Install version 2.4 with the app, then pair it again.",
            "Tighten the two screws at the back with a quarter turn.",
        ],
    ),
    (
        "use",
        &[
            "a small flat",
            "daily use in a shared workshop",
            "a household with a toddler",
            "a holiday home that is empty for months",
            "two people a day",
            "outdoor use under a roof",
            "a club with thirty members",
            "a shop that is open all day",
        ],
    ),
    (
        "limit_one",
        &[
            "it needs a socket within three metres.",
            "the guarantee does not cover commercial use.",
            "above 35 \u{b0}C it switches itself off.",
            "it is louder than most, about 72 dB.",
        ],
    ),
    (
        "limit_two",
        &[
            "the filter wants changing every three months.",
            "the battery is sold separately.",
            "it takes boards up to 32 mm in one pass.",
            "the lid must not go into the dishwasher.",
        ],
    ),
];

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
