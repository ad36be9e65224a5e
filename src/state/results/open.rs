//! What is open: follows the address, and begins, ends and begins again to read.

use super::{Kept, Load, Results, side::Side};
use crate::{
    core::{
        batch::Batch,
        origin::Origin,
        results::{order::Sort, pace::Progress, selection::Selection},
        route::{Route, ViewState},
    },
    state::{App, Problem, settings::Settings},
};
use leptos::prelude::*;
use std::sync::Arc;

impl Results {
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
        let again = local && self.main.given.with_value(std::option::Option::is_some) && !read;
        if !open || again || !read {
            self.filter.set(String::new());
            self.sort.set(Sort::default());
            self.selection.update(Selection::clear);
            self.extra.set(Vec::new());
            self.arrived.set_value(ViewState::default());
            self.reload(app, origin.clone());
            self.choose_first(app, origin);
        }
        if let Some(said) = said.filter(|said| self.arrived.with_value(|arrived| arrived != said)) {
            self.obey(app, &said);
        }
    }

    /// Chooses what the host page wants chosen of the batch that it names.
    fn choose_first(&self, app: App, origin: &Origin) {
        let Settings { batch, select, .. } = app.settings_untracked();
        if let (Some(batch), Some(filter), Origin::Batch(id)) = (batch, select, origin)
            && batch == *id
        {
            self.filter.set(filter);
            self.choose_all(app);
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
        start(app, self.main, origin, generation);
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
}

/// Reads a side in the background; why it failed is its load.
pub(super) fn start(app: App, side: Side, origin: Origin, generation: u32) {
    app.spawn(async move {
        if let Err(problem) = side.read(app, origin, generation).await
            && side.is_current(generation)
        {
            app.failed(&problem);
            side.load.try_set(Load::Failed(problem));
        }
    });
}
