//! How rows come in, and how requests find them.

use super::{Fixed, Index, Kind, Source, id_in};
use crate::core::results::block::{BadBlock, RowRef, Rows};
use crate::core::results::summary::{RowOutcome, Summary};
use std::hash::BuildHasher as _;

/// By how many times its beginning a file may be expected to grow.
const MOST_TIMES: u64 = 4096;
/// A part of what is expected is added to it: later lines may be shorter.
const MARGIN: u128 = 16;

/// Requests that no row answers so far. Their rows may be read later.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    requests: Vec<Request>,
    ids: String,
}

#[derive(Debug)]
struct Request {
    number: u64,
    offset: u64,
    len: u32,
    /// Where its id ends in `ids`.
    id_end: usize,
}

impl Index {
    /// All rows are of one file so far, of which `so_far` of `total` bytes are read: makes room for the rest of it. An
    /// index that grows by doubling leaves behind as much memory as it takes, and a page gives none back.
    pub fn expect(&mut self, so_far: u64, total: u64) {
        // Who promises more than that is not believed.
        if total <= so_far || total / MOST_TIMES > so_far {
            return;
        }
        let more = |len: usize, capacity: usize| {
            let whole = u128::from(total) * len as u128 / u128::from(so_far.max(1));
            let wanted = usize::try_from(whole + whole / MARGIN).unwrap_or(len);
            (wanted > capacity).then(|| wanted.saturating_sub(len))
        };
        if let Some(rows) = more(self.rows.len(), self.rows.capacity()) {
            self.rows.reserve_exact(rows);
            let Self { ids, rows: all, texts, hasher, .. } = self;
            ids.reserve(rows, |place| hasher.hash_one(id_in(all, texts, *place)));
        }
        if let Some(bytes) = more(self.texts.len(), self.texts.capacity()) {
            self.texts.reserve_exact(bytes);
        }
    }

    /// Adds what a [`Reader`](crate::core::results::reader::Reader) read, and says how many rows that were.
    /// Blocks of one file come in its order. Requests are joined to the rows that answer them.
    ///
    /// # Errors
    /// The block is no such block. The rows before the damage are kept.
    pub fn append(&mut self, block: &[u8]) -> Result<u32, BadBlock> {
        let Some(rows) = Rows::of(block)? else { return Ok(0) };
        let source = rows.source;
        let kinds: Vec<u32> = rows.kinds().iter().map(|words| self.kind_of(*words)).collect();
        let mut added = 0;
        for row in rows {
            let (kind, row) = row?;
            if source == Source::Input {
                self.ask(&row);
            } else {
                self.push_ref(source, &row, kinds.get(kind).copied().unwrap_or_default());
                added += 1;
            }
        }
        Ok(added)
    }

    /// Every file is read: what was asked and is answered by no row becomes a row, [`RowOutcome::Missing`], whose
    /// line is the request's. How many there are.
    pub fn settle(&mut self) -> u32 {
        let waiting = std::mem::take(&mut self.waiting);
        let (mut missing, mut id_begin) = (0, 0);
        for Request { number, offset, len, id_end } in waiting.requests {
            let custom_id = waiting.ids.get(id_begin..id_end).unwrap_or_default();
            id_begin = id_end;
            if self.join(custom_id, offset, len) {
                continue;
            }
            let outcome = RowOutcome::Missing;
            let row = RowRef { number, offset, len, outcome, custom_id, ..RowRef::default() };
            let kind = self.kind_of([""; 3]);
            self.push_ref(Source::Input, &row, kind);
            self.join(custom_id, offset, len);
            missing += 1;
        }
        let Self { joined, rows, .. } = self;
        joined.sort_by_key(|place| rows.get(*place as usize).map_or(0, |row| row.request_offset));
        missing
    }

    /// Adds a row.
    pub fn push(&mut self, source: Source, summary: &Summary) {
        let kind = self.kind_of([&summary.model, &summary.finish_reason, &summary.error_code]);
        self.push_ref(source, &RowRef::from(summary), kind);
    }

    /// The number of a kind: model, finish reason, error code.
    fn kind_of(&mut self, [model, finish_reason, error_code]: [&str; 3]) -> u32 {
        self.kinds.number(Kind {
            model: self.models.sym(model),
            finish_reason: self.finish_reasons.sym(finish_reason),
            error_code: self.error_codes.sym(error_code),
        })
    }

    fn push_ref(&mut self, source: Source, row: &RowRef<'_>, kind: u32) {
        let Ok(place) = u32::try_from(self.rows.len()) else { return };
        self.texts.push_str(row.custom_id);
        self.texts.push_str(row.excerpt);
        let unknown = |tokens: Option<u32>| tokens.unwrap_or(u32::MAX);
        self.rows.push(Fixed {
            offset: row.offset,
            digest: row.digest,
            request_offset: 0,
            request_len: 0,
            len: row.len,
            number: u32::try_from(row.number).unwrap_or(u32::MAX),
            length: row.length,
            input_tokens: unknown(row.input_tokens),
            output_tokens: unknown(row.output_tokens),
            kind,
            texts_end: u32::try_from(self.texts.len()).unwrap_or(u32::MAX),
            id_len: u32::try_from(row.custom_id.len()).unwrap_or(u32::MAX),
            traits: row.traits,
            outcome: row.outcome,
            source,
        });
        self.tally.count(row.outcome);
        if !row.custom_id.is_empty() {
            self.count_id(place, row.custom_id);
        }
    }

    fn count_id(&mut self, place: u32, id: &str) {
        let hash = self.hasher.hash_one(id);
        if let Some(first) = self.find(hash, id) {
            let count = self.counts.entry(first).or_insert(0);
            *count += 1;
            self.again.insert(place, *count);
            self.nth.insert((first, *count), place);
        } else {
            let Self { ids, rows, texts, hasher, .. } = self;
            let rehash = |place: &u32| hasher.hash_one(id_in(rows, texts, *place));
            ids.insert_unique(hash, place, rehash);
        }
    }

    pub(super) fn find(&self, hash: u64, id: &str) -> Option<u32> {
        self.ids.find(hash, |place| id_in(&self.rows, &self.texts, *place) == id).copied()
    }

    fn ask(&mut self, request: &RowRef<'_>) {
        let RowRef { number, offset, len, custom_id, .. } = *request;
        if !self.join(custom_id, offset, len) {
            self.waiting.ids.push_str(custom_id);
            let id_end = self.waiting.ids.len();
            self.waiting.requests.push(Request { number, offset, len, id_end });
        }
    }

    /// Tells the row with this `custom_id` where its request is. Of several rows with the id each request takes the
    /// next, in the order of the files. `false`: no row is left that wants one.
    pub fn join(&mut self, id: &str, offset: u64, len: u32) -> bool {
        let Some(first) = self.place_of_id(id) else { return false };
        let mut place = first;
        if self.fixed(first).is_some_and(|row| row.request_len > 0) {
            let turn = self.asked_again.get(&first).copied().unwrap_or(0) + 1;
            let Some(next) = self.nth.get(&(first, turn)) else { return false };
            place = *next;
            self.asked_again.insert(first, turn);
        }
        if let Some(row) = self.rows.get_mut(place as usize) {
            (row.request_offset, row.request_len) = (offset, len);
            self.joined.push(place);
        }
        true
    }
}
