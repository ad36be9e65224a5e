//! Who reads the bytes of results, keeps them and looks things up in them: a dedicated worker; or, where that is
//! not possible, the same code on this thread in slices.
//!
//! - [`begin`]: starts the worker, so that it is ready when the first job comes
//! - [`read`]: reads the files of a job; [`Job`]: asks for what it kept, looks something up in it, ends it
//!
//! Within: `service` (the desk itself), `look` (its probes), `shelves`, `shelf` (a job's bytes), `opfs` (the drawer for the oldest of
//! them), `compressed` (them where they stay in memory), `worker` and `worker.js` (its thread), `warm` (before the first job), `front` (finding a desk, and who waits for what), `wire`.

mod compressed;
mod front;
mod look;
pub mod opfs;
mod service;
pub mod shelf;
pub mod shelves;
mod warm;
mod wire;
mod worker;

pub use front::{Way, begin, stay_here, way};
pub use worker::serve_desk;

use crate::{
    browser::timing,
    core::results::{
        desk::{Ask, FileAsk, Memory, Told, cut},
        index::Span,
        probe::Probe,
    },
};
use js_sys::Uint8Array;
use std::rc::Rc;

/// Lines of one row at most: its own, and its request's.
const ONE_ROW: usize = 2;

/// A job under way, or what it brought. Dropping it forgets all of it, also its bytes.
#[derive(Debug)]
pub struct Job {
    id: u32,
    /// By a pointer: whoever only owns a job does not have to hold the desk's code (`ui/later.rs`).
    close: fn(u32),
}

/// A probe under way. Dropping it ends it.
#[derive(Debug)]
pub struct Looking {
    id: u32,
    quiet: fn(u32),
}

/// Reads these files, one after another; `given` is the one from disk. `heard` gets every message about the job,
/// with its block of rows; a [`Told::Fault`] is the last one.
pub fn read(
    files: Vec<FileAsk>,
    given: Option<web_sys::File>,
    memory: Memory,
    heard: impl Fn(Told, Option<Uint8Array>) + 'static,
) -> Job {
    let id = front::number();
    front::follow(id, Rc::new(heard));
    front::ask(Ask::Read { job: id, files, memory }, given);
    Job { id, close }
}

fn close(job: u32) {
    front::forget(job);
    front::ask(Ask::Close { job }, None);
}

fn quiet(id: u32) {
    front::forget(id);
    front::ask(Ask::Quiet { id }, None);
}

impl Job {
    /// Reads no further. [`Told::Finished`] follows.
    pub fn stop(&self) {
        front::ask(Ask::Stop { job: self.id }, None);
    }

    /// Looks something up in all files, also in what is still to come. `heard` gets every [`Told::Found`] with its
    /// block, and [`Told::Probed`] at the end.
    pub fn probe(&self, probe: Probe, heard: impl Fn(Told, Option<Uint8Array>) + 'static) -> Looking {
        let id = front::number();
        front::follow(id, Rc::new(heard));
        front::ask(Ask::Probe { id, job: self.id, probe }, None);
        Looking { id, quiet }
    }

    /// Copies lines out; `None`: it is not there (any more).
    pub fn lines(&self, spans: Vec<Span>) -> impl Future<Output = Vec<Option<Vec<u8>>>> + use<> {
        let (count, job, asked) = (spans.len(), self.id, timing::shared());
        let answer = (count > 0).then(|| {
            let (id, answer) = front::wait_for_lines();
            front::ask(Ask::Lines { id, job, spans }, None);
            answer
        });
        async move {
            match answer {
                Some(answer) => match answer.await {
                    Ok((lens, bytes, ready)) => {
                        if count <= ONE_ROW {
                            timing::measure_between("row", asked, ready);
                        }
                        cut(&bytes.to_vec(), &lens)
                    }
                    Err(_) => vec![None; count],
                },
                None => Vec::new(),
            }
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        (self.close)(self.id);
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        (self.quiet)(self.id);
    }
}
