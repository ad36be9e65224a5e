//! What an unmarked JSONL holds, by its beginning: results, requests, or something else (a data set, a log).

use serde_json::Value;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// Enough for some lines; of a line with a picture in it, enough for its keys.
const BEGINNING: u64 = 64 * 1024;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Lines of an output or error file.
    Results,
    /// Lines of an input file.
    Requests,
    /// Neither.
    Other,
}

/// Remembers what it saw while a file stays the same.
#[derive(Default)]
pub struct Sniffer {
    seen: Mutex<HashMap<PathBuf, (u64, SystemTime, Kind)>>,
}

impl Sniffer {
    /// What this file holds.
    pub fn kind(&self, path: &Path, len: u64, modified: SystemTime) -> Kind {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known_len, known_time, kind)) = seen.get(path)
            && (*known_len, *known_time) == (len, modified)
        {
            return *kind;
        }
        let kind = match beginning(path) {
            Ok(bytes) => judge(&bytes),
            Err(error) => {
                tracing::warn!("The file {} cannot be read: {error}.", path.display());
                Kind::Other
            }
        };
        if kind == Kind::Other {
            tracing::info!("{} is left out: it holds neither results nor requests.", path.display());
        }
        seen.insert(path.to_owned(), (len, modified, kind));
        kind
    }
}

fn beginning(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(BEGINNING).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn judge(bytes: &[u8]) -> Kind {
    let lines = bytes.split(|byte| *byte == b'\n').take(50);
    let mut kinds = lines.filter_map(|line| kind_of(&serde_json::from_slice(line).ok()?));
    kinds.next().unwrap_or_else(|| by_words(&String::from_utf8_lossy(bytes)))
}

fn kind_of(line: &Value) -> Option<Kind> {
    let has = |key: &str| line.get(key).is_some();
    if has("response") || (has("custom_id") && has("error")) {
        return Some(Kind::Results);
    }
    (has("custom_id") && has("body")).then_some(Kind::Requests)
}

/// For a first line that does not end within the beginning.
fn by_words(text: &str) -> Kind {
    if !text.contains("\"custom_id\"") {
        return Kind::Other;
    }
    if text.contains("\"response\"") {
        return Kind::Results;
    }
    if text.contains("\"method\"") && text.contains("\"body\"") { Kind::Requests } else { Kind::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_says_something_decides() {
        assert_eq!(
            judge(b"\n{\"id\":1,\"custom_id\":\"a\",\"response\":null,\"error\":\"x\"}\n"),
            Kind::Results
        );
        assert_eq!(judge(b"not json\n{\"custom_id\":\"a\",\"error\":{\"type\":\"x\"}}"), Kind::Results);
        assert_eq!(
            judge(b"{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/\",\"body\":{}}"),
            Kind::Requests
        );
        assert_eq!(judge(b"{\"custom_id\":\"a\",\"method\":\"POST\",\"body\":{\"x\":\"da"), Kind::Requests);
        assert_eq!(judge(b"{\"text\":\"a data set\",\"label\":1}"), Kind::Other);
        assert_eq!(judge(b""), Kind::Other);
    }
}
