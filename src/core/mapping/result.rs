//! The result document: what the paths of a mapping read. Only the parts that are asked for are made.
//!
//! ```text
//! batch            the batch: id, model, metadata (name to text), created_at, completed_at (Unix seconds)
//! index            place in its file, from 0
//! custom_id        the caller's own id of the request
//! model            the model that answered, else the batch's
//! status           HTTP status of the single request
//! error            code and message of a request that failed; null: it succeeded
//! usage            input_tokens and output_tokens
//! input            the request; not there when the batch's input file is not known and the line does not repeat it
//!   .messages      its turns: role, content (text), name
//!   .text          all turns as one text: "[role] what is said", an empty line between them
//!   .last_user     what the user said last
//!   .system        what system and developer prescribe
//!   .json          the JSON in what the user said last, found as in output.json
//!   .parameters    everything else of the request: temperature, tools, response_format, …
//! output           the answer; not there when the request failed
//!   .text          what is said, without reasoning
//!   .json          the JSON in it: bare, fenced, inside prose, or repaired
//!   .json_found    which of these: "bare", "fenced", "in prose", "repaired"
//!   .reasoning     the model's reasoning
//!   .tool_calls    id, name and arguments (parsed where they are JSON)
//!   .refusal       the model's refusal, in its words
//!   .finish_reason why the answer ended
//! conversation     the turns of input and output together, as input.messages
//! raw              the line itself
//! ```

use super::fault::{Fault, Kind};
use super::{BatchFacts, json, turns};
use crate::core::results::conversation::{Part as TurnPart, Role, Turn};
use crate::core::results::line::{Outcome, ResultLine};
use serde_json::{Map, Value, json as object};
use std::cell::OnceCell;

/// The parts by their paths. Those with a longer path come before those that they lie in.
pub const PARTS: [(&str, Part); 24] = [
    ("batch", Part::Batch),
    ("index", Part::Index),
    ("custom_id", Part::CustomId),
    ("model", Part::Model),
    ("status", Part::Status),
    ("error", Part::Error),
    ("usage", Part::Usage),
    ("input.messages", Part::Messages),
    ("input.text", Part::InputText),
    ("input.last_user", Part::LastUser),
    ("input.system", Part::System),
    ("input.json", Part::InputJson),
    ("input.parameters", Part::Parameters),
    ("input", Part::Input),
    ("output.text", Part::OutputText),
    ("output.json_found", Part::JsonFound),
    ("output.json", Part::Json),
    ("output.reasoning", Part::Reasoning),
    ("output.tool_calls", Part::ToolCalls),
    ("output.refusal", Part::Refusal),
    ("output.finish_reason", Part::FinishReason),
    ("output", Part::Output),
    ("conversation", Part::Conversation),
    ("raw", Part::Raw),
];

/// A part of the result document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the module says what each is")]
pub enum Part {
    Batch,
    Index,
    CustomId,
    Model,
    Status,
    Error,
    Usage,
    Messages,
    InputText,
    LastUser,
    System,
    InputJson,
    Parameters,
    Input,
    OutputText,
    JsonFound,
    Json,
    Reasoning,
    ToolCalls,
    Refusal,
    FinishReason,
    Output,
    Conversation,
    Raw,
    /// All of it.
    Document,
}

/// The fields of a request's body that hold its turns.
const TURNS: [&str; 5] = ["messages", "input", "prompt", "instructions", "system"];

/// One result, read for several fields: each part is made at most once.
pub struct Reading<'a> {
    batch: &'a BatchFacts,
    line: &'a ResultLine,
    made: [OnceCell<Result<Value, Fault>>; PARTS.len() + 1],
}

impl<'a> Reading<'a> {
    /// Nothing is read yet.
    pub fn new(batch: &'a BatchFacts, line: &'a ResultLine) -> Self {
        Self { batch, line, made: std::array::from_fn(|_| OnceCell::new()) }
    }

    /// A part, or why there is none, in words that follow the name of a field.
    ///
    /// # Errors
    /// The part is not there: why.
    pub fn part(&self, part: Part) -> Result<&Value, Fault> {
        let cell = self.made.get(part as usize).ok_or_else(|| Fault::missing("there is no such part"))?;
        cell.get_or_init(|| self.make(part)).as_ref().map_err(Clone::clone)
    }

    /// The whole document; what is not there is left out.
    pub fn document(&self) -> Value {
        let roots = PARTS.iter().filter(|(path, _)| !path.contains('.'));
        Value::Object(
            roots
                .filter_map(|(path, part)| Some(((*path).to_owned(), self.part(*part).ok()?.clone())))
                .collect(),
        )
    }

