//! The language by examples, for the help that a person opens.

/// What to write, and what it finds.
pub const HELP: &[(&str, &str)] = &[
    ("refund", "the text occurs in request or answer, in any case"),
    ("\"strong yes\"", "several words as they stand; \\\" for a quote within"),
    ("answer:refund", "only in the answer; request:refund only in the request"),
    ("case:yes", "texts exactly as they are written"),
    ("-refund", "not: in front of anything"),
    ("outcome:failed", "how it ended: ok, failed, unreadable, missing"),
    ("error:rate_limit_exceeded,500", "one of these; * stands for anything: error:rate*"),
    ("model:gpt-4o*", "the model that answered"),
    ("finish:length", "why the answer ended; finish:none where it is not known"),
    ("id:cand-12", "the custom_id"),
    ("tokens>500", "tokens of the answer; also prompt and length (characters)"),
    ("tokens:420..1680", "between two numbers; 2k is 2,000"),
    ("json:yes", "the answer is JSON; json:fenced in a code fence, json:no neither"),
    ("json.verdict=\"Strong Yes\"", "a value of a JSON answer; != for another one"),
    ("json.scores[0].value>=3", "numbers and dates compare"),
    ("json.reason:late", "the value holds the text; json.reason:none has no value, json.reason:* has any"),
    ("tools:yes", "the model calls a tool; also refusal and reasoning"),
    ("is:duplicate", "the same custom_id came before"),
    ("differs:any", "differs from the batch beside: text, outcome, only-here, no"),
];
