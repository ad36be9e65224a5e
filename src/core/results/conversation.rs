//! Request and answer as turns: one shape for chat completions, responses, completions and embeddings.

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
