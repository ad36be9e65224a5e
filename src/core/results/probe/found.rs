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
    answers: Side,
    requests: Side,
    /// Of every row the number of its value; what lies behind the end has none.
    rows: Vec<u32>,
    /// Without the first, [`Value::ABSENT`].
    values: Vec<Value>,
    numbers: HashMap<Value, u32>,
    /// The last offset of each file: output, errors, input.
    last: [u64; 3],
}

/// The rows that hold a text on one side, and where in the file it first is.
#[derive(Debug, Default)]
pub struct Side {
    rows: Bits,
    at: HashMap<u32, u64>,
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

impl Side {
    /// Whether a row holds it.
    pub fn has(&self, place: u32) -> bool {
        self.rows.has(place)
    }

    /// How many rows do.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// None does.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where in the file it first is: near the text, where that is written with escapes.
    pub fn first(&self, place: u32) -> Option<u64> {
        self.at.get(&place).copied()
    }

    fn insert(&mut self, place: u32, offset: u64) {
        if self.rows.insert(place) {
            self.at.insert(place, offset);
        }
    }
}

impl Found {
    /// Nothing yet.
    pub fn new(probe: &Probe) -> Self {
        Self { json: matches!(probe, Probe::Json { .. }), ..Self::default() }
    }

    /// Takes in a block of a file's [`Prober`](super::Prober); blocks of one file come in their order. Rows that
    /// the index does not know yet are left out, so the file's rows go first.
    pub fn append(&mut self, index: &Index, source: Source, block: &[u8]) -> Result<(), BadBlock> {
        let mut reader = Reader(block);
        let mut offsets = Vec::new();
        let mut values = Vec::new();
        let last = match source {
            Source::Output => &mut self.last[0],
            Source::Errors => &mut self.last[1],
            Source::Input => &mut self.last[2],
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
        let rows = places(index, source, &offsets);
        for (place, at) in &rows {
            let Some(offset) = offsets.get(*at).copied() else { continue };
            match (self.json, source) {
                (true, _) => {
                    if let Some(value) = values.get(*at) {
                        self.set(*place, value.clone());
                    }
                }
                (false, Source::Input) => self.requests.insert(*place, offset),
                (false, _) => self.answers.insert(*place, offset),
            }
        }
        Ok(())
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
    pub fn answers(&self) -> &Side {
        &self.answers
    }

    /// The rows whose request holds the text.
    pub fn requests(&self) -> &Side {
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

/// The rows of offsets, each with the number of its offset.
fn places(index: &Index, source: Source, offsets: &[u64]) -> Vec<(u32, usize)> {
    let mut spans: Vec<(u64, u32, u32)> = (0..index.len())
        .filter_map(|place| {
            let span = index.span(place).filter(|span| span.source == source);
            let span = span.or_else(|| index.request(place).filter(|_| source == Source::Input));
            span.map(|span| (span.offset, span.len, place))
        })
        .collect();
    spans.sort_unstable();
    let mut found = Vec::with_capacity(offsets.len());
    for (at, offset) in offsets.iter().enumerate() {
        let end = spans.partition_point(|(start, ..)| start <= offset);
        let behind = spans.get(..end).unwrap_or_default();
        // Duplicates share one request: all rows of the last line that begins before.
        let Some((start, ..)) = behind.last() else { continue };
        let same = behind.iter().rev().take_while(|(other, ..)| other == start);
        let inside = same.filter(|(start, len, _)| offset - start < u64::from((*len).max(1)));
        found.extend(inside.map(|(.., place)| (*place, at)));
    }
    found
}
