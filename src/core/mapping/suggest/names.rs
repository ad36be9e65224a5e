//! What names usually mean.

/// Names that mean the same to most people; the first of each is the heading.
const ALIKE: [&[&str]; 8] = [
    &["label", "class", "category", "sentiment", "intent", "classification", "topic"],
    &["confidence", "certainty", "probability", "sureness"],
    &["rating", "score", "quality", "stars", "grade"],
    &["summary", "abstract", "synopsis"],
    &["recommendation", "decision", "verdict", "judgement", "judgment"],
    &["better", "preferred", "preference", "winner", "best", "choice"],
    &["entities", "spans", "mentions", "annotations", "labels"],
    &["reason", "reasons", "rationale", "justification", "explanation"],
];

/// A name without what people write differently: `Candidate-Name` and `candidate_name` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two plain names mean the same, or one is a part of the other that says enough.
pub(super) fn near(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let part = short.chars().count() >= 4 && long.contains(short);
    part || ALIKE.iter().any(|group| group.contains(&one) && group.contains(&other))
}

/// Who a result is: no answer may stand in for it.
pub(super) fn identity(name: &str) -> Option<&'static str> {
    Some(match plain(name).as_str() {
        "customid" | "id" | "requestid" | "key" | "candidateref" | "candidateid" => "custom_id",
        "batchid" | "batch" => "batch.id",
        "model" | "modelname" | "llm" | "llmmodel" => "model",
        _ => return None,
    })
}

/// The path of what a name usually means; `turns`: it is shown as a conversation.
pub(super) fn usual(name: &str, turns: bool) -> Option<&'static str> {
    Some(match plain(name).as_str() {
        "conversation" | "dialogue" | "dialog" | "chat" | "humanmachinedialogue" if turns => "conversation",
        "inputmessages" | "messages" | "prompt" | "input" | "inputprompt" | "inputtext" | "prompts"
        | "conversation" | "dialogue" | "dialog" | "chat" | "request" => {
            if turns {
                "input.messages"
            } else {
                "input.text"
            }
        }
        "question" | "query" | "user" | "usermessage" | "userprompt" | "instruction" | "sourcetext"
        | "document" | "profile" | "source" => "input.last_user",
        "system" | "systemprompt" | "systemmessage" => "input.system",
        "llmresponse" | "response" | "output" | "answer" | "completion" | "text" | "generatedtext"
        | "outputtext" | "llmoutput" | "modelresponse" | "modeloutput" | "prediction" | "assistant"
        | "extractedjson" | "answera" | "responsea" => "output.text",
        "reasoning" | "reasoningcontent" | "thinking" | "chainofthought" => "output.reasoning",
        "finishreason" | "stopreason" => "output.finish_reason",
        "json" | "outputjson" | "llmjson" | "responsejson" => "output.json",
        "raw" | "rawresult" => "raw",
        _ => return None,
    })
}
