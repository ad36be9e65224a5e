//! Saving what is shown in Label Studio: first asked about, then written, then read back.

use super::Kind;
use crate::{
    core::{
        labeling::{Document, Migration},
        protocol::{
            http::{Answer, Response},
            label_studio::{self as api, Project, config},
        },
    },
    state::{App, Problem, connection::refused},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Where the configuration is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Into the open project.
    Update,
    /// Into a new one.
    Create,
}

/// What is to be saved, and what is known about it before that.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The configuration.
    pub xml: Arc<str>,
    /// The project as it is now; `None`: a new one is made.
    pub project: Option<Arc<Project>>,
    /// What no longer fits.
    pub migration: Migration,
    /// Why the server would refuse it, in its own words; empty: it takes it.
    pub reasons: Vec<String>,
    /// The project was changed by someone else since it was asked about the last time.
    pub moved: bool,
}

impl Proposal {
    /// Whether the project has answers that may no longer fit.
    pub fn costs_answers(&self) -> bool {
        let held = self.project.as_ref().is_some_and(|project| project.annotations + project.predictions > 0);
        held && !self.migration.losses.is_empty()
    }
}

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Label Studio is being asked.
    Asking,
    /// It was asked: the person decides.
    Asked(Arc<Proposal>),
    /// It is being written.
    Saving(Arc<Proposal>),
    /// It is in this project, read back.
    Saved(Arc<Project>),
    /// Something failed.
    Failed(Problem),
}

/// Saving, from the question to the reading back.
#[derive(Clone, Copy)]
pub struct Saver {
    goal: RwSignal<Option<Goal>>,
    stage: RwSignal<Stage>,
    /// Counts up with every question: what an older one still brings is dropped.
    generation: StoredValue<u32>,
}

impl Saver {
    /// Nothing is being saved.
    pub fn new() -> Self {
        Self {
            goal: RwSignal::new(None),
            stage: RwSignal::new(Stage::Asking),
            generation: StoredValue::new(0),
        }
    }

    /// Where it is to go; `None`: nothing is being saved.
    pub fn goal(&self) -> Option<Goal> {
        self.goal.get()
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        self.stage.get()
    }

    /// The person has seen enough. What is on its way to Label Studio arrives there all the same.
    pub fn close(&self) {
        self.next();
        self.goal.set(None);
    }

    /// Asks Label Studio what it thinks of what is shown.
    pub fn ask(&self, app: App, goal: Goal) {
        let xml: Arc<str> = untrack(|| app.labeling.xml()).into();
        let (saver, generation) = (*self, self.next());
        self.goal.set(Some(goal));
        self.stage.set(Stage::Asking);
        app.spawn(async move {
            let stage = match propose(app, goal, xml).await {
                Ok(proposal) => Stage::Asked(Arc::new(proposal)),
                Err(problem) => Stage::Failed(problem),
            };
            saver.arrive(generation, stage);
        });
    }

    /// Writes it into the open project.
    pub fn update(&self, app: App, proposal: Arc<Proposal>) {
        let Some(before) = proposal.project.clone() else { return };
        let shown = proposal.clone();
        self.write(app, shown, async move { update(app, &proposal, &before).await });
    }

    /// Makes a project of it, and opens that.
    pub fn create(&self, app: App, proposal: Arc<Proposal>, title: String, description: String) {
        let shown = proposal.clone();
        self.write(app, shown, async move { create(app, &proposal, title.trim(), description.trim()).await });
    }

    fn write(
        &self,
        app: App,
        proposal: Arc<Proposal>,
        work: impl Future<Output = Result<Stage, Problem>> + 'static,
    ) {
        let (saver, generation) = (*self, self.next());
        self.stage.set(Stage::Saving(proposal));
        app.spawn(async move {
            let stage = work.await.unwrap_or_else(Stage::Failed);
            match &stage {
                Stage::Saved(project) => {
                    app.announce(format!("Saved in project {} and read back", project.id));
                }
                Stage::Failed(problem) => app.failed(problem),
                Stage::Asked(proposal) if proposal.moved => {
                    app.announce("Not saved: the project was changed meanwhile");
                }
                _ => app.announce("Not saved: Label Studio refuses it"),
            }
            saver.arrive(generation, stage);
        });
    }

    fn next(&self) -> u32 {
        let generation = self.generation.get_value().wrapping_add(1);
        self.generation.set_value(generation);
        generation
    }

