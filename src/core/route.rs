//! Where in the page one is, as a readable hash: `#/batch/<id>/results?row=31&filter=outcome:failed`.
//!
//! Ids are opaque and may hold any character, so they are percent-encoded. A hash that nobody understands is
//! the list of batches, never an error.

mod steps;

pub use steps::{Step, Steps};

use super::origin::Origin;
use std::fmt::Write as _;

/// A place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The list, with the batch in its side pane.
    Batches {
        /// The batch that the side pane shows.
        selected: Option<String>,
    },
    /// The rows of a batch or of a file.
    Results {
        /// Where they come from.
        origin: Origin,
        /// Which of them are shown, and how.
        view: ViewState,
    },
    /// The labeling configuration and its preview.
    Labeling {
        /// Where the results come from.
        origin: Origin,
        /// The row that the preview is bound to.
        row: Option<u64>,
    },
    /// Sending, and the proof of what arrived.
    Push {
        /// Where the results come from; `None`: nothing is open, and what was kept of pushes is shown.
        origin: Option<Origin>,
    },
    /// What the companion imports by itself.
    Watcher,
}

/// What a link to the results says beyond the batch. Empty: everything, in the files' order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewState {
    /// The open row: its place among all rows, from 1.
    pub row: Option<u64>,
    /// The filter, as it is written in its field.
    pub filter: String,
    /// The order, as a column's name, with `-` in front when the greatest comes first.
    pub sort: String,
    /// The batch that this one is compared with.
    pub with: Option<String>,
}

impl ViewState {
    /// One row open, nothing else.
    pub fn row(row: Option<u64>) -> Self {
        Self { row, ..Self::default() }
    }
}

impl Default for Route {
    fn default() -> Self {
        Self::Batches { selected: None }
    }
}

impl Route {
    /// The results of a batch, all of them.
    pub fn results(origin: Origin) -> Self {
        Self::Results { origin, view: ViewState::default() }
    }

    /// Reads a hash, with or without its `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let (word, id) = (parts.next(), parts.next());
        match word.zip(id).and_then(|(word, id)| Origin::of(word, decode(id))) {
            Some(origin) => Self::of_origin(origin, parts.next(), query),
            None if word == Some("push") => Self::Push { origin: None },
            None if word == Some("watcher") => Self::Watcher,
            None => Self::Batches { selected: field(query, "selected") },
        }
    }

    fn of_origin(origin: Origin, step: Option<&str>, query: &str) -> Self {
        let row = field(query, "row").and_then(|row| row.parse().ok());
        let text = |name| field(query, name).filter(|text| !text.is_empty());
        match step {
            Some("labeling") => Self::Labeling { origin, row },
            Some("push") => Self::Push { origin: Some(origin) },
            _ => Self::Results {
                origin,
                view: ViewState {
                    row,
                    filter: text("filter").unwrap_or_default(),
                    sort: text("sort").unwrap_or_default(),
                    with: text("with"),
                },
            },
        }
    }

    /// The hash, with its `#`.
    pub fn hash(&self) -> String {
        let path = |origin: &Origin, step| format!("#/{}/{}/{step}", origin.word(), encode(origin.name()));
        match self {
            Self::Batches { selected: None } => "#/batches".to_owned(),
            Self::Batches { selected: Some(id) } => format!("#/batches?selected={}", encode(id)),
            Self::Results { origin, view } => with_fields(path(origin, "results"), view),
            Self::Labeling { origin, row } => with_fields(path(origin, "labeling"), &ViewState::row(*row)),
            Self::Push { origin: Some(origin) } => path(origin, "push"),
            Self::Push { origin: None } => "#/push".to_owned(),
            Self::Watcher => "#/watcher".to_owned(),
        }
    }

    /// The step that it belongs to.
    pub fn step(&self) -> Step {
        match self {
            Self::Batches { .. } => Step::Batches,
            Self::Results { .. } => Step::Results,
            Self::Labeling { .. } => Step::Labeling,
            Self::Push { .. } => Step::Push,
            Self::Watcher => Step::Watcher,
        }
    }

    /// What is open. The list has nothing open.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Batches { .. } | Self::Watcher => None,
            Self::Results { origin, .. } | Self::Labeling { origin, .. } => Some(origin),
            Self::Push { origin } => origin.as_ref(),
        }
    }

    /// The row in the address, where there is one.
    pub fn row(&self) -> Option<u64> {
        match self {
            Self::Results { view, .. } => view.row,
            Self::Labeling { row, .. } => *row,
            _ => None,
        }
    }

    /// The same origin and row at another step. Leaving for the list keeps a batch selected there.
    pub fn at(step: Step, origin: Option<Origin>, view: ViewState) -> Self {
        match (step, origin) {
            (Step::Batches, origin) => {
                Self::Batches { selected: origin.as_ref().and_then(Origin::batch_id).map(str::to_owned) }
            }
            (Step::Push, origin) => Self::Push { origin },
            (Step::Watcher, _) => Self::Watcher,
            (_, None) => Self::default(),
            (Step::Results, Some(origin)) => Self::Results { origin, view },
            (Step::Labeling, Some(origin)) => Self::Labeling { origin, row: view.row },
        }
    }
}

fn with_fields(path: String, view: &ViewState) -> String {
    let row = view.row.map(|row| row.to_string()).unwrap_or_default();
    let fields = [
        ("row", row.as_str()),
        ("filter", &view.filter),
        ("sort", &view.sort),
        ("with", view.with.as_deref().unwrap_or_default()),
    ];
    let mut hash = path;
    let mut mark = '?';
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        // Writing into a String cannot fail.
        write!(hash, "{mark}{name}={}", encode(value)).unwrap_or_default();
        mark = '&';
    }
    hash
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
pub(super) fn decode(text: &str) -> String {
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
mod tests;
