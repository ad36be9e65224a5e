//! The bytes of one file of a job: in the buffers that the stream delivered; the oldest of them in a drawer, or, where
//! there is none, compressed.

use super::compressed::{BLOCK, Compressed};
use js_sys::Uint8Array;
use std::collections::VecDeque;

/// A place for bytes outside memory. `Err` is a phrase.
pub trait Drawer {
    /// Writes all of it there.
    fn write(&mut self, bytes: &Uint8Array, at: u64) -> Result<(), String>;
    /// Fills all of it from there.
    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), String>;
    /// Throws all of it away.
    fn discard(self: Box<Self>);
}

/// Bytes of the file that lie in the drawer, in one piece.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// First byte in the file.
    at: u64,
    /// First byte in the drawer.
    drawer_at: u64,
    len: u64,
}

/// One file, as far as it was read.
#[derive(Debug, Default)]
pub struct Shelf {
    extents: Vec<Extent>,
    /// Bytes up to here are in the drawer. Those after them are compressed, or in buffers.
    filed: u64,
    compressed: Compressed,
    chunks: VecDeque<(u64, Uint8Array)>,
    len: u64,
}

impl Shelf {
    /// Puts the next chunk there.
    pub fn push(&mut self, chunk: Uint8Array) {
        let at = self.len;
        self.len += u64::from(chunk.length());
        self.chunks.push_back((at, chunk));
    }

    /// Bytes so far.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes from here on are in buffers.
    fn buffered(&self) -> u64 {
        self.filed.max(self.compressed.end())
    }

    /// Bytes of the file that are in buffers.
    pub fn in_buffers(&self) -> u64 {
        self.len - self.buffered()
    }

    /// What it takes of memory, in bytes.
    pub fn in_memory(&self) -> u64 {
        self.in_buffers() + self.compressed.in_memory()
    }

    /// Compresses the oldest block of what is in buffers; `whole`: also the last one, which may be short. After that
    /// nothing goes into the drawer any more. How many bytes of the file; 0: there is none.
    pub fn compress_oldest(&mut self, whole: bool) -> u64 {
        let at = self.buffered();
        let full = (at / BLOCK + 1) * BLOCK;
        let end = if whole { full.min(self.len) } else { full };
        let len = end.saturating_sub(at);
        if len == 0 || end > self.len {
            return 0;
        }
        let mut bytes = vec![0; usize::try_from(len).unwrap_or_default()];
        if self.fill(None, at, &mut bytes).is_none() {
            return 0;
        }
        self.compressed.push(at, &bytes);
        while self.chunks.front().is_some_and(|(start, chunk)| start + u64::from(chunk.length()) <= end) {
            self.chunks.pop_front();
        }
        len
    }

    /// Moves the oldest buffer into the drawer, at `drawer_at`. How many bytes; 0: there is none.
    pub fn file_oldest(&mut self, drawer: &mut dyn Drawer, drawer_at: u64) -> Result<u64, String> {
        let Some((at, chunk)) = self.chunks.front() else { return Ok(0) };
        let (at, len) = (*at, u64::from(chunk.length()));
        drawer.write(chunk, drawer_at)?;
        self.chunks.pop_front();
        self.filed = at + len;
        match self.extents.last_mut() {
            Some(last) if last.drawer_at + last.len == drawer_at => last.len += len,
            _ => self.extents.push(Extent { at, drawer_at, len }),
        }
        Ok(len)
    }

    /// Fills all of `into` from this place. `false`: not all of it is there.
    pub fn read(&self, drawer: Option<&dyn Drawer>, offset: u64, into: &mut [u8]) -> bool {
        self.fill(drawer, offset, into).is_some()
    }

    fn fill(&self, drawer: Option<&dyn Drawer>, offset: u64, into: &mut [u8]) -> Option<()> {
        let end = offset.checked_add(into.len() as u64).filter(|end| *end <= self.len)?;
        let (mut at, mut rest) = (offset, into);
        while at < end.min(self.filed) {
            let extent = self.extents.partition_point(|extent| extent.at + extent.len <= at);
            let extent = self.extents.get(extent)?;
            let within = at.checked_sub(extent.at)?;
            let count = (extent.len - within).min(rest.len() as u64);
            let (room, after) =
                std::mem::take(&mut rest).split_at_mut_checked(usize::try_from(count).ok()?)?;
            drawer?.read(extent.drawer_at + within, room).ok()?;
            (at, rest) = (at + count, after);
        }
        while at < end.min(self.compressed.end()) {
            let count = self.compressed.fill(at, rest)?;
            (at, rest) = (at + count as u64, rest.get_mut(count..)?);
        }
        let first = self.chunks.partition_point(|(start, chunk)| start + u64::from(chunk.length()) <= at);
        for (start, chunk) in self.chunks.range(first.min(self.chunks.len())..) {
            if rest.is_empty() {
                break;
            }
            let from = u32::try_from(at.checked_sub(*start)?).ok()?;
            let count = u64::from(chunk.length() - from).min(rest.len() as u64);
            let count = u32::try_from(count).ok()?;
            let (room, after) = std::mem::take(&mut rest).split_at_mut_checked(count as usize)?;
            chunk.subarray(from, from + count).copy_to(room);
            (at, rest) = (at + u64::from(count), after);
        }
        rest.is_empty().then_some(())
    }
}
