//! What the page knows of the Results step: what is open, its rows, which are shown and which are chosen, and the
//! batch that it is compared with.
//!
//! 50,000 rows are data, not signals: they live in an [`Index`] behind one version number. Reading, keeping and
//! searching the bytes is the desk's (`browser::desk`); a row that is opened is asked for and followed.
//!
//! - [`load`]: opening, and what comes; [`side`]: one set of results, of which there are two
//! - [`lines`]: whole rows; [`find`]: what is looked up in the bytes
//! - [`view`]: filter, order, selection; [`export`](mod@export): chosen rows as a file

pub mod export;
mod find;
mod lines;
mod load;
mod side;
mod view;

pub use lines::Detail;
pub use load::{Kept, Load};
pub use view::Shown;

use super::{App, Problem, outward::Outward};
use crate::core::{
    batch::Batch,
    origin::Origin,
    results::{
        columns::Layout,
        evidence::Evidence,
        index::{Index, Row, Tally},
        line::ResultLine,
        order::Sort,
        pace::Progress,
        probe::Probe,
        query::Query,
        selection::Selection,
    },
    route::{Route, ViewState},
    text,
};
use find::Find;
use leptos::{prelude::*, reactive::owner::WeakOwner};
use side::Side;
use std::sync::Arc;
use view::Derived;

/// The batch beside.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherSide {
    /// Its id.
    pub id: String,
    /// The batch, once it answered.
    pub batch: Option<Arc<Batch>>,
    /// How far its files are.
    pub load: Load,
}

impl OtherSide {
    /// What people call it: its id until its name is known.
    pub fn title(&self) -> String {
        self.batch.as_ref().map_or_else(|| self.id.clone(), |batch| batch.name().to_owned())
    }
}

/// The state of the Results step. `Copy`.
#[derive(Clone, Copy)]
pub struct Results {
    main: Side,
    other: Side,
    find: Find,
    filter: RwSignal<String>,
    sort: RwSignal<Sort>,
    /// What else is looked up: for facets and columns.
    extra: RwSignal<Vec<Probe>>,
    selection: RwSignal<Selection>,
    /// The table's columns, and the JSON keys that are facets: as a person arranged them, for the session.
    layout: RwSignal<Layout>,
    /// What the address said when it was last obeyed or written.
    arrived: StoredValue<ViewState>,
    /// Counts up with every file from disk.
    dropped: RwSignal<u32>,
    derived: RwSignal<Option<Derived>>,
    /// What the memos live with: the mount, not the view that asked first.
    owner: StoredValue<WeakOwner>,
}

