//! The open project's own configuration: read again, and held against what is shown.

use super::Labeling;
use crate::{core::protocol::label_studio::config, state::App};
use leptos::prelude::*;
use std::sync::Arc;

impl Labeling {
    /// Reads the project's configuration again.
    pub fn read_again(&self, app: App) {
        app.spawn(async move {
            let before = untrack(|| app.connection.opened());
            app.connection.refresh().await;
            // What was read is a new value, also where nothing changed.
            let same = match (before, untrack(|| app.connection.opened())) {
                (Some(before), Some(after)) => Arc::ptr_eq(&before, &after),
                _ => true,
            };
            let said = if same {
                "The project could not be read again. Test the connection under Push."
            } else {
                "The project was read again."
            };
            app.announce(said);
            app.set_status(said);
        });
    }

    /// Whether tasks are made for what is shown here while the open project has another configuration.
    pub fn differs_from_project(&self, app: App) -> bool {
        let shown = self.xml();
        let project = app.connection.opened();
        project.is_some_and(|project| config::kept(&shown) != config::kept(&project.label_config))
    }
}
