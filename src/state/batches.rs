//! What the page knows of the list of batches: read page by page, kept fresh while something runs.

mod list;
mod opening;
mod refresh;

pub use list::{List, Row, Segment, Segments};
pub use opening::Opening;

use super::{app::App, problem::Problem};
use crate::{
    browser::clock,
    core::{
        batch::{Batch, Column, Order},
        protocol::batch_api::{self, Pager},
        text,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// The list of batches, what narrows it, and how its reading stands.
#[derive(Clone, Copy)]
pub struct Batches {
    list: RwSignal<List>,
    filter: RwSignal<String>,
    segment: RwSignal<Segment>,
    order: RwSignal<Order>,
    shown: Memo<Arc<Vec<usize>>>,
    segments: Memo<Segments>,
    loading: RwSignal<bool>,
    read: RwSignal<bool>,
    incomplete: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    now: RwSignal<i64>,
    refreshed: RwSignal<i64>,
    /// A batch or a file that a person wants opened.
    pub opening: Opening,
    generation: StoredValue<u64>,
}

impl Batches {
    pub(super) fn new() -> Self {
        let list = RwSignal::new(List::default());
        let filter = RwSignal::new(String::new());
        let segment = RwSignal::new(Segment::All);
        let order = RwSignal::new(Order::default());
        Self {
            list,
            filter,
            segment,
            order,
            shown: Memo::new(move |_| {
                list.with(|list| Arc::new(list.matching(&filter.read(), segment.get(), order.get())))
            }),
            segments: Memo::new(move |_| list.with(List::segments)),
            loading: RwSignal::new(false),
            read: RwSignal::new(false),
            incomplete: RwSignal::new(false),
            problem: RwSignal::new(None),
            now: RwSignal::new(clock::now_unix()),
            refreshed: RwSignal::new(clock::now_unix()),
            opening: Opening::new(),
            generation: StoredValue::new(0),
        }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        (self.read.get() || !self.list.read().is_empty()).then(|| text::count(self.list.read().len() as u64))
    }

    /// The whole list.
    pub fn list(&self) -> List {
        self.list.get()
    }

    /// Places in the list that match filter and segment.
    pub fn shown(&self) -> Arc<Vec<usize>> {
        self.shown.get()
    }

    /// How many batches each segment holds.
    pub fn segments(&self) -> Segments {
        self.segments.get()
    }

    /// The batch at a place among those shown.
    pub fn at(&self, place: usize) -> Option<Arc<Batch>> {
        let at = self.shown.with(|shown| shown.get(place).copied())?;
        self.list.with(|list| list.get(at))
    }

    /// A batch by its id, if it is in the list.
    pub fn by_id(&self, id: &str) -> Option<Arc<Batch>> {
        self.list.with(|list| list.find(id))
    }

    /// The place among those shown of the batch that the side pane shows: the chosen one, else the first.
    pub fn place(&self, chosen: Option<&str>) -> Option<usize> {
        let found = chosen.and_then(|id| {
            let list = self.list.get();
            self.shown
                .with(|shown| shown.iter().position(|at| list.get(*at).is_some_and(|batch| batch.id == id)))
        });
        found.or_else(|| (!self.shown.with(|shown| shown.is_empty())).then_some(0))
    }

    /// The words that narrow the list.
    pub fn filter(&self) -> String {
        self.filter.get()
    }

    /// Narrows the list to batches that hold every word.
    pub fn set_filter(&self, words: String) {
        self.filter.set(words);
    }

    /// Which of them.
    pub fn segment(&self) -> Segment {
        self.segment.get()
    }

    /// Narrows the list to a kind.
    pub fn set_segment(&self, segment: Segment) {
        self.segment.set(segment);
    }

    /// What the list is ordered by.
    pub fn order(&self) -> Order {
        self.order.get()
    }

    /// A column's head was pressed.
    pub fn order_by(&self, column: Column) {
        self.order.update(|order| *order = order.pressed(column));
    }

    /// Whether the list is being read.
    pub fn loading(&self) -> bool {
        self.loading.get()
    }

    /// Whether it was read to its end once.
    pub fn was_read(&self) -> bool {
        self.read.get()
    }

    /// Whether the server may have more than it gave.
    pub fn incomplete(&self) -> bool {
        self.incomplete.get()
    }

    /// Why reading failed.
    pub fn problem(&self) -> Option<Problem> {
        self.problem.get()
    }

    /// Takes the note away.
    pub fn dismiss(&self) {
        self.problem.set(None);
    }

    /// Unix seconds, moved on every few seconds: for ages.
    pub fn now(&self) -> i64 {
        self.now.get()
    }

    /// Seconds since the list was last asked for, moved on every few seconds.
    pub fn refreshed_seconds_ago(&self) -> u64 {
        u64::try_from(self.now.get().saturating_sub(self.refreshed.get())).unwrap_or(0)
    }

    /// Reads the list anew, from an empty one: the server may be another.
    pub fn reload(self, app: App) {
        self.list.set(List::default());
        self.read.set(false);
        app.spawn(self.read_all(app));
    }

    /// Tries again, keeping what is there.
    pub fn retry(self, app: App) {
        app.spawn(self.read_all(app));
    }

    pub(super) async fn run(self, app: App) {
        self.read_all(app).await;
        self.keep_fresh(app).await;
    }

    async fn read_all(self, app: App) {
        let Some(generation) = self.generation.try_update_value(|generation| {
            *generation += 1;
            *generation
        }) else {
            return;
        };
        let current = move || self.generation.try_get_value() == Some(generation);
        self.loading.set(true);
        self.problem.set(None);
        let mut pager = Pager::new(&app.base());
        let mut outcome = Ok(());
        while let Some(request) = pager.next_request() {
            let answer = app.ask_batch_api(request).await;
            if !current() {
                return;
            }
            let page = answer.map_err(|why| Problem::no_answer(&why)).and_then(|response| {
                pager
                    .receive(&response)
                    .map_err(|why| Problem::refused("The list of batches did not come", &why))
            });
            match page {
                Ok(batches) => self.list.update(|list| list.put(batches)),
                Err(problem) => {
                    outcome = Err(problem);
                    break;
                }
            }
        }
        self.loading.set(false);
        self.incomplete.set(pager.incomplete());
        match outcome {
            Ok(()) => {
                self.read.set(true);
                self.refreshed.set(clock::now_unix());
                app.announce(counted(self.list.with_untracked(List::len)));
            }
            Err(problem) => self.fail(app, problem),
        }
    }

    fn fail(self, app: App, problem: Problem) {
        app.failed(&problem);
        self.problem.try_set(Some(problem));
    }
}

/// `1 batch`, `47 batches`.
pub fn counted(number: usize) -> String {
    format!("{} {}", text::count(number as u64), if number == 1 { "batch" } else { "batches" })
}

/// Asks for one batch.
async fn ask(app: App, id: &str) -> Result<Batch, Problem> {
    let response =
        app.ask_batch_api(batch_api::batch(&app.base(), id)).await.map_err(|why| Problem::no_answer(&why))?;
    batch_api::parse_batch(&response)
        .map_err(|why| Problem::refused(&format!("Batch {id} did not come"), &why))
}

/// The size of a file, where the server says it. Some say 0 of files that are not empty.
pub async fn file_size(app: App, id: String) -> Option<u64> {
    let response = app.ask_batch_api(batch_api::file(&app.base(), &id)).await.ok()?;
    batch_api::parse_file(&response).ok()?.bytes.filter(|bytes| *bytes > 0)
}
