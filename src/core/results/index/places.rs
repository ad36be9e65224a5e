//! From a place in a file to the row that lies there.

use super::{Fixed, Index, Source};
use std::borrow::Cow;

impl Index {
    /// The rows in whose lines these bytes of a file lie, each with the number of its offset; for the input file the
    /// rows that the requests belong to. `offsets` ascend. Bytes of no row (line ends, requests that are not joined
    /// yet) have none.
    pub fn places_at(&self, source: Source, offsets: &[u64]) -> Vec<(u32, usize)> {
        if source == Source::Input {
            return self.asked_at(offsets);
        }
        let rows = (0u32..).zip(&self.rows).filter(|(_, row)| row.source == source);
        meet(rows.map(|(place, row)| (place, row.offset, row.len)), offsets)
    }

    fn asked_at(&self, offsets: &[u64]) -> Vec<(u32, usize)> {
        let offset_of = |place: &u32| self.fixed(*place).map_or(0, |row| row.request_offset);
        let mut joined = Cow::Borrowed(&self.joined);
        if !joined.is_sorted_by_key(offset_of) {
            joined.to_mut().sort_by_key(offset_of);
        }
        let lies = |(place, row): (u32, &Fixed)| (place, row.request_offset, row.request_len);
        let requests = joined.iter().filter_map(|place| Some(lies((*place, self.fixed(*place)?))));
        let mut places = meet(requests, offsets);
        // Rows that share the request of the first with their id.
        for known in 0..places.len() {
            let Some((first, at)) = places.get(known).copied() else { break };
            let turns = 1..=self.counts.get(&first).copied().unwrap_or(0);
            let same = turns.filter_map(|turn| self.nth.get(&(first, turn)).copied());
            let shares = |place: &u32| self.fixed(*place).is_some_and(|row| row.request_len == 0);
            places.extend(same.filter(shares).map(|place| (place, at)));
        }
        places
    }
}

/// Both ascend: the places of those lines in which an offset lies, and which offset that is.
fn meet(lines: impl Iterator<Item = (u32, u64, u32)>, offsets: &[u64]) -> Vec<(u32, usize)> {
    let mut offsets = offsets.iter().copied().enumerate().peekable();
    let mut places = Vec::new();
    for (place, begin, len) in lines {
        let end = begin.saturating_add(u64::from(len));
        while let Some((at, offset)) = offsets.next_if(|(_, offset)| *offset < end) {
            if offset >= begin {
                places.push((place, at));
            }
        }
        if offsets.peek().is_none() {
            break;
        }
    }
    places
}
