//! The values that rows have, with their counts: a filter by clicking.

use super::compare::Difference;
use super::evidence::Evidence;
use super::index::{Index, Names, Sym};
use super::probe::{Found, Kind, Probe, Value, path};
use super::query::{Flag, Group, JsonForm, Query, Tests, Verdict, json_form, quoted, written};
use super::summary::RowOutcome;
use crate::core::text::one_line;
use std::collections::BTreeMap;

/// What rows are counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "see Summary")]
pub enum Facet {
    Outcome,
    Finish,
    Model,
    ErrorCode,
    Json,
    Tools,
    Refusal,
    Reasoning,
    Difference,
    /// A value of the JSON answers, by its path.
    Value(String),
}

/// The values of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// Of what.
    pub facet: Facet,
    /// The most frequent first, of equally frequent ones the one that came first; those that the filter asks for
    /// are there even when no row has them.
    pub values: Vec<FacetValue>,
    /// Values that were left out.
    pub more: usize,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As it is written in a filter: `query.toggled(&facet.field(), &value)`.
    pub value: String,
    /// For people, on one line.
    pub label: String,
    /// Rows that have it and match the rest of the filter.
    pub count: usize,
    /// The filter asks for it.
    pub on: bool,
}

const OUTCOMES: [(RowOutcome, &str, &str); 4] = [
    (RowOutcome::Succeeded, "ok", "Succeeded"),
    (RowOutcome::Failed, "failed", "Failed"),
    (RowOutcome::Unreadable, "unreadable", "Unreadable"),
    (RowOutcome::Missing, "missing", "No result"),
];
const FORMS: [(JsonForm, &str, &str); 3] = [
    (JsonForm::Bare, "yes", "JSON"),
    (JsonForm::Fenced, "fenced", "JSON in a fence"),
    (JsonForm::No, "no", "No JSON"),
];
const DIFFERENCES: [(Difference, &str); 4] = [
    (Difference::Same, "Same"),
    (Difference::Text, "Other text"),
    (Difference::Outcome, "Other outcome"),
    (Difference::OnlyHere, "Only here"),
];

impl Facet {
    /// The field in a filter.
    pub fn field(&self) -> String {
        match self {
            Self::Outcome => "outcome",
            Self::Finish => "finish",
            Self::Model => "model",
            Self::ErrorCode => "error",
            Self::Json => "json",
            Self::Tools => "tools",
            Self::Refusal => "refusal",
            Self::Reasoning => "reasoning",
            Self::Difference => "differs",
            Self::Value(at) => return path::field(at),
        }
        .to_owned()
    }

    /// What must be looked up for it.
    pub fn probe(&self) -> Option<Probe> {
        match self {
            Self::Value(path) => Some(Probe::Json { path: path.clone() }),
            _ => None,
        }
    }

    fn group(&self) -> Group {
        match self {
            Self::Outcome => Group::Outcome,
            Self::Finish => Group::Finish,
            Self::Model => Group::Model,
            Self::ErrorCode => Group::Error,
            Self::Json => Group::Json,
            Self::Tools => Group::Flag(Flag::Tools),
            Self::Refusal => Group::Flag(Flag::Refusal),
            Self::Reasoning => Group::Flag(Flag::Reasoning),
            Self::Difference => Group::Difference,
            Self::Value(path) => Group::Value(path.clone()),
        }
    }

    fn flag(&self) -> Option<Flag> {
        match self {
            Self::Tools => Some(Flag::Tools),
            Self::Refusal => Some(Flag::Refusal),
            Self::Reasoning => Some(Flag::Reasoning),
            _ => None,
        }
    }
}

