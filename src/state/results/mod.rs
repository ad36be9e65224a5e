//! What the page knows of the Results step: the open batch, its rows, which are shown and which are chosen.
//!
//! 50,000 rows are data, not signals: they live in an [`Index`] behind one version number. The files' bytes
//! stay in the buffers that the browser delivered them in, and only the row that is opened is read whole.

mod files;
mod load;

use super::{App, Problem, outward::Outward};
use crate::core::{
    batch::Batch,
    origin::Origin,
    results::{
        evidence::Evidence,
        index::{Index, Row, Source, Tally},
        line::{self, ResultLine},
        query::Query,
        selection::Selection,
    },
    route::ViewState,
    text,
};
use files::Files;
use leptos::prelude::*;
use std::sync::Arc;

/// How far the files are.
#[derive(Debug, Clone, PartialEq)]
pub enum Load {
    /// Nothing was asked for.
    Idle,
    /// The batch is asked for.
    Asking,
    /// A file is on its way.
    Reading {
        /// Which: `results`, `errors` or `requests`.
        what: &'static str,
        /// Bytes so far.
        bytes: u64,
        /// Bytes of it all, where the server says so.
        total: Option<u64>,
    },
    /// Everything is read.
    Ready,
    /// It went wrong; the rows so far stay.
    Failed(Problem),
}

