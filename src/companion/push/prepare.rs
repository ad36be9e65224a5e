//! Results as tasks, line by line into the journal: however many there are, only their sizes stay in memory.

use super::journal::{Journal, Lock};
use crate::companion::check::read::{configuration, name};
use crate::companion::map::read::{Files, usable};
use crate::companion::map::results::Results;
use crate::core::labeling::Document;
use crate::core::mapping::preset::Preset;
use crate::core::mapping::{BatchFacts, Mapper, Mapping, Target, changes, suggest};
use crate::core::protocol::label_studio::Project;
use crate::core::push::journal::{Head, line, said};
use crate::core::push::plan::{Candidate, Mode, TaskSize};
use std::io::{BufWriter, Seek as _, SeekFrom, Write};
use std::path::Path;

/// The head's line is written first and last: how many results follow is known at the end.
const ROOM: usize = 24;

/// What is needed to make tasks.
pub(super) struct Prepared<'a> {
    files: &'a Files,
    facts: &'a BatchFacts,
    mapper: Mapper,
}

impl<'a> Prepared<'a> {
    /// Takes the mapping, or suggests one; the project's own configuration decides what is right.
    pub(super) fn new(
        files: &'a Files,
        facts: &'a BatchFacts,
        how: &How,
        project: &Project,
    ) -> Result<Self, String> {
        let document = usable(&project.label_config, "The project's labeling configuration")?;
        let mapping = match how {
            How::Saved(preset) => of_preset(preset, &document),
            How::Suggested => suggested(files, facts, &document)?,
        };
        Ok(Self { files, facts, mapper: Mapper::new(&mapping, &document) })
    }

    /// Makes the tasks, and writes them down.
    pub(super) fn write(self, lock: Lock, mut head: Head) -> Result<Journal, String> {
        let Lock { path, file } = lock;
        let fault =
            |error: std::io::Error| format!("The journal {} cannot be written: {error}.", path.display());
        file.set_len(0).map_err(fault)?;
        let mut out = BufWriter::with_capacity(256 * 1024, &file);
        let width = said(&head).len() + ROOM;
        out.seek(SeekFrom::Start(0)).and_then(|_| writeln!(out, "{:width$}", "")).map_err(fault)?;
        let mut at = width as u64 + 1;
        let (mut candidates, mut texts) = (Vec::new(), Vec::new());
        let copy = (head.mode == Mode::Force).then(|| head.name.clone());
        for found in Results::open(self.files)? {
            let found = found?;
            let key = found.key(&self.facts.id);
            let key = copy.as_ref().map_or_else(|| key.clone(), |push| key.copied(push));
            let task = self.mapper.task(self.facts, &found.line, key.as_str());
            let text = if task.is_sendable() { task.to_value().to_string() } else { String::new() };
            let size = TaskSize { bytes: text.len(), predictions: task.predictions.len() as u64 };
            let reasons = task.problems.iter().map(|p| format!("{}: {}", p.target, p.fault)).collect();
            let custom_id = found.line.custom_id.clone().unwrap_or_default();
            let task = if text.is_empty() { Err(reasons) } else { Ok(size) };
            let candidate = Candidate { row: found.line.number, key, custom_id, task };
            let written = line(&candidate, &text);
            // A task is written as it is, behind the last "task": of its line.
            let start = if text.is_empty() { None } else { written.rfind(&text) };
            texts.push(start.map_or((0, 0), |start| (at + start as u64, text.len())));
            writeln!(out, "{written}").map_err(fault)?;
            at += written.len() as u64 + 1;
            candidates.push(candidate);
        }
        head.results = candidates.len();
        out.seek(SeekFrom::Start(0))
            .and_then(|_| write!(out, "{:width$}", said(&head)))
            .and_then(|()| out.flush())
            .map_err(fault)?;
        drop(out);
        file.sync_data().map_err(fault)?;
        Ok(Journal::begun(Lock { path, file }, head, candidates, texts))
    }
}

/// How a result becomes a task.
pub(in crate::companion) enum How {
    /// As somebody saved it.
    Saved(Box<Preset>),
    /// As the results and the project's configuration suggest.
    Suggested,
}

impl How {
    /// Reads a mapping file.
    pub(in crate::companion) fn saved(path: &Path) -> Result<Self, String> {
        let preset =
            Preset::read(&configuration(path)?).map_err(|error| format!("{}: {error}", name(path)))?;
        Ok(Self::Saved(Box::new(preset)))
    }
}

fn of_preset(preset: &Preset, document: &Document) -> Mapping {
    if !preset.config.is_empty() {
        for sentence in changes::changes(&Document::parse(&preset.config), document) {
            tracing::warn!("The mapping was made for another configuration. {sentence}");
        }
    }
    preset.mapping.clone()
}

fn suggested(files: &Files, facts: &BatchFacts, document: &Document) -> Result<Mapping, String> {
    let sample = Results::sample(files)?;
    let found = suggest::suggest(document, facts, &sample);
    let mapped = |target: &Target| found.mapping.get(target).is_some();
    let (with, without): (Vec<_>, Vec<_>) = found.reasons.iter().partition(|reason| mapped(&reason.target));
    let names = |all: &[&suggest::Suggestion]| {
        all.iter().map(|reason| reason.target.to_string()).collect::<Vec<_>>().join(", ")
    };
    tracing::info!("No --mapping: the suggested one fills {}.", names(&with));
    if !without.is_empty() {
        tracing::info!("Nothing is suggested for {}.", names(&without));
    }
    Ok(found.mapping)
}
