//! The connection to Label Studio: address, project, token. The token lives here, in memory, and nowhere else.

mod open;
mod test;

pub use open::refused;

use super::App;
use crate::{
    browser::{clock, fetch, storage},
    core::protocol::{
        address,
        connection::{Check, Part, Test},
        http::{Answer, NoAnswer, Request},
        label_studio::{self as api, Project},
        token::{NotAToken, Session, Step, Token},
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// Where Label Studio's address, project and token come from, and what is known of them.
#[derive(Clone, Copy)]
pub struct Connection {
    address: RwSignal<String>,
    project: RwSignal<String>,
    token: RwSignal<String>,
    session: StoredValue<Option<Session>>,
    checks: RwSignal<Vec<Timed>>,
    testing: RwSignal<bool>,
    /// When the last test ended, Unix seconds.
    tested_at: RwSignal<Option<i64>>,
    opened: RwSignal<Option<Arc<Project>>>,
    projects: RwSignal<Vec<Project>>,
    /// What is wrong with the form, by field.
    faults: RwSignal<Faults>,
    /// Counts up with every test: what an older one still brings is dropped.
    generation: StoredValue<u32>,
}

/// A check, and how long its request took.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    /// What was found.
    pub check: Check,
    /// Milliseconds; `None`: no request of its own.
    pub ms: Option<u32>,
}

/// What is wrong with each field; empty: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of the form")]
pub struct Faults {
    pub address: String,
    pub project: String,
    pub token: String,
}

impl Connection {
    pub(super) fn new() -> Self {
        Self {
            address: RwSignal::default(),
            project: RwSignal::default(),
            token: RwSignal::default(),
            session: StoredValue::new(None),
            checks: RwSignal::default(),
            testing: RwSignal::new(false),
            tested_at: RwSignal::new(None),
            opened: RwSignal::new(None),
            projects: RwSignal::default(),
            faults: RwSignal::default(),
            generation: StoredValue::new(0),
        }
    }

    // ---- the form --------------------------------------------------------------------------------

    /// The address, as typed.
    pub fn address(&self) -> String {
        self.address.get()
    }

    /// The project's number, as typed.
    pub fn project_text(&self) -> String {
        self.project.get()
    }

    /// The token, as typed: only for the field that it is typed into.
    pub fn token_text(&self) -> String {
        self.token.get()
    }

    /// What is wrong with the form.
    pub fn faults(&self) -> Faults {
        self.faults.get()
    }

    /// Another address. A pasted project address fills the project in as well.
    pub fn set_address(&self, typed: String) {
        if let Ok(parsed) = address::parse(&typed)
            && let Some(project) = parsed.project
        {
            self.project.set(project.to_string());
            self.address.set(parsed.base);
        } else {
            self.address.set(typed);
        }
        self.forget();
    }

    /// Another project.
    pub fn set_project(&self, typed: String) {
        self.project.set(typed);
        self.opened.set(None);
        self.checks.set(Vec::new());
    }

    /// Another token.
    pub fn set_token(&self, typed: String) {
        self.token.set(typed);
        self.forget();
    }

    /// Fills an empty form: from the embedder, the companion, or what was remembered.
    pub fn suggest(&self, address: Option<&str>, project: Option<u64>) {
        if let Some(address) = address.filter(|_| self.address.with_untracked(String::is_empty)) {
            self.set_address(address.to_owned());
        }
        if let Some(project) = project.filter(|_| self.project.with_untracked(String::is_empty)) {
            self.project.set(project.to_string());
        }
    }

    /// What was learnt no longer holds.
    fn forget(&self) {
        self.session.set_value(None);
        self.checks.set(Vec::new());
        self.opened.set(None);
        self.projects.set(Vec::new());
        self.faults.set(Faults::default());
    }

    // ---- what is known ---------------------------------------------------------------------------

    /// The open project; `None`: not connected.
    pub fn opened(&self) -> Option<Arc<Project>> {
        self.opened.get()
    }

    /// Whether the open project is this one, followed.
    pub fn is_at(&self, base: &str, project: u64) -> bool {
        self.opened.with(|opened| opened.as_ref().is_some_and(|open| open.id == project))
            && self.base() == base
    }

    /// The address in use, without a slash at its end.
    pub fn base(&self) -> String {
        self.session.with_value(|session| session.as_ref().map(|s| s.base().to_owned())).unwrap_or_default()
    }

    /// The projects that the token sees, once it was tested.
    pub fn projects(&self) -> Vec<Project> {
        self.projects.get()
    }

    /// The five parts of the last test.
    pub fn checks(&self) -> Vec<Timed> {
        self.checks.get()
    }

    /// Whether a test is under way.
    pub fn testing(&self) -> bool {
        self.testing.get()
    }

    /// When the last test ended, Unix seconds.
    pub fn tested_at(&self) -> Option<i64> {
        self.tested_at.get()
    }

    /// Everything works, and no project was named: one is to be picked.
    pub fn wants_project(&self) -> bool {
        let reached = |timed: &Timed| timed.check.part == Part::Project && timed.check.works == Some(false);
        self.project.with(|typed| typed.trim().is_empty())
            && self.checks.with(|checks| checks.iter().any(reached))
    }

    /// A part that failed in the last test.
    pub fn failed_part(&self) -> Option<Check> {
        if self.wants_project() {
            return None;
        }
        self.checks.with(|checks| {
            checks.iter().map(|timed| &timed.check).find(|check| check.works == Some(false)).cloned()
        })
    }

    // ---- acts ------------------------------------------------------------------------------------

    /// Reads the form, then tests each part; opens the project when all of them work.
    pub fn test(&self, app: App) {
        let Some((session, project)) = self.read_form() else { return };
        let generation = self.generation.with_value(|g| g + 1);
        self.generation.set_value(generation);
        let secure = web_sys::window().is_some_and(|w| w.location().protocol().is_ok_and(|p| p == "https:"));
        let test = Test::new(session.base(), project, session.kind(), secure);
        self.session.set_value(Some(session));
        self.opened.set(None);
        self.checks.set(Vec::new());
        self.testing.set(true);
        let connection = *self;
        app.spawn(async move {
            let test = connection.run(test, generation).await;
            if connection.generation.try_get_value() != Some(generation) {
                return;
            }
            connection.testing.try_set(false);
            connection.tested_at.try_set(Some(clock::now_unix()));
            match test.project() {
                Some(project) if test.passed() => {
                    // Nobody typed it where it is the only one.
                    connection.project.try_set(project.id.to_string());
                    connection.opened.try_set(Some(Arc::new(project.clone())));
                    app.announce("Connected to Label Studio");
                    app.remember(storage::Key::LabelStudioUrl, Some(&connection.base()));
                    app.remember(storage::Key::LabelStudioProject, Some(&project.id.to_string()));
                }
                _ if untrack(|| connection.wants_project()) => {
                    app.announce("The token works; pick a project");
                }
                _ => app.announce("The connection test failed"),
            }
            connection.list_projects().await;
        });
    }

    /// Reads the project again: its XML or its counters may have changed.
    pub async fn refresh(&self) {
        let Some(project) = self.opened.try_get_untracked().flatten() else { return };
        if let Ok(response) = self.call(api::project(&self.base(), project.id)).await
            && let Some(project) = api::read::<Project>(&response).filter(|_| response.ok())
        {
            self.opened.try_set(Some(Arc::new(project)));
        }
    }

    /// Sends a request with the token: exchanged, renewed and tried again as it takes.
    pub async fn call(&self, request: Request) -> Answer {
        let gone =
            || NoAnswer::Network { host: "Label Studio".to_owned(), detail: "not connected".to_owned() };
        let Some(mut session) = self.session.try_get_value().flatten() else { return Err(gone()) };
        let mut call = session.call(request);
        loop {
            match call.next_step(&session, now()) {
                Step::Send(request) => {
                    let answer = fetch::send(request).await;
                    call.receive(&mut session, answer, now());
                }
                Step::Done(answer) => {
                    // Keep a renewed access token, unless the form changed meanwhile.
                    self.session.try_update_value(|kept| {
                        if kept.as_ref().is_some_and(|kept| kept.same_token(&session)) {
                            *kept = Some(session);
                        }
                    });
                    return answer;
                }
            }
        }
    }

    fn read_form(&self) -> Option<(Session, Option<u64>)> {
        let address = self.address.with_untracked(|typed| address::parse(typed));
        let token = self.token.with_untracked(|typed| Token::parse(typed));
        let project = self.project.with_untracked(|typed| typed.trim().parse::<u64>().ok());
        let faults = Faults {
            address: address.as_ref().err().map(ToString::to_string).unwrap_or_default(),
            token: token.as_ref().err().map(NotAToken::to_string).unwrap_or_default(),
            project: if project.is_some() {
                String::new()
            } else {
                "A project is a number, such as 12.".to_owned()
            },
        };
        // Without a project the other parts can be tested, and then there is a list to pick from.
        let fine = project.is_some() || self.project.with_untracked(|typed| typed.trim().is_empty());
        self.faults.set(Faults { project: if fine { String::new() } else { faults.project }, ..faults });
        let session = Session::new(address.ok()?.base, token.ok()?);
        fine.then_some((session, project))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970")]
fn now() -> u64 {
    clock::now_ms() as u64
}