/// The places of the rows that are shown. Two of them are equal when they are the same list.
#[derive(Debug, Clone, Default)]
pub struct Shown(Arc<Vec<u32>>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Shown {
    type Target = [u32];
    fn deref(&self) -> &[u32] {
        &self.0
    }
}

/// The state of the Results step.
#[derive(Clone, Copy)]
pub struct Results {
    origin: RwSignal<Option<Origin>>,
    batch: RwSignal<Option<Arc<Batch>>>,
    load: RwSignal<Load>,
    index: StoredValue<Index>,
    files: StoredValue<Files, LocalStorage>,
    /// Counts up whenever rows arrived or the requests became known.
    version: RwSignal<u32>,
    filter: RwSignal<String>,
    shown: Memo<Shown>,
    selection: RwSignal<Selection>,
    /// Counts up with every batch that is opened: what an older one still brings is dropped.
    generation: StoredValue<u32>,
}

impl Results {
    pub(super) fn new() -> Self {
        let version = RwSignal::new(0);
        let filter = RwSignal::new(String::new());
        let index = StoredValue::new(Index::default());
        let shown = Memo::new(move |_| {
            version.track();
            let query = filter.with(|filter| Query::parse(filter));
            Shown(Arc::new(index.with_value(|index| query.apply(index, &Evidence::default()))))
        });
        Self {
            origin: RwSignal::new(None),
            batch: RwSignal::new(None),
            load: RwSignal::new(Load::Idle),
            index,
            files: StoredValue::new_local(Files::default()),
            version,
            filter,
            shown,
            selection: RwSignal::new(Selection::default()),
            generation: StoredValue::new(0),
        }
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        self.batch.with(Option::is_some).then(|| text::count(self.tally().total()))
    }

    // ---- the batch and its files -----------------------------------------------------------------

    /// Opens a batch or a file; the one that is open already stays as it is.
    pub fn open(&self, app: App, origin: &Origin) {
        let open = self.origin.with_untracked(|open| open.as_ref() == Some(origin));
        let busy = self
            .load
            .with_untracked(|load| matches!(load, Load::Asking | Load::Reading { .. } | Load::Ready));
        if !(open && busy) {
            self.reload(app, origin.clone());
        }
    }

    /// Reads a batch and its files anew.
    pub fn reload(&self, app: App, origin: Origin) {
        let generation = self.generation.with_value(|g| g + 1);
        self.generation.set_value(generation);
        self.index.set_value(Index::default());
        self.files.set_value(Files::default());
        self.selection.update(Selection::clear);
        self.filter.set(String::new());
        self.origin.set(Some(origin.clone()));
        self.batch.set(None);
        self.load.set(Load::Asking);
        self.bump();
        let results = *self;
        app.spawn(async move {
            if let Err(problem) = load::batch(results, app, origin.name().to_owned(), generation).await
                && results.is_current(generation)
            {
                app.failed(&problem);
                results.load.try_set(Load::Failed(problem));
            }
        });
    }

    /// What is open.
    pub fn origin(&self) -> Option<Origin> {
        self.origin.get()
    }

    /// What people call what is open.
    pub fn title(&self, app: App) -> String {
        match self.batch() {
            Some(batch) => batch.name().to_owned(),
            None => app.origin().map(|origin| origin.name().to_owned()).unwrap_or_default(),
        }
    }

    /// The open batch.
    pub fn batch(&self) -> Option<Arc<Batch>> {
        self.batch.get()
    }

    /// How far the files are.
    pub fn load(&self) -> Load {
        self.load.get()
    }

    fn is_current(&self, generation: u32) -> bool {
        self.generation.try_get_value() == Some(generation)
    }

    fn bump(&self) {
        self.version.try_update(|version| *version = version.wrapping_add(1));
    }

    // ---- rows ------------------------------------------------------------------------------------

    /// Reads the index; follows new rows.
    pub fn with_index<T>(&self, read: impl FnOnce(&Index) -> T) -> T {
        self.version.track();
        self.index.with_value(read)
    }

    /// A row by its place. Rows never change, so nothing is followed.
    pub fn row(&self, place: u32) -> Option<Row> {
        self.index.with_value(|index| index.row(place))
    }

    /// How many rows ended how.
    pub fn tally(&self) -> Tally {
        self.with_index(Index::tally)
    }

    /// The places of the rows that match the filter, in order.
    pub fn shown(&self) -> Shown {
        self.shown.get()
    }

    /// One result, read whole, with its request where that is known.
    pub fn detail(&self, place: u32) -> Option<ResultLine> {
        let Some(row) = self.row(place) else {
            self.version.track(); // a link to a row waits for it to arrive
            return None;
        };
        let bytes =
            self.files.with_value(|files| files.read(row.source, row.summary.offset, row.summary.len))?;
        let result = line::read(&bytes, row.summary.number);
        if !result.asked.is_empty() {
            return Some(result);
        }
        self.version.track(); // the input file may still be on its way
        let request = self.files.with_value(|files| files.request(&row.name()));
        Some(match request {
            Some(body) => result.with_input(body),
            None => result,
        })
    }

    /// The row's line as it stands in the file.
    pub fn raw_line(&self, place: u32) -> Option<String> {
        let row = self.row(place)?;
        let bytes =
            self.files.with_value(|files| files.read(row.source, row.summary.offset, row.summary.len))?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    // ---- what is shown ---------------------------------------------------------------------------

    /// What a link to what is shown now says, beyond the open row.
    pub fn view(&self) -> ViewState {
        ViewState { filter: self.filter.get(), ..ViewState::default() }
    }

    /// The filter, as it is written in its field.
    pub fn filter(&self) -> String {
        self.filter.get()
    }

    /// Changes the filter.
    pub fn set_filter(&self, text: String) {
        self.filter.set(text);
    }

    // ---- what is chosen --------------------------------------------------------------------------

    /// What is chosen, followed.
    pub fn selection<T>(&self, read: impl FnOnce(&Selection) -> T) -> T {
        self.selection.with(read)
    }

    /// Changes what is chosen.
    pub fn choose(&self, app: App, change: impl FnOnce(&mut Selection)) {
        self.selection.update(change);
        let batch_id = self.origin.with_untracked(|origin| origin.as_ref().map(Origin::identity));
        app.tell(Outward::Selected {
            batch_id: batch_id.unwrap_or_default(),
            count: self.selection.with_untracked(Selection::len),
        });
    }
}