impl Results {
    pub(super) fn new() -> Self {
        Self {
            main: Side::new(),
            other: Side::new(),
            find: Find::new(),
            filter: RwSignal::default(),
            sort: RwSignal::default(),
            extra: RwSignal::default(),
            selection: RwSignal::new(Selection::default()),
            layout: RwSignal::default(),
            arrived: StoredValue::new(ViewState::default()),
            dropped: RwSignal::new(0),
            derived: RwSignal::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default().downgrade()),
        }
    }

    /// The step's code is there: starts the desk, so that opening a batch finds it ready.
    pub fn begin(&self) {
        crate::browser::desk::begin();
    }

    fn derived(&self) -> Derived {
        self.derived.get_untracked().unwrap_or_else(|| {
            let make = || untrack(|| Derived::new(*self));
            let owner = self.owner.with_value(WeakOwner::upgrade);
            let derived = owner.map_or_else(make, |owner| owner.with(make));
            self.derived.set(Some(derived));
            derived
        })
    }

    /// The number beside the step in the trail; `None`: nothing to say yet.
    pub fn trail(&self) -> Option<String> {
        let known = self.main.batch.with(Option::is_some) || self.tally().total() > 0;
        known.then(|| text::count(self.tally().total()))
    }

    // ---- what is open ----------------------------------------------------------------------------

    /// Opens what the address names, with its filter, order and comparison; what is open already stays as it is.
    /// For an effect: follows the address.
    pub fn open(&self, app: App, origin: &Origin) {
        let said = match app.route() {
            Route::Results { view, .. } => Some(view),
            _ => None,
        };
        let dropped = self.dropped.get();
        let local = matches!(origin, Origin::Local(_)) && dropped > 0;
        let open = self.main.origin.with_untracked(|open| open.as_ref() == Some(origin));
        let read = self
            .main
            .load
            .with_untracked(|load| load.is_busy() || matches!(load, Load::Ready | Load::Stopped));
        let again = local && self.main.given.with_value(|given| given.is_some()) && !read;
        if !open || again || !read {
            self.filter.set(String::new());
            self.sort.set(Sort::default());
            self.selection.update(Selection::clear);
            self.extra.set(Vec::new());
            self.arrived.set_value(ViewState::default());
            self.reload(app, origin.clone());
        }
        if let Some(said) = said.filter(|said| self.arrived.with_value(|arrived| arrived != said)) {
            self.obey(app, &said);
        }
    }

    /// Shows what an address says.
    fn obey(&self, app: App, said: &ViewState) {
        self.arrived.set_value(said.clone());
        if self.filter.with_untracked(|filter| *filter != said.filter) {
            self.filter.set(said.filter.clone());
        }
        let sort = Sort::parse(&said.sort).unwrap_or_default();
        if self.sort.with_untracked(|now| *now != sort) {
            self.sort.set(sort);
        }
        let now =
            self.other.origin.with_untracked(|other| other.as_ref().map(|other| other.name().to_owned()));
        if now != said.with {
            self.compare(app, said.with.clone());
        }
    }

    /// Reads what is open, or another origin, anew. Filter and order stay, what was chosen does not.
    pub fn reload(&self, app: App, origin: Origin) {
        self.derived();
        self.selection.update(Selection::clear);
        let generation = self.main.clear(Some(origin.clone()));
        self.start(app, self.main, origin, generation);
    }

    fn start(&self, app: App, side: Side, origin: Origin, generation: u32) {
        app.spawn(async move {
            if let Err(problem) = side.read(app, origin, generation).await
                && side.is_current(generation)
            {
                app.failed(&problem);
                side.load.try_set(Load::Failed(problem));
            }
        });
    }

    /// Opens a file from disk: goes to its results.
    pub fn open_local(&self, app: App, file: web_sys::File) {
        let origin = Origin::Local(file.name());
        // The same name may be another file.
        if self.main.origin.with_untracked(|open| open.as_ref() == Some(&origin)) {
            self.main.load.set(Load::Idle);
        }
        self.main.given.set_value(Some(file));
        self.dropped.update(|dropped| *dropped = dropped.wrapping_add(1));
        app.go(Route::results(origin));
    }

    /// Reads no further; the rows so far stay, and the load becomes [`Load::Stopped`]. `reload` begins again.
    pub fn cancel(&self) {
        if self.main.load.with_untracked(|load| *load == Load::Asking) {
            self.main.generation.update(|generation| *generation = generation.wrapping_add(1));
            self.main.load.set(Load::Stopped);
        }
        self.main.job.with_value(|job| {
            if let Some(job) = job {
                job.stop();
            }
        });
    }

    /// What is open.
    pub fn origin(&self) -> Option<Origin> {
        self.main.origin.get()
    }

    /// What people call what is open.
    pub fn title(&self, app: App) -> String {
        match (self.batch(), self.main.name.get()) {
            (Some(batch), _) => batch.name().to_owned(),
            (None, Some(name)) => name,
            (None, None) => app.origin().map(|origin| origin.name().to_owned()).unwrap_or_default(),
        }
    }

    /// The open batch; `None` also where a file is open.
    pub fn batch(&self) -> Option<Arc<Batch>> {
        self.main.batch.get()
    }

    /// How far the files are.
    pub fn load(&self) -> Load {
        self.main.load.get()
    }

    /// Bytes, rows, rates and time left of the file that is being read. `None`: none is.
    pub fn progress(&self) -> Option<Progress> {
        self.main.progress.get()
    }

    /// What went wrong with single files; what was read is shown all the same. Where nothing was read the load is
    /// [`Load::Failed`] instead.
    pub fn problems(&self) -> Vec<Problem> {
        self.main.problems.get()
    }

    /// Where the bytes are, once everything is read.
    pub fn kept(&self) -> Option<Kept> {
        self.main.kept.get()
    }

    // ---- rows ------------------------------------------------------------------------------------

    /// Reads the index; follows new rows.
    pub fn with_index<T>(&self, read: impl FnOnce(&Index) -> T) -> T {
        self.main.with_index(read)
    }

    /// Reads the index and what was looked up or compared; follows both.
    pub fn with_evidence<T>(&self, read: impl FnOnce(&Index, &Evidence) -> T) -> T {
        self.main.version.track();
        self.find.version.track();
        self.main.index.with_value(|index| self.find.evidence.with_value(|evidence| read(index, evidence)))
    }

    /// A row by its place. Rows never change, so nothing is followed.
    pub fn row(&self, place: u32) -> Option<Row> {
        self.main.index.with_value(|index| index.row(place))
    }

    /// How many rows ended how.
    pub fn tally(&self) -> Tally {
        self.with_index(Index::tally)
    }

    /// One result, read whole, with its request where that is known; followed. The rows shown beside it are read
    /// along.
    pub fn detail(&self, place: u32) -> Detail {
        let shown = untrack(|| self.shown());
        let near = |by: isize| shown.at(place)?.checked_add_signed(by).and_then(|at| shown.get(at).copied());
        let beside: Vec<u32> = [1, -1, 2, 3].into_iter().filter_map(near).collect();
        self.main.detail(place, &beside)
    }

    /// The row's line as it stands in the file, followed. `None`: on its way (ask for [`detail`](Self::detail)).
    /// Empty: no line answers the request.
    pub fn raw_line(&self, place: u32) -> Option<Arc<str>> {
        self.main.raw_line(place)
    }

    /// Rows, read whole, in this order; `None`: it is not there (any more). About 200 at a time; the caller gives
    /// the browser its turn. Nothing is followed.
    pub async fn lines(&self, places: &[u32]) -> Vec<Option<ResultLine>> {
        self.main.lines(places).await
    }

    /// Lines as they stand in their files, byte for byte, in this order; `None`: no line answers the request, or it
    /// is not there (any more).
    pub async fn raw(&self, places: &[u32]) -> Vec<Option<Vec<u8>>> {
        self.main.raw(places).await
    }

    // ---- what is shown ---------------------------------------------------------------------------

    /// What a link to what is shown now says, beyond the open row.
    pub fn view(&self) -> ViewState {
        let with = self.other.origin.with(|other| other.as_ref().map(|other| other.name().to_owned()));
        let sort = self.sort.with(|sort| if sort.is_default() { String::new() } else { sort.word() });
        ViewState { row: None, filter: self.filter.get(), sort, with }
    }

    /// The filter, as it is written in its field.
    pub fn filter(&self) -> String {
        self.filter.get()
    }

    /// Changes the filter. The address follows.
    pub fn set_filter(&self, text: String) {
        self.filter.set(text);
    }

    /// The filter, as it was understood.
    pub fn query(&self) -> Arc<Query> {
        self.derived().query.get()
    }

    /// The order on screen.
    pub fn sort(&self) -> Sort {
        self.sort.get()
    }

    /// Another order. The address follows.
    pub fn set_sort(&self, sort: Sort) {
        self.sort.set(sort);
    }

    /// The places of the rows that match the filter, in the order on screen.
    pub fn shown(&self) -> Shown {
        self.derived().shown.get()
    }

    /// The same in file order.
    pub fn matching(&self) -> Shown {
        self.derived().matching.get()
    }

    /// How much of the bytes is looked through for the filter, of how many. `None`: nothing is being looked up.
    pub fn searching(&self) -> Option<(u64, u64)> {
        self.find.progress()
    }

    /// Looks these up as well, such as the JSON keys that are facets or columns; read them by
    /// [`with_evidence`](Self::with_evidence). What is no longer among them ends.
    pub fn look_up(&self, probes: Vec<Probe>) {
        self.extra.set(probes);
    }

    /// Which columns and JSON keys are shown, followed.
    pub fn layout<T>(&self, read: impl FnOnce(&Layout) -> T) -> T {
        self.layout.with(read)
    }

    /// Changes which are shown.
    pub fn arrange(&self, change: impl FnOnce(&mut Layout)) {
        self.layout.update(change);
    }

    // ---- what is chosen --------------------------------------------------------------------------

    /// What is chosen, followed.
    pub fn selection<T>(&self, read: impl FnOnce(&Selection) -> T) -> T {
        self.selection.with(read)
    }

    /// Changes what is chosen.
    pub fn choose(&self, app: App, change: impl FnOnce(&mut Selection)) {
        self.selection.update(change);
        let batch_id = self.main.origin.with_untracked(|origin| origin.as_ref().map(Origin::identity));
        app.tell(Outward::Selected {
            batch_id: batch_id.unwrap_or_default(),
            count: self.selection.with_untracked(Selection::len),
        });
    }

    /// Chooses all that match the filter, also those that will come.
    pub fn choose_all(&self, app: App) {
        let (rule, matching) = untrack(|| (self.filter(), self.matching()));
        self.choose(app, |selection| selection.select_all(&rule, &matching));
    }

    // ---- the batch beside ------------------------------------------------------------------------

    /// Compares with another batch, by its id; `None` ends it. How rows differ is in
    /// [`with_evidence`](Self::with_evidence), once both are read. The address follows.
    pub fn compare(&self, app: App, with: Option<String>) {
        let origin = with.map(Origin::Batch);
        let generation = self.other.clear(origin.clone());
        if let Some(origin) = origin {
            self.derived();
            self.start(app, self.other, origin, generation);
        }
    }

    /// Whether there is one to compare with.
    pub fn is_compared(&self) -> bool {
        self.other.origin.with(Option::is_some)
    }

    /// The batch beside.
    pub fn other(&self) -> Option<OtherSide> {
        let id = self.other.origin.get()?.name().to_owned();
        Some(OtherSide { id, batch: self.other.batch.get(), load: self.other.load.get() })
    }

    /// Reads the other's index; follows its rows.
    pub fn with_other<T>(&self, read: impl FnOnce(&Index) -> T) -> T {
        self.other.with_index(read)
    }

    /// What the other batch has for the row of this place **here**; followed. `None`: it has none, or it is not
    /// known yet.
    pub fn other_detail(&self, place: u32) -> Option<Detail> {
        let there = self.with_evidence(|_, evidence| evidence.comparison.as_ref()?.other(place))?;
        Some(self.other.detail(there, &[]))
    }
}
