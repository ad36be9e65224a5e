//! What the view shows of a dry run and of a push under way: plain values.

use super::super::{App, Problem};
use crate::core::{
    mapping::Mapping,
    origin::Origin,
    push::{
        machine::{Event, Push as Machine},
        plan::Mode,
    },
};
use std::sync::Arc;

/// How far the push is.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Nothing was checked.
    Idle,
    /// Tasks are made of the chosen results.
    Preparing {
        /// So many are made.
        done: usize,
        /// Of so many.
        of: usize,
    },
    /// Label Studio is asked what it has.
    Checking {
        /// In a phrase.
        doing: &'static str,
    },
    /// The dry run is done, nothing was written.
    Ready,
    /// Tasks are on their way.
    Sending,
    /// The push is over.
    Done,
    /// The dry run failed, nothing was written.
    Failed(Problem),
}

impl Phase {
    /// Something is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Preparing { .. } | Self::Checking { .. } | Self::Sending)
    }
}

/// What would be sent where. Two of them are equal when a dry run of one holds for the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Basis {
    /// What the results are of.
    pub origin: Origin,
    /// Label Studio's address.
    pub base: String,
    /// The project.
    pub project: u64,
    /// The project's title.
    pub title: String,
    /// The chosen rows, in order.
    pub places: Vec<u32>,
    /// The labeling configuration that tasks are made for.
    pub xml: String,
    /// Where each field's value comes from.
    pub mapping: Arc<Mapping>,
    /// What is done with results that are there already.
    pub mode: Mode,
}

impl Basis {
    /// As things are chosen now, followed.
    pub(super) fn now(app: App) -> Option<Self> {
        let project = app.connection.opened()?;
        let origin = app.results.origin()?;
        let places: Vec<u32> = app.results.selection(|selection| selection.places().collect());
        let title =
            if project.title.is_empty() { format!("project {}", project.id) } else { project.title.clone() };
        let base = app.connection.base();
        let (xml, mapping) = (app.labeling.xml(), app.labeling.mapping());
        (!places.is_empty()).then_some(Self {
            origin,
            base,
            project: project.id,
            title,
            places,
            xml,
            mapping,
            mode: app.push.mode(),
        })
    }
}

/// What a dry run found. `new + there + refused` is what was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct DryRun {
    /// What it is of.
    pub basis: Basis,
    /// Results that would be created.
    pub new: u64,
    /// Results that Label Studio has.
    pub there: u64,
    /// Of those, results whose tasks would get predictions.
    pub attach: u64,
    /// Results that cannot be sent.
    pub refused: u64,
    /// The push's name, such as `rc_20261122_140229` (UTC).
    pub name: String,
    /// Bytes of all new tasks.
    pub bytes: u64,
    /// Predictions of all new tasks.
    pub predictions: u64,
    /// Requests that it takes to send them.
    pub requests: u64,
    /// Why results cannot be sent, the most frequent cause first.
    pub causes: Vec<Cause>,
    /// Results that Label Studio holds more than once, with their tasks.
    pub doubled: Vec<(String, Vec<u64>)>,
    /// Milliseconds that sending is likely to take.
    pub expected_ms: f64,
    /// Milliseconds that it took.
    pub took_ms: f64,
    /// When it ended, Unix seconds.
    pub at: i64,
}

/// One reason, and the results that it holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// In a sentence.
    pub reason: String,
    /// How many.
    pub count: u64,
    /// The first few: place among the rows, and name.
    pub rows: Vec<(u32, String)>,
}

/// How many rows of a cause are named.
const NAMED: usize = 3;

