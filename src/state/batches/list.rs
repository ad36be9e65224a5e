//! The list itself: newest first, each batch once, and what narrows it.

use crate::core::batch::{Batch, Order, Status};
use std::{collections::HashMap, sync::Arc};

/// Batches, newest first. Equal when nothing was put into it since.
#[derive(Debug, Clone, Default)]
pub struct List {
    version: u64,
    rows: Arc<Vec<Row>>,
}

/// One batch and the text that a filter looks at.
#[derive(Debug, Clone)]
pub struct Row {
    /// The batch.
    pub batch: Arc<Batch>,
    haystack: Arc<str>,
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version && Arc::ptr_eq(&self.rows, &other.rows)
    }
}

/// A kind of batch that one looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words on the screen")]
pub enum Segment {
    All,
    Running,
    Completed,
    WithFailures,
    EndedEarly,
}

/// How many batches each segment holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "see Segment")]
pub struct Segments {
    pub all: u64,
    pub running: u64,
    pub completed: u64,
    pub with_failures: u64,
    pub ended_early: u64,
}

impl Segment {
    fn holds(self, batch: &Batch) -> bool {
        match self {
            Self::All => true,
            Self::Running => !batch.is_finished(),
            Self::Completed => batch.status == Status::Completed,
            Self::EndedEarly => matches!(batch.status, Status::Expired | Status::Cancelled),
            Self::WithFailures => batch.status == Status::Failed || batch.counts.failed.unwrap_or(0) > 0,
        }
    }
}

impl List {
    /// Batches in it.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// None.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Counts up with every change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The batch at a place.
    pub fn get(&self, at: usize) -> Option<Arc<Batch>> {
        self.rows.get(at).map(|row| row.batch.clone())
    }

    /// The batch with an id.
    pub fn find(&self, id: &str) -> Option<Arc<Batch>> {
        self.rows.iter().find(|row| row.batch.id == id).map(|row| row.batch.clone())
    }

    /// Ids of batches that still run, newest first.
    pub fn running(&self) -> Vec<String> {
        self.rows.iter().filter(|row| !row.batch.is_finished()).map(|row| row.batch.id.clone()).collect()
    }

    /// Adds batches and replaces those with the same id. Nothing new: nothing changes.
    pub fn put(&mut self, batches: impl IntoIterator<Item = Batch>) {
        let mut places: HashMap<String, usize> =
            self.rows.iter().enumerate().map(|(at, row)| (row.batch.id.clone(), at)).collect();
        let mut rows = self.rows.as_ref().clone();
        let mut changed = false;
        for batch in batches {
            let Some(at) = places.get(&batch.id).copied() else {
                places.insert(batch.id.clone(), rows.len());
                rows.push(Row::new(batch));
                changed = true;
                continue;
            };
            if let Some(row) = rows.get_mut(at).filter(|row| *row.batch != batch) {
                *row = Row::new(batch);
                changed = true;
            }
        }
        if changed {
            // Stable: batches of one second keep the server's order; those without a time go last.
            rows.sort_by_key(|row| std::cmp::Reverse(row.batch.created_at));
            self.rows = Arc::new(rows);
            self.version += 1;
        }
    }

    /// Places that hold every word of a filter and are of a segment, in an order.
    pub fn matching(&self, filter: &str, segment: Segment, order: Order) -> Vec<usize> {
        let filter = filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let hit =
            |row: &Row| segment.holds(&row.batch) && words.iter().all(|word| row.haystack.contains(word));
        let mut found: Vec<(usize, &Batch)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| hit(row))
            .map(|(at, row)| (at, row.batch.as_ref()))
            .collect();
        // The rows stand newest first already; a sort that keeps equals in place leaves those without a rank so.
        if order != Order::default() {
            found.sort_by(|(_, one), (_, other)| order.compare(one, other));
        }
        found.into_iter().map(|(at, _)| at).collect()
    }

    /// Counts each segment.
    pub fn segments(&self) -> Segments {
        let count =
            |segment: Segment| self.rows.iter().filter(|row| segment.holds(&row.batch)).count() as u64;
        Segments {
            all: self.len() as u64,
            running: count(Segment::Running),
            completed: count(Segment::Completed),
            with_failures: count(Segment::WithFailures),
            ended_early: count(Segment::EndedEarly),
        }
    }
}

impl Row {
    fn new(batch: Batch) -> Self {
        let mut text = format!("{} {} {} {}", batch.name(), batch.id, batch.endpoint, batch.status.label());
        for more in [&batch.model, &batch.input_file_id, &batch.output_file_id].into_iter().flatten() {
            text.push(' ');
            text.push_str(more);
        }
        for (key, value) in &batch.metadata {
            for part in [" ", key, "=", value] {
                text.push_str(part);
            }
        }
        Self { haystack: text.to_lowercase().into(), batch: Arc::new(batch) }
    }
}
