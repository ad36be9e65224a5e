//! A lookup of tasks, request by request: the whole batch page by page, or some results a URL at a time.

use super::super::plan::Candidate;
use super::Target;
use crate::core::protocol::http::{Request, encode};
use crate::core::protocol::label_studio::tasks::{self, Detail, PAGE_SIZE, TaskPage};
use std::ops::Range;

/// nginx's default request line ends at 8 kB.
const SHORT: usize = 7_500;
/// Results in one request when their predictions are asked for too: those are read whole.
const WITH_PREDICTIONS: usize = 40;
/// A lookup of that many requests may as well read the whole batch.
const MANY: usize = 6;
/// The list is read anew when tasks vanished from it meanwhile, so often.
const RESTARTS: u32 = 3;

/// A lookup under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walk {
    /// Whose tasks are looked up, by their places.
    pub(super) places: Vec<usize>,
    detail: Detail,
    /// Ranges of `places`, a URL each; none: the whole batch is read.
    groups: Vec<Range<usize>>,
    group: usize,
    page: usize,
    total: u64,
    restarts: u32,
}

/// What comes after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Ask again for the next part.
    More,
    /// Tasks vanished meanwhile, and others may have been skipped: forget what was found, and ask again.
    Anew,
    /// That was all.
    End,
}

impl Walk {
    /// A lookup of these results. With `all`, a long list is looked up by reading the batch.
    pub(super) fn of(places: Vec<usize>, candidates: &[Candidate], detail: Detail, all: bool) -> Self {
        let groups = groups(&places, candidates, detail)
            .filter(|groups| !all || groups.len() <= MANY)
            .unwrap_or_default();
        Self { places, detail, groups, group: 0, page: 1, total: 0, restarts: 0 }
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

    /// Takes the answer to it.
    pub(super) fn answered(&mut self, page: &TaskPage) -> Turn {
        if self.page > 1 && page.total < self.total && self.restarts < RESTARTS {
            self.restarts += 1;
            self.begin();
            return Turn::Anew;
        }
        self.total = page.total;
        if !page.tasks.is_empty() && ((self.page * PAGE_SIZE) as u64) < page.total {
            self.page += 1;
            return Turn::More;
        }
        self.page = 1;
        self.group += 1;
        if self.group < self.groups.len() { Turn::More } else { Turn::End }
    }

    /// From the beginning.
    pub(super) fn begin(&mut self) {
        self.group = 0;
        self.page = 1;
        self.total = 0;
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