    fn arrive(&self, generation: u32, stage: Stage) {
        if self.generation.try_get_value() == Some(generation) {
            self.stage.try_set(stage);
        }
    }
}

impl Default for Saver {
    fn default() -> Self {
        Self::new()
    }
}

async fn propose(app: App, goal: Goal, xml: Arc<str>) -> Result<Proposal, Problem> {
    let base = app.connection.base();
    let (project, request) = match goal {
        Goal::Update => {
            let project = app.connection.reread().await?;
            let request = config::validate_in(&base, project.id, &xml);
            (Some(project), request)
        }
        Goal::Create => (None, config::validate(&base, &xml)),
    };
    let response = answered(app.connection.call(request).await)?;
    let reasons = verdict("Label Studio did not check the configuration", &response)?;
    let migration = project
        .as_ref()
        .map(|project| Migration::between(&Document::parse(&project.label_config), &Document::parse(&xml)));
    Ok(Proposal { xml, project, migration: migration.unwrap_or_default(), reasons, moved: false })
}

async fn update(app: App, proposal: &Proposal, before: &Project) -> Result<Stage, Problem> {
    let now = app.connection.reread().await?;
    if now.id != before.id || config::kept(&now.label_config) != config::kept(&before.label_config) {
        let again = propose(app, Goal::Update, proposal.xml.clone()).await?;
        return Ok(Stage::Asked(Arc::new(Proposal { moved: true, ..again })));
    }
    let answer = app.connection.call(config::update(&app.connection.base(), now.id, &proposal.xml)).await;
    if let Ok(response) = &answer
        && response.status == 400
    {
        let reasons = config::reasons(response);
        return Ok(Stage::Asked(Arc::new(Proposal { reasons, ..proposal.clone() })));
    }
    // Whatever the answer was, or whether there was one: what the project has now decides.
    let after = app.connection.reread().await?;
    if is_in(&after, proposal) {
        app.labeling.choose(app, Kind::Project);
        return Ok(Stage::Saved(after));
    }
    Err(failed("The configuration was not saved", answer))
}

async fn create(app: App, proposal: &Proposal, title: &str, description: &str) -> Result<Stage, Problem> {
    let request = config::create(&app.connection.base(), title, description, &proposal.xml);
    let answer = app.connection.call(request).await;
    let response = match answer {
        Ok(response) => response,
        Err(error) => {
            let mut problem = Problem::no_answer(&error);
            "The project may have been made all the same: look at Label Studio's list before you try again."
                .clone_into(&mut problem.remedy);
            return Err(problem);
        }
    };
    let reasons = verdict("The project was not created", &response)?;
    if !reasons.is_empty() {
        return Ok(Stage::Asked(Arc::new(Proposal { reasons, ..proposal.clone() })));
    }
    let Some(made) = api::read::<Project>(&response) else {
        return Err(failed("The new project could not be found", Ok(response)));
    };
    let project = app.connection.read_project(made.id).await?;
    if !is_in(&project, proposal) {
        return Err(altered("The new project is not as it should be"));
    }
    app.connection.open(app, project.id);
    Ok(Stage::Saved(Arc::new(project)))
}

fn is_in(project: &Project, proposal: &Proposal) -> bool {
    // Label Studio may write line ends in its own way.
    let lines = |xml: &str| config::kept(xml).replace("\r\n", "\n");
    lines(&project.label_config) == lines(&proposal.xml)
}

/// What a check or a writing says: nothing, or the reasons against it.
fn verdict(what: &str, response: &Response) -> Result<Vec<String>, Problem> {
    match response.status {
        400 => Ok(config::reasons(response)),
        _ if response.ok() => Ok(Vec::new()),
        // A configuration can make the server itself fail: an encoding in its first line does.
        500 => Ok(config::reasons(response)),
        _ => Err(refused(what, response)),
    }
}

fn answered(answer: Answer) -> Result<Response, Problem> {
    answer.map_err(|error| Problem::no_answer(&error))
}

fn failed(what: &str, answer: Answer) -> Problem {
    match answer {
        Err(error) => Problem::no_answer(&error),
        Ok(response) if response.ok() => altered(what),
        Ok(response) => refused(what, &response),
    }
}

fn altered(what: &str) -> Problem {
    Problem::new(
        format!("{what}: read back, Label Studio has another text than was sent."),
        "Look at the project's labeling interface in Label Studio.",
    )
}
