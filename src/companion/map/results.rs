//! Results, line by line, each with its request.

use super::read::Files;
use crate::core::jsonl::{Line, LineSplitter};
use crate::core::push::key::{Key, Occurrences};
use crate::core::results::line::{self, ResultLine};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes that are read at once.
const CHUNK: usize = 256 * 1024;

/// A result, and which of several with its id it is.
pub(super) struct Found {
    pub(super) line: ResultLine,
    name: String,
    occurrence: u32,
}

impl Found {
    /// What it is known by inside Label Studio: the same as in the page.
    pub(super) fn key(&self, identity: &str) -> Key {
        Key::of(identity, &self.name, self.occurrence)
    }
}

/// The results of a file, read as they are asked for; the requests are kept as bytes.
pub(super) struct Results {
    path: PathBuf,
    file: File,
    /// `None`: the file is at its end.
    splitter: Option<LineSplitter>,
    /// Lines that were read and not asked for yet.
    ready: VecDeque<(u64, Vec<u8>)>,
    seen: Occurrences,
    requests: HashMap<String, Vec<u8>>,
}

impl Results {
    pub(super) fn open(files: &Files) -> Result<Self, String> {
        let path = files.results.clone();
        let file = File::open(&path).map_err(|error| cannot_read(&path, &error))?;
        let requests = files.input.as_deref().map(requests).transpose()?.unwrap_or_default();
        Ok(Self {
            path,
            file,
            splitter: Some(LineSplitter::new()),
            ready: VecDeque::new(),
            seen: Occurrences::default(),
            requests,
        })
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

    fn found(&mut self, number: u64, bytes: &[u8]) -> Found {
        let mut line = line::read(bytes, number);
        let request = line.custom_id.as_ref().and_then(|id| self.requests.get(id));
        if let Some((_, body)) = request.and_then(|request| line::request_line(request, 0)) {
            line = line.with_input(body);
        }
        match line.custom_id.clone() {
            Some(name) => Found { occurrence: self.seen.next(&name), line, name },
            None => Found { name: format!("line:{number}"), occurrence: 0, line },
        }
    }
}

impl Iterator for Results {
    type Item = Result<Found, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(error) = self.fill() {
            return Some(Err(cannot_read(&self.path, &error)));
        }
        let (number, bytes) = self.ready.pop_front()?;
        Some(Ok(self.found(number, &bytes)))
    }
}

/// The lines of an input file by the ids of their requests; of several with one id the first.
fn requests(path: &Path) -> Result<HashMap<String, Vec<u8>>, String> {
    let bytes = std::fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let (mut requests, mut index) = (HashMap::new(), 0);
    let mut splitter = LineSplitter::new();
    let mut take = |found: Line<'_>| {
        if let Some(id) = line::request_id(found.bytes, index) {
            requests.entry(id).or_insert_with(|| found.bytes.to_vec());
        }
        index += 1;
    };
    splitter.push(&bytes, &mut take);
    splitter.finish(&mut take);
    Ok(requests)
}

fn cannot_read(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be read: {error}.", path.display())
}
