//! The connection test: which of address, CORS, token, permission or project fails, and what mends it.
//!
//! In a browser everything that goes wrong looks like "Failed to fetch". Two requests tell most of it apart:
//! one without a token (no preflight), and one in `no-cors` mode whose answer cannot be read but whose
//! arrival says that something listens.

mod check;
mod remedy;

pub use check::{Check, PARTS, Part};
pub use remedy::refused_token;

use super::error::explain;
use super::http::{Answer, NoAnswer, Request, Response, host_of};
use super::label_studio as api;
use super::token::Kind;
use remedy::CORS_REMEDY;

/// What the edge does next.
#[derive(Debug)]
pub enum Step {
    /// Send this without a token.
    Plain(Request),
    /// Ask in `no-cors` mode whether anything listens there: `Ok` with any response, or no answer.
    Knock(Request),
    /// Send this with the token.
    Authorised(Request),
    /// Finished.
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Version,
    Knock,
    WhoAmI,
    Project,
    Done,
}

/// A connection test. Sans-IO: ask [`Test::next_step`], hand the answer to [`Test::receive`].
#[derive(Debug)]
pub struct Test {
    base: String,
    project: Option<u64>,
    kind: Kind,
    /// The page came over https: then plain http elsewhere is blocked as mixed content.
    secure_page: bool,
    stage: Stage,
    checks: Vec<Check>,
    version: Option<api::Version>,
    opened: Option<api::Project>,
}

impl Test {
    /// A test of the Label Studio at `base` with a token of this kind and this project. `None`: that is the only one
    /// which the token sees, or one is still to be picked.
    pub fn new(base: &str, project: Option<u64>, kind: Kind, secure_page: bool) -> Self {
        let blank = |part| Check { part, works: None, found: String::new(), remedy: None };
        Self {
            base: base.to_owned(),
            project,
            kind,
            secure_page,
            stage: Stage::Version,
            checks: PARTS.map(blank).to_vec(),
            version: None,
            opened: None,
        }
    }

    /// What to do now.
    pub fn next_step(&self) -> Step {
        match self.stage {
            Stage::Version => Step::Plain(api::version(&self.base)),
            Stage::Knock => Step::Knock(api::version(&self.base)),
            Stage::WhoAmI => Step::Authorised(api::whoami(&self.base)),
            Stage::Project => Step::Authorised(match self.project {
                Some(project) => api::project(&self.base, project),
                None => api::projects(&self.base, 1),
            }),
            Stage::Done => Step::Done,
        }
    }

