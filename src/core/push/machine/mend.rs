//! Predictions of tasks that exist: looked at, completed, and looked at again.
//!
//! Label Studio answers 201 and loses predictions when somebody else writes at the same time (measured).
//! Before anything is added, the task's predictions themselves are read: its counters may lag behind. What two pushes
//! added at the same time is there twice: the newer ones, equal to the last number, are removed again.

use super::super::journal::Entry;
use super::super::plan::{Candidate, Seen};
use super::super::predictions::{id_of, missing, of_task, too_often};
use super::super::receipt::Outcome;
use super::answers::{LOOKS, SENDS, is_known, may_pass};
use super::walk::Walk;
use super::{Phase, Push, Target};
use crate::core::protocol::error::explain;
use crate::core::protocol::http::{Answer, Request};
use crate::core::protocol::label_studio::tasks::{self, Detail, TaskPage};
use crate::core::text::counted;
use serde_json::Value;
use std::collections::BTreeMap;

/// Removals of predictions of the same tasks, before what is there twice stays.
const MOST_REMOVED: u64 = 1_000;

/// Some tasks whose predictions are completed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mend {
    /// The texts of their results' tasks, in the walk's order; empty until they are supplied.
    pub(super) texts: Vec<String>,
    walk: Walk,
    /// They were there before this push.
    attach: bool,
    /// How many predictions each had at first, and is to have in the end.
    goal: BTreeMap<usize, (usize, usize)>,
    /// The predictions that it had at first: of those none is removed where some are attached.
    first: BTreeMap<usize, Vec<u64>>,
    body: Option<String>,
    sent: u32,
    /// Predictions that are there once too often, the next one last.
    removing: Vec<u64>,
    removed: u64,
    /// Lookups to come before anything is sent again.
    looks: u32,
}

/// A result's place, its task, and the predictions that the task does not have.
type Lack = (usize, u64, Vec<Value>);

impl Mend {
    pub(super) fn of(places: Vec<usize>, candidates: &[Candidate], attach: bool) -> Self {
        Self {
            texts: Vec::new(),
            walk: Walk::of(places, candidates, Detail::Predictions, None),
            attach,
            goal: BTreeMap::new(),
            first: BTreeMap::new(),
            body: None,
            sent: 0,
            removing: Vec::new(),
            removed: 0,
            looks: 0,
        }
    }

    /// What to send; `Err`: the texts of these places are needed first.
    pub(super) fn step(&self, target: &Target, candidates: &[Candidate]) -> Result<Request, Vec<usize>> {
        if self.texts.is_empty() {
            return Err(self.walk.places.clone());
        }
        Ok(match (&self.body, self.removing.last()) {
            (_, Some(prediction)) => tasks::delete_prediction(&target.base, *prediction),
            (Some(body), None) => tasks::import_predictions(&target.base, target.project, body.clone()),
            (None, None) => self.walk.request(target, candidates),
        })
    }

    pub(super) fn is_sending(&self) -> bool {
        self.body.is_some()
    }

    pub(super) fn is_removing(&self) -> bool {
        !self.removing.is_empty()
    }

    fn look_again(&mut self, looks: u32) {
        self.body = None;
        self.looks = looks;
        self.walk.begin();
    }

    /// Predictions that are there once too often.
    fn surplus(&mut self) -> Vec<u64> {
        let mut surplus = Vec::new();
        for (place, text) in self.walk.places.iter().zip(&self.texts) {
            let Some((_, held)) = self.walk.kept(*place) else { continue };
            let (ids, mut often) = (held.iter().filter_map(id_of).collect(), too_often(text, held));
            let first = self.first.entry(*place).or_insert(ids);
            if self.attach {
                often.retain(|id| !first.contains(id));
            }
            surplus.append(&mut often);
        }
        surplus
    }

    /// What each task still lacks, and which lacks nothing: place, task, how many it has.
    fn lacks(&mut self) -> (Vec<Lack>, Vec<(usize, Seen, usize)>) {
        let (mut lacking, mut whole) = (Vec::new(), Vec::new());
        for (place, text) in self.walk.places.iter().zip(&self.texts) {
            let Some((kept, held)) = self.walk.kept(*place) else { continue };
            let mut lost = missing(text, held);
            let wanted = serde_json::from_str::<Value>(text).unwrap_or_default();
            let wanted = wanted.get("predictions").and_then(Value::as_array).map_or(0, Vec::len);
            // As many as were sent, and some are others than these: they are somebody's.
            let add = self.attach || held.len() < wanted;
            let end = held.len() + if add { lost.len() } else { 0 };
            let (_, end) = *self.goal.entry(*place).or_insert((held.len(), end));
            // A prediction that Label Studio changed on its way is not sent again and again.
            lost.truncate(end.saturating_sub(held.len()));
            if lost.is_empty() {
                whole.push((*place, *kept, held.len()));
            } else {
                lacking.push((*place, kept.task, lost));
            }
        }
        (lacking, whole)
    }
}

impl Push {
    /// The predictions that tasks have, a page of them.
    pub(super) fn examined(&mut self, mut mend: Mend, page: &TaskPage) {
        if self.walked(&mut mend.walk, page) {
            self.complete(mend);
        } else {
            self.phase = Phase::Mend(mend);
        }
    }

