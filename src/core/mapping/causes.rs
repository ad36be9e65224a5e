//! The problems of many tasks, by cause: how often each occurs, and the first rows where.

use super::fault::{Fault, Kind};
use super::{Problem, Target, Task};
use std::collections::HashMap;

/// Rows that are named of each cause.
const ROWS: usize = 8;
/// Words that are told apart of those that are not among the choices of one control.
const WORDS: usize = 20;

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The field or the control.
    pub target: Target,
    /// What is wrong: the first of its kind.
    pub fault: Fault,
    /// Tasks with it cannot be sent; otherwise they go without.
    pub refuses: bool,
    /// How many rows have it.
    pub count: u64,
    /// The first of them: their places.
    pub rows: Vec<u32>,
}

/// Problems as they are met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Causes {
    /// Each cause once, in the order in which it was first met.
    list: Vec<Cause>,
    /// Their places in the list.
    known: HashMap<(Target, Kind, bool, String), usize>,
    /// Tasks that were looked at.
    pub tasks: u64,
    /// Those of them that cannot be sent.
    pub refused: u64,
    /// Predictions of those that can.
    pub predictions: u64,
}

impl Causes {
    /// Takes in the task of the row at this place.
    pub fn add(&mut self, place: u32, task: &Task) {
        self.tasks += 1;
        if task.is_sendable() {
            self.predictions += task.predictions.len() as u64;
        } else {
            self.refused += 1;
        }
        for (problem, refuses) in
            task.problems.iter().map(|p| (p, true)).chain(task.notes.iter().map(|p| (p, false)))
        {
            self.count(place, problem, refuses);
        }
    }

    fn count(&mut self, place: u32, problem: &Problem, refuses: bool) {
        let Problem { target, fault } = problem;
        let key = |cause: &str| (target.clone(), fault.kind, refuses, cause.to_owned());
        let mut own = key(fault.cause());
        if fault.kind == Kind::NotAChoice && !self.known.contains_key(&own) {
            // A control that is mapped to free text has a word for each row: they are one cause.
            let told = self.list.iter().filter(|cause| {
                cause.target == *target && cause.fault.kind == fault.kind && cause.refuses == refuses
            });
            if told.count() >= WORDS {
                own = key("");
            }
        }
        let at = *self.known.entry(own).or_insert_with_key(|(_, _, _, cause)| {
            let mut fault = fault.clone();
            if fault.kind == Kind::NotAChoice && cause.is_empty() {
                fault = Fault::new(Kind::NotAChoice, "other words are not among the choices either");
            }
            let target = target.clone();
            self.list.push(Cause { target, fault, refuses, count: 0, rows: Vec::new() });
            self.list.len() - 1
        });
        if let Some(cause) = self.list.get_mut(at) {
            cause.count += 1;
            if cause.rows.len() < ROWS {
                cause.rows.push(place);
            }
        }
    }

    /// The causes: those that refuse tasks before the others, the most frequent first.
    pub fn by_count(&self) -> Vec<Cause> {
        let mut list = self.list.clone();
        list.sort_by_key(|cause| (!cause.refuses, std::cmp::Reverse(cause.count)));
        list
    }

    /// How often something was wrong with a field or a control, and whether tasks are refused for it.
    pub fn of(&self, target: &Target) -> (u64, bool) {
        let own = self.list.iter().filter(|cause| cause.target == *target);
        own.fold((0, false), |(count, refuses), cause| (count + cause.count, refuses || cause.refuses))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(problems: &[(&str, Fault)]) -> Task {
        let problem = |(name, fault): &(&str, Fault)| Problem::new(Target::control(name), fault.clone());
        Task { problems: problems.iter().map(problem).collect(), ..Task::default() }
    }

    #[test]
    fn alike_problems_are_one_cause() {
        let empty = || Fault::new(Kind::Empty, "the answer is empty");
        let mut causes = Causes::default();
        causes.add(0, &task(&[("a", empty())]));
        for place in 1..20 {
            let said = format!("the request failed (429): try again in {place} s");
            causes.add(place, &task(&[("a", Fault::new(Kind::Failed, said)), ("b", empty())]));
        }
        let noted = Task { notes: vec![Problem::new(Target::control("c"), empty())], ..Task::default() };
        causes.add(20, &noted);
        let found: Vec<_> = causes
            .by_count()
            .into_iter()
            .map(|c| (c.target.to_string(), c.count, c.rows.len(), c.rows[0]))
            .collect();
        let expected = [("a", 19, 8, 1), ("b", 19, 8, 1), ("a", 1, 1, 0), ("c", 1, 1, 20)];
        assert_eq!(found, expected.map(|(name, count, rows, first)| (name.to_owned(), count, rows, first)));
        assert_eq!((causes.tasks, causes.refused), (21, 20));
        assert_eq!(
            ["a", "c", "d"].map(|name| causes.of(&Target::control(name))),
            [(20, true), (1, false), (0, false)]
        );
    }

    #[test]
    fn free_text_is_not_a_cause_for_each_row() {
        let mut causes = Causes::default();
        for place in 0..1000 {
            let word = Some(format!("word {place}"));
            causes.add(place, &task(&[("c", Fault { word, ..Fault::new(Kind::NotAChoice, "no") })]));
        }
        let found = causes.by_count();
        assert_eq!((found.len(), found[0].count, causes.of(&Target::control("c")).0), (WORDS + 1, 980, 1000));
    }
}
