//! The page's side of the desk: which way to it works, and who waits for what. One desk serves every mount of the
//! page; it lives as long as the page.

use super::{
    service::{Room, Service},
    warm, wire, worker,
};
use crate::{
    browser::clock,
    core::results::desk::{Ask, Told},
};
use futures_channel::oneshot;
use js_sys::Uint8Array;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

/// How the desk is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Nobody asked yet.
    None,
    /// A worker was started and has not answered yet.
    Starting,
    /// A worker.
    Worker,
    /// This thread.
    Here,
}

/// A worker that has not answered after this time never will.
const PATIENCE_MS: u32 = 3_000;

enum Desk {
    None,
    /// `blob`: how it was started.
    Starting {
        worker: Worker,
        blob: bool,
    },
    Worker(Worker),
    Here(Rc<Service>),
}

type Heard = Rc<dyn Fn(Told, Option<Uint8Array>)>;
/// Lengths, the lines one after another, when they were ready.
type Lines = (Vec<Option<u32>>, Uint8Array, f64);

struct Front {
    desk: Desk,
    /// Asked before there was a desk.
    waiting: Vec<(Ask, Option<web_sys::File>)>,
    jobs: BTreeMap<u32, Heard>,
    lines: BTreeMap<u32, oneshot::Sender<Lines>>,
}

thread_local! {
    static FRONT: RefCell<Front> = const {
        RefCell::new(Front { desk: Desk::None, waiting: Vec::new(), jobs: BTreeMap::new(), lines: BTreeMap::new() })
    };
    static NEXT: Cell<u32> = const { Cell::new(1) };
    static STAY: Cell<bool> = const { Cell::new(false) };
}

/// How the desk is reached now.
pub fn way() -> Way {
    FRONT.with_borrow(|front| match front.desk {
        Desk::None => Way::None,
        Desk::Starting { .. } => Way::Starting,
        Desk::Worker(_) => Way::Worker,
        Desk::Here(_) => Way::Here,
    })
}

/// Ends the desk, with all jobs; the next one is on this thread (`true`), or wherever it can be. For tests, whose
/// servers no worker can reach.
pub fn stay_here(stay: bool) {
    if STAY.replace(stay) == stay {
        return;
    }
    let before = FRONT.with_borrow_mut(|front| std::mem::replace(&mut front.desk, Desk::None));
    match before {
        Desk::Starting { worker, .. } | Desk::Worker(worker) => worker.terminate(),
        Desk::None | Desk::Here(_) => {}
    }
}

/// Starts the desk, once. `warm_up` gets blocks of made-up rows, to be taken in and forgotten (see `warm`).
pub fn begin(warm_up: fn(&[u8])) {
    follow(
        warm::JOB,
        Rc::new(move |_, rows| {
            if let Some(rows) = rows {
                warm_up(&rows.to_vec());
            }
        }),
    );
    be_there();
}

/// There is a desk, or there will be one.
fn be_there() {
    if FRONT.with_borrow(|front| matches!(front.desk, Desk::None)) {
        let blob = (!STAY.get()).then_some(false);
        start(blob);
    }
}

/// The next number of a job or of a question.
pub(super) fn number() -> u32 {
    NEXT.replace(NEXT.get().wrapping_add(1))
}

/// Whom to tell of a job, or of what a probe finds.
pub(super) fn follow(job: u32, heard: Heard) {
    FRONT.with_borrow_mut(|front| front.jobs.insert(job, heard));
}

/// Nobody wants to hear of it any more.
pub(super) fn forget(job: u32) {
    // Dropped outside the borrow: it may own what asks the desk again.
    let gone = FRONT.try_with(|front| front.borrow_mut().jobs.remove(&job));
    drop(gone);
}

/// A question's number, and its answer when it comes. Cancelled: it never will.
pub(super) fn wait_for_lines() -> (u32, oneshot::Receiver<Lines>) {
    let (id, (sender, answer)) = (number(), oneshot::channel());
    FRONT.with_borrow_mut(|front| front.lines.insert(id, sender));
    (id, answer)
}

