//! Whose configuration is shown.

use crate::core::{
    labeling::{Template, template},
    protocol::label_studio::Project,
};

/// Whose configuration is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The open project's: its number and title.
    Project(u64, String),
    /// A built-in one.
    Template(&'static Template),
    /// A copy that the person edits, or pasted.
    Pasted,
}

impl Source {
    /// How a sentence begins that speaks of it.
    pub fn phrase(&self) -> String {
        match self {
            Self::Project(id, _) => format!("The configuration of project {id}"),
            Self::Template(template) => format!("The template “{}”", template.title),
            Self::Pasted => "Your copy of the configuration".to_owned(),
        }
    }

    /// Its kind, as a list of them chooses it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Project(..) => Kind::Project,
            Self::Template(template) => Kind::Template(template.id),
            Self::Pasted => Kind::Pasted,
        }
    }
}

/// What one can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The open project's configuration.
    Project,
    /// The template of this id.
    Template(&'static str),
    /// The copy that the person edits.
    Pasted,
}

/// What the person chose, and the project that was open then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) kind: Kind,
    pub(super) project: Option<u64>,
}

/// What is shown: the choice, as long as no other project was opened after it; else the open project; else the
/// template that the batch names, else the one to begin with.
pub(super) fn resolve(opened: Option<&Project>, chosen: Option<Shown>, named: Option<Kind>) -> Source {
    let now = opened.map(|project| project.id);
    let held = chosen.filter(|chosen| now.is_none() || now == chosen.project).map(|chosen| chosen.kind);
    let project = opened.map(|project| Source::Project(project.id, project.title.clone()));
    match held.or(if project.is_some() { None } else { named }) {
        Some(Kind::Pasted) => Source::Pasted,
        Some(Kind::Template(id)) => template(id).map_or_else(super::first_template, Source::Template),
        Some(Kind::Project) | None => project.unwrap_or_else(super::first_template),
    }
}
