//! Looking something up in the bytes of the files, while they are read or afterwards: a text, or a value within
//! every JSON answer.
//!
//! - `lines`: whole lines out of parts of any size
//! - `texts`: lines that hold a text, which `scan` finds
//! - `json`: a value of the answer
//! - `block`: what was found, as bytes that travel between threads
//! - `found`: what was found, by row
//! - [`path`]: where in a JSON value something is

mod block;
mod found;
mod json;
mod lines;
pub mod path;

mod texts;

use super::index::Source;
pub use block::BadBlock;
pub use found::{Found, Kind, Value};
pub(super) use json::answer_json;
pub use scan::scope::fold;
use serde::{Deserialize, Serialize};

/// What is looked up.
#[derive(Debug, Serialize, Deserialize, Clone, PartialEq, Eq, Hash)]
pub enum Probe {
    /// A text in the texts of request and answer (and in the id), whatever escapes they are written with.
    Text {
        /// As a person reads it.
        needle: String,
        /// With regard to case.
        case: bool,
    },
    /// A value in the answer's JSON.
    Json {
        /// Such as `scores[0].value`.
        path: String,
    },
}

/// Looks one thing up in one file.
#[derive(Debug)]
pub struct Prober {
    lines: lines::Lines,
    seeks: Seeks,
    out: Vec<u8>,
}

#[derive(Debug)]
enum Seeks {
    Text(Box<texts::Texts>),
    Json(Box<json::JsonSeeker>),
    /// A request holds no answer, and a path that is none leads nowhere.
    Nothing,
}

impl Prober {
    /// For a file that is read from its beginning.
    pub fn new(probe: &Probe, source: Source) -> Self {
        let seeks = match (probe, source) {
            (Probe::Text { needle, case }, _) => texts::Texts::new(needle, *case)
                .map_or(Seeks::Nothing, |seeker| Seeks::Text(Box::new(seeker))),
            (Probe::Json { .. }, Source::Input) => Seeks::Nothing,
            (Probe::Json { path }, _) => {
                json::JsonSeeker::new(path).map_or(Seeks::Nothing, |seeker| Seeks::Json(Box::new(seeker)))
            }
        };
        Self { lines: lines::Lines::default(), seeks, out: Vec::new() }
    }

    /// The next bytes of the file, as many as there are.
    pub fn push(&mut self, part: &[u8]) {
        let Self { lines, seeks, out } = self;
        match seeks {
            Seeks::Nothing => {}
            Seeks::Text(seeker) => lines.push(part, |offset, bytes| seeker.seek(offset, bytes, out)),
            Seeks::Json(seeker) => lines.push(part, |offset, bytes| seeker.seek(offset, bytes, out)),
        }
    }

    /// There are no more bytes: a last line may lack its end.
    pub fn finish(&mut self) {
        let Self { lines, seeks, out } = self;
        match seeks {
            Seeks::Nothing => {}
            Seeks::Text(seeker) => lines.finish(|offset, bytes| seeker.seek(offset, bytes, out)),
            Seeks::Json(seeker) => lines.finish(|offset, bytes| seeker.seek(offset, bytes, out)),
        }
    }

    /// What was found since the last time, for [`Found::append`].
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }
}

#[cfg(test)]
mod tests;
