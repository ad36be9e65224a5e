//! A lookup of tasks, request by request: the whole batch page by page, or some results a URL at a time.

use super::super::plan::{Candidate, Seen, stands_for};
use super::{Push, Target};
use crate::core::protocol::http::{Request, encode};
use crate::core::protocol::label_studio::tasks::{self, Detail, PAGE_SIZE, TaskPage};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// nginx's default request line ends at 8 kB.
const SHORT: usize = 7_500;
/// Results in one request when their predictions are asked for too: those are read whole.
const WITH_PREDICTIONS: usize = 40;
/// A request costs as much as reading so many tasks more (measured: 50 ms, and 0.7 ms a task).
const REQUEST: u64 = 70;
/// The list is read anew when tasks vanished from it meanwhile, so often.
const RESTARTS: u32 = 3;

/// A lookup under way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Walk {
    /// Whose tasks are looked up, by their places.
    pub(super) places: Vec<usize>,
    detail: Detail,
    /// The tasks of each place so far, with their predictions where those were asked for.
    found: BTreeMap<usize, Vec<(Seen, Vec<Value>)>>,
    /// Ranges of `places`, a URL each; none: the whole batch is read.
    groups: Vec<Range<usize>>,
    group: usize,
    page: usize,
    total: u64,
    restarts: u32,
}

impl Walk {
    /// A lookup of these results. `tasks`: how many tasks their batch has, where reading all of them may be cheaper.
    pub(super) fn of(
        places: Vec<usize>,
        candidates: &[Candidate],
        detail: Detail,
        tasks: Option<u64>,
    ) -> Self {
        let one_by_one = |requests: usize| places.len() as u64 + REQUEST * requests as u64;
        let whole = |tasks: u64| tasks + REQUEST * tasks.div_ceil(PAGE_SIZE as u64);
        let groups = groups(&places, candidates, detail)
            .filter(|groups| tasks.is_none_or(|tasks| one_by_one(groups.len()) <= whole(tasks)))
            .unwrap_or_default();
        Self { places, detail, found: BTreeMap::new(), groups, group: 0, page: 1, total: 0, restarts: 0 }
    }

    /// The next request.
    pub(super) fn request(&self, target: &Target, candidates: &[Candidate]) -> Request {
        let Target { base, project, batch_id } = target;
        let Some(group) = self.groups.get(self.group) else {
            return tasks::of_batch(base, *project, batch_id, self.page, self.detail);
        };
        let places = self.places.get(group.clone()).unwrap_or_default();
        let ids: Vec<&str> =
            places.iter().filter_map(|place| candidates.get(*place)).map(|c| c.custom_id.as_str()).collect();
        tasks::of_results(base, *project, batch_id, &ids, self.page, self.detail)
    }

    /// The tasks of a place, with their predictions.
    pub(super) fn held(&self, place: usize) -> &[(Seen, Vec<Value>)] {
        self.found.get(&place).map(Vec::as_slice).unwrap_or_default()
    }

    /// The one of them that stands for the result.
    pub(super) fn kept(&self, place: usize) -> Option<&(Seen, Vec<Value>)> {
        let seen: Vec<Seen> = self.held(place).iter().map(|(seen, _)| *seen).collect();
        let kept = stands_for(&seen)?;
        self.held(place).iter().find(|(seen, _)| *seen == kept)
    }

    /// The tasks of a place that are no second ones made on purpose.
    pub(super) fn own(&self, place: usize) -> Vec<Seen> {
        self.held(place).iter().map(|(seen, _)| *seen).filter(|seen| !seen.copy).collect()
    }

    /// A page was taken; whether that was all.
    fn turn(&mut self, page: &TaskPage) -> bool {
        if self.page > 1 && page.total < self.total && self.restarts < RESTARTS {
            // Tasks vanished meanwhile, and others may have been skipped.
            self.restarts += 1;
            self.begin();
            return false;
        }
        self.total = page.total;
        if !page.tasks.is_empty() && ((self.page * PAGE_SIZE) as u64) < page.total {
            self.page += 1;
            return false;
        }
        self.page = 1;
        self.group += 1;
        self.group >= self.groups.len()
    }

    /// From the beginning, with nothing found.
    pub(super) fn begin(&mut self) {
        self.found.clear();
        self.group = 0;
        self.page = 1;
        self.total = 0;
    }
}

impl Push {
    /// Takes the answer to a lookup; whether that was all.
    pub(super) fn walked(&self, walk: &mut Walk, page: &TaskPage) -> bool {
        for task in &page.tasks {
            let Some((place, copy)) = task.key.as_deref().and_then(|key| self.place_of(key)) else {
                continue;
            };
            let known = walk.found.entry(place).or_default();
            if !known.iter().any(|(seen, _)| seen.task == task.id) {
                let seen = Seen { task: task.id, predictions: task.predictions, worked: task.worked, copy };
                known.push((seen, task.held.clone()));
            }
        }
        walk.turn(page)
    }
}

/// Cuts the places into URLs that are short enough. `None`: some result has no id to be looked up by.
fn groups(places: &[usize], candidates: &[Candidate], detail: Detail) -> Option<Vec<Range<usize>>> {
    let most = if detail == Detail::Predictions { WITH_PREDICTIONS } else { usize::MAX };
    let base = 1_200;
    let mut groups = Vec::new();
    let (mut start, mut length) = (0, base);
    for (at, place) in places.iter().enumerate() {
        let id = candidates.get(*place).map(|candidate| candidate.custom_id.as_str()).unwrap_or_default();
        // In the URL it stands between quotes, with a comma, as JSON writes it.
        let next = encode(&serde_json::Value::from(id).to_string().replace('%', "%25")).len() + 3;
        if id.is_empty() || base + next > SHORT {
            return None;
        }
        if at > start && (length + next > SHORT || at - start >= most) {
            groups.push(start..at);
            (start, length) = (at, base);
        }
        length += next;
    }
    if start < places.len() {
        groups.push(start..places.len());
    }
    Some(groups)
}
