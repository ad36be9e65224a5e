//! Whole lines out of parts of any size: what a part leaves unfinished is kept for the next.

/// Bytes that may hold more than one line at once, so that a search need not stop at every line end.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The unfinished line so far.
    kept: Vec<u8>,
    /// Bytes before `kept`.
    offset: u64,
}

impl Lines {
    /// Hands on what is whole: runs of lines with their line ends, and where in the file they begin.
    pub(super) fn push(&mut self, part: &[u8], mut whole: impl FnMut(u64, &[u8])) {
        let mut rest = part;
        if !self.kept.is_empty() {
            let end = memchr::memchr(b'\n', part).map(|at| at + 1);
            let (first, after) = part.split_at_checked(end.unwrap_or(part.len())).unwrap_or((part, &[]));
            self.kept.extend_from_slice(first);
            if end.is_none() {
                return;
            }
            self.finish(&mut whole);
            rest = after;
        }
        let end = memchr::memrchr(b'\n', rest).map_or(0, |at| at + 1);
        let (lines, begun) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        if !lines.is_empty() {
            whole(self.offset, lines);
            self.offset += lines.len() as u64;
        }
        self.kept.extend_from_slice(begun);
    }

    /// Hands on the last line, which has no end.
    pub(super) fn finish(&mut self, mut whole: impl FnMut(u64, &[u8])) {
        if !self.kept.is_empty() {
            whole(self.offset, &self.kept);
            self.offset += self.kept.len() as u64;
            self.kept.clear();
        }
    }
}
