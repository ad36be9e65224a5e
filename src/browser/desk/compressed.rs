//! Bytes that stay in memory once they are read: compressed, in blocks that are opened one at a time.

use js_sys::Uint8Array;
use scan::block;

/// Bytes of a block before it is compressed: as few as one row is worth opening, as many as compress well (measured: 15 MB
/// of 74; 13 with four times as many). Blocks end at its multiples, so that who goes through a file opens each once.
pub(super) const BLOCK: u64 = 64 * 1024;

/// A piece of the file.
#[derive(Debug)]
struct Block {
    /// First byte in the file.
    at: u64,
    /// Bytes of the file.
    len: u64,
    /// Beside linear memory, which is never given back.
    bytes: Uint8Array,
}

/// A part of a file, without a gap.
#[derive(Debug, Default)]
pub(super) struct Compressed {
    blocks: Vec<Block>,
    /// What they take.
    bytes: u64,
}

impl Compressed {
    /// Takes the next bytes of the file.
    pub(super) fn push(&mut self, at: u64, bytes: &[u8]) {
        let compressed = Uint8Array::from(&*block::compress(bytes));
        self.bytes += u64::from(compressed.length());
        self.blocks.push(Block { at, len: bytes.len() as u64, bytes: compressed });
    }

    /// Bytes that it takes.
    pub(super) fn in_memory(&self) -> u64 {
        self.bytes
    }

    /// Where it ends in the file; 0: there is nothing.
    pub(super) fn end(&self) -> u64 {
        self.blocks.last().map_or(0, |block| block.at + block.len)
    }

    /// Fills the beginning of `into` from this place of the file, to the end of a block at most. How many bytes;
    /// `None`: they are not there.
    pub(super) fn fill(&self, at: u64, into: &mut [u8]) -> Option<usize> {
        let first = self.blocks.partition_point(|block| block.at + block.len <= at);
        let Block { at: start, len, bytes } = self.blocks.get(first)?;
        let from = usize::try_from(at.checked_sub(*start)?).ok()?;
        let len = usize::try_from(*len).ok()?;
        let count = (len - from).min(into.len());
        let room = into.get_mut(..count)?;
        let bytes = bytes.to_vec();
        if count == len {
            block::open(&bytes, room).then_some(())?;
        } else {
            let mut whole = vec![0; len];
            block::open(&bytes, &mut whole).then_some(())?;
            room.copy_from_slice(whole.get(from..from + count)?);
        }
        Some(count)
    }
}
