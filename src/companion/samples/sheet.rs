//! The files of one sample batch while they are written: requests, answers and failures, line by line.

use super::rng::Rng;
use axum::body::Bytes;
use serde_json::{Map, Value, json};

/// What is the same for all lines of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The name of its files.
    pub slug: &'static str,
    /// What a person calls it.
    pub name: &'static str,
    /// What its results are.
    pub schema_type: &'static str,
    /// The model asked.
    pub model: &'static str,
    /// How long before the start it was created, in seconds.
    pub age: i64,
    /// How long it took, in seconds.
    pub took: i64,
}

/// The files of one batch.
#[derive(Debug)]
pub struct Sheet {
    /// What is the same for all lines.
    pub plan: Plan,
    /// Chance, from the batch's own seed.
    pub rng: Rng,
    created: i64,
    input: Vec<String>,
    output: Vec<String>,
    errors: Vec<String>,
    succeeded: u64,
    failed: u64,
    tokens: (u64, u64),
}

/// One answer.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The assistant's message, without its role.
    pub message: Map<String, Value>,
    /// `stop` when empty.
    pub finish_reason: &'static str,
}

impl Answer {
    /// Plain text that ended by itself.
    pub fn text(content: impl Into<String>) -> Self {
        Self::default().with("content", json!(content.into()))
    }

    /// The same with another field in the message.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.message.insert(key.to_owned(), value);
        self
    }

    /// The same with another end.
    #[must_use]
    pub fn ended(mut self, reason: &'static str) -> Self {
        self.finish_reason = reason;
        self
    }
}

impl Sheet {
    /// An empty one. `now`: Unix seconds.
    pub fn new(plan: Plan, seed: u64, now: i64) -> Self {
        Self {
            plan,
            rng: Rng::new(seed),
            created: now - plan.age,
            input: Vec::new(),
            output: Vec::new(),
            errors: Vec::new(),
            succeeded: 0,
            failed: 0,
            tokens: (0, 0),
        }
    }

    /// A request of chat messages, with its line in the input file.
    pub fn ask(&mut self, custom_id: &str, messages: &Value, options: &Value) {
        let mut body = json!({"model": self.plan.model, "messages": messages});
        if let (Some(body), Some(options)) = (body.as_object_mut(), options.as_object()) {
            body.extend(options.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        let line =
            json!({"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body});
        self.input.push(line.to_string());
    }

    /// An answer, with its line in the output file.
    pub fn answer(&mut self, custom_id: &str, answer: Answer) {
        let line = self.answer_line(custom_id, answer);
        self.output.push(line);
    }

    /// The line of an answer, not written anywhere.
    pub fn answer_line(&mut self, custom_id: &str, answer: Answer) -> String {
        let mut message = Map::new();
        message.insert("role".to_owned(), json!("assistant"));
        message.extend(answer.message);
        let said = Value::Object(message.clone()).to_string().len() as u64;
        let output = said / 4;
        let input = self.input.last().map_or(180, |line| line.len() as u64 / 4);
        self.tokens = (self.tokens.0 + input, self.tokens.1 + output);
        self.succeeded += 1;
        let reason = if answer.finish_reason.is_empty() { "stop" } else { answer.finish_reason };
        let created = self.created + 60 + i64::try_from(self.succeeded).unwrap_or_default() / 4;
        let body = json!({
            "id": format!("chatcmpl-{}", self.rng.hex(24)), "object": "chat.completion", "created": created,
            "model": self.plan.model,
            "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": reason}],
            "usage": {"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output},
        });
        let response = json!({"status_code": 200, "request_id": self.rng.hex(32), "body": body});
        self.line(custom_id, &response, &Value::Null)
    }

    /// A request that the server refused, in the error file: status, `type`, `code`, message.
    pub fn refuse(&mut self, custom_id: &str, status: u16, kind: &str, code: &str, message: &str) {
        self.failed += 1;
        let body = json!({"error": {"message": message, "type": kind, "param": null, "code": code}});
        let response = json!({"status_code": status, "request_id": self.rng.hex(32), "body": body});
        let line = self.line(custom_id, &response, &Value::Null);
        self.errors.push(line);
    }

    /// The refusal that was written last, taken out again.
    pub fn take_refused(&mut self) -> String {
        self.errors.pop().unwrap_or_default()
    }

    /// A request that never became an answer, in the output file itself, as some servers write it.
    pub fn fail_in_place(&mut self, custom_id: &str, response: &Value, error: &Value) {
        self.failed += 1;
        let line = self.line(custom_id, response, error);
        self.output.push(line);
    }

    /// Any line in the output file.
    pub fn raw(&mut self, line: impl Into<String>) {
        self.output.push(line.into());
    }

    /// The last line of the output so far.
    pub fn last_output(&self) -> Option<&String> {
        self.output.last()
    }

    /// The output in another order than the input: a batch API promises none.
    pub fn shuffle_output(&mut self) {
        self.rng.shuffle(&mut self.output);
    }

    fn line(&mut self, custom_id: &str, response: &Value, error: &Value) -> String {
        let id = format!("batch_req_{}", self.rng.hex(24));
        json!({"id": id, "custom_id": custom_id, "response": response, "error": error}).to_string()
    }

    /// Input, output and error file; `None` where nothing was written.
    pub fn files(&self) -> [Option<Bytes>; 3] {
        [&self.input, &self.output, &self.errors].map(|lines| {
            let mut text = lines.join("\n");
            text.push('\n');
            (!lines.is_empty()).then(|| Bytes::from(text))
        })
    }

    /// Requests, succeeded, failed.
    pub fn counts(&self) -> (u64, u64, u64) {
        (self.input.len() as u64, self.succeeded, self.failed)
    }

    /// Tokens in and out.
    pub fn tokens(&self) -> (u64, u64) {
        self.tokens
    }
}
