//! The facets and histograms that belong to a filter: counted by the core, ordered and worded for the side pane.

use super::super::super::kit::icon::Name;
use super::histogram::Bar;
use super::list::Entry;
use crate::core::results::{
    evidence::Evidence,
    facets::{Facet, FacetCounts, FacetValue, facets},
    histogram::histogram,
    index::Index,
    query::{Measure, Query},
};

/// Values of one facet at most: nobody reads more.
const LIMIT: usize = 200;

/// A facet with its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its field in a filter.
    pub field: String,
    /// Its heading.
    pub title: String,
    /// The values, most frequent first.
    pub entries: Vec<Entry>,
    /// Values that are left out.
    pub more: usize,
    /// The JSON path, where a person added it.
    pub key: Option<String>,
}

/// A number and how it is spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Which number.
    pub measure: Measure,
    /// Its heading.
    pub title: &'static str,
    /// What is counted, within a sentence.
    pub label: &'static str,
    /// How many rows are how large.
    pub bars: Vec<Bar>,
    /// The smallest and the largest.
    pub ends: (u32, u32),
}

/// All of the pane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sides {
    groups: Vec<Group>,
    spreads: Vec<Spread>,
    /// Fields in the order of the pane.
    order: Vec<String>,
}

impl Sides {
    /// What was counted, in the order of the pane.
    pub fn new(query: &Query, groups: Vec<Group>, spreads: Vec<Spread>) -> Self {
        let order = order(query, &groups, &spreads);
        Self { groups, spreads, order }
    }

    /// Nothing was counted yet.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The fields of what is worth showing, in order.
    pub fn fields(&self) -> Vec<String> {
        self.order.clone()
    }

    /// Whether a field is a number.
    pub fn is_spread(&self, field: &str) -> bool {
        self.spread(field).is_some()
    }

    /// The histogram of a field.
    pub fn spread(&self, field: &str) -> Option<&Spread> {
        self.spreads.iter().find(|spread| spread.measure.word() == field)
    }

    /// The facet of a field.
    pub fn group(&self, field: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.field == field)
    }

    /// The values of a field with their counts.
    pub fn values(&self, field: &str) -> Vec<(String, u64)> {
        let entries = self.group(field).map(|group| group.entries.as_slice()).unwrap_or_default();
        entries.iter().map(|entry| (entry.value.clone(), entry.count)).collect()
    }
}

/// The numbers that have a histogram.
pub const MEASURES: [Measure; 3] = [Measure::Tokens, Measure::Prompt, Measure::Length];

/// Counts the facets. `keys`: the JSON paths that a person added.
pub fn groups(query: &Query, index: &Index, evidence: &Evidence, keys: &[String]) -> Vec<Group> {
    let mut wanted = vec![Facet::Outcome];
    wanted.extend(keys.iter().map(|path| Facet::Value(path.clone())));
    if evidence.comparison.is_some() {
        wanted.push(Facet::Difference);
    }
    let others = [
        Facet::Finish,
        Facet::Model,
        Facet::ErrorCode,
        Facet::Json,
        Facet::Tools,
        Facet::Refusal,
        Facet::Reasoning,
    ];
    wanted.extend(others);
    facets(query, index, evidence, &wanted, LIMIT).into_iter().map(group).collect()
}

/// Counts how a number is spread.
pub fn spread(query: &Query, index: &Index, evidence: &Evidence, measure: Measure) -> Spread {
    let (title, label) = match measure {
        Measure::Tokens => ("Output tokens", "output tokens"),
        Measure::Prompt => ("Prompt tokens", "prompt tokens"),
        Measure::Length => ("Length", "characters of the answer"),
    };
    let counted = histogram(query, index, evidence, measure);
    let bars = counted.bins.iter().map(|bin| Bar { from: bin.from, to: bin.to, count: bin.count as u64 });
    Spread { measure, title, label, bars: bars.collect(), ends: (counted.min, counted.max) }
}

/// What is worth showing, in the order of the pane: how it ended, what a person added, how large it is, the rest.
fn order(query: &Query, groups: &[Group], spreads: &[Spread]) -> Vec<String> {
    let worth = |group: &&Group| {
        (group.field == "outcome" && !group.entries.is_empty())
            || group.key.is_some()
            || group.entries.len() > 1
            || group.entries.iter().any(|entry| entry.on)
    };
    let first = |group: &&Group| group.field == "outcome" || group.field == "differs" || group.key.is_some();
    let spread = |spread: &&Spread| spread.ends.0 < spread.ends.1 || query.range(spread.measure).is_some();
    let (head, tail): (Vec<&Group>, Vec<&Group>) = groups.iter().filter(worth).partition(first);
    let fields =
        |groups: Vec<&Group>| groups.into_iter().map(|group| group.field.clone()).collect::<Vec<_>>();
    let numbers = spreads.iter().filter(spread).map(|spread| spread.measure.word().to_owned());
    let mut order = fields(head);
    let mut numbers: Vec<String> = numbers.collect();
    let rest = numbers.split_off(numbers.len().min(1));
    order.extend(numbers);
    order.extend(fields(tail));
    order.extend(rest);
    order
}

fn group(FacetCounts { facet, values, more }: FacetCounts) -> Group {
    let title = match &facet {
        Facet::Outcome => "Outcome",
        Facet::Finish => "Finish reason",
        Facet::Model => "Model",
        Facet::ErrorCode => "Error code",
        Facet::Json => "Output is JSON",
        Facet::Tools => "Tool calls",
        Facet::Refusal => "Refusal",
        Facet::Reasoning => "Reasoning",
        Facet::Difference => "Difference",
        Facet::Value(path) => path,
    };
    let entry = |FacetValue { value, label, count, on }| Entry {
        icon: icon(&facet, &value),
        aside: value == "none",
        value,
        label,
        count: count as u64,
        on,
    };
    let key = match &facet {
        Facet::Value(path) => Some(path.clone()),
        _ => None,
    };
    Group {
        field: facet.field(),
        title: title.to_owned(),
        entries: values.into_iter().map(entry).collect(),
        more,
        key,
    }
}

/// Each outcome has its own shape, and what needs an eye a mark.
fn icon(facet: &Facet, value: &str) -> Option<(Name, &'static str)> {
    Some(match (facet, value) {
        (Facet::Outcome, "ok") => (Name::Ok, "ok"),
        (Facet::Outcome, "failed") => (Name::Bad, "bad"),
        (Facet::Outcome, "missing") => (Name::None, "warn"),
        (Facet::Outcome, "unreadable") => (Name::Junk, "idle"),
        (Facet::Json, "fenced") | (Facet::Finish, "length") => (Name::Warn, "warn"),
        _ => return None,
    })
}
