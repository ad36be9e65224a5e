//! Which rows match, and which would match but for one thing: those keep the counts of a facet's other values.
//!
//! Everything is resolved before the first row: names to numbers, values to tables. A row costs a few lookups.

use super::Query;
use super::term::{Column, Condition, Flag, JsonForm, Measure, Pattern, Term, Within};
use super::value::is;
use crate::core::results::{
    compare::Difference,
    evidence::Evidence,
    index::{Index, Names, Sym},
    probe::Found,
    summary::{RowOutcome, Traits},
};

/// What a term belongs to: the facet or histogram that shows its alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::results) enum Group {
    Outcome,
    Finish,
    Model,
    Error,
    Json,
    Flag(Flag),
    Difference,
    Value(String),
    Measure(Measure),
    Other,
}

/// What all terms together say of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::results) enum Verdict {
    Yes,
    /// It matches but for the terms of one group: that of the term with this number.
    But(usize),
    No,
}

/// A filter, ready for the rows of one index.
pub(in crate::core::results) struct Tests<'a> {
    index: &'a Index,
    evidence: &'a Evidence,
    /// With the number of its group, and whether it must not hold.
    each: Vec<(usize, bool, Test<'a>)>,
    groups: Vec<Group>,
}

enum Test<'a> {
    Outcomes(Vec<RowOutcome>),
    Names(Column, Vec<bool>),
    Ids(&'a [Pattern]),
    Json(&'a [JsonForm]),
    Trait(Traits, bool),
    Duplicate,
    Measure(Measure, u32, u32),
    Differs(&'a [Difference]),
    Text(&'a Found, Within),
    Value(&'a Found, Vec<bool>),
    Never,
}

impl Group {
    fn of(condition: &Condition) -> Self {
        match condition {
            Condition::Outcome(_) => Self::Outcome,
            Condition::Named(Column::Model, _) => Self::Model,
            Condition::Named(Column::Finish, _) => Self::Finish,
            Condition::Named(Column::Error, _) => Self::Error,
            Condition::Json(_) => Self::Json,
            Condition::Flag(flag, _) => Self::Flag(*flag),
            Condition::Measure(measure, ..) => Self::Measure(*measure),
            Condition::Value { path, .. } => Self::Value(path.clone()),
            Condition::Differs(_) => Self::Difference,
            Condition::Text { .. }
            | Condition::Case(_)
            | Condition::Duplicate
            | Condition::Named(Column::Id, _) => Self::Other,
        }
    }
}

impl<'a> Tests<'a> {
    pub(in crate::core::results) fn of(query: &'a Query, index: &'a Index, evidence: &'a Evidence) -> Self {
        let mut groups = Vec::new();
        let mut tests = Vec::new();
        for term in query.terms() {
            let Some(test) = test(query, term, index, evidence) else { continue };
            let group = Group::of(&term.condition);
            let number = groups.iter().position(|known| *known == group && group != Group::Other);
            let number = number.unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            });
            tests.push((number, term.not, test));
        }
        Self { index, evidence, each: tests, groups }
    }

    /// Whether a row matches.
    pub(in crate::core::results) fn all(&self, place: u32) -> bool {
        self.each.iter().all(|(_, not, test)| self.holds(test, place) != *not)
    }

    /// Whether it does, or would but for one group.
    pub(in crate::core::results) fn verdict(&self, place: u32) -> Verdict {
        let mut verdict = Verdict::Yes;
        for (group, not, test) in &self.each {
            if self.holds(test, place) != *not {
                continue;
            }
            verdict = match verdict {
                Verdict::Yes => Verdict::But(*group),
                Verdict::But(other) if other == *group => verdict,
                _ => return Verdict::No,
            };
        }
        verdict
    }

    /// The number of a group among those that the filter has terms of.
    pub(in crate::core::results) fn group(&self, group: &Group) -> Option<usize> {
        self.groups.iter().position(|known| known == group)
    }

    /// Of every term of a group that asks by name or value: which of them, by number.
    pub(in crate::core::results) fn asked(&self, group: usize) -> Vec<&[bool]> {
        let mut tables = Vec::new();
        for (own, not, test) in &self.each {
            if let Test::Names(_, any) | Test::Value(_, any) = test
                && *own == group
                && !not
            {
                tables.push(any.as_slice());
            }
        }
        tables
    }

    fn holds(&self, test: &Test<'_>, place: u32) -> bool {
        let index = self.index;
        match test {
            Test::Never => false,
            Test::Outcomes(any) => index.outcome(place).is_some_and(|outcome| any.contains(&outcome)),
            Test::Names(column, any) => any.get(sym(index, *column, place).at()).copied().unwrap_or(false),
            Test::Ids(any) => any.iter().any(|id| id.fits(index.custom_id(place))),
            Test::Json(any) => json_form(index, place).is_some_and(|form| any.contains(&form)),
            Test::Trait(traits, on) => index.traits(place).has(*traits) == *on,
            Test::Duplicate => index.occurrence(place) > 0,
            Test::Measure(measure, min, max) => {
                measure.of(index, place).is_some_and(|number| (*min..=*max).contains(&number))
            }
            Test::Differs(any) => {
                let difference = self.evidence.comparison.as_ref().and_then(|both| both.of_row(place));
                difference.is_some_and(|difference| any.contains(&difference))
            }
            Test::Text(found, within) => {
                (*within != Within::Request && found.answers().has(place))
                    || (*within != Within::Answer && found.requests().has(place))
            }
            Test::Value(found, any) => any.get(found.number(place)).copied().unwrap_or(false),
        }
    }
}

/// How a row's answer is JSON. `None`: there is no answer.
pub(in crate::core::results) fn json_form(index: &Index, place: u32) -> Option<JsonForm> {
    let traits = index.traits(place);
    match index.outcome(place)? {
        RowOutcome::Succeeded if traits.has(Traits::JSON) => Some(JsonForm::Bare),
        RowOutcome::Succeeded if traits.has(Traits::FENCED) => Some(JsonForm::Fenced),
        RowOutcome::Succeeded => Some(JsonForm::No),
        _ => None,
    }
}

fn sym(index: &Index, column: Column, place: u32) -> Sym {
    match column {
        Column::Model => index.model(place),
        Column::Finish => index.finish_reason(place),
        Column::Error | Column::Id => index.error_code(place),
    }
}

/// `None`: no condition of its own.
fn test<'a>(query: &Query, term: &'a Term, index: &Index, evidence: &'a Evidence) -> Option<Test<'a>> {
    Some(match &term.condition {
        Condition::Case(_) => return None,
        Condition::Outcome(any) => Test::Outcomes(any.clone()),
        Condition::Named(Column::Id, any) => Test::Ids(any),
        Condition::Named(column, any) => Test::Names(*column, fitting(names(index, *column), any)),
        Condition::Json(any) => Test::Json(any),
        Condition::Flag(flag, on) => Test::Trait(flag.traits(), *on),
        Condition::Duplicate => Test::Duplicate,
        Condition::Measure(measure, min, max) => {
            Test::Measure(*measure, min.unwrap_or(0), max.unwrap_or(u32::MAX))
        }
        Condition::Differs(any) => Test::Differs(any),
        Condition::Text { within, .. } => match query.probe_of(term).and_then(|probe| evidence.get(&probe)) {
            Some(found) => Test::Text(found, *within),
            None => Test::Never,
        },
        Condition::Value { path, op, wanted } => match evidence.json(path) {
            Some(found) => Test::Value(found, found.values().map(|value| is(value, *op, wanted)).collect()),
            None => Test::Never,
        },
    })
}

impl Flag {
    /// What it is in the index.
    pub(in crate::core::results) fn traits(self) -> Traits {
        match self {
            Self::Tools => Traits::TOOL_CALLS,
            Self::Refusal => Traits::REFUSAL,
            Self::Reasoning => Traits::REASONING,
        }
    }
}

fn names(index: &Index, column: Column) -> &Names {
    match column {
        Column::Model => index.models(),
        Column::Finish => index.finish_reasons(),
        Column::Error | Column::Id => index.error_codes(),
    }
}

fn fitting(names: &Names, any: &[Pattern]) -> Vec<bool> {
    names.iter().map(|(_, name)| any.iter().any(|pattern| pattern.fits(name))).collect()
}