    /// All five parts, in order.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Every part works.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.works == Some(true))
    }

    /// The project, once it was opened.
    pub fn project(&self) -> Option<&api::Project> {
        self.opened.as_ref()
    }

    /// Takes what came back.
    pub fn receive(&mut self, answer: Answer) {
        match self.stage {
            Stage::Version => self.versioned(answer),
            Stage::Knock => self.knocked(&answer),
            Stage::WhoAmI => self.recognised(answer),
            Stage::Project => self.opened(answer),
            Stage::Done => {}
        }
    }

    fn versioned(&mut self, answer: Answer) {
        match answer {
            Ok(response) => match api::read_version(&response).filter(|_| response.ok()) {
                Some(version) => {
                    let edition = if version.community { "Community" } else { "not Community" };
                    let host = host_of(&self.base).to_owned();
                    self.good(
                        Part::Address,
                        format!("{host} answers: Label Studio {}, {edition}", version.release),
                    );
                    self.good(Part::Cors, "this page may read its answers".to_owned());
                    self.version = Some(version);
                    self.stage = Stage::WhoAmI;
                }
                None => self.not_label_studio(&response),
            },
            Err(NoAnswer::Network { .. }) => self.stage = Stage::Knock,
            Err(other) => {
                let remedy = "Check that Label Studio runs there and is not overloaded.";
                self.bad(Part::Address, other.to_string(), remedy.to_owned());
            }
        }
    }

    fn not_label_studio(&mut self, response: &Response) {
        let found = if response.ok() {
            "something answers there, but it is no Label Studio".to_owned()
        } else {
            format!("no Label Studio at this path: {}", explain(response.status, &response.body))
        };
        let remedy = "Paste the address that you open Label Studio with, including a sub-path if it has one.";
        self.bad(Part::Address, found, remedy.to_owned());
    }

    fn knocked(&mut self, answer: &Answer) {
        let host = host_of(&self.base).to_owned();
        if answer.is_ok() {
            self.good(Part::Address, format!("{host} answers"));
            self.bad(
                Part::Cors,
                "the server answers, but forbids this page to read it".to_owned(),
                CORS_REMEDY.to_owned(),
            );
        } else if self.secure_page && self.base.starts_with("http://") {
            self.bad(
                Part::Address,
                format!("the browser blocks http://{host} from a page that came over https (mixed content)"),
                "Serve Label Studio over https, or open this page over http.".to_owned(),
            );
        } else {
            self.bad(
                Part::Address,
                format!("nothing answers at {host}"),
                "Check the address and that Label Studio runs. If this page came from a public address and Label Studio is local, allow the browser's local network permission for this page.".to_owned(),
            );
        }
    }

    fn recognised(&mut self, answer: Answer) {
        match answer {
            Ok(response) if response.ok() => {
                let note = match self.kind {
                    Kind::PersonalAccess => ", exchanged; renewed every 4 min",
                    Kind::Access { .. } => "; it lasts five minutes at most",
                    Kind::Legacy => "",
                };
                self.good(Part::Token, format!("{}{note}", self.kind.label()));
                self.stage = Stage::Project;
            }
            Ok(response) if response.status == 401 => {
                let (found, remedy) = refused_token(self.kind, &response);
                self.bad(Part::Token, found, remedy);
            }
            Ok(response) if response.status == 403 => {
                let found = explain(response.status, &response.body);
                self.good(Part::Token, self.kind.label().to_owned());
                self.bad(
                    Part::Permission,
                    found,
                    "Ask an administrator to let this account use the API.".to_owned(),
                );
            }
            Ok(response) => {
                let remedy = "Try again; if it stays, look into Label Studio's log.";
                self.bad(Part::Token, explain(response.status, &response.body), remedy.to_owned());
            }
            // The first request came through, this one carries a header that a preflight must allow.
            Err(NoAnswer::Network { .. }) => self.bad(
                Part::Cors,
                "answers may be read, but a request with a token is refused before it is sent".to_owned(),
                CORS_REMEDY.to_owned(),
            ),
            Err(other) => self.bad(Part::Token, other.to_string(), "Try again.".to_owned()),
        }
    }

    fn unreadable(&mut self, found: &str) {
        let remedy = "This version of Label Studio may be too old; 1.23 is tested.";
        self.bad(Part::Project, found.to_owned(), remedy.to_owned());
    }

    /// No project was named: what there is to pick from.
    fn listed(&mut self, page: &api::ProjectPage) {
        if let ([only], 1) = (&*page.results, page.count) {
            self.project = Some(only.id);
            return;
        }
        self.good(Part::Permission, "the token may read projects".to_owned());
        let (found, remedy) = match page.count {
            0 => (
                "this account sees no project".to_owned(),
                "Create one in Label Studio, or ask to be added to one.",
            ),
            many => (
                format!("one of {} is to be picked", crate::core::text::count(many)),
                "Pick one from the list.",
            ),
        };
        self.bad(Part::Project, found, remedy.to_owned());
    }

    fn opened(&mut self, answer: Answer) {
        match answer {
            Ok(response) if response.ok() && self.project.is_none() => {
                match api::read::<api::ProjectPage>(&response) {
                    Some(page) => self.listed(&page),
                    None => self.unreadable("the list of projects cannot be read"),
                }
            }
            Ok(response) if response.ok() => match api::read::<api::Project>(&response) {
                Some(project) => {
                    self.good(Part::Permission, "may read this project and import into it".to_owned());
                    let title = if project.title.is_empty() { "untitled" } else { &project.title };
                    let found =
                        format!("{}, {title}; {} tasks", project.id, crate::core::text::count(project.tasks));
                    self.good(Part::Project, found);
                    self.opened = Some(project);
                    self.stage = Stage::Done;
                }
                None => self.unreadable("the project's answer cannot be read"),
            },
            Ok(response)
                if response.status == 404
                    && let Some(project) = self.project =>
            {
                self.good(Part::Permission, "the token may read projects".to_owned());
                self.bad(
                    Part::Project,
                    format!("there is no project {project} here, or this account is not a member"),
                    "The number stands in the project's address: …/projects/12/data. Pick one from the list."
                        .to_owned(),
                );
            }
            Ok(response) if response.status == 403 => self.bad(
                Part::Permission,
                explain(response.status, &response.body),
                "Ask the project's owner to add this account.".to_owned(),
            ),
            Ok(response) => {
                let found = explain(response.status, &response.body);
                self.bad(
                    Part::Project,
                    found,
                    "Try again; if it stays, look into Label Studio's log.".to_owned(),
                );
            }
            Err(other) => self.bad(Part::Project, other.to_string(), "Try again.".to_owned()),
        }
    }

    fn good(&mut self, part: Part, found: String) {
        self.set(part, true, found, None);
    }

    /// The first failing part ends the test.
    fn bad(&mut self, part: Part, found: String, remedy: String) {
        self.set(part, false, found, Some(remedy));
        self.stage = Stage::Done;
    }

    fn set(&mut self, part: Part, works: bool, found: String, remedy: Option<String>) {
        if let Some(check) = self.checks.iter_mut().find(|check| check.part == part) {
            *check = Check { part, works: Some(works), found, remedy };
        }
    }
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
