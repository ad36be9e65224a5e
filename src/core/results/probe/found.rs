//! What was found, by row.

use super::Probe;
use super::block::{BadBlock, Reader};
use crate::core::results::bits::Bits;
use crate::core::results::index::{Index, Source};
use hashbrown::HashMap;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Found {
    json: bool,
    answers: Bits,
    requests: Bits,
    /// Of every row the number of its value; what lies behind the end has none.
    rows: Vec<u32>,
    /// Without the first, `Value::ABSENT`.
    values: Vec<Value>,
    numbers: HashMap<Value, u32>,
    /// The offset that was found last in each file.
    last: [u64; 3],
    /// Hits in requests that no row was known for; they ascend.
    lost: Vec<u64>,
}

/// A value of a JSON answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Itself; a list or an object as compact JSON. Cut after 500 characters, with `…`.
    pub text: Box<str>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are JSON's own")]
pub enum Kind {
    /// There is none.
    #[default]
    Absent,
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    fn of(number: u64) -> Result<Self, BadBlock> {
        let kinds = [Self::Null, Self::Bool, Self::Number, Self::Text, Self::List, Self::Object];
        kinds.into_iter().find(|kind| *kind as u64 == number).ok_or(BadBlock)
    }
}

impl Found {
    /// Nothing yet.
    pub fn new(probe: &Probe) -> Self {
        Self { json: matches!(probe, Probe::Json { .. }), ..Self::default() }
    }

    /// Takes in a block of a file's [`Prober`](super::Prober); blocks of one file come in their order. The index
    /// must know the file's rows by then; requests may get their rows later, see [`settle`](Self::settle).
    pub fn append(&mut self, index: &Index, source: Source, block: &[u8]) -> Result<(), BadBlock> {
        let mut reader = Reader(block);
        let mut offsets = Vec::new();
        let mut values = Vec::new();
        let [output, errors, input] = &mut self.last;
        let last = match source {
            Source::Output => output,
            Source::Errors => errors,
            Source::Input => input,
        };
        while !reader.is_empty() {
            *last = last.wrapping_add(reader.number()?);
            offsets.push(*last);
            if self.json {
                let kind = Kind::of(reader.number()?)?;
                let len = reader.number()?;
                let text = std::str::from_utf8(reader.bytes(len)?).map_err(|_| BadBlock)?;
                values.push(Value { kind, text: text.into() });
            }
        }
        let rows = index.places_at(source, &offsets);
        if self.json {
            for (place, at) in rows {
                if let Some(value) = values.get(at) {
                    self.set(place, value.clone());
                }
            }
        } else if source == Source::Input {
            let mut known = vec![false; offsets.len()];
            for (place, at) in rows {
                self.requests.insert(place);
                if let Some(known) = known.get_mut(at) {
                    *known = true;
                }
            }
            self.lost.extend(offsets.iter().zip(known).filter(|(_, known)| !known).map(|(at, _)| *at));
        } else {
            for (place, _) in rows {
                self.answers.insert(place);
            }
        }
        Ok(())
    }

    /// Looks once more for the rows of requests that had none: those that no line answers become rows at the end
    /// ([`Index::settle`]).
    pub fn settle(&mut self, index: &Index) {
        for (place, _) in index.places_at(Source::Input, &std::mem::take(&mut self.lost)) {
            self.requests.insert(place);
        }
    }

    fn set(&mut self, place: u32, value: Value) {
        let next = u32::try_from(self.values.len() + 1).unwrap_or_default();
        let values = &mut self.values;
        let number = *self.numbers.entry(value).or_insert_with_key(|value| {
            values.push(value.clone());
            next
        });
        let at = place as usize;
        if at >= self.rows.len() {
            self.rows.resize(at + 1, 0);
        }
        if let Some(row) = self.rows.get_mut(at) {
            *row = number;
        }
    }

    /// The rows whose answer (or error, or id) holds the text.
    pub fn answers(&self) -> &Bits {
        &self.answers
    }

    /// The rows whose request holds the text.
    pub fn requests(&self) -> &Bits {
        &self.requests
    }

    /// The number of a row's value, for tables by value: 0 where there is none.
    pub fn number(&self, place: u32) -> usize {
        self.rows.get(place as usize).map_or(0, |number| *number as usize)
    }

    /// A row's value. `None`: there is none.
    pub fn value(&self, place: u32) -> Option<&Value> {
        self.number(place).checked_sub(1).and_then(|at| self.values.get(at))
    }

    /// All different values, the first of which stands for none.
    pub fn values(&self) -> impl Iterator<Item = Option<&Value>> {
        std::iter::once(None).chain(self.values.iter().map(Some))
    }
}
