//! A source tried on the previewed row, before it is taken.

use super::Labeling;
use crate::{
    core::mapping::{Fault, Mapper, Mapping, Source, Target, result::Reading},
    state::App,
};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;

/// What became of a source in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// Its value, or why there is none.
    pub found: Result<Value, Fault>,
    /// Why the task would not be sent for it, or goes without it.
    pub fault: Option<Fault>,
    /// The task would not be sent.
    pub refused: bool,
}

impl Labeling {
    /// The previewed row as mappings read it, followed. `None`: there is none yet.
    pub fn row_document(&self, app: App) -> Option<Arc<Value>> {
        let line = app.results.detail(self.row(app)?).here()?;
        Some(self.derived().facts.with(|facts| Arc::new(Reading::new(facts, &line).document())))
    }

    /// Tries a source for a target on the previewed row, followed.
    pub fn try_source(&self, app: App, target: &Target, source: &Source) -> Option<Tried> {
        let place = self.row(app)?;
        let line = app.results.detail(place).here()?;
        let mut mapping = Mapping::clone(&self.mapping());
        mapping.put(target, Some(source.clone()));
        let checked = self.checked();
        let facts = self.derived().facts.get();
        let found = source.value(&Reading::new(&facts, &line));
        let task = Mapper::new(&mapping, &checked.document).task(&facts, &line, "");
        let of = |problems: &[crate::core::mapping::Problem]| {
            problems.iter().find(|problem| problem.target == *target).map(|problem| problem.fault.clone())
        };
        let refusing = of(&task.problems);
        Some(Tried { found, refused: refusing.is_some(), fault: refusing.or_else(|| of(&task.notes)) })
    }
}
