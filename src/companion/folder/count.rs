//! How many requests succeeded, by reading the file once, line by line, in the background.

use super::loose::Row;
use super::scan::OnDisk;
use crate::core::jsonl::{Line, LineSplitter};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, watch};

/// Files counted at the same time: more only makes the disk seek.
const AT_ONCE: usize = 2;
const PIECE: usize = 256 * 1024;

/// What one file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that are not blank.
    pub lines: u64,
    /// A 2xx status, a body, and no error *value*.
    pub succeeded: u64,
    /// Everything else, lines that cannot be read included.
    pub failed: u64,
    /// The first model that is named.
    pub model: Option<String>,
    /// The endpoint of an input's first line, or the one that a first answer's shape speaks for.
    pub endpoint: Option<String>,
    /// Prompt and completion tokens, summed.
    pub tokens: (u64, u64),
}

/// `None` until it is known.
pub type Progress = watch::Receiver<Option<Result<Arc<Counts>, String>>>;

/// Counts each version of a file once.
pub struct Counter {
    known: Mutex<HashMap<PathBuf, (OnDisk, Progress)>>,
    slots: Arc<Semaphore>,
}

impl Default for Counter {
    fn default() -> Self {
        Self { known: Mutex::default(), slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Counter {
    /// What is known of a file; begins to count when nothing is.
    pub fn ask(&self, file: &OnDisk) -> Progress {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((version, progress)) = known.get(&file.path)
            && version == file
        {
            return progress.clone();
        }
        let (tell, progress) = watch::channel(None);
        known.insert(file.path.clone(), (file.clone(), progress.clone()));
        let (slots, path) = (self.slots.clone(), file.path.clone());
        tokio::spawn(async move {
            let _slot = slots.acquire_owned().await;
            let counted = tokio::task::spawn_blocking(move || count(&path)).await;
            let result = match counted {
                Ok(Ok(counts)) => Ok(Arc::new(counts)),
                Ok(Err(error)) => Err(error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            tell.send_replace(Some(result));
        });
        progress
    }
}

/// Reads a file once. Memory: one piece and the longest line.
///
/// # Errors
/// When it cannot be read.
pub fn count(path: &Path) -> std::io::Result<Counts> {
    let mut file = std::fs::File::open(path)?;
    let mut piece = vec![0; PIECE];
    let mut splitter = LineSplitter::new();
    let mut counts = Counts::default();
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        splitter.push(piece.get(..read).unwrap_or_default(), &mut |line| counts.add(line));
    }
    splitter.finish(&mut |line| counts.add(line));
    Ok(counts)
}

impl Counts {
    fn add(&mut self, line: Line<'_>) {
        self.lines += 1;
        let Ok(row) = serde_json::from_slice::<Row>(line.bytes) else {
            self.failed += 1;
            return;
        };
        let succeeded = row.succeeded();
        self.succeeded += u64::from(succeeded);
        self.failed += u64::from(!succeeded);
        let Row { response, body, url, .. } = row;
        let asked = body.fields();
        let answered = response.0.unwrap_or_default().body.fields();
        if self.endpoint.is_none() {
            self.endpoint = url.0.or_else(|| endpoint_of(answered.object.0.as_deref()?));
        }
        if self.model.is_none() {
            self.model = answered.model.0.or(asked.model.0);
        }
        if let Some(usage) = answered.usage.0 {
            self.tokens.0 += usage.prompt_tokens.0.or(usage.input_tokens.0).unwrap_or_default();
            self.tokens.1 += usage.completion_tokens.0.or(usage.output_tokens.0).unwrap_or_default();
        }
    }
}

fn endpoint_of(object: &str) -> Option<String> {
    let endpoint = match object {
        "chat.completion" => "/v1/chat/completions",
        "response" => "/v1/responses",
        "text_completion" => "/v1/completions",
        "list" => "/v1/embeddings",
        _ => return None,
    };
    Some(endpoint.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::core::results::summary::{RowOutcome, summarize};

    fn counted(text: &[u8]) -> Counts {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.jsonl");
        std::fs::write(&path, text).unwrap();
        count(&path).unwrap()
    }

    #[test]
    fn a_line_counts_as_succeeded_by_its_values_not_by_its_keys() {
        for (line, succeeded) in [
            (r#"{"response":{"status_code":200,"body":{"choices":[]}},"error":null}"#, true),
            (r#"{"response":{"status_code":200,"body":"{\"model\":\"m\"}"}}"#, true),
            (r#"{"response":{"body":{"x":1}},"error":false}"#, true),
            (r#"{"response":{"status_code":"200","body":[1,{"a":-1.5e3}]},"error":""}"#, true),
            (r#"{"response":{"status_code":200,"body":{"x":1}},"error":"boom"}"#, false),
            (r#"{"response":{"status_code":400,"body":null},"error":"bad"}"#, false),
            (r#"{"response":{"status_code":200,"body":null},"error":null}"#, false),
            (r#"{"response":{"status_code":500,"body":{"error":{"message":"x"}}},"error":null}"#, false),
            (r#"{"response":null,"error":{"code":"batch_expired"}}"#, false),
            (r#"{"custom_id":"a"}"#, false),
            ("Processed batch 7 at 2026-11-22", false),
            (r#"{"response":{"status_code":200,"body":{"x":"cu"#, false),
        ] {
            let counts = counted(line.as_bytes());
            let page = summarize(line.as_bytes(), 1, 0).outcome == RowOutcome::Succeeded;
            assert_eq!(page, succeeded, "the page judges alike: {line}");
            assert_eq!(
                (counts.lines, counts.succeeded == 1, counts.failed == 0),
                (1, succeeded, succeeded),
                "{line}"
            );
        }
    }

    #[test]
    fn model_endpoint_and_tokens_are_read_on_the_way() {
        let line = r#"{"response":{"status_code":200,"body":{"object":"chat.completion","model":"m","usage":{"prompt_tokens":3,"completion_tokens":4}}}}"#;
        let counts = counted(format!("\u{feff}{line}\r\n\r\n{line}").as_bytes());
        assert_eq!((counts.lines, counts.tokens), (2, (6, 8)));
        assert_eq!(counts.model.as_deref(), Some("m"));
        assert_eq!(counts.endpoint.as_deref(), Some("/v1/chat/completions"));
        let asked = counted(br#"{"custom_id":"a","url":"/v1/responses","body":{"model":"q"}}"#);
        assert_eq!((asked.endpoint.as_deref(), asked.model.as_deref()), (Some("/v1/responses"), Some("q")));
    }
}
