//! The order of the rows on screen.

use super::evidence::Evidence;
use super::index::{Index, Names, Sym};
use super::probe::{Kind, Value, path};
use super::query::Measure;
use super::summary::RowOutcome;
use std::cmp::Ordering;

/// An order. The default is that of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: SortColumn,
    /// The largest, or the last of the alphabet, first. Rows without a value are last either way.
    pub descending: bool,
}

/// What rows are ordered by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "see Summary")]
pub enum SortColumn {
    /// As the files have them.
    #[default]
    Line,
    /// As people count: `cand-2` before `cand-10`.
    Id,
    Outcome,
    Model,
    Finish,
    Error,
    Measure(Measure),
    /// Those that differ most first: only here, outcome, text, same.
    Difference,
    /// By a value of the JSON answers: numbers by size, texts as people count.
    Value(String),
}

impl Sort {
    /// Reads what [`word`](Self::word) wrote: `tokens`, `-tokens`, `json.score`. `None`: no column is called so.
    pub fn parse(word: &str) -> Option<Self> {
        let (name, descending) = word.strip_prefix('-').map_or((word, false), |name| (name, true));
        let column = match name {
            "line" | "" => SortColumn::Line,
            "id" => SortColumn::Id,
            "outcome" => SortColumn::Outcome,
            "model" => SortColumn::Model,
            "finish" => SortColumn::Finish,
            "error" => SortColumn::Error,
            "difference" => SortColumn::Difference,
            "tokens" => SortColumn::Measure(Measure::Tokens),
            "prompt" => SortColumn::Measure(Measure::Prompt),
            "length" => SortColumn::Measure(Measure::Length),
            name => SortColumn::Value(path::text(&path::parse(name.strip_prefix("json")?)?)),
        };
        Some(Self { column, descending })
    }

    /// The order in a word, for an address.
    pub fn word(&self) -> String {
        let name = match &self.column {
            SortColumn::Line => "line".to_owned(),
            SortColumn::Id => "id".to_owned(),
            SortColumn::Outcome => "outcome".to_owned(),
            SortColumn::Model => "model".to_owned(),
            SortColumn::Finish => "finish".to_owned(),
            SortColumn::Error => "error".to_owned(),
            SortColumn::Difference => "difference".to_owned(),
            SortColumn::Measure(measure) => measure.word().to_owned(),
            SortColumn::Value(path) => path::field(path),
        };
        if self.descending { format!("-{name}") } else { name }
    }

    /// It is the order of the files.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What must be looked up for it.
    pub fn probe(&self) -> Option<super::probe::Probe> {
        match &self.column {
            SortColumn::Value(path) => Some(super::probe::Probe::Json { path: path.clone() }),
            _ => None,
        }
    }

    /// Orders places that are in file order; equal ones stay in it.
    pub fn order(&self, index: &Index, evidence: &Evidence, places: &mut [u32]) {
        let ranks = |names: &Names, sym: &dyn Fn(u32) -> Sym, places: &mut [u32]| {
            let table = ranks_of(names);
            self.by_key(places, |place| table.get(sym(place).at()).copied().filter(|rank| *rank > 0));
        };
        match &self.column {
            SortColumn::Line if self.descending => places.reverse(),
            SortColumn::Line => {}
            SortColumn::Id => {
                self.by_text(places, |place| Some(index.custom_id(place)).filter(|id| !id.is_empty()));
            }
            SortColumn::Outcome => self.by_key(places, |place| index.outcome(place).map(severity)),
            SortColumn::Model => ranks(index.models(), &|place| index.model(place), places),
            SortColumn::Finish => ranks(index.finish_reasons(), &|place| index.finish_reason(place), places),
            SortColumn::Error => ranks(index.error_codes(), &|place| index.error_code(place), places),
            SortColumn::Measure(measure) => self.by_key(places, |place| measure.of(index, place)),
            SortColumn::Difference => {
                let both = evidence.comparison.as_ref();
                self.by_key(places, |place| both.and_then(|both| both.of_row(place)));
            }
            SortColumn::Value(path) => {
                let Some(found) = evidence.json(path) else { return };
                let mut values: Vec<(usize, &Value)> =
                    found.values().enumerate().filter_map(|(number, value)| Some((number, value?))).collect();
                values.sort_by(|a, b| by_value(a.1, b.1));
                let mut table = vec![0usize; values.len() + 1];
                for (rank, (number, _)) in (1..).zip(&values) {
                    if let Some(slot) = table.get_mut(*number) {
                        *slot = rank;
                    }
                }
                self.by_key(places, |place| table.get(found.number(place)).copied().filter(|rank| *rank > 0));
            }
        }
    }

