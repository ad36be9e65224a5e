//! The filter's text after a click: every function gives the new text and leaves the rest of it as it was.

use super::Query;
use super::lex;
use super::term::{Condition, Measure, Term};
use std::ops::Range;

impl Query {
    /// With one more term behind the others; unchanged where it is already there.
    pub fn with(&self, term: &str) -> String {
        let term = term.trim();
        let there = |known: &Term| self.text.get(known.span.clone()) == Some(term);
        if term.is_empty() || self.terms.iter().any(there) {
            return self.text.clone();
        }
        // What is open behind would swallow the term.
        let close = lex::closing(&self.text);
        let spaced = self.text.is_empty() || (self.text.ends_with(char::is_whitespace) && close.is_empty());
        format!("{}{close}{}{term}", self.text, if spaced { "" } else { " " })
    }

    /// Without these bytes: a term's span or a problem's.
    pub fn without(&self, span: &Range<usize>) -> String {
        let (Some(before), Some(behind)) = (self.text.get(..span.start), self.text.get(span.end..)) else {
            return self.text.clone();
        };
        match (before.ends_with(char::is_whitespace), behind.chars().next()) {
            (_, None) => before.trim_end().to_owned(),
            (false, Some(_)) if before.is_empty() => behind.trim_start().to_owned(),
            (true, Some(next)) if next.is_whitespace() => before.to_owned() + behind.trim_start(),
            _ => before.to_owned() + behind,
        }
    }

    /// With this value among those that the field may have, or without it where it is. `field` and `value` as they
    /// are written in a filter (see [`written`](super::written)).
    pub fn toggled(&self, field: &str, value: &str) -> String {
        let term = format!("{field}:{value}");
        let wanted = Self::parse(&format!("{}{}{value}", field, if is_path(field) { "=" } else { ":" }));
        let Some(wanted) = wanted.terms.first() else { return self.with(&term) };
        let alike = |known: &&Term| !known.not && same_field(&known.condition, &wanted.condition);
        let known: Vec<&Term> = self.terms.iter().filter(alike).collect();
        let holding: Vec<(&Term, Vec<&Range<usize>>)> = known
            .iter()
            .map(|term| {
                (
                    *term,
                    term.items.iter().filter(|item| self.is_value(term, item, &wanted.condition)).collect(),
                )
            })
            .filter(|(_, items): &(_, Vec<_>)| !items.is_empty())
            .collect();
        if holding.is_empty() {
            return match known.last().and_then(|term| term.items.last()) {
                // Flags are one or the other; a list may grow.
                Some(last) if is_list(&wanted.condition) => {
                    let (before, behind) = self.text.split_at_checked(last.end).unwrap_or((&self.text, ""));
                    let close = lex::closing(before);
                    format!("{before}{close},{value}{behind}")
                }
                _ => {
                    let others = known
                        .iter()
                        .rev()
                        .fold(self.clone(), |query, term| Self::parse(&query.without(&term.span)));
                    others.with(&format!("{}{}{value}", field, if is_path(field) { "=" } else { ":" }))
                }
            };
        }
        let mut text = self.clone();
        for (term, items) in holding.iter().rev() {
            if items.len() == term.items.len() {
                text = Self::parse(&text.without(&term.span));
                continue;
            }
            let mut changed = text.text.clone();
            for item in items.iter().rev() {
                // With the comma that ties it to its neighbour.
                let first = term.items.first() == Some(*item);
                let range = if first { item.start..item.end + 1 } else { item.start - 1..item.end };
                if changed.get(range.clone()).is_some() {
                    changed.replace_range(range, "");
                }
            }
            text = Self::parse(&changed);
        }
        text.text
    }

    /// Whether this item of a term alone asks what `wanted` asks.
    fn is_value(&self, term: &Term, item: &Range<usize>, wanted: &Condition) -> bool {
        let (Some(head), Some(value)) = (
            term.items.first().and_then(|first| self.text.get(term.span.start..first.start)),
            self.text.get(item.clone()),
        ) else {
            return false;
        };
        Self::parse(&format!("{head}{value}")).terms.first().is_some_and(|alone| alone.condition == *wanted)
    }

    /// With a measure between two numbers, in place of what it was; `None` and `None`: whatever it is.
    pub fn set_range(&self, measure: Measure, min: Option<u32>, max: Option<u32>) -> String {
        let of_measure = |term: &&Term| {
            !term.not && matches!(term.condition, Condition::Measure(known, ..) if known == measure)
        };
        let spans: Vec<_> = self.terms.iter().filter(of_measure).map(|term| term.span.clone()).collect();
        let rest = spans.iter().rev().fold(self.clone(), |query, span| Self::parse(&query.without(span)));
        let word = measure.word();
        match (min, max) {
            (None, None) => rest.text,
            (Some(min), None) => rest.with(&format!("{word}>={min}")),
            (None, Some(max)) => rest.with(&format!("{word}<={max}")),
            (Some(min), Some(max)) => rest.with(&format!("{word}:{}..{}", min.min(max), max.max(min))),
        }
    }

    /// The range that a measure is held to by the filter's own terms.
    pub fn range(&self, measure: Measure) -> Option<(Option<u32>, Option<u32>)> {
        let mut range = None;
        for term in self.terms.iter().filter(|term| !term.not) {
            if let Condition::Measure(known, min, max) = term.condition
                && known == measure
            {
                let (low, high) = range.unwrap_or((None, None));
                let least = |a: Option<u32>, b: Option<u32>| a.into_iter().chain(b).min();
                range = Some((low.max(min), least(high, max)));
            }
        }
        range
    }

    /// Whether the filter asks for this value of this field, both as they are written.
    pub fn has(&self, field: &str, value: &str) -> bool {
        let wanted = Self::parse(&format!("{field}{}{value}", if is_path(field) { "=" } else { ":" }));
        let Some(wanted) = wanted.terms.first() else { return false };
        self.terms
            .iter()
            .filter(|term| !term.not && same_field(&term.condition, &wanted.condition))
            .any(|term| term.items.iter().any(|item| self.is_value(term, item, &wanted.condition)))
    }
}

fn is_path(field: &str) -> bool {
    lex::path_of(field).is_some()
}

/// Whether several values may stand behind one operator.
fn is_list(condition: &Condition) -> bool {
    !matches!(
        condition,
        Condition::Flag(..) | Condition::Case(_) | Condition::Text { .. } | Condition::Measure(..)
    )
}

fn same_field(a: &Condition, b: &Condition) -> bool {
    match (a, b) {
        (Condition::Named(a, _), Condition::Named(b, _)) => a == b,
        (Condition::Flag(a, _), Condition::Flag(b, _)) => a == b,
        (Condition::Value { path: a, op: x, .. }, Condition::Value { path: b, op: y, .. }) => {
            a == b && x == y
        }
        (Condition::Measure(a, ..), Condition::Measure(b, ..)) => a == b,
        (Condition::Text { within: a, .. }, Condition::Text { within: b, .. }) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
