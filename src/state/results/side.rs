//! One set of results: what is open, or the batch that it is compared with. Its rows are an [`Index`] here, its
//! bytes lie with the desk (`browser::desk`).

use super::{
    lines::Cache,
    load::{Kept, Load},
};
use crate::{
    browser::desk::Job,
    core::{
        batch::Batch,
        origin::Origin,
        results::{
            index::Index,
            pace::{Pace, Progress},
        },
    },
    state::Problem,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Signals and stores of one set of results. `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Side {
    pub(super) origin: RwSignal<Option<Origin>>,
    pub(super) batch: RwSignal<Option<Arc<Batch>>>,
    /// What the server calls the file.
    pub(super) name: RwSignal<Option<String>>,
    pub(super) load: RwSignal<Load>,
    pub(super) progress: RwSignal<Option<Progress>>,
    pub(super) problems: RwSignal<Vec<Problem>>,
    pub(super) kept: RwSignal<Option<Kept>>,
    pub(super) index: StoredValue<Index>,
    /// Counts up whenever rows arrived, or requests found their rows.
    pub(super) version: RwSignal<u32>,
    /// A probe that begins again when other rows are opened.
    pub(super) job: StoredValue<Option<Job>, LocalStorage>,
    /// The file from disk.
    pub(super) given: StoredValue<Option<web_sys::File>, LocalStorage>,
    pub(super) pace: StoredValue<Pace>,
    pub(super) lines: StoredValue<Cache>,
    /// Counts up whenever a line came.
    pub(super) lines_version: RwSignal<u32>,
    /// Counts up with everything that is opened: what an older one still brings is dropped.
    pub(super) generation: RwSignal<u32>,
}

impl Side {
    pub(super) fn new() -> Self {
        Self {
            origin: RwSignal::new(None),
            batch: RwSignal::new(None),
            name: RwSignal::new(None),
            load: RwSignal::new(Load::Idle),
            progress: RwSignal::new(None),
            problems: RwSignal::default(),
            kept: RwSignal::new(None),
            index: StoredValue::new(Index::default()),
            version: RwSignal::new(0),
            job: StoredValue::new_local(None),
            given: StoredValue::new_local(None),
            pace: StoredValue::new(Pace::default()),
            lines: StoredValue::new(Cache::default()),
            lines_version: RwSignal::new(0),
            generation: RwSignal::new(0),
        }
    }

    /// Forgets everything. The number of what is opened next.
    pub(super) fn clear(self, origin: Option<Origin>) -> u32 {
        let generation = self.generation.get_untracked().wrapping_add(1);
        self.job.set_value(None);
        self.index.set_value(Index::default());
        self.lines.set_value(Cache::default());
        self.problems.set(Vec::new());
        self.progress.set(None);
        self.kept.set(None);
        self.name.set(None);
        self.batch.set(None);
        self.load.set(if origin.is_some() { Load::Asking } else { Load::Idle });
        self.origin.set(origin);
        self.generation.set(generation);
        self.bump();
        generation
    }

    pub(super) fn is_current(self, generation: u32) -> bool {
        self.generation.try_get_untracked() == Some(generation)
    }

    pub(super) fn bump(self) {
        self.version.try_update(|version| *version = version.wrapping_add(1));
    }

    /// Reads the index; follows new rows.
    pub(super) fn with_index<T>(self, read: impl FnOnce(&Index) -> T) -> T {
        self.version.track();
        self.index.with_value(read)
    }
}