    fn make(&self, part: Part) -> Result<Value, Fault> {
        let (batch, line) = (self.batch, self.line);
        let text = |text: Option<String>, why: &str| text.map(Value::from).ok_or_else(|| Fault::missing(why));
        match part {
            Part::Batch => Ok(batch.to_value()),
            Part::Index => Ok(line.number.saturating_sub(1).into()),
            Part::CustomId => text(line.custom_id.clone(), "the result has no custom_id"),
            Part::Model => text(
                line.model.clone().or_else(|| batch.model.clone()),
                "neither result nor batch names the model",
            ),
            Part::Status => line
                .status_code
                .map(Value::from)
                .ok_or_else(|| Fault::missing("the result has no HTTP status")),
            Part::Error => Ok(match &line.outcome {
                Outcome::Succeeded => Value::Null,
                Outcome::Failed { code, message } => object!({"code": code, "message": message}),
                Outcome::Unreadable { reason } => object!({"code": "unreadable", "message": reason}),
            }),
            Part::Usage => {
                let usage = line
                    .usage
                    .map(|used| object!({"input_tokens": used.input, "output_tokens": used.output}));
                usage.ok_or_else(|| Fault::missing("the result does not say how many tokens it took"))
            }
            Part::Messages => asked(line).map(messages),
            Part::InputText => asked(line).map(|asked| turns::as_text(asked).into()),
            Part::LastUser => {
                let last = asked(line)?.iter().rfind(|turn| turn.role == Role::User);
                text(last.map(turns::said), "the input has no user message")
            }
            Part::System => {
                let system =
                    asked(line)?.iter().filter(|turn| matches!(turn.role, Role::System | Role::Developer));
                let said: Vec<String> = system.map(turns::said).collect();
                text((!said.is_empty()).then(|| said.join("\n\n")), "the input has no system message")
            }
            Part::InputJson => {
                let said = self.part(Part::LastUser)?.as_str().unwrap_or_default();
                json::find(said).map(|(value, _)| value).ok_or_else(|| {
                    Fault::new(Kind::NoJson, "what the user said last holds no JSON that can be read")
                })
            }
            Part::Parameters => {
                asked(line)?;
                let body = line.input.as_object().into_iter().flatten();
                let rest = body.filter(|(name, _)| !TURNS.contains(&name.as_str()));
                Ok(Value::Object(rest.map(|(name, value)| (name.clone(), value.clone())).collect()))
            }
            Part::Input => {
                asked(line)?;
                Ok(self.room("input."))
            }
            Part::OutputText => answer(line).map(Value::from),
            Part::Json => self.found().map(|(value, _)| value),
            Part::JsonFound => self.found().map(|(_, how)| how.name().into()),
            Part::Reasoning => {
                succeeded(line)?;
                text(turns::reasoning(&line.answered), "the answer comes without reasoning")
            }
            Part::ToolCalls => {
                succeeded(line)?;
                let calls: Vec<Value> = parts(&line.answered).filter_map(call).collect();
                if calls.is_empty() {
                    Err(Fault::missing("the answer calls no tool"))
                } else {
                    Ok(calls.into())
                }
            }
            Part::Refusal => {
                succeeded(line)?;
                let refusal = parts(&line.answered).find_map(|part| match part {
                    TurnPart::Refusal(words) => Some(words.clone()),
                    _ => None,
                });
                text(refusal, "the answer is no refusal")
            }
            Part::FinishReason => text(line.finish_reason.clone(), "the result does not say why it ended"),
            Part::Output => {
                succeeded(line)?;
                Ok(self.room("output."))
            }
            Part::Conversation => {
                answer(line)?;
                let all: Vec<Turn> = asked(line)?.iter().chain(&line.answered).cloned().collect();
                Ok(messages(&all))
            }
            Part::Raw if line.raw.is_null() => Err(Fault::new(Kind::Unreadable, "the line is no JSON")),
            Part::Raw => Ok(line.raw.clone()),
            Part::Document => Ok(self.document()),
        }
    }

    /// The parts whose path begins so, as one object.
    fn room(&self, begin: &str) -> Value {
        let inside = PARTS.iter().filter_map(|(path, part)| Some((path.strip_prefix(begin)?, *part)));
        let there = inside.filter_map(|(name, part)| Some((name.to_owned(), self.part(part).ok()?.clone())));
        Value::Object(there.collect())
    }

    fn found(&self) -> Result<(Value, json::Found), Fault> {
        let answer = self.part(Part::OutputText)?.as_str().unwrap_or_default();
        json::find_or_repair(answer)
            .ok_or_else(|| Fault::new(Kind::NoJson, "the answer holds no JSON that can be read"))
    }
}

fn messages(turns: &[Turn]) -> Value {
    let message = |turn: &Turn| {
        let mut message = Map::new();
        message.insert("role".into(), turns::role(&turn.role).into());
        message.insert("content".into(), turns::said(turn).into());
        if let Some(name) = &turn.name {
            message.insert("name".into(), name.clone().into());
        }
        Value::Object(message)
    };
    Value::Array(turns.iter().map(message).collect())
}

fn parts(turns: &[Turn]) -> impl Iterator<Item = &TurnPart> {
    turns.iter().flat_map(|turn| &turn.parts)
}

fn call(part: &TurnPart) -> Option<Value> {
    let TurnPart::ToolCall { id, name, arguments } = part else { return None };
    let arguments = serde_json::from_str(arguments).unwrap_or_else(|_| Value::from(arguments.as_str()));
    Some(object!({"id": id, "name": name, "arguments": arguments}))
}

fn asked(line: &ResultLine) -> Result<&[Turn], Fault> {
    if line.asked.is_empty() {
        return Err(Fault::missing(
            "the request is not known: results do not repeat it, and the batch's input file is not there",
        ));
    }
    Ok(&line.asked)
}

fn succeeded(line: &ResultLine) -> Result<(), Fault> {
    match &line.outcome {
        Outcome::Failed { code, message } => {
            Err(Fault::new(Kind::Failed, format!("the request failed ({code}): {message}")))
        }
        Outcome::Unreadable { reason } => {
            Err(Fault::new(Kind::Unreadable, format!("the line cannot be read: {reason}")))
        }
        Outcome::Succeeded => Ok(()),
    }
}

/// The answer as text, or why there is none.
fn answer(line: &ResultLine) -> Result<String, Fault> {
    succeeded(line)?;
    let said: Vec<String> = line.answered.iter().map(turns::said).filter(|said| !said.is_empty()).collect();
    if said.is_empty() { Err(Fault::new(Kind::Empty, "the answer is empty")) } else { Ok(said.join("\n\n")) }
}
