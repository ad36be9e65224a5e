//! What tells one block of the preview from another across keystrokes: all that it shows.

use crate::core::labeling::preview::Block;
use std::{
    collections::HashMap,
    fmt::{self, Write as _},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

/// Each block's key and its place. Blocks that are alike are told apart by which of them they are.
pub(super) fn keyed(row: Option<u32>, blocks: &[Block]) -> Vec<(u64, usize)> {
    let mut alike: HashMap<u64, u32> = HashMap::new();
    let key = |(at, block): (usize, &Block)| {
        let mut digest = Digest(DefaultHasher::new());
        row.hash(&mut digest.0);
        // Writing into a hash cannot fail.
        write!(digest, "{block:?}").unwrap_or_default();
        let nth = alike.entry(digest.0.finish()).or_default();
        nth.hash(&mut digest.0);
        *nth += 1;
        (digest.0.finish(), at)
    };
    blocks.iter().enumerate().map(key).collect()
}

/// Takes text without keeping it.
struct Digest(DefaultHasher);

impl fmt::Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}
