//! The desk itself: reads jobs, keeps what they brought, answers questions. The same code in the worker and on the
//! page's own thread; there it gives the browser its turn every 8 ms and has no drawer.
//!
//! - `reading`: the files of a job into rows

mod reading;

use super::{opfs, shelf::Drawer, shelves::Shelves};
use crate::{
    browser::{clock, timing},
    core::results::{
        desk::{Ask, Memory, Told},
        index::Source,
    },
};
use futures_channel::oneshot;
use js_sys::Uint8Array;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Bytes that go into the drawer, or are compressed, between two turns.
const AT_ONCE: u64 = 4 * 1024 * 1024;
/// How long nothing is read before a job's bytes go where they stay.
const SETTLE_MS: u32 = 300;
/// Bytes above the limit that may be in memory while the browser's storage has not answered yet.
const WHILE_OPENING: u64 = 64 << 20;
/// Bytes that may stay in memory as they are, for they are looked through twice as fast; older ones are compressed.
const AS_THEY_ARE: u64 = 32 << 20;

/// Takes a message and the bytes beside it.
pub(super) type Tell = Box<dyn Fn(Told, Option<Uint8Array>)>;

/// Where the desk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// In a worker.
    Worker,
    /// On the page's own thread.
    Page,
}

impl Room {
    /// Longest work between two turns of whoever else is on this thread.
    fn slice_ms(self) -> f64 {
        match self {
            Self::Worker => 30.0,
            Self::Page => 8.0,
        }
    }
}

pub(super) struct Job {
    id: u32,
    memory: Memory,
    pub(super) shelves: RefCell<Shelves>,
    /// Of each file how many bytes hold rows that were told.
    pub(super) told: RefCell<BTreeMap<Source, u64>>,
    /// Files whose last row was told.
    pub(super) ended: RefCell<Vec<Source>>,
    /// Nothing more will be read.
    pub(super) done: Cell<bool>,
    stopped: Cell<bool>,
    pub(super) closed: Cell<bool>,
    /// Tells that the browser's storage has answered, for good or ill. `None`: it was not asked yet, or somebody waits.
    opening: RefCell<Option<oneshot::Receiver<()>>>,
    /// Ends the transfer under way.
    end: RefCell<Option<Box<dyn FnOnce()>>>,
}

impl Job {
    fn stop(&self) {
        self.stopped.set(true);
        let end = self.end.borrow_mut().take();
        if let Some(end) = end {
            end();
        }
    }
}

/// What the whole desk knows.
pub(super) struct Service {
    jobs: RefCell<BTreeMap<u32, Rc<Job>>>,
    /// Probes under way: what is taken out ends.
    pub(super) probes: RefCell<BTreeSet<u32>>,
    tell: Tell,
    room: Room,
    /// When this thread was free last.
    turn: Cell<f64>,
}

impl Service {
    pub(super) fn new(room: Room, tell: Tell) -> Rc<Self> {
        Rc::new(Self {
            jobs: RefCell::default(),
            probes: RefCell::default(),
            tell,
            room,
            turn: Cell::new(clock::now_ms()),
        })
    }

    /// Nobody asked for anything so far.
    pub(super) fn is_idle(&self) -> bool {
        self.jobs.borrow().is_empty()
    }

    /// Takes a question. Answers come later, never from within.
    pub(super) fn hear(self: &Rc<Self>, ask: Ask, beside: &JsValue) {
        match ask {
            Ask::Read { job: id, files, memory } => {
                let why_not =
                    (self.room == Room::Page).then(|| "this page reads without a worker".to_owned());
                let job = Rc::new(Job {
                    id,
                    memory,
                    shelves: RefCell::new(Shelves::new(why_not)),
                    told: RefCell::default(),
                    ended: RefCell::default(),
                    done: Cell::new(false),
                    stopped: Cell::new(false),
                    closed: Cell::new(false),
                    opening: RefCell::default(),
                    end: RefCell::new(None),
                });
                self.jobs.borrow_mut().insert(id, job.clone());
                let given = wasm_bindgen::JsCast::dyn_ref::<web_sys::File>(beside).cloned();
                let desk = self.clone();
                spawn_local(async move { desk.read(&job, files, given).await });
            }
            Ask::Stop { job } => {
                let job = self.jobs.borrow().get(&job).cloned();
                if let Some(job) = job {
                    job.stop();
                }
            }
            Ask::Close { job } => {
                let job = self.jobs.borrow_mut().remove(&job);
                if let Some(job) = job {
                    job.closed.set(true);
                    job.stop();
                    job.shelves.replace(Shelves::new(Some("it is closed".to_owned())));
                }
            }
            Ask::Lines { id, job, spans } => {
                let job = self.jobs.borrow().get(&job).cloned();
                let (bytes, lens) = match job {
                    Some(job) => job.shelves.borrow().lines(&spans),
                    None => (Vec::new(), vec![None; spans.len()]),
                };
                let desk = self.clone();
                spawn_local(async move {
                    desk.tell(Told::Lines { id, lens, ready: timing::shared() }, Some(&bytes));
                });
            }
            Ask::Probe { id, job, probe } => {
                let job = self.jobs.borrow().get(&job).cloned();
                let desk = self.clone();
                self.probes.borrow_mut().insert(id);
                spawn_local(async move {
                    match job {
                        Some(job) => desk.look(&job, id, &probe).await,
                        // Of an earlier desk that failed: there is nothing left to look through.
                        None => desk.probed(id),
                    }
                });
            }
            Ask::Quiet { id } => {
                self.probes.borrow_mut().remove(&id);
            }
        }
    }