/// Asks the desk, or whoever will be the desk.
pub(super) fn ask(ask: Ask, beside: Option<web_sys::File>) {
    be_there();
    FRONT.with_borrow_mut(|front| match &front.desk {
        Desk::None | Desk::Starting { .. } => front.waiting.push((ask, beside)),
        Desk::Worker(worker) => post(worker, &ask, beside),
        Desk::Here(service) => service.hear(ask, &beside.into()),
    });
}

fn post(worker: &Worker, ask: &Ask, beside: Option<web_sys::File>) {
    let (message, _) = wire::pack(ask, &beside.into());
    // Only something that cannot be copied would fail, and a file can.
    worker.post_message(&message).unwrap_or_default();
}

/// Tries a way: a worker, a worker by a script of one line (`Some(true)`), this thread.
fn start(blob: Option<bool>) {
    let started = blob.and_then(|blob| Some((worker::start(blob).ok()?, blob)));
    match (started, blob) {
        (Some((worker, blob)), _) => {
            listen(&worker);
            FRONT.with_borrow_mut(|front| front.desk = Desk::Starting { worker: worker.clone(), blob });
            spawn_local(async move {
                clock::sleep(PATIENCE_MS).await;
                if is_starting(&worker) {
                    worker.terminate();
                    start(None);
                }
            });
        }
        (None, Some(false)) => start(Some(true)),
        (None, _) => open(Desk::Here(Service::new(Room::Page, Box::new(hear)))),
    }
}

fn is_starting(worker: &Worker) -> bool {
    FRONT.with_borrow(
        |front| matches!(&front.desk, Desk::Starting { worker: starting, .. } if starting == worker),
    )
}

/// The two listeners live as long as the worker, which lives as long as the page.
fn listen(worker: &Worker) {
    let from = worker.clone();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some((told, bytes)) = wire::unpack::<Told>(&event.data()) {
            match told {
                Told::Open if is_starting(&from) => open(Desk::Worker(from.clone())),
                Told::Open => {}
                told => hear(told, bytes.dyn_into().ok()),
            }
        }
    });
    let from = worker.clone();
    let failed = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let blob = FRONT.with_borrow(|front| match &front.desk {
            Desk::Starting { worker, blob } if worker == &from => Some(*blob),
            _ => None,
        });
        match blob {
            Some(false) => start(Some(true)),
            Some(true) => start(None),
            None => lost(&from, &event),
        }
    });
    worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
}

/// A desk that listens: it gets what waited.
fn open(desk: Desk) {
    let waited = FRONT.with_borrow_mut(|front| {
        front.desk = desk;
        std::mem::take(&mut front.waiting)
    });
    for (question, beside) in waited {
        ask(question, beside);
    }
}

/// A worker failed while it worked: what it kept is lost.
fn lost(worker: &Worker, event: &JsValue) {
    let words = js_sys::Reflect::get(event, &"message".into()).ok().and_then(|words| words.as_string());
    let sentence = words.filter(|words| !words.is_empty()).unwrap_or_else(|| "no reason given".to_owned());
    let jobs = FRONT.with_borrow_mut(|front| match &front.desk {
        Desk::Worker(own) if own == worker => {
            front.desk = Desk::None; // whoever asks next starts another, which knows none of the jobs
            front.lines.clear(); // whoever waits hears that nothing will come
            std::mem::take(&mut front.jobs).into_values().collect()
        }
        _ => Vec::new(),
    });
    worker.terminate();
    for heard in jobs {
        heard(Told::Fault { sentence: sentence.clone() }, None);
    }
}

/// Passes a message on.
fn hear(told: Told, bytes: Option<Uint8Array>) {
    match told {
        Told::Lines { id, lens, ready } => {
            let waiting = FRONT.with_borrow_mut(|front| front.lines.remove(&id));
            if let Some(waiting) = waiting {
                // Nobody waits any more: then nobody needs it.
                waiting
                    .send((lens, bytes.unwrap_or_else(|| Uint8Array::new_with_length(0)), ready))
                    .unwrap_or_default();
            }
        }
        told => {
            let about = match &told {
                Told::Found { id, .. } | Told::Probed { id } => Some(*id),
                told => told.job(),
            };
            let heard = about.and_then(|job| FRONT.with_borrow(|front| front.jobs.get(&job).cloned()));
            if let Some(heard) = heard {
                heard(told, bytes);
            }
        }
    }
}
