//! The push itself, without doing it: [`Push::next_step`] says what to do, [`Push::receive`] takes what came back.
//!
//! The order: count the project, look up what is there, plan (a dry run ends here); then one request in
//! flight at a time; after any doubt look the keys up before sending again; at the end read every key back, mend
//! what is missing, and count the project again. A row is *created* only when it was read back.
//!
//! - `walk`: a lookup, request by request; `answers`: what each answer means
//! - `planning`: what is to be sent; `sending`: what goes into the next request
//! - `imports`: answers to imports; `doubt`: what is looked up before it is sent again
//! - `proof`: every row read back, or counted (`confirm`), and once more where something may come `late`
//! - `mend`: predictions that were lost; `surplus`: tasks that two pushes made
//! - `rows`: what is known of each result; `watch`: what can be seen of it

mod answers;
mod confirm;
mod doubt;
mod imports;
mod late;
mod mend;
mod planning;
mod proof;
mod rows;
mod sending;
mod surplus;
mod walk;
mod watch;

pub use watch::{Event, Progress};

use super::journal::{Entry, History};
use super::key::Key;
use super::pace::Pace;
use super::plan::{Candidate, Found, Limits, Mode, Plan};
use super::receipt::{Counters, Outcome, STOPPED, Surplus};
use crate::core::protocol::http::Request;
use crate::core::protocol::label_studio::{self as api, tasks};
use late::Late;
use mend::Mend;
use std::collections::{BTreeSet, HashMap, VecDeque};
use walk::Walk;

/// Where a push goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Label Studio's address, without a trailing slash.
    pub base: String,
    /// The project.
    pub project: u64,
    /// The batch whose results these are: the value of `data.batch_id`.
    pub batch_id: String,
}

/// How a push is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// What is done with results that are there already. For [`Mode::Force`] the candidates' keys are copies.
    pub mode: Mode,
    /// How much goes into the first requests.
    pub limits: Limits,
    /// What its waits are drawn from: another number for each push.
    pub seed: u64,
}

/// What the edge does next.
#[derive(Debug)]
pub enum Step {
    /// Hand the texts of the tasks at these places to [`Push::supply`], in the same order.
    Texts(Vec<usize>),
    /// Write this into the journal, so that it outlives a crash, then ask again.
    Record(Entry),
    /// Send this, with the token, and hand the answer to [`Push::receive`].
    Send(Request),
    /// Wait so many milliseconds, then ask again.
    Wait(u64),
    /// The dry run is done: [`Push::plan`] holds. Call [`Push::go`] to write.
    Planned,
    /// Over: see [`Push::rows`].
    Done,
}

/// The edge's clock, when an answer came.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    /// Unix seconds.
    pub now: i64,
    /// Milliseconds that the answer took.
    pub took_ms: u32,
}

/// What the push is at.
#[derive(Debug, Clone, PartialEq)]
enum Phase {
    CountBefore,
    CountBatch,
    LookUp(Walk),
    Planned,
    /// What to send next is to be decided.
    Sending,
    /// The texts of a chunk are needed.
    Load(Vec<usize>),
    /// A chunk is about to be sent, as this body.
    Ready(Vec<usize>, String),
    InFlight(Vec<usize>),
    /// Label Studio does the import in the background.
    Poll {
        chunk: Vec<usize>,
        import: u64,
        polls: u32,
    },
    Doubt(doubt::Doubt),
    Confirm(confirm::Confirm),
    Prove(Walk),
    /// What to mend next is to be decided.
    Settle,
    Mend(Mend),
    Surplus(surplus::Removal),
    CountAfter,
    Done,
}

/// What is known of one candidate.
#[derive(Debug, Clone)]
struct State {
    outcome: Outcome,
    attempts: u32,
    /// Its task by an import's word, before it is read back.
    claimed: Option<u64>,
    repaired: bool,
    at: Option<i64>,
    note: Option<String>,
}

/// A push of some results of one batch into one project.
#[derive(Debug)]
pub struct Push {
    target: Target,
    mode: Mode,
    pace: Pace,
    candidates: Vec<Candidate>,
    states: Vec<State>,
    index: HashMap<Key, usize>,
    /// What the last lookup of the batch found.
    found: Found,
    /// Tasks that the batch had then.
    batch_tasks: u64,
    phase: Phase,
    plan: Plan,
    /// Places that are still to be sent.
    queue: VecDeque<usize>,
    /// Sent by an interrupted push, with no answer known.
    open: BTreeSet<usize>,
    /// What the proof found wanting.
    wanting: proof::Wanting,
    proofs: u32,
    /// What may still arrive.
    late: Late,
    /// Steps that come before anything else.
    records: VecDeque<Entry>,
    /// Milliseconds to wait before the next request.
    pause: u64,
    /// Failures in a row of the same step.
    failures: u32,
    before: Option<Counters>,
    after: Option<Counters>,
    surplus: Vec<Surplus>,
    trouble: Option<String>,
    stopped: bool,
    written: bool,
    requests: u32,
    imports: u32,
    now: i64,
    events: Vec<Event>,
}