    pub(super) fn tell(&self, told: Told, bytes: Option<&[u8]>) {
        (self.tell)(told, bytes.map(Uint8Array::from));
    }

    /// Gives this thread away if it was held for long enough.
    pub(super) async fn breathe(&self) {
        if clock::now_ms() - self.turn.get() > self.room.slice_ms() {
            clock::yield_now().await;
            self.turn.set(clock::now_ms());
        }
    }

    /// Moves what is above the limit out of memory.
    async fn make_room(&self, job: &Rc<Job>) {
        let above = job.shelves.borrow().in_memory().saturating_sub(job.memory.reading);
        if above == 0 {
            return;
        }
        ask_for_drawer(job);
        if job.shelves.borrow().wants_drawer() && above <= WHILE_OPENING {
            return; // reading does not wait for the storage
        }
        if drawer(job).await {
            while job.shelves.borrow_mut().file(job.memory.reading, AT_ONCE) {
                self.breathe().await;
            }
        }
        // Where there is no drawer, or it is full.
        if !job.closed.get() && job.shelves.borrow().in_memory() > job.memory.reading {
            while job.shelves.borrow_mut().compress(0, AT_ONCE, false) {
                self.breathe().await;
            }
        }
    }

    /// Everything is read: the bytes go where they cost no memory, or less, in pieces, so that questions are answered
    /// in between.
    async fn settle(&self, job: &Rc<Job>) {
        let keep = AS_THEY_ARE.min(job.memory.settled);
        let may_stay = job.shelves.borrow().in_memory() <= job.memory.settled;
        if !may_stay || job.shelves.borrow().in_buffers() > keep {
            clock::sleep(SETTLE_MS).await;
        }
        if !may_stay && !job.closed.get() && drawer(job).await {
            while job.shelves.borrow_mut().file(0, AT_ONCE) {
                clock::yield_now().await;
            }
        }
        // What stays in memory all the same.
        while !job.closed.get() && job.shelves.borrow_mut().compress(keep, AT_ONCE, true) {
            clock::yield_now().await;
        }
        if !job.closed.get() {
            let kept = {
                let shelves = job.shelves.borrow();
                Told::Kept {
                    job: job.id,
                    in_memory: shelves.in_memory(),
                    in_file: shelves.in_file(),
                    why_not_file: shelves.why_not_file(),
                }
            };
            self.tell(kept, None);
        }
    }
}

/// Asks for a drawer if nobody did yet. It is there, or will not be, as soon as the shelves no longer want one.
fn ask_for_drawer(job: &Rc<Job>) {
    if !job.shelves.borrow().wants_drawer() || job.opening.borrow().is_some() {
        return;
    }
    let (answered, opening) = oneshot::channel();
    job.opening.replace(Some(opening));
    let job = job.clone();
    spawn_local(async move {
        let made = opfs::File::new().await.map(|file| Box::new(file) as Box<dyn Drawer>);
        match made {
            Ok(drawer) if job.closed.get() => drawer.discard(),
            made => job.shelves.borrow_mut().give_drawer(made),
        }
        answered.send(()).unwrap_or_default();
    });
}

/// Whether there is a drawer to write to; waits for one that was asked for.
async fn drawer(job: &Rc<Job>) -> bool {
    ask_for_drawer(job);
    let opening = job.opening.borrow_mut().take();
    if let Some(opening) = opening {
        opening.await.unwrap_or_default();
    }
    job.shelves.borrow().why_not_file().is_none() && !job.closed.get()
}
