//! What the page knows of the Results step: what is open, its rows, which are shown and which are chosen, and the
//! batch that it is compared with.
//!
//! 50,000 rows are data, not signals: they live in an [`Index`] behind one version number. Reading, keeping and
//! searching the bytes is the desk's (`browser::desk`); a row that is opened is asked for and followed.
//!
//! - [`open`](mod@open): following the address; [`load`]: opening, and what comes; [`side`]: one set of results, of which there are two
//! - [`lines`]: whole rows; [`find`]: what is looked up in the bytes
//! - [`mod@view`]: filter, order, selection; [`beside`]: the batch that it is compared with
//! - [`export`](mod@export): chosen rows as a file

mod beside;
pub mod export;
mod find;
mod lines;
mod load;
mod open;
mod side;
mod view;

pub use beside::OtherSide;
pub use find::Progress;
pub use lines::Detail;
pub use load::{Kept, Load};
pub use view::Shown;

use super::{App, outward::Outward};
use crate::core::{
    origin::Origin,
    results::{
        columns::Layout,
        evidence::Evidence,
        index::{Index, Row, Tally},
        line::ResultLine,
        order::Sort,
        probe::Probe,
        query::Query,
        selection::Selection,
    },
    route::ViewState,
    text,
};
use find::Find;
use leptos::{prelude::*, reactive::owner::WeakOwner};
use side::Side;
use std::sync::Arc;
use view::Derived;

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
        crate::browser::desk::begin(|rows| {
            Index::default().append(rows).unwrap_or_default();
        });
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
        let known = self.has_rows() || (self.main.batch.with(Option::is_some) && !self.load().is_busy());
        known.then(|| text::count(self.tally().total()))
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

    /// Whether there is a row.
    pub fn has_rows(&self) -> bool {
        self.with_index(|index| !index.is_empty())
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

    /// The texts to highlight in what is [`shown`](Self::shown).
    pub fn needles(&self) -> Memo<Vec<String>> {
        self.derived().needles
    }

    /// How much of the bytes is looked through for the filter. `None`: nothing is being looked up.
    pub fn searching(&self) -> Option<Progress> {
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
}
