//! Bytes that stay in memory once they are read: compressed, in blocks that are opened one at a time.

use js_sys::Uint8Array;
use lz4_flex::block::{compress, decompress_into};

/// Bytes of a block before it is compressed. Blocks end at its multiples, so that who goes through a file opens each once.
pub(super) const BLOCK: u64 = 256 * 1024;

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
        let compressed = Uint8Array::from(&*compress(bytes));
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
        let block = self.blocks.partition_point(|block| block.at + block.len <= at);
        let block = self.blocks.get(block)?;
        let from = usize::try_from(at.checked_sub(block.at)?).ok()?;
        let len = usize::try_from(block.len).ok()?;
        let count = (len - from).min(into.len());
        let room = into.get_mut(..count)?;
        let bytes = block.bytes.to_vec();
        if count == len {
            decompress_into(&bytes, room).ok()?;
        } else {
            let mut whole = vec![0; len];
            decompress_into(&bytes, &mut whole).ok()?;
            room.copy_from_slice(whole.get(from..from + count)?);
        }
        Some(count)
    }
}