    fn complete(&mut self, mut mend: Mend) {
        let surplus = mend.surplus();
        let (lacking, whole) = mend.lacks();
        if !surplus.is_empty() && mend.removed < MOST_REMOVED {
            mend.removing = surplus;
            self.phase = Phase::Mend(mend);
            return;
        }
        for (place, kept, has) in whole {
            let (had, _) = mend.goal.get(&place).copied().unwrap_or((has, has));
            self.is_whole(place, kept, has as u64, has.saturating_sub(had) as u64, mend.attach);
        }
        if lacking.is_empty() {
            self.phase = Phase::Settle;
        } else if mend.looks > 0 {
            mend.look_again(mend.looks - 1);
            self.pause = self.pace.wait(LOOKS - mend.looks, None);
            self.phase = Phase::Mend(mend);
        } else if mend.sent >= SENDS {
            let why = format!("Label Studio did not keep the predictions that were sent {SENDS} times");
            self.left_lacking(&lacking, mend.attach, &why);
        } else {
            let count: usize = lacking.iter().map(|(_, _, lost)| lost.len()).sum();
            let (predictions, tasks) =
                (counted(count as u64, "prediction"), counted(lacking.len() as u64, "task"));
            self.tell(if mend.attach {
                format!("Attaching {predictions} to {tasks}.")
            } else {
                format!("Label Studio lost {predictions} of {tasks}: sent again.")
            });
            let all = lacking.iter().flat_map(|(_, task, lost)| lost.iter().map(|p| of_task(p, *task)));
            mend.body = Some(Value::Array(all.collect()).to_string());
            let places = lacking.iter().map(|(place, ..)| *place).collect();
            self.records.push_back(Entry::Completing { places, at: self.now });
            mend.sent += 1;
            self.written = true;
            self.phase = Phase::Mend(mend);
        }
    }

    /// The answer to predictions that were sent. Whether they arrived, the next look tells.
    pub(super) fn completed(&mut self, mut mend: Mend, answer: Answer) {
        if !is_known(&answer) {
            self.late.predictions.extend(&mend.walk.places);
        }
        match answer {
            Ok(response) if response.ok() => mend.look_again(0),
            Ok(response) if !may_pass(response.status) => {
                let why = explain(response.status, &response.body);
                let (lacking, _) = mend.lacks();
                return self.left_lacking(&lacking, mend.attach, &why);
            }
            Ok(response) => {
                self.pause = self.pace.wait(mend.sent, response.retry_after);
                mend.look_again(LOOKS - 1);
            }
            Err(_) => {
                self.pause = self.pace.wait(mend.sent, None);
                mend.look_again(LOOKS - 1);
            }
        }
        self.phase = Phase::Mend(mend);
    }

    /// The answer to the removal of a prediction. Whether all are gone, the next look tells.
    pub(super) fn prediction_removed(&mut self, mut mend: Mend, answer: Answer) {
        mend.removed += 1;
        let refused = match answer {
            // Another push may have been quicker.
            Ok(response) if response.ok() || response.status == 404 => None,
            Ok(response) if !may_pass(response.status) => Some(explain(response.status, &response.body)),
            Ok(response) => {
                self.pause = self.pace.wait(1, response.retry_after);
                None
            }
            Err(_) => {
                self.pause = self.pace.wait(1, None);
                None
            }
        };
        mend.removing.pop();
        if let Some(why) = refused {
            self.tell(format!("A prediction that is there twice could not be removed: {why}."));
            mend.removing.clear();
            mend.removed = MOST_REMOVED;
        }
        if mend.removing.is_empty() {
            mend.look_again(0);
        }
        self.phase = Phase::Mend(mend);
    }

    fn is_whole(&mut self, place: usize, kept: Seen, has: u64, added: u64, attach: bool) {
        let task = kept.task;
        if !attach {
            if added > 0
                && let Some(state) = self.states.get_mut(place)
            {
                state.repaired = true;
            }
            return self.is_there(place, Seen { predictions: has, ..kept });
        }
        // Seen whole once more after it was attached to, it stays attached.
        let was = self.states.get(place).map(|state| &state.outcome);
        if added > 0 {
            self.settle_as(place, Outcome::Attached { task, predictions: added }, None);
        } else if !matches!(was, Some(Outcome::Attached { .. })) {
            let note = Some("it has these predictions already".to_owned());
            self.settle_as(place, Outcome::AlreadyThere { task }, note);
        }
    }

    fn left_lacking(&mut self, lacking: &[Lack], attach: bool, why: &str) {
        for (place, task, lost) in lacking {
            let lost = counted(lost.len() as u64, "prediction");
            let said = format!("{lost} of task {task} could not be added: {why}");
            if attach {
                self.settle_as(*place, Outcome::NotSent { reason: said }, None);
            } else {
                self.note(*place, &said);
            }
        }
        self.tell(format!(
            "The predictions of {} could not be completed: {why}.",
            counted(lacking.len() as u64, "task")
        ));
        self.trouble.get_or_insert_with(|| why.to_owned());
        self.phase = Phase::Settle;
    }
}
