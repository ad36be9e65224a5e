//! Results, line by line, each with its request.

use super::read::Files;
use crate::core::jsonl::{Line, LineSplitter};
use crate::core::mapping::suggest;
use crate::core::push::key::{Key, Occurrences};
use crate::core::results::line::{self, ResultLine};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Bytes that are read at once.
const CHUNK: usize = 256 * 1024;

/// A result, and which of several with its id it is.
pub(in crate::companion) struct Found {
    pub(in crate::companion) line: ResultLine,
    name: String,
    occurrence: u32,
}

impl Found {
    /// What it is known by inside Label Studio: the same as in the page.
    pub(in crate::companion) fn key(&self, identity: &str) -> Key {
        Key::of(identity, &self.name, self.occurrence)
    }
}

/// The results of a file, and its requests: both are read as they are asked for.
pub(in crate::companion) struct Results {
    path: PathBuf,
    file: File,
    /// `None`: the file is at its end.
    splitter: Option<LineSplitter>,
    /// Lines that were read and not asked for yet.
    ready: VecDeque<(u64, Vec<u8>)>,
    seen: Occurrences,
    requests: Option<Requests>,
}

impl Results {
    pub(in crate::companion) fn open(files: &Files) -> Result<Self, String> {
        let path = files.results.clone();
        let file = File::open(&path).map_err(|error| cannot_read(&path, &error))?;
        let requests = files.input.as_deref().map(Requests::of).transpose()?;
        Ok(Self {
            path,
            file,
            splitter: Some(LineSplitter::new()),
            ready: VecDeque::new(),
            seen: Occurrences::default(),
            requests,
        })
    }

    /// The first results that succeeded: what a mapping is suggested from.
    pub(in crate::companion) fn sample(files: &Files) -> Result<Vec<ResultLine>, String> {
        let lines = Self::open(files)?.map(|found| found.map(|found| found.line));
        let succeeded = |line: &Result<ResultLine, String>| {
            line.as_ref().map_or(true, |line| line.outcome == line::Outcome::Succeeded)
        };
        lines.filter(succeeded).take(suggest::SAMPLE).collect()
    }

    fn fill(&mut self) -> std::io::Result<()> {
        let mut chunk = vec![0; CHUNK];
        while self.ready.is_empty()
            && let Some(splitter) = &mut self.splitter
        {
            let ready = &mut self.ready;
            let mut take = |found: Line<'_>| ready.push_back((found.number, found.bytes.to_vec()));
            match self.file.read(&mut chunk)? {
                0 => {
                    splitter.finish(&mut take);
                    self.splitter = None;
                }
                read => splitter.push(chunk.get(..read).unwrap_or_default(), &mut take),
            }
        }
        Ok(())
    }

    fn found(&mut self, number: u64, bytes: &[u8]) -> Result<Found, String> {
        let mut line = line::read(bytes, number);
        if let (Some(requests), Some(id)) = (&mut self.requests, &line.custom_id)
            && let Some(request) = requests.get(id)?
            && let Some((_, body)) = line::request_line(&request, 0)
        {
            line = line.with_input(body);
        }
        Ok(match line.custom_id.clone() {
            Some(name) => Found { occurrence: self.seen.next(&name), line, name },
            None => Found { name: format!("line:{number}"), occurrence: 0, line },
        })
    }
}

impl Iterator for Results {
    type Item = Result<Found, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(error) = self.fill() {
            return Some(Err(cannot_read(&self.path, &error)));
        }
        let (number, bytes) = self.ready.pop_front()?;
        Some(self.found(number, &bytes))
    }
}

/// The lines of an input file, by the ids of their requests; of several with one id the first. Only where they are
/// is kept: the file may be large.
struct Requests {
    path: PathBuf,
    file: File,
    places: HashMap<String, (u64, usize)>,
}

impl Requests {
    fn of(path: &Path) -> Result<Self, String> {
        let fault = |error: std::io::Error| cannot_read(path, &error);
        let mut file = File::open(path).map_err(fault)?;
        let (mut places, mut index) = (HashMap::new(), 0);
        let mut splitter = LineSplitter::new();
        let mut take = |found: Line<'_>| {
            if let Some(id) = line::request_id(found.bytes, index) {
                places.entry(id).or_insert((found.offset, found.bytes.len()));
            }
            index += 1;
        };
        let mut chunk = vec![0; CHUNK];
        loop {
            match file.read(&mut chunk).map_err(fault)? {
                0 => break,
                read => splitter.push(chunk.get(..read).unwrap_or_default(), &mut take),
            }
        }
        splitter.finish(&mut take);
        Ok(Self { path: path.to_owned(), file, places })
    }

    fn get(&mut self, id: &str) -> Result<Option<Vec<u8>>, String> {
        let Some((offset, length)) = self.places.get(id).copied() else { return Ok(None) };
        let mut bytes = vec![0; length];
        let read = self.file.seek(SeekFrom::Start(offset)).and_then(|_| self.file.read_exact(&mut bytes));
        read.map_err(|error| cannot_read(&self.path, &error))?;
        Ok(Some(bytes))
    }
}

fn cannot_read(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be read: {error}.", path.display())
}
