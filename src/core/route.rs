//! Where in the page one is, as a readable hash: `#/batch/<id>/results?row=31`.
//!
//! Ids are opaque and may hold any character, so they are percent-encoded. A hash that nobody understands is
//! the list of batches, never an error.

use std::fmt::Write as _;

/// A place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The list, with the batch in its side pane.
    Batches {
        /// The batch that the side pane shows.
        selected: Option<String>,
    },
    /// The rows of a batch.
    Results {
        /// The batch.
        batch_id: String,
        /// The open row: its line, from 1.
        row: Option<u64>,
    },
    /// The labeling configuration and its preview.
    Labeling {
        /// The batch.
        batch_id: String,
        /// The row that the preview is bound to.
        row: Option<u64>,
    },
    /// Sending, and the proof of what arrived.
    Push {
        /// The batch.
        batch_id: String,
    },
}

/// The four steps of the trail, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names of the screens")]
pub enum Step {
    Batches,
    Results,
    Labeling,
    Push,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Batches, Self::Results, Self::Labeling, Self::Push];

    /// The word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Batches => "Batches",
            Self::Results => "Results",
            Self::Labeling => "Labeling",
            Self::Push => "Push",
        }
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::Batches { selected: None }
    }
}

impl Route {
    /// Reads a hash, with or without its `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some("batch"), Some(id), step) => Self::of_batch(decode(id), step, query),
            _ => Self::Batches { selected: field(query, "selected") },
        }
    }

    fn of_batch(batch_id: String, step: Option<&str>, query: &str) -> Self {
        let row = || field(query, "row").and_then(|row| row.parse().ok());
        match step {
            Some("labeling") => Self::Labeling { batch_id, row: row() },
            Some("push") => Self::Push { batch_id },
            _ => Self::Results { batch_id, row: row() },
        }
    }

    /// The hash, with its `#`.
    pub fn hash(&self) -> String {
        let (path, row) = match self {
            Self::Batches { selected: None } => return "#/batches".to_owned(),
            Self::Batches { selected: Some(id) } => return format!("#/batches?selected={}", encode(id)),
            Self::Results { batch_id, row } => (format!("#/batch/{}/results", encode(batch_id)), row),
            Self::Labeling { batch_id, row } => (format!("#/batch/{}/labeling", encode(batch_id)), row),
            Self::Push { batch_id } => (format!("#/batch/{}/push", encode(batch_id)), &None),
        };
        match row {
            Some(row) => format!("{path}?row={row}"),
            None => path,
        }
    }

    /// The step that it belongs to.
    pub fn step(&self) -> Step {
        match self {
            Self::Batches { .. } => Step::Batches,
            Self::Results { .. } => Step::Results,
            Self::Labeling { .. } => Step::Labeling,
            Self::Push { .. } => Step::Push,
        }
    }

    /// The batch that is open. The list has none open.
    pub fn batch_id(&self) -> Option<&str> {
        match self {
            Self::Batches { .. } => None,
            Self::Results { batch_id, .. } | Self::Labeling { batch_id, .. } | Self::Push { batch_id } => {
                Some(batch_id)
            }
        }
    }

    /// The row in the address, where there is one.
    pub fn row(&self) -> Option<u64> {
        match self {
            Self::Results { row, .. } | Self::Labeling { row, .. } => *row,
            _ => None,
        }
    }

    /// The same batch and row at another step. Leaving for the list keeps the batch selected there.
    pub fn at(step: Step, batch_id: Option<&str>, row: Option<u64>) -> Self {
        match (step, batch_id.map(str::to_owned)) {
            (Step::Batches, selected) => Self::Batches { selected },
            (_, None) => Self::default(),
            (Step::Results, Some(batch_id)) => Self::Results { batch_id, row },
            (Step::Labeling, Some(batch_id)) => Self::Labeling { batch_id, row },
            (Step::Push, Some(batch_id)) => Self::Push { batch_id },
        }
    }
}

fn field(query: &str, name: &str) -> Option<String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| decode(value))
}

/// Percent-encodes all but the characters that RFC 3986 leaves unreserved.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            write!(out, "%{byte:02X}").unwrap_or_default();
        }
    }
    out
}

/// Undoes it; what is no valid escape stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = (first == b'%').then(|| tail.get(..2)).flatten().and_then(hex);
        if let Some(byte) = escaped {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(pair: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(pair).ok().filter(|text| !text.starts_with('+'))?;
    u8::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(route: &Route) {
        assert_eq!(&Route::parse(&route.hash()), route, "{}", route.hash());
    }

    #[test]
    fn every_place_survives_a_reload() {
        for id in ["batch_1", "a/b?c#d&e=f", "ü %41", "%", "..", "+1"] {
            let batch_id = id.to_owned();
            round(&Route::Batches { selected: Some(batch_id.clone()) });
            round(&Route::Results { batch_id: batch_id.clone(), row: None });
            round(&Route::Results { batch_id: batch_id.clone(), row: Some(31) });
            round(&Route::Labeling { batch_id: batch_id.clone(), row: Some(u64::MAX) });
            round(&Route::Push { batch_id });
        }
        round(&Route::default());
    }

    #[test]
    fn hashes_are_readable() {
        let route = Route::Results { batch_id: "batch_6a41c0".to_owned(), row: Some(31) };
        assert_eq!(route.hash(), "#/batch/batch_6a41c0/results?row=31");
    }

    #[test]
    fn an_unknown_hash_is_the_list() {
        for hash in ["", "#", "#/", "#/nowhere", "#section", "#/batch", "#/batch/"] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
        assert_eq!(
            Route::parse("#/batch/x/nowhere?row=z"),
            Route::Results { batch_id: "x".to_owned(), row: None }
        );
    }

    #[test]
    fn a_step_keeps_batch_and_row() {
        assert_eq!(Route::at(Step::Labeling, Some("b"), Some(7)).hash(), "#/batch/b/labeling?row=7");
        assert_eq!(Route::at(Step::Push, None, Some(7)), Route::default());
        assert_eq!(Route::at(Step::Batches, Some("b"), None).hash(), "#/batches?selected=b");
    }
}