impl Push {
    /// A push of `candidates`; nothing is sent before [`Push::go`].
    pub fn new(target: Target, candidates: Vec<Candidate>, manner: Manner) -> Self {
        let history = History::new(candidates.len());
        Self::resumed(target, candidates, manner, history)
    }

    /// The same, of which some was done before: what `history` says was sent is looked up, and not sent blindly.
    pub fn resumed(target: Target, candidates: Vec<Candidate>, manner: Manner, history: History) -> Self {
        let state = |place: usize| State {
            outcome: Outcome::Waiting,
            attempts: history.attempts.get(place).copied().unwrap_or_default(),
            claimed: history.claimed.get(place).copied().flatten(),
            repaired: false,
            at: None,
            note: None,
        };
        let late = Late::of(&history);
        let states: Vec<State> = (0..candidates.len()).map(state).collect();
        // Of a result that was selected twice the first place counts.
        let index = candidates.iter().enumerate().rev().map(|(place, c)| (c.key.clone(), place)).collect();
        Self {
            target,
            mode: manner.mode,
            pace: Pace::new(manner.limits, manner.seed),
            found: vec![Vec::new(); candidates.len()],
            batch_tasks: 0,
            candidates,
            states,
            index,
            phase: Phase::CountBefore,
            plan: Plan::default(),
            queue: VecDeque::new(),
            open: history.open,
            wanting: proof::Wanting::default(),
            proofs: 0,
            late,
            records: VecDeque::new(),
            pause: 0,
            failures: 0,
            before: history.before,
            after: None,
            surplus: Vec::new(),
            trouble: None,
            stopped: false,
            written: false,
            requests: 0,
            imports: 0,
            now: 0,
            events: Vec::new(),
        }
    }

    /// What to do now.
    pub fn next_step(&mut self) -> Step {
        if let Some(entry) = self.records.pop_front() {
            return Step::Record(entry);
        }
        if self.pause == 0 && self.phase == Phase::Sending {
            self.choose();
        }
        if self.pause == 0 && self.phase == Phase::Settle {
            self.settle();
        }
        // What was decided may be to be done later.
        if self.pause > 0 {
            let pause = std::mem::take(&mut self.pause);
            // What is sent after it is sent then.
            self.now += i64::try_from(pause / 1_000).unwrap_or_default();
            return Step::Wait(pause);
        }
        let (base, project) = (&self.target.base, self.target.project);
        let request = match &mut self.phase {
            Phase::CountBefore | Phase::CountAfter => api::project(base, project),
            Phase::CountBatch => tasks::count(base, project, &self.target.batch_id, None, 1),
            Phase::LookUp(walk) | Phase::Prove(walk) => walk.request(&self.target, &self.candidates),
            Phase::Doubt(doubt) => doubt.walk.request(&self.target, &self.candidates),
            Phase::Confirm(confirm) => confirm.request(&self.target),
            Phase::Load(places) => return Step::Texts(places.clone()),
            Phase::Ready(chunk, body) => {
                let (chunk, body) = (std::mem::take(chunk), std::mem::take(body));
                self.phase = Phase::InFlight(chunk);
                self.imports += 1;
                tasks::import(base, project, body)
            }
            Phase::Poll { import, .. } => tasks::import_state(base, project, *import),
            Phase::Mend(mend) => match mend.step(&self.target, &self.candidates) {
                Ok(request) => request,
                Err(places) => return Step::Texts(places),
            },
            Phase::Surplus(removal) => removal.request(&self.target, &self.candidates),
            Phase::Planned => return Step::Planned,
            // An answer is still to come.
            Phase::InFlight(_) => return Step::Wait(100),
            Phase::Sending | Phase::Settle | Phase::Done => return Step::Done,
        };
        self.requests += 1;
        Step::Send(request)
    }

    /// The texts that [`Step::Texts`] asked for.
    pub fn supply(&mut self, texts: Vec<String>) {
        match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Load(chunk) => self.load(chunk, &texts),
            Phase::Mend(mut mend) => {
                mend.texts = texts;
                self.phase = Phase::Mend(mend);
            }
            other => self.phase = other,
        }
    }

    /// After [`Step::Planned`]: write.
    pub fn go(&mut self) {
        if self.phase != Phase::Planned {
            return;
        }
        self.queue = self.plan.new.iter().copied().filter(|place| !self.was_sent(*place)).collect();
        self.written = self.states.iter().any(|state| state.attempts > 0);
        if let Some(before) = self.before {
            self.records.push_back(Entry::Before(before));
        }
        self.phase = Phase::Sending;
    }

    /// Sends nothing more after the request in flight; what was sent is still read back.
    pub fn stop(&mut self) {
        self.stopped = true;
        if self.phase == Phase::Planned {
            self.finish(STOPPED);
        }
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
