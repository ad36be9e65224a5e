//! What customers ask a shop's support, and how it answers.

use super::super::grammar::Rule;

/// What customers write about, and what they are told.
pub(super) struct Topic {
    pub(super) asks: &'static [&'static str],
    pub(super) thinks: &'static str,
    pub(super) answers: &'static [&'static str],
    pub(super) tool: &'static str,
}

/// A table: one row for each thing that customers write about.
pub(super) const TOPICS: &[Topic] = &[
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

/// The words that stand for `{…}` in them.
pub(super) const RULES: &[Rule] = &[
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
