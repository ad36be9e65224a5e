//! Lines that hold a text, as a block: `scan` finds them.

use super::block::put;
use scan::seek::TextSeeker;

/// Looks for one text.
#[derive(Debug)]
pub(super) struct Texts {
    seeker: TextSeeker,
    /// The offset that was written last.
    last: u64,
}

impl Texts {
    /// `None`: an empty text.
    pub(super) fn new(needle: &str, case: bool) -> Option<Self> {
        TextSeeker::new(needle, case).map(|seeker| Self { seeker, last: 0 })
    }

    /// Looks through whole lines and writes where the first hit in each is.
    pub(super) fn seek(&mut self, offset: u64, lines: &[u8], out: &mut Vec<u8>) {
        let Self { seeker, last } = self;
        seeker.seek(lines, |at| {
            let hit = offset + at as u64;
            put(out, hit.wrapping_sub(*last));
            *last = hit;
        });
    }
}
