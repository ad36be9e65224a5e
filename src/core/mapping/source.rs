//! The parts of a result that a field can be filled from.

use super::{BatchFacts, json, turns};
use crate::core::results::conversation::{Role, Turn};
use crate::core::results::line::{Outcome, ResultLine};
use serde_json::Value;
use std::cell::OnceCell;

/// Where a field's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The caller's own id of the request.
    CustomId,
    /// The id of the batch.
    BatchId,
    /// The model that answered.
    Model,
    /// All turns of the request as text: `[role] what is said`, an empty line between them.
    InputText,
    /// All turns of the request as a list of who speaks and what is said.
    InputTurns,
    /// All turns of request and answer as a list.
    AllTurns,
    /// What the user said last.
    LastUser,
    /// What the system and the developer prescribe.
    System,
    /// The answer as text.
    OutputText,
    /// A value in the answer's JSON; an empty path: all of it.
    OutputJson(String),
    /// The model's reasoning.
    Reasoning,
    /// Why the answer ended.
    FinishReason,
    /// The whole line as JSON.
    Raw,
    /// The same text for every result.
    Constant(String),
    /// A value of the batch's metadata.
    Metadata(String),
}

impl Source {
    /// In a person's words.
    pub fn title(&self) -> String {
        match self {
            Self::CustomId => "Custom id".into(),
            Self::BatchId => "Batch id".into(),
            Self::Model => "Model".into(),
            Self::InputText => "Input, as text".into(),
            Self::InputTurns => "Input, turn by turn".into(),
            Self::AllTurns => "Input and output, turn by turn".into(),
            Self::LastUser => "Last user message".into(),
            Self::System => "System message".into(),
            Self::OutputText => "Output, as text".into(),
            Self::OutputJson(path) if path.is_empty() => "Output, as JSON".into(),
            Self::OutputJson(path) => format!("Output JSON: {path}"),
            Self::Reasoning => "Reasoning".into(),
            Self::FinishReason => "Finish reason".into(),
            Self::Raw => "The whole line".into(),
            Self::Constant(text) => format!("Always “{text}”"),
            Self::Metadata(key) => format!("Batch metadata: {key}"),
        }
    }

    /// The sources that need no further word, for a list to choose from.
    pub const SIMPLE: [Self; 13] = [
        Self::CustomId,
        Self::BatchId,
        Self::Model,
        Self::InputText,
        Self::InputTurns,
        Self::AllTurns,
        Self::LastUser,
        Self::System,
        Self::OutputText,
        Self::OutputJson(String::new()),
        Self::Reasoning,
        Self::FinishReason,
        Self::Raw,
    ];
}

/// A value as found, before it is made to fit a tag.
pub(super) enum Found<'a> {
    /// As it is.
    Plain(Value),
    /// Turns: text or list, as the tag wants.
    Turns(Vec<&'a Turn>),
}

/// One result, being read for several fields: its answer is put together and its JSON sought once.
pub(super) struct Reading<'a> {
    batch: &'a BatchFacts,
    line: &'a ResultLine,
    answer: OnceCell<Result<String, String>>,
    json: OnceCell<Option<Value>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(batch: &'a BatchFacts, line: &'a ResultLine) -> Self {
        Self { batch, line, answer: OnceCell::new(), json: OnceCell::new() }
    }

    /// The value of a source, or why there is none.
    pub(super) fn value(&self, source: &Source) -> Result<Found<'a>, String> {
        let (batch, line) = (self.batch, self.line);
        let text = |text: Option<String>, why: &str| {
            text.map(|text| Found::Plain(text.into())).ok_or_else(|| why.to_owned())
        };
        match source {
            Source::CustomId => text(line.custom_id.clone(), "the result has no custom_id"),
            Source::BatchId => text(Some(batch.id.clone()), ""),
            Source::Model => text(
                line.model.clone().or_else(|| batch.model.clone()),
                "neither result nor batch names the model",
            ),
            Source::InputText => asked(line).map(|turns| Found::Plain(turns::as_text(turns).into())),
            Source::InputTurns => asked(line).map(|turns| Found::Turns(turns.iter().collect())),
            Source::AllTurns => {
                self.answer()?;
                Ok(Found::Turns(asked(line)?.iter().chain(&line.answered).collect()))
            }
            Source::LastUser => {
                let last = asked(line)?.iter().rfind(|turn| turn.role == Role::User);
                text(last.map(turns::said), "the input has no user message")
            }
            Source::System => {
                let system =
                    asked(line)?.iter().filter(|turn| matches!(turn.role, Role::System | Role::Developer));
                let said: Vec<String> = system.map(turns::said).collect();
                text((!said.is_empty()).then(|| said.join("\n\n")), "the input has no system message")
            }
            Source::OutputText => self.answer().map(|answer| Found::Plain(answer.into())),
            Source::OutputJson(path) => {
                let found = json::at(self.json()?, path).cloned();
                found.map(Found::Plain).ok_or_else(|| format!("the answer's JSON has no `{path}`"))
            }
            Source::Reasoning => {
                self.answer()?;
                text(turns::reasoning(&line.answered), "the answer comes without reasoning")
            }
            Source::FinishReason => text(line.finish_reason.clone(), "the result does not say why it ended"),
            Source::Raw if line.raw.is_null() => Err("the line is no JSON".to_owned()),
            Source::Raw => Ok(Found::Plain(line.raw.clone())),
            Source::Constant(constant) => text(Some(constant.clone()), ""),
            Source::Metadata(key) => {
                let value =
                    batch.metadata.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
                text(value, &format!("the batch's metadata has no `{key}`"))
            }
        }
    }

    /// The answer as text, or why there is none.
    fn answer(&self) -> Result<&str, String> {
        self.answer.get_or_init(|| answer(self.line)).as_deref().map_err(Clone::clone)
    }

    /// The answer's JSON, or why there is none.
    fn json(&self) -> Result<&Value, String> {
        let answer = self.answer()?;
        let found = self.json.get_or_init(|| json::find(answer).map(|(value, _)| value));
        found.as_ref().ok_or_else(|| "the answer holds no JSON that can be read".to_owned())
    }
}

fn asked(line: &ResultLine) -> Result<&[Turn], String> {
    if line.asked.is_empty() {
        return Err(
            "the request is not known: results do not repeat it, and the batch's input file is not there"
                .into(),
        );
    }
    Ok(&line.asked)
}

/// The answer as text, or why there is none.
fn answer(line: &ResultLine) -> Result<String, String> {
    match &line.outcome {
        Outcome::Failed { code, message } => return Err(format!("the request failed ({code}): {message}")),
        Outcome::Unreadable { reason } => return Err(format!("the line cannot be read: {reason}")),
        Outcome::Succeeded => {}
    }
    let said: Vec<String> = line.answered.iter().map(turns::said).filter(|said| !said.is_empty()).collect();
    if said.is_empty() { Err("the answer is empty".into()) } else { Ok(said.join("\n\n")) }
}
