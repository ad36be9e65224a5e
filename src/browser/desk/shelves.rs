//! The bytes of a job: a shelf for each file, one drawer for all.

use super::shelf::{Drawer, Shelf};
use crate::core::results::index::{Source, Span};
use js_sys::Uint8Array;

/// What a job keeps. Dropping it throws everything away.
pub struct Shelves {
    files: [Shelf; 3],
    drawer: Option<Box<dyn Drawer>>,
    /// Where the drawer ends.
    filed: u64,
    /// Why nothing more goes into a drawer, in a phrase.
    why_not_file: Option<String>,
}

fn at(source: Source) -> usize {
    match source {
        Source::Output => 0,
        Source::Errors => 1,
        Source::Input => 2,
    }
}

impl Shelves {
    /// Nothing yet. `why_not_file`: there can be no drawer here.
    pub fn new(why_not_file: Option<String>) -> Self {
        Self { files: Default::default(), drawer: None, filed: 0, why_not_file }
    }

    /// Keeps the next chunk of a file.
    pub fn push(&mut self, source: Source, chunk: Uint8Array) {
        if let Some(shelf) = self.files.get_mut(at(source)) {
            shelf.push(chunk);
        }
    }

    /// Bytes of a file so far.
    pub fn len(&self, source: Source) -> u64 {
        self.files.get(at(source)).map_or(0, Shelf::len)
    }

    /// Bytes of the files that are in buffers.
    pub fn in_buffers(&self) -> u64 {
        self.files.iter().map(Shelf::in_buffers).sum()
    }

    /// What they take of memory, in bytes.
    pub fn in_memory(&self) -> u64 {
        self.files.iter().map(Shelf::in_memory).sum()
    }

    /// Bytes in the drawer.
    pub fn in_file(&self) -> u64 {
        self.filed
    }

    /// Why nothing more goes into a drawer.
    pub fn why_not_file(&self) -> Option<String> {
        self.why_not_file.clone()
    }

    /// Nobody tried yet whether there can be a drawer.
    pub fn wants_drawer(&self) -> bool {
        self.drawer.is_none() && self.why_not_file.is_none()
    }

    /// What came of making one.
    pub fn give_drawer(&mut self, made: Result<Box<dyn Drawer>, String>) {
        match made {
            Ok(drawer) if self.drawer.is_none() => self.drawer = Some(drawer),
            Ok(second) => second.discard(),
            Err(why) => self.why_not_file = Some(why),
        }
    }

    /// Moves the oldest buffers into the drawer until at most `keep` bytes are left in memory, about `most` bytes
    /// at a time. `true`: there is more to move. A drawer that is full is not asked again; the rest stays.
    pub fn file(&mut self, keep: u64, most: u64) -> bool {
        let Self { files, drawer, filed, why_not_file } = self;
        let Some(drawer) = drawer.as_deref_mut().filter(|_| why_not_file.is_none()) else { return false };
        let mut left: u64 = files.iter().map(Shelf::in_buffers).sum();
        let mut moved = 0;
        for shelf in files {
            while left > keep && shelf.in_buffers() > 0 {
                if moved >= most {
                    return true;
                }
                match shelf.file_oldest(drawer, *filed) {
                    Ok(len) => {
                        *filed += len;
                        moved += len;
                        left = left.saturating_sub(len);
                    }
                    Err(why) => {
                        *why_not_file = Some(why);
                        return false;
                    }
                }
            }
        }
        false
    }

    /// Compresses the oldest buffers until at most `keep` bytes are as they were, about `most` bytes at a time; `whole`:
    /// no more of the files will come. `true`: there is more to compress.
    pub fn compress(&mut self, keep: u64, most: u64, whole: bool) -> bool {
        let mut left = self.in_buffers();
        let mut done = 0;
        for shelf in &mut self.files {
            while left > keep {
                if done >= most {
                    return true;
                }
                match shelf.compress_oldest(whole) {
                    0 => break,
                    len => {
                        done += len;
                        left = left.saturating_sub(len);
                    }
                }
            }
        }
        false
    }

    /// Fills all of `into` from this place of a file. `false`: not all of it is there.
    pub fn read(&self, source: Source, offset: u64, into: &mut [u8]) -> bool {
        self.files.get(at(source)).is_some_and(|shelf| shelf.read(self.drawer.as_deref(), offset, into))
    }

    /// Copies lines out, one after another, with the length of each; `None`: it is not there.
    pub fn lines(&self, spans: &[Span]) -> (Vec<u8>, Vec<Option<u32>>) {
        let mut bytes = Vec::new();
        let mut line = |span: &Span| {
            let end = span.offset.checked_add(u64::from(span.len))?;
            // Before room is made: lengths come from elsewhere.
            (end <= self.len(span.source)).then_some(())?;
            let from = bytes.len();
            bytes.resize(from + span.len as usize, 0);
            if self.read(span.source, span.offset, bytes.get_mut(from..)?) {
                return Some(span.len);
            }
            bytes.truncate(from);
            None
        };
        let lens = spans.iter().map(&mut line).collect();
        (bytes, lens)
    }
}

impl Drop for Shelves {
    fn drop(&mut self) {
        if let Some(drawer) = self.drawer.take() {
            drawer.discard();
        }
    }
}
