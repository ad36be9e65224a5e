//! The bytes of one file of a job: in the buffers that the stream delivered, the oldest of them in a drawer.

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
    /// Bytes from here on are in buffers.
    filed: u64,
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

    /// Bytes that are in buffers.
    pub fn in_memory(&self) -> u64 {
        self.len - self.filed
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
