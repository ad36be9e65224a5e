//! The journal as a file: locked while it is used, and its tasks stay on the disk.

use crate::companion::disk::state_folder;
use crate::core::push::journal::{Entry, Head, History, Reader, Unreadable, said};
use crate::core::push::key::Key;
use crate::core::push::machine::Target;
use crate::core::push::plan::Candidate;
use std::fs::{File, TryLockError};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// A journal that is open, and nobody else's.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    /// What is pushed where.
    pub(super) head: Head,
    candidates: Vec<Candidate>,
    history: History,
    /// Where in the file each task's text is.
    texts: Vec<(u64, usize)>,
    /// It was begun by this very run.
    new: bool,
}

/// What was found at a journal's place.
pub(super) enum Open {
    /// Nothing that is to be resumed.
    New(Lock),
    /// A push that did not come to its end.
    Interrupted(Box<Journal>),
}

/// The place for a journal, held against others.
pub(super) struct Lock {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl Journal {
    /// Looks what is there, and holds it.
    pub(super) fn open(path: &Path) -> Result<Open, String> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
        }
        let fault = |error: &std::io::Error| format!("{} cannot be used: {error}.", path.display());
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| fault(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!(
                    "Another process is pushing the same: it holds {}. Wait until it is done.",
                    path.display()
                ));
            }
            Err(TryLockError::Error(error)) => return Err(fault(&error)),
        }
        Self::read(Lock { path: path.to_owned(), file })
    }

    fn read(lock: Lock) -> Result<Open, String> {
        let Lock { path, file } = lock;
        let fault = |error: std::io::Error| format!("{} cannot be read: {error}.", path.display());
        let mut reader = Reader::default();
        let mut texts = Vec::new();
        let mut lines = BufReader::new(&file);
        let (mut at, mut whole, mut unbegun) = (0_u64, 0_u64, true);
        let mut bytes = Vec::new();
        let refused = loop {
            bytes.clear();
            let length = lines.read_until(b'\n', &mut bytes).map_err(fault)?;
            if length == 0 {
                break None;
            }
            // The head is written last, over blanks: where there are still blanks, nothing was sent.
            unbegun &= at > 0 || bytes.starts_with(b" ");
            let before = reader.results();
            let range = match std::str::from_utf8(&bytes) {
                Ok(text) => match reader.take(text) {
                    Ok(range) => range,
                    Err(error) => break Some(error),
                },
                // A crash in the middle of a letter.
                Err(_) => reader.take("{").ok().flatten(),
            };
            if reader.results() > before {
                texts.push(range.map_or((0, 0), |range| (at + range.start as u64, range.len())));
            }
            at += length as u64;
            if bytes.ends_with(b"\n") {
                whole = at;
            }
        };
        drop(lines);
        let read = match refused {
            Some(error) => Err(error),
            None => reader.end(),
        };
        match read {
            Ok((_, _, history)) if history.over => Ok(Open::New(Lock { path, file })),
            Ok((head, candidates, history)) => {
                // A line that a crash cut off must not stand in the middle.
                file.set_len(whole).map_err(fault)?;
                let journal = Self { path, file, head, candidates, history, texts, new: false };
                Ok(Open::Interrupted(Box::new(journal)))
            }
            Err(Unreadable::Cut { .. }) => Ok(Open::New(Lock { path, file })),
            Err(Unreadable::NoHead) if unbegun => Ok(Open::New(Lock { path, file })),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    /// One that was just written.
    pub(super) fn begun(
        lock: Lock,
        head: Head,
        candidates: Vec<Candidate>,
        texts: Vec<(u64, usize)>,
    ) -> Self {
        let history = History::new(candidates.len());
        Self { path: lock.path, file: lock.file, head, candidates, history, texts, new: true }
    }

    /// What is pushed, and how far it came.
    pub(super) fn take(&mut self) -> (Vec<Candidate>, History) {
        (std::mem::take(&mut self.candidates), std::mem::take(&mut self.history))
    }

    /// Writes down what happens; it is on the disk when this returns.
    pub(super) fn record(&mut self, entry: &Entry) -> Result<(), String> {
        let line = said(entry) + "\n";
        let written = self
            .file
            .seek(SeekFrom::End(0))
            .and_then(|_| self.file.write_all(line.as_bytes()))
            .and_then(|()| self.file.sync_data());
        written.map_err(|error| {
            format!("The journal {} cannot be written: {error}. Nothing more was sent.", self.path.display())
        })
    }

    /// The texts of tasks, from the disk.
    pub(super) fn texts(&mut self, places: &[usize]) -> Result<Vec<String>, String> {
        let mut all = Vec::with_capacity(places.len());
        for place in places {
            let (at, length) = self.texts.get(*place).copied().unwrap_or_default();
            let mut bytes = vec![0; length];
            let read = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.read_exact(&mut bytes));
            read.map_err(|error| format!("The journal {} cannot be read: {error}.", self.path.display()))?;
            all.push(String::from_utf8(bytes).unwrap_or_default());
        }
        Ok(all)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A dry run leaves nothing behind.
    pub(super) fn discard_if_new(self) {
        if self.new {
            self.remove();
        }
    }

    /// Nothing is left to be resumed.
    pub(super) fn over(mut self, remove: bool) {
        if remove {
            return self.remove();
        }
        if let Err(why) = self.record(&Entry::Over) {
            tracing::warn!("{why}");
        }
    }

    fn remove(self) {
        // One that stays behind is resumed, and sends nothing.
        drop(std::fs::remove_file(&self.path));
    }
}

/// The journal of a batch into a project: the same command finds it again.
pub(super) fn default_path(target: &Target) -> Result<PathBuf, String> {
    // Any text that names the three and is a file's name: a key is one.
    let key = Key::of(&format!("{}/projects/{}", target.base, target.project), &target.batch_id, 0);
    let name = key.as_str().trim_start_matches("k1:");
    Ok(state_folder()?.join("journals").join(format!("{name}.jsonl")))
}