    /// The key of every row is computed once.
    fn by_key<K: Ord>(&self, places: &mut [u32], key: impl Fn(u32) -> Option<K>) {
        let mut keyed: Vec<(Option<K>, u32)> = places.iter().map(|place| (key(*place), *place)).collect();
        keyed.sort_by(|a, b| self.either(a.0.as_ref(), b.0.as_ref(), Ord::cmp));
        for (slot, (_, place)) in places.iter_mut().zip(keyed) {
            *slot = place;
        }
    }

    fn by_text<'a>(&self, places: &mut [u32], text: impl Fn(u32) -> Option<&'a str>) {
        let mut keyed: Vec<(Option<&str>, u32)> = places.iter().map(|place| (text(*place), *place)).collect();
        keyed.sort_by(|a, b| self.either(a.0, b.0, natural));
        for (slot, (_, place)) in places.iter_mut().zip(keyed) {
            *slot = place;
        }
    }

    fn either<T>(&self, a: Option<T>, b: Option<T>, compare: impl Fn(T, T) -> Ordering) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if self.descending => compare(b, a),
            (Some(a), Some(b)) => compare(a, b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
}

/// Of every name its rank from 1; the empty one has none.
fn ranks_of(names: &Names) -> Vec<usize> {
    let mut sorted: Vec<(Sym, &str)> = names.iter().filter(|(_, name)| !name.is_empty()).collect();
    sorted.sort_by(|a, b| natural(a.1, b.1));
    let mut table = vec![0; names.len()];
    for (rank, (sym, _)) in (1..).zip(sorted) {
        if let Some(slot) = table.get_mut(sym.at()) {
            *slot = rank;
        }
    }
    table
}

/// What needs a person's eye first.
fn severity(outcome: RowOutcome) -> u8 {
    match outcome {
        RowOutcome::Failed => 0,
        RowOutcome::Unreadable => 1,
        RowOutcome::Missing => 2,
        RowOutcome::Succeeded => 3,
    }
}

fn by_value(a: &Value, b: &Value) -> Ordering {
    // Numbers before texts, then what has no order of its own.
    let class = |kind: Kind| match kind {
        Kind::Number => 0,
        Kind::Text => 1,
        Kind::Bool => 2,
        Kind::List | Kind::Object => 3,
        Kind::Null | Kind::Absent => 4,
    };
    let number = |value: &Value| value.text.parse::<f64>().unwrap_or_default();
    class(a.kind).cmp(&class(b.kind)).then_with(|| match a.kind {
        Kind::Number => number(a).total_cmp(&number(b)),
        _ => natural(&a.text, &b.text),
    })
}

/// Compares as people count: digits as one number, letters without regard to ASCII case; what is then equal, byte
/// by byte.
#[allow(clippy::many_single_char_names, reason = "two of each")]
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a.as_bytes(), b.as_bytes());
    while let (Some(p), Some(q)) = (x.first(), y.first()) {
        let order = if p.is_ascii_digit() && q.is_ascii_digit() {
            let (m, n) = (digits(&mut x), digits(&mut y));
            m.len().cmp(&n.len()).then_with(|| m.cmp(n))
        } else {
            let order = p.to_ascii_lowercase().cmp(&q.to_ascii_lowercase());
            (x, y) = (x.get(1..).unwrap_or_default(), y.get(1..).unwrap_or_default());
            order
        };
        if order.is_ne() {
            return order;
        }
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// Takes the digits in front, and gives them without leading zeros.
fn digits<'a>(text: &mut &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    *text = rest;
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
