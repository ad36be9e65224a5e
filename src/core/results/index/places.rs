//! From a place in a file to the row that lies there.

use super::{Fixed, Index, Source};
use std::borrow::Cow;

impl Index {
    /// The place of the row that stands on this line of this file.
    pub fn place_of(&self, source: Source, number: u64) -> Option<u32> {
        let at = self.rows.iter().position(|row| row.source == source && u64::from(row.number) == number)?;
        u32::try_from(at).ok()
    }

    /// The rows in whose lines these bytes of a file lie; for the input file the rows that the requests belong to.
    /// `offsets` ascend; the places do too, each once. Bytes of no row (line ends, requests that are not joined yet)
    /// are passed over.
    pub fn places_at(&self, source: Source, offsets: &[u64]) -> Vec<u32> {
        if source == Source::Input {
            return self.asked_at(offsets);
        }
        let rows = (0u32..).zip(&self.rows).filter(|(_, row)| row.source == source);
        meet(rows.map(|(place, row)| (place, row.offset, row.len)), offsets)
    }

    fn asked_at(&self, offsets: &[u64]) -> Vec<u32> {
        let offset_of = |place: &u32| self.fixed(*place).map_or(0, |row| row.request_offset);
        let mut joined = Cow::Borrowed(&self.joined);
        if !joined.is_sorted_by_key(offset_of) {
            joined.to_mut().sort_by_key(offset_of);
        }
        let lies = |(place, row): (u32, &Fixed)| (place, row.request_offset, row.request_len);
        let requests = joined.iter().filter_map(|place| Some(lies((*place, self.fixed(*place)?))));
        let mut places = meet(requests, offsets);
        // Rows that share the request of the first with their id.
        for at in 0..places.len() {
            let Some(first) = places.get(at).copied() else { break };
            let turns = 1..=self.counts.get(&first).copied().unwrap_or(0);
            let same = turns.filter_map(|turn| self.nth.get(&(first, turn)).copied());
            places.extend(same.filter(|place| self.fixed(*place).is_some_and(|row| row.request_len == 0)));
        }
        places.sort_unstable();
        places
    }
}

/// Both ascend: the places of those lines in which an offset lies.
fn meet(lines: impl Iterator<Item = (u32, u64, u32)>, offsets: &[u64]) -> Vec<u32> {
    let mut rest = offsets;
    let mut places = Vec::new();
    for (place, begin, len) in lines {
        let (Some(next), Some(last)) = (rest.first(), rest.last()) else { break };
        if begin > *last {
            break;
        }
        let end = begin.saturating_add(u64::from(len));
        if *next >= end {
            continue;
        }
        rest = rest.get(rest.partition_point(|at| *at < begin)..).unwrap_or_default();
        let inside = rest.partition_point(|at| *at < end);
        if inside > 0 {
            places.push(place);
        }
        rest = rest.get(inside..).unwrap_or_default();
    }
    places
}
