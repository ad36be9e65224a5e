//! The screens, and which of them an embedder shows.

use super::{Route, ViewState};
use crate::core::origin::Origin;

/// The screens: the four steps of the trail in their order, and what lies beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names of the screens")]
pub enum Step {
    Batches,
    Results,
    Labeling,
    Push,
    /// Beside the trail.
    Watcher,
}

impl Step {
    /// Whether it shows nothing before something is open.
    pub fn needs_origin(self) -> bool {
        matches!(self, Self::Results | Self::Labeling)
    }

    /// Those of the trail, in their order.
    pub const ALL: [Self; 4] = [Self::Batches, Self::Results, Self::Labeling, Self::Push];

    /// The one of this name, such as `batches`, as an embedder writes it.
    pub fn parse(word: &str) -> Option<Self> {
        let all = Self::ALL.into_iter().chain([Self::Watcher]);
        all.into_iter().find(|step| step.name().eq_ignore_ascii_case(word))
    }

    /// The word on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Batches => "Batches",
            Self::Results => "Results",
            Self::Labeling => "Labeling",
            Self::Push => "Push",
            Self::Watcher => "Watcher",
        }
    }
}

/// Which screens an embedder shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps(u8);

impl Steps {
    /// These.
    pub fn of(steps: &[Step]) -> Self {
        Self(steps.iter().fold(0, |set, step| set | 1 << *step as u8))
    }

    /// Whether this one is shown.
    pub fn has(self, step: Step) -> bool {
        self.0 & (1 << step as u8) != 0
    }

    /// Where one gets who wants to go there: the next screen that is shown, with the same batch and row.
    pub fn admit(self, route: Route) -> Route {
        if self.has(route.step()) {
            return route;
        }
        let selected = match &route {
            Route::Batches { selected } => selected.clone().map(Origin::Batch),
            route => route.origin().cloned(),
        };
        let row = ViewState::row(route.row());
        let inner = [Step::Results, Step::Labeling, Step::Push];
        let shown = inner.into_iter().find(|step| self.has(*step)).filter(|_| selected.is_some());
        match shown {
            Some(step) => Route::at(step, selected, row),
            None if self.has(Step::Batches) => Route::at(Step::Batches, selected, row),
            None if self.has(Step::Watcher) => Route::Watcher,
            None => Route::Push { origin: selected },
        }
    }
}

impl Default for Steps {
    fn default() -> Self {
        let all = Self::of(&Step::ALL);
        Self(all.0 | Self::of(&[Step::Watcher]).0)
    }
}
