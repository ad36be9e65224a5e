//! The desk itself: reads jobs, keeps what they brought, answers questions. The same code in the worker and on the
//! page's own thread; there it gives the browser its turn every 8 ms and has no drawer.

use super::{opfs, shelf::Drawer, shelves::Shelves};
use crate::{
    browser::{clock, fetch, stream::Stream},
    core::{
        protocol::http::{NoAnswer, Request},
        results::{
            desk::{Ask, Bytes, FileAsk, Told},
            index::Source,
            reader::Reader,
        },
    },
};
use js_sys::Uint8Array;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Bytes that are copied into linear memory at a time.
const PART: u32 = 256 * 1024;
/// Bytes that go into the drawer between two turns.
const FILED_AT_ONCE: u64 = 4 * 1024 * 1024;
/// A job with fewer bytes stays in buffers.
const SMALL: u64 = 8 * 1024 * 1024;
/// How long nothing is read before a job's bytes go into the drawer.
const SETTLE_MS: u32 = 300;
/// How often rows are told while a file is on its way.
const TELL_MS: f64 = 100.0;
/// Rows that are told at once, before anything else is read.
const FIRST_ROWS: u32 = 40;
/// Characters of an answer that was no file: enough for what servers say.
const SAID: usize = 4_000;

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
    limit: u64,
    pub(super) shelves: RefCell<Shelves>,
    /// Of each file how many bytes hold rows that were told.
    pub(super) told: RefCell<BTreeMap<Source, u64>>,
    /// Files whose last row was told.
    pub(super) ended: RefCell<Vec<Source>>,
    /// Nothing more will be read.
    pub(super) done: Cell<bool>,
    stopped: Cell<bool>,
    pub(super) closed: Cell<bool>,
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

    /// Takes a question. Answers come later, never from within.
    pub(super) fn hear(self: &Rc<Self>, ask: Ask, beside: &JsValue) {
        match ask {
            Ask::Read { job: id, files, limit } => {
                let why_not =
                    (self.room == Room::Page).then(|| "this page reads without a worker".to_owned());
                let job = Rc::new(Job {
                    id,
                    limit,
                    shelves: RefCell::new(Shelves::new(why_not)),
                    told: RefCell::default(),
                    ended: RefCell::default(),
                    done: Cell::new(false),
                    stopped: Cell::new(false),
                    closed: Cell::new(false),
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
                spawn_local(async move { desk.tell(Told::Lines { id, lens }, Some(&bytes)) });
            }
            Ask::Probe { id, job, probe } => {
                let job = self.jobs.borrow().get(&job).cloned();
                if let Some(job) = job {
                    self.probes.borrow_mut().insert(id);
                    let desk = self.clone();
                    spawn_local(async move { desk.look(&job, id, &probe).await });
                }
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

    async fn read(&self, job: &Job, files: Vec<FileAsk>, given: Option<web_sys::File>) {
        self.turn.set(clock::now_ms());
        let mut shown = false;
        for file in files {
            if job.stopped.get() {
                break;
            }
            let stream = match self.open(job, file.bytes, given.as_ref()).await {
                Ok(fetch::Opened::Stream(stream)) => stream,
                Ok(fetch::Opened::Refused(answer)) => {
                    let body = answer.body.chars().take(SAID).collect();
                    self.tell(
                        Told::Refused { job: job.id, source: file.source, status: answer.status, body },
                        None,
                    );
                    continue;
                }
                Err(none) => {
                    self.broken(job, file.source, 0, none);
                    continue;
                }
            };
            self.tell(Told::Head { job: job.id, source: file.source, total: stream.total }, None);
            self.file(job, file.source, &stream, &mut shown).await;
        }
        job.end.replace(None);
        job.done.set(true);
        if job.closed.get() {
            return;
        }
        self.tell(Told::Finished { job: job.id, stopped: job.stopped.get() }, None);
        self.settle(job).await;
    }

    async fn open(
        &self,
        job: &Job,
        bytes: Bytes,
        given: Option<&web_sys::File>,
    ) -> Result<fetch::Opened, NoAnswer> {
        let stop = |end| drop(job.end.replace(Some(end)));
        match (bytes, given) {
            (Bytes::Url(url), _) => fetch::open(Request::get(url), stop).await,
            (Bytes::Given, Some(file)) => Stream::of_file(file).map(fetch::Opened::Stream),
            (Bytes::Given, None) => {
                let detail = "it did not reach the reader".to_owned();
                Err(NoAnswer::Network { host: "the file".to_owned(), detail })
            }
        }
    }

    fn broken(&self, job: &Job, source: Source, bytes: u64, none: NoAnswer) {
        // A transfer that the page ended is no failure.
        if job.stopped.get() {
            return;
        }
        let (host, detail) = match none {
            NoAnswer::Network { host, detail } => (host, detail),
            NoAnswer::Timeout { host, .. } => (host, "too late".to_owned()),
            NoAnswer::Aborted => return,
        };
        self.tell(Told::Broken { job: job.id, source, bytes, host, detail }, None);
    }

    /// Reads one file to its end, or until nobody wants more of it.
    async fn file(&self, job: &Job, source: Source, stream: &Stream, shown: &mut bool) {
        job.end.replace(Some(Box::new(stream.canceller())));
        let mut reader = Reader::new(source);
        let mut part = vec![0u8; PART as usize];
        let mut bytes = 0u64;
        let mut told = clock::now_ms();
        let ended = loop {
            let chunk = match stream.next().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break Ok(()),
                Err(none) => break Err(none),
            };
            if job.stopped.get() {
                break Ok(());
            }
            let length = chunk.length();
            job.shelves.borrow_mut().push(source, chunk.clone());
            let mut from = 0;
            while from < length {
                let to = (from + PART).min(length);
                let Some(room) = part.get_mut(..(to - from) as usize) else { break };
                chunk.subarray(from, to).copy_to(room);
                reader.push(room);
                bytes += u64::from(to - from);
                from = to;
                let first = !*shown && reader.rows() >= FIRST_ROWS;
                if first || clock::now_ms() - told > TELL_MS {
                    told = clock::now_ms();
                    self.rows(job, source, bytes, &mut reader);
                }
                if first {
                    *shown = true;
                    if self.room == Room::Page {
                        clock::frame().await; // the rows are on the screen before the work goes on
                        self.turn.set(clock::now_ms());
                    }
                }
                self.breathe().await;
                if job.stopped.get() {
                    break;
                }
            }
            self.make_room(job).await;
        };
        if job.closed.get() {
            return;
        }
        // Of a file that was left, the line under way is no row: it would seem cut off.
        if ended.is_ok() && !job.stopped.get() {
            reader.finish();
            self.rows(job, source, bytes, &mut reader);
            job.ended.borrow_mut().push(source);
        } else {
            self.rows(job, source, bytes, &mut reader);
        }
        match ended {
            Ok(()) if job.stopped.get() => {}
            Ok(()) => self.tell(Told::End { job: job.id, source }, None),
            Err(none) => self.broken(job, source, bytes, none),
        }
    }

    fn rows(&self, job: &Job, source: Source, bytes: u64, reader: &mut Reader) {
        if !job.closed.get() {
            let block = reader.take();
            job.told.borrow_mut().insert(source, bytes);
            self.tell(Told::Rows { job: job.id, source, bytes }, Some(&block));
        }
    }

    /// Moves what is above the limit out of memory.
    async fn make_room(&self, job: &Job) {
        let too_much = || job.shelves.borrow().in_memory() > job.limit;
        if too_much() && self.drawer(job).await {
            while job.shelves.borrow_mut().file(job.limit, FILED_AT_ONCE) {
                self.breathe().await;
            }
        }
    }

    /// Whether there is a drawer to write to; makes one if nobody tried yet.
    async fn drawer(&self, job: &Job) -> bool {
        if job.shelves.borrow().wants_drawer() {
            let made = opfs::File::new().await.map(|file| Box::new(file) as Box<dyn Drawer>);
            match made {
                Ok(drawer) if job.closed.get() => drawer.discard(),
                made => job.shelves.borrow_mut().give_drawer(made),
            }
        }
        job.shelves.borrow().why_not_file().is_none() && !job.closed.get()
    }

    /// Everything is read: the bytes go where they cost no memory, in pieces, so that questions are answered in
    /// between.
    async fn settle(&self, job: &Job) {
        if job.shelves.borrow().in_memory() > SMALL.min(job.limit) {
            clock::sleep(SETTLE_MS).await;
            if !job.closed.get() && self.drawer(job).await {
                while job.shelves.borrow_mut().file(0, FILED_AT_ONCE) {
                    clock::yield_now().await;
                }
            }
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
