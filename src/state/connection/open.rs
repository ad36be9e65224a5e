//! The open project, read again, and another one opened from elsewhere than the form.

use super::{App, Connection};
use crate::{
    core::protocol::{
        error::{ApiError, explain},
        http::{Answer, Response},
        label_studio::{self as api, Project},
    },
    state::Problem,
};
use leptos::prelude::*;
use std::sync::Arc;

impl Connection {
    /// Whether the token works, so that a project can be made: one is open, or one is to be picked.
    pub fn can_create(&self) -> bool {
        self.opened.with(Option::is_some) || self.wants_project()
    }

    /// Reads the open project again; from then on the page knows what was read.
    ///
    /// # Errors
    ///
    /// It could not be read, or none is open.
    pub async fn reread(&self) -> Result<Arc<Project>, Problem> {
        let open = self.opened.try_get_untracked().flatten();
        let Some(open) = open else {
            return Err(Problem::new("No project is open.", "Connect to Label Studio under Push."));
        };
        let project = Arc::new(self.read_project(open.id).await?);
        if self.opened.try_get_untracked().flatten().is_some_and(|now| now.id == open.id) {
            self.opened.try_set(Some(project.clone()));
        }
        Ok(project)
    }

    /// Reads any project.
    ///
    /// # Errors
    ///
    /// It could not be read.
    pub async fn read_project(&self, id: u64) -> Result<Project, Problem> {
        let answer = self.call(api::project(&self.base(), id)).await;
        let what = "Label Studio did not give the project";
        let response = good(what, answer)?;
        api::read(&response).ok_or_else(|| unexpected(what, &response, "a project"))
    }

    /// Opens another project, as if its number had been typed and tested.
    pub fn open(&self, app: App, project: u64) {
        self.set_project(project.to_string());
        self.test(app);
    }
}

fn good(what: &str, answer: Answer) -> Result<Response, Problem> {
    let response = answer.map_err(|error| Problem::no_answer(&error))?;
    if response.ok() { Ok(response) } else { Err(refused(what, &response)) }
}

/// A refusal, in the server's words.
pub fn refused(what: &str, response: &Response) -> Problem {
    let error = ApiError::Refused {
        status: response.status,
        sentence: explain(response.status, &response.body),
        retry_after: response.retry_after,
    };
    Problem::refused(what, &error)
}

fn unexpected(what: &str, response: &Response, expected: &'static str) -> Problem {
    let found = crate::core::text::one_line(&response.body, 120);
    Problem::refused(what, &ApiError::Unexpected { status: response.status, expected, found })
}