impl DryRun {
    /// Reads the machine's plan. `import_ms` is what one import took, where that is known.
    pub(super) fn read(machine: &Machine, basis: Basis, name: String, import_ms: Option<f64>) -> Self {
        /// What a request of 200 tasks takes, before it is known better (measured).
        const USUAL_MS: f64 = 1_000.0;
        let plan = machine.plan();
        let requests = plan.chunks.len() as u64;
        let mut causes: Vec<Cause> = Vec::new();
        let mut known = std::collections::HashMap::<&str, usize>::new();
        for (at, reason) in &plan.refused {
            let slot = *known.entry(reason).or_insert_with(|| {
                causes.push(Cause { reason: reason.clone(), count: 0, rows: Vec::new() });
                causes.len() - 1
            });
            let Some(cause) = causes.get_mut(slot) else { continue };
            cause.count += 1;
            if cause.rows.len() < NAMED
                && let (Some(place), Some(row)) = (basis.places.get(*at), machine.candidates().get(*at))
            {
                let name = if row.custom_id.is_empty() {
                    format!("line {}", row.row)
                } else {
                    row.custom_id.clone()
                };
                cause.rows.push((*place, name));
            }
        }
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.count));
        let sizes = plan.new.iter().filter_map(|at| machine.candidates().get(*at));
        Self {
            new: plan.new.len() as u64,
            there: plan.there.len() as u64,
            attach: if basis.mode == Mode::Attach { plan.there.len() as u64 } else { 0 },
            refused: plan.refused.len() as u64,
            name,
            bytes: plan.bytes as u64,
            predictions: sizes.map(|candidate| candidate.size().predictions).sum(),
            requests,
            causes,
            doubled: doubled(machine),
            expected_ms: requests as f64 * import_ms.unwrap_or(USUAL_MS),
            took_ms: 0.0,
            at: 0,
            basis,
        }
    }

    /// How many results something would be sent for.
    pub fn to_do(&self) -> u64 {
        self.new + self.attach
    }

    /// All that were chosen.
    pub fn selected(&self) -> u64 {
        self.new + self.there + self.refused
    }
}

/// Results that Label Studio holds more than once.
fn doubled(machine: &Machine) -> Vec<(String, Vec<u64>)> {
    machine.doubled().into_iter().map(|(result, ids)| (result.custom_id.clone(), ids)).collect()
}

/// How far a push is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sending {
    /// What the results are of.
    pub origin: Option<Origin>,
    /// What it is doing, as a phrase.
    pub doing: &'static str,
    /// Tasks to send.
    pub new: u64,
    /// Of those, how many Label Studio says it has, or has refused.
    pub settled: u64,
    /// Bytes of those.
    pub bytes: u64,
    /// Bytes of all.
    pub of_bytes: u64,
    /// In the request under way.
    pub in_flight: u64,
    /// It is being looked up what became of so many.
    pub in_doubt: u64,
    /// Refused, so far.
    pub failed: u64,
    /// Requests so far, those of the dry run included.
    pub requests: u32,
    /// Of those, imports.
    pub imports: u32,
    /// Tasks in a second, once that is known.
    pub pace: Option<f64>,
    /// The person asked to stop.
    pub stopping: bool,
    /// What happened on the way, the newest last.
    pub events: Vec<Event>,
    /// Why there is no journal, if there is none.
    pub no_journal: Option<String>,
}

impl Sending {
    /// Milliseconds until the last task is settled, by the pace so far.
    pub fn left_ms(&self) -> Option<f64> {
        let pace = self.pace.filter(|pace| *pace > 0.0)?;
        Some(self.new.saturating_sub(self.settled) as f64 / pace * 1000.0)
    }

    /// Takes what the machine says. `seconds`: since it began to send.
    pub(super) fn take(&mut self, machine: &Machine, seconds: f64) {
        /// So many are shown.
        const EVENTS: usize = 5;
        let progress = machine.progress();
        self.doing = progress.doing;
        self.new = progress.new as u64;
        self.of_bytes = progress.of_bytes as u64;
        // Tasks that settle are counted up, never down: a doubt that is being looked up is no step back.
        if progress.settled as u64 != self.settled {
            self.pace = Some(progress.settled as f64 / seconds.max(0.001));
        }
        self.settled = progress.settled as u64;
        self.bytes = progress.bytes as u64;
        self.in_flight = progress.in_flight as u64;
        self.in_doubt = progress.in_doubt as u64;
        self.failed = progress.failed as u64;
        self.requests = progress.requests;
        self.imports = progress.imports;
        let events = machine.events();
        self.events = events.iter().skip(events.len().saturating_sub(EVENTS)).cloned().collect();
    }
}
