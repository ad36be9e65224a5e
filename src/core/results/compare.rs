//! Two batches side by side: rows with the same id, and how they differ.

use super::conversation::text_of;
use super::index::Index;
use super::line::ResultLine;
use super::probe::{answer_json, path};
use hashbrown::HashMap;
use serde_json::Value;

/// How a row differs from the other batch's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Difference {
    /// The other batch has no row of this id.
    OnlyHere,
    /// They ended differently.
    Outcome,
    /// They ended alike, and say something else.
    Text,
    /// The same answer, or the same error.
    Same,
}

/// How many rows differ how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "see Difference")]
pub struct Differences {
    pub same: usize,
    pub text: usize,
    pub outcome: usize,
    pub only_here: usize,
    /// Rows of the other batch that this one lacks.
    pub only_there: usize,
}

/// How every row differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    rows: Vec<(Difference, Option<u32>)>,
    only_there: Vec<u32>,
}

impl Comparison {
    /// Compares by id, and of rows with the same id the first with the first, the second with the second. A row
    /// without an id has no other.
    pub fn of(here: &Index, other: &Index) -> Self {
        let mut again = HashMap::new();
        if other.duplicates() > 0 {
            for place in 0..other.len() {
                let occurrence = other.occurrence(place);
                if occurrence > 0
                    && let Some(first) = other.place_of_id(other.custom_id(place))
                {
                    again.insert((first, occurrence), place);
                }
            }
        }
        let counterpart = |place: u32| {
            let first = Some(here.custom_id(place))
                .filter(|id| !id.is_empty())
                .and_then(|id| other.place_of_id(id))?;
            match here.occurrence(place) {
                0 => Some(first),
                occurrence => again.get(&(first, occurrence)).copied(),
            }
        };
        let mut met = super::bits::Bits::default();
        let rows = (0..here.len())
            .map(|place| match counterpart(place) {
                None => (Difference::OnlyHere, None),
                Some(there) => {
                    met.insert(there);
                    let difference = if here.outcome(place) != other.outcome(there) {
                        Difference::Outcome
                    } else if here.digest(place) != other.digest(there) {
                        Difference::Text
                    } else {
                        Difference::Same
                    };
                    (difference, Some(there))
                }
            })
            .collect();
        let only_there = (0..other.len()).filter(|place| !met.has(*place)).collect();
        Self { rows, only_there }
    }

    /// How a row differs. `None`: it came after the comparison.
    pub fn of_row(&self, place: u32) -> Option<Difference> {
        self.rows.get(place as usize).map(|row| row.0)
    }

    /// The row's place in the other batch.
    pub fn other(&self, place: u32) -> Option<u32> {
        self.rows.get(place as usize).and_then(|row| row.1)
    }

    /// Rows of the other batch that this one lacks, as places there.
    pub fn only_there(&self) -> &[u32] {
        &self.only_there
    }

    /// How many rows differ how.
    pub fn counts(&self) -> Differences {
        let mut counts = Differences { only_there: self.only_there.len(), ..Differences::default() };
        for (difference, _) in &self.rows {
            *match difference {
                Difference::Same => &mut counts.same,
                Difference::Text => &mut counts.text,
                Difference::Outcome => &mut counts.outcome,
                Difference::OnlyHere => &mut counts.only_here,
            } += 1;
        }
        counts
    }
}

impl Difference {
    /// The word in a filter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "no",
            Self::Text => "text",
            Self::Outcome => "outcome",
            Self::OnlyHere => "only-here",
        }
    }
}

/// How many paths are named at most.
const PATHS: usize = 100;

/// Where two JSON answers differ: the paths of values that are not the same, in this one's order, a hundred at
/// most. `None`: not both are JSON.
pub fn fields(here: &ResultLine, other: &ResultLine) -> Option<Vec<String>> {
    let (a, b) = (answer_json(&text_of(&here.answered))?, answer_json(&text_of(&other.answered))?);
    let mut paths = Vec::new();
    differ(&mut Vec::new(), Some(&a), Some(&b), &mut paths);
    Some(paths)
}

/// `serde_json` reads no value that is deeper than 128, so neither does this go deeper.
fn differ(at: &mut Vec<path::Step>, a: Option<&Value>, b: Option<&Value>, out: &mut Vec<String>) {
    if out.len() >= PATHS || a == b {
        return;
    }
    match (a, b) {
        (Some(Value::Object(x)), Some(Value::Object(y))) => {
            for key in x.keys().chain(y.keys().filter(|key| !x.contains_key(*key))) {
                at.push(path::Step::Key(key.clone()));
                differ(at, x.get(key), y.get(key), out);
                at.pop();
            }
        }
        (Some(Value::Array(x)), Some(Value::Array(y))) => {
            for number in 0..x.len().max(y.len()) {
                at.push(path::Step::At(number));
                differ(at, x.get(number), y.get(number), out);
                at.pop();
            }
        }
        _ => out.push(path::text(at)),
    }
}

#[cfg(test)]
mod tests;
