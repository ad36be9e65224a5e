//! A proof by counting, for a push that met no doubt: the tasks that the imports spoke of are counted by their ids, and
//! the first of each count are compared by their keys. It costs a fifth of reading every task (measured), and anything
//! that does not agree leads to that.

use super::super::plan::{Candidate, Seen};
use super::{Phase, Push, Target};
use crate::core::protocol::http::Request;
use crate::core::protocol::label_studio::tasks::{self, TaskPage};
use std::ops::Range;

/// Ids in one request, listed: their URL stays below the 8 kB that nginx takes.
const LISTED: usize = 600;
/// The same when they follow one another, as those of an import do.
const IN_A_RUN: usize = 2_500;
/// Tasks of each count that are looked at.
const LOOKED_AT: usize = 20;
/// So many are read as quickly as they are counted.
const FEW: usize = 100;

/// The counting under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Confirm {
    /// What was sent, by places.
    places: Vec<usize>,
    /// Their tasks, by the imports' word.
    tasks: Vec<u64>,
    /// So many are counted. When all are, the whole batch is.
    counted: usize,
}

impl Confirm {
    fn group(&self) -> Range<usize> {
        let ids = self.tasks.get(self.counted..).unwrap_or_default();
        let run = tasks::run(ids).min(IN_A_RUN);
        self.counted..self.counted + if run < LISTED { LISTED.min(ids.len()) } else { run }
    }

    pub(super) fn request(&self, target: &Target) -> Request {
        let Target { base, project, batch_id } = target;
        match self.tasks.get(self.group()) {
            Some(ids) if !ids.is_empty() => tasks::count(base, *project, batch_id, Some(ids), LOOKED_AT),
            _ => tasks::count(base, *project, batch_id, None, 1),
        }
    }

    /// Whether a count says what it should. `predictions`: of these candidates.
    fn agrees(&self, group: &Range<usize>, page: &TaskPage, candidates: &[Candidate]) -> bool {
        let (Some(places), Some(ids)) = (self.places.get(group.clone()), self.tasks.get(group.clone()))
        else {
            return false;
        };
        let wanted =
            |place: &usize| candidates.get(*place).map_or(0, |candidate| candidate.size().predictions);
        let is_its_task = |task: &tasks::Task| {
            let at = ids.iter().position(|id| *id == task.id);
            let place = at.and_then(|at| places.get(at));
            let candidate = place.and_then(|place| candidates.get(*place));
            candidate.is_some_and(|candidate| {
                task.key.as_deref() == Some(candidate.key.as_str())
                    && task.predictions == candidate.size().predictions
            })
        };
        page.total == ids.len() as u64
            && page.predictions == Some(places.iter().map(wanted).sum())
            && page.tasks.len() == ids.len().min(LOOKED_AT)
            && page.tasks.iter().all(is_its_task)
    }
}

impl Push {
    /// Counting proves as much as reading when the batch had no task before, each result was sent once, and each
    /// import was answered with its tasks' ids. `None`: it has to be read.
    pub(super) fn countable(&self, places: &[usize]) -> Option<Confirm> {
        let claimed = |place: &usize| {
            let state = self.states.get(*place)?;
            state.claimed.filter(|_| state.attempts == 1)
        };
        let tasks: Vec<u64> = places.iter().map(claimed).collect::<Option<_>>()?;
        let first = self.batch_tasks == 0 && self.proofs == 0 && self.late.is_nothing();
        (first && places.len() > FEW).then(|| Confirm { places: places.to_vec(), tasks, counted: 0 })
    }

    /// The answer to a count.
    pub(super) fn confirmed(&mut self, mut confirm: Confirm, page: &TaskPage) {
        let group = confirm.group();
        if group.is_empty() {
            // Every task is there; were there more, another push made them.
            if page.total == confirm.places.len() as u64 {
                return self.all_there(&confirm);
            }
            return self.read_back(confirm.places);
        }
        if !confirm.agrees(&group, page, &self.candidates) {
            return self.read_back(confirm.places);
        }
        confirm.counted = group.end;
        self.phase = Phase::Confirm(confirm);
    }

    fn all_there(&mut self, confirm: &Confirm) {
        for (place, task) in confirm.places.iter().zip(&confirm.tasks) {
            let predictions = self.candidates.get(*place).map_or(0, |candidate| candidate.size().predictions);
            self.is_there(*place, Seen { task: *task, predictions, worked: 0, copy: false });
        }
        self.phase = Phase::Settle;
    }
}