/// A facet's values by number.
pub(super) struct Keys<'a> {
    facet: &'a Facet,
    index: &'a Index,
    evidence: &'a Evidence,
    found: Option<&'a Found>,
    values: Vec<Option<&'a Value>>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(facet: &'a Facet, index: &'a Index, evidence: &'a Evidence) -> Self {
        let found = facet.probe().and_then(|probe| evidence.get(&probe));
        let values = found.map(|found| found.values().collect()).unwrap_or_default();
        Self { facet, index, evidence, found, values }
    }

    /// The number of a row's value. `None`: the facet does not speak of the row.
    pub(super) fn at(&self, place: u32) -> Option<usize> {
        let index = self.index;
        match self.facet {
            Facet::Outcome => {
                index.outcome(place).and_then(|now| OUTCOMES.iter().position(|known| known.0 == now))
            }
            Facet::Finish => Some(index.finish_reason(place).at()),
            Facet::Model => Some(index.model(place).at()),
            Facet::ErrorCode => Some(index.error_code(place).at()).filter(|at| *at > 0),
            Facet::Json => {
                json_form(index, place).and_then(|now| FORMS.iter().position(|known| known.0 == now))
            }
            Facet::Difference => {
                let now = self.evidence.comparison.as_ref()?.of_row(place)?;
                DIFFERENCES.iter().position(|known| known.0 == now)
            }
            Facet::Value(_) => self.found.map(|found| found.number(place)),
            flag => flag.flag().map(|flag| usize::from(index.traits(place).has(flag.traits()))),
        }
    }

    /// As it is written in a filter, and for people.
    fn texts(&self, key: usize) -> (String, String) {
        let both = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        let name = |names: &Names| match names.iter().nth(key) {
            Some((sym, name)) if sym != Sym::default() => (written(name), one_line(name, 80)),
            _ => both("none", "none"),
        };
        match self.facet {
            Facet::Outcome => {
                OUTCOMES.get(key).map_or_else(Default::default, |(_, value, label)| both(value, label))
            }
            Facet::Json => {
                FORMS.get(key).map_or_else(Default::default, |(_, value, label)| both(value, label))
            }
            Facet::Difference => {
                DIFFERENCES.get(key).map_or_else(Default::default, |(now, label)| both(now.word(), label))
            }
            Facet::Finish => name(self.index.finish_reasons()),
            Facet::Model => name(self.index.models()),
            Facet::ErrorCode => name(self.index.error_codes()),
            Facet::Value(_) => match self.values.get(key).copied().flatten() {
                None => both("none", "no value"),
                Some(value) => {
                    let label = match one_line(&value.text, 80) {
                        blank if blank.is_empty() => "(blank)".to_owned(),
                        label => label,
                    };
                    let value = match value.kind {
                        Kind::Text => written(&value.text),
                        Kind::List | Kind::Object => quoted(&value.text),
                        _ => value.text.to_string(),
                    };
                    (value, label)
                }
            },
            _ if key == 0 => both("no", "No"),
            _ => both("yes", "Yes"),
        }
    }
}

/// How many of these rows have each value of a facet, for people: the most frequent first.
pub fn breakdown(facet: &Facet, places: &[u32], index: &Index, evidence: &Evidence) -> Vec<(String, usize)> {
    let keys = Keys::of(facet, index, evidence);
    let mut counts = BTreeMap::<Option<usize>, usize>::new();
    for place in places {
        *counts.entry(keys.at(*place)).or_default() += 1;
    }
    let label = |key: Option<usize>| key.map_or_else(|| "without any".to_owned(), |key| keys.texts(key).1);
    let mut counts: Vec<_> = counts.into_iter().map(|(key, count)| (label(key), count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// Counts all facets in one pass over the rows. A facet's own terms do not count for it, so that the other values of
/// a chosen one keep their counts. `limit`: values of a facet at most.
pub fn facets(
    query: &Query,
    index: &Index,
    evidence: &Evidence,
    facets: &[Facet],
    limit: usize,
) -> Vec<FacetCounts> {
    let tests = Tests::of(query, index, evidence);
    let mut counted: Vec<(Keys<'_>, Option<usize>, Vec<usize>)> = facets
        .iter()
        .map(|facet| (Keys::of(facet, index, evidence), tests.group(&facet.group()), Vec::new()))
        .collect();
    for place in 0..index.len() {
        let verdict = tests.verdict(place);
        if verdict == Verdict::No {
            continue;
        }
        for (keys, own, counts) in &mut counted {
            let counts_here = match verdict {
                Verdict::Yes => true,
                Verdict::But(group) => *own == Some(group),
                Verdict::No => false,
            };
            let Some(key) = counts_here.then(|| keys.at(place)).flatten() else { continue };
            if key >= counts.len() {
                counts.resize(key + 1, 0);
            }
            if let Some(count) = counts.get_mut(key) {
                *count += 1;
            }
        }
    }
    let finish = |(keys, own, counts): (Keys<'_>, Option<usize>, Vec<usize>)| {
        listed(query, &keys, &own.map(|group| tests.asked(group)).unwrap_or_default(), &counts, limit)
    };
    counted.into_iter().map(finish).collect()
}

/// `asked`: which values a term of the filter allows, by number.
fn listed(query: &Query, keys: &Keys<'_>, asked: &[&[bool]], counts: &[usize], limit: usize) -> FacetCounts {
    let mut ranked: Vec<(usize, usize)> =
        counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = ranked.len().saturating_sub(limit);
    let behind: Vec<(usize, usize)> = ranked.split_off(limit.min(ranked.len()));
    // A wildcard asks for many; of those that are not shown anyway, some will do.
    let zero = (0..counts.len().max(keys.values.len()))
        .filter(|key| counts.get(*key).is_none_or(|count| *count == 0));
    let rest = behind.into_iter().chain(zero.map(|key| (key, 0)));
    ranked.extend(rest.filter(|(key, _)| asked.iter().any(|any| any.get(*key) == Some(&true))).take(limit));
    let field = keys.facet.field();
    let value = |(at, (key, count)): (usize, (usize, usize))| {
        let (value, label) = keys.texts(key);
        let on = query.has(&field, &value);
        (at < limit || on).then_some(FacetValue { value, label, count, on })
    };
    let values: Vec<_> = ranked
        .into_iter()
        .enumerate()
        .filter_map(value)
        .filter(|value| value.count > 0 || value.on)
        .collect();
    FacetCounts { facet: keys.facet.clone(), more, values }
}

#[cfg(test)]
mod tests;
