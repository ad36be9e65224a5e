//! Reading the files of a job, one after another: chunks onto the shelves, through the reader, rows to the page.

use super::{Job, Room, Service, ask_for_drawer};
use crate::{
    browser::{clock, fetch, stream::Stream},
    core::{
        protocol::http::{NoAnswer, Request},
        results::{
            desk::{Bytes, FileAsk, Told},
            index::Source,
            reader::Reader,
        },
    },
};
use std::rc::Rc;

/// Bytes that are copied into linear memory at a time.
const PART: u32 = 256 * 1024;
/// How often rows are told while a file is on its way: in small blocks, for what a large one takes while it is taken
/// in stays with the page.
const TELL_MS: f64 = 50.0;
/// Bytes of rows that are told at once: linear memory that a larger block would take is never given back.
const TELL_BYTES: usize = 128 * 1024;
/// Rows that are told at once, before anything else is read.
const FIRST_ROWS: u32 = 40;
/// Characters of an answer that was no file: enough for what servers say.
const SAID: usize = 4_000;

impl Service {
    pub(super) async fn read(&self, job: &Rc<Job>, files: Vec<FileAsk>, given: Option<web_sys::File>) {
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
            if stream.total.is_some_and(|total| total > job.memory.reading) {
                ask_for_drawer(job); // by the time it is needed it is there
            }
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
            (Bytes::Url { url, headers }, _) => fetch::open(Request::get(url).with(headers), stop).await,
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
            NoAnswer::Unasked { why } => (String::new(), why),
        };
        self.tell(Told::Broken { job: job.id, source, bytes, host, detail }, None);
    }

    /// Reads one file to its end, or until nobody wants more of it.
    async fn file(&self, job: &Rc<Job>, source: Source, stream: &Stream, shown: &mut bool) {
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
                if first || reader.bytes() >= TELL_BYTES || clock::now_ms() - told > TELL_MS {
                    told = clock::now_ms();
                    self.rows(job, source, bytes, &mut reader);
                }
                if first {
                    *shown = true;
                    if self.room == Room::Page {
                        clock::painted().await; // the rows are on the screen before the work goes on
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
}
