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
    /// Without the first, `Value::ABSENT`.
    values: Vec<Value>,
    numbers: HashMap<Value, u32>,
    output: File,
    errors: File,
    input: File,
}

/// One file as it is gone through.
#[derive(Debug, Default)]
struct File {
    /// The offset that was found last.
    last: u64,
    table: Table,
    /// Hits that no row was known for.
    lost: Vec<u64>,
}

/// Which rows lie where in a file: offset, bytes, place.
#[derive(Debug, Default)]
struct Table {
    spans: Vec<(u64, u32, u32)>,
    /// Rows of the index that were looked at.
    seen: u32,
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

    /// Takes in a block of a file's [`Prober`](super::Prober); blocks of one file come in their order. The index
    /// must know the file's rows by then; requests may get their rows later, see [`settle`](Self::settle).
    pub fn append(&mut self, index: &Index, source: Source, block: &[u8]) -> Result<(), BadBlock> {
        let mut reader = Reader(block);
        let mut offsets = Vec::new();
        let mut values = Vec::new();
        let File { last, table, lost } = match source {
            Source::Output => &mut self.output,
            Source::Errors => &mut self.errors,
            Source::Input => &mut self.input,
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
        let rows = table.places(index, source, &offsets);
        if source == Source::Input && !self.json {
            let mut met = rows.iter().map(|(_, at)| *at).peekable();
            for (at, offset) in offsets.iter().enumerate() {
                let mut known = false;
                while met.next_if(|row| *row == at).is_some() {
                    known = true;
                }
                if !known {
                    lost.push(*offset);
                }
            }
        }
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

    /// Looks once more for the rows of requests that had none: those that no line answers become rows at the end
    /// ([`Index::settle`]).
    pub fn settle(&mut self, index: &Index) {
        let lost = std::mem::take(&mut self.input.lost);
        let rows = self.input.table.places(index, Source::Input, &lost);
        for (place, at) in rows {
            if let Some(offset) = lost.get(at) {
                self.requests.insert(place, *offset);
            }
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

impl Table {
    /// The rows of offsets, each with the number of its offset. The table grows with the index; requests are joined
    /// to rows in any order, so theirs is made again when an offset is not in it.
    fn places(&mut self, index: &Index, source: Source, offsets: &[u64]) -> Vec<(u32, usize)> {
        if source == Source::Input {
            let lacks = |offset: &u64| self.rows_at(*offset).next().is_none();
            if offsets.iter().any(lacks) {
                self.seen = 0;
                self.spans.clear();
            }
        }
        for place in self.seen..index.len() {
            let span = index.span(place).filter(|span| span.source == source);
            let span = span.or_else(|| index.request(place).filter(|_| source == Source::Input));
            self.spans.extend(span.map(|span| (span.offset, span.len, place)));
        }
        self.seen = index.len();
        if !self.spans.is_sorted() {
            self.spans.sort_unstable();
        }
        let rows = |(at, offset): (usize, &u64)| {
            self.rows_at(*offset).map(move |place| (place, at)).collect::<Vec<_>>()
        };
        offsets.iter().enumerate().flat_map(rows).collect()
    }

    /// The rows of the line that an offset is in: duplicates share one request.
    fn rows_at(&self, offset: u64) -> impl Iterator<Item = u32> + '_ {
        let end = self.spans.partition_point(|(start, ..)| *start <= offset);
        let before = self.spans.get(..end).unwrap_or_default();
        let start = before.last().map(|(start, ..)| *start);
        let line = before.iter().rev().take_while(move |(other, ..)| Some(*other) == start);
        line.filter(move |(start, len, _)| offset - start < u64::from((*len).max(1)))
            .map(|(.., place)| *place)
    }
}
