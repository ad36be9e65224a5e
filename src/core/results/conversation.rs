//! Request and answer as turns: one shape for chat completions, responses, completions and embeddings.
//!
//! - `message`: one message, whose content is text, a list of parts, or nothing
//! - `request`: what was asked, from a request's body
//! - `answer`: what was answered, from an answer's body
//!
//! Nothing is dropped: what no one here knows becomes [`Part::Other`]. Nothing fails either.

mod answer;
mod message;
mod request;

pub use answer::answered;
pub use request::asked;

/// One turn of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Who speaks.
    pub role: Role,
    /// The speaker's name or the tool's, where there is one.
    pub name: Option<String>,
    /// What is said, in order.
    pub parts: Vec<Part>,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the wire's own")]
pub enum Role {
    System,
    Developer,
    User,
    Assistant,
    Tool,
    Other(String),
}

/// One part of a turn.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Plain text, as the model wrote it: untrusted.
    Text(String),
    /// Reasoning, kept apart from the answer.
    Reasoning(String),
    /// The model refuses, in its words.
    Refusal(String),
    /// The model calls a tool.
    ToolCall {
        /// The call's id, where there is one.
        id: Option<String>,
        /// The function.
        name: String,
        /// Its arguments, as written (usually JSON text).
        arguments: String,
    },
    /// An image by address; shown only on request.
    Image {
        /// `https:` or `data:`.
        url: String,
    },
    /// A vector: its length and its norm, never its numbers.
    Embedding {
        /// Numbers in the vector.
        dimensions: usize,
        /// Euclidean length; `None` when it is packed.
        norm: Option<f64>,
    },
    /// Anything else, as compact JSON.
    Other {
        /// The part's `type`, or what it is.
        kind: String,
        /// The part itself.
        json: String,
    },
}

/// The text of these turns, without reasoning, refusals and calls; parts and turns are a blank line apart.
pub fn text_of(turns: &[Turn]) -> String {
    let mut out = String::new();
    let said = turns.iter().flat_map(|turn| &turn.parts).filter_map(|part| match part {
        Part::Text(text) => Some(text),
        _ => None,
    });
    for text in said.filter(|text| !text.is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(text);
    }
    out
}

impl Turn {
    /// One speaker, nameless.
    pub fn new(role: Role, parts: Vec<Part>) -> Self {
        Self { role, name: None, parts }
    }
}

impl Role {
    /// Reads the wire's word.
    pub fn parse(word: &str) -> Self {
        match word {
            "system" => Self::System,
            "developer" => Self::Developer,
            "user" => Self::User,
            "assistant" | "model" => Self::Assistant,
            "tool" | "function" => Self::Tool,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The word for people: `Assistant`. An unknown role as it is written.
    pub fn label(&self) -> &str {
        match self {
            Self::System => "System",
            Self::Developer => "Developer",
            Self::User => "User",
            Self::Assistant => "Assistant",
            Self::Tool => "Tool",
            Self::Other(word) if word.is_empty() => "Unknown",
            Self::Other(word) => word,
        }
    }
}

#[cfg(test)]
mod tests;
