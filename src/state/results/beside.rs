//! The batch that the open one is compared with.

use super::{Detail, Load, Results, open::start};
use crate::{
    core::{batch::Batch, origin::Origin},
    state::App,
};
use leptos::prelude::*;
use std::sync::Arc;

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

impl Results {
    /// Compares with another batch, by its id; `None` ends it. How rows differ is in
    /// [`with_evidence`](Self::with_evidence), once both are read. The address follows.
    pub fn compare(&self, app: App, with: Option<String>) {
        let origin = with.map(Origin::Batch);
        let generation = self.other.clear(origin.clone());
        if let Some(origin) = origin {
            self.derived();
            start(app, self.other, origin, generation);
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

    /// What the other batch has for the row of this place **here**; followed. `None`: it has none, or it is not
    /// known yet.
    pub fn other_detail(&self, place: u32) -> Option<Detail> {
        let there = self.with_evidence(|_, evidence| evidence.comparison.as_ref()?.other(place))?;
        Some(self.other.detail(there, &[]))
    }
}
