//! Reads a file of results or of requests as it comes: bytes in, blocks of rows out. No clock, no sockets: it runs
//! wherever the bytes are, in a worker or in slices on the page's own thread.

use super::block::{RowRef, Writer};
use super::index::Source;
use super::line;
use super::summary::{self, usual};
use crate::core::jsonl::{Line, LineSplitter};

/// Reads one file.
///
/// ```
/// # use batch_curator::core::results::{index::{Index, Source}, reader::Reader};
/// let (mut reader, mut index) = (Reader::new(Source::Output), Index::default());
/// reader.push(b"{\"custom_id\":\"a\",\"response\":{\"body\":\"Hel");
/// reader.push(b"lo\"}}\nno JSON");
/// reader.finish();
/// assert_eq!(index.append(&reader.take()), Ok(2));
/// assert_eq!((index.custom_id(0), index.excerpt(0), index.tally().unreadable), ("a", "Hello", 1));
/// ```
#[derive(Debug)]
pub struct Reader {
    splitter: LineSplitter,
    rows: Rows,
}

/// What became of the lines so far.
#[derive(Debug)]
struct Rows {
    source: Source,
    block: Writer,
    /// Requests so far: a request without an id is named by its place among them.
    requests: u64,
    rooms: usual::Rooms,
}

impl Reader {
    /// At the beginning of a file. An output or error file holds results, an input file requests.
    pub fn new(source: Source) -> Self {
        let rows = Rows { source, block: Writer::new(source), requests: 0, rooms: usual::Rooms::default() };
        Self { splitter: LineSplitter::new(), rows }
    }

    /// Takes the next bytes, however they are cut.
    pub fn push(&mut self, chunk: &[u8]) {
        let Self { splitter, rows } = self;
        splitter.push(chunk, &mut |line| rows.line(line));
    }

    /// The file ends here: a last line without a newline is a line too.
    pub fn finish(&mut self) {
        let Self { splitter, rows } = self;
        splitter.finish(&mut |line| rows.line(line));
    }

    /// Rows that wait in the block.
    pub fn rows(&self) -> u32 {
        self.rows.block.rows()
    }

    /// Bytes of the block.
    pub fn bytes(&self) -> usize {
        self.rows.block.bytes()
    }

    /// The block of all rows since the last one, for [`Index::append`](super::index::Index::append).
    pub fn take(&mut self) -> Vec<u8> {
        self.rows.block.take()
    }
}

impl Rows {
    fn line(&mut self, line: Line<'_>) {
        if self.source == Source::Input {
            return self.request(line);
        }
        if let Some(row) = usual::row(line.bytes, line.number, line.offset, &mut self.rooms) {
            return self.block.row(&row);
        }
        let summary = summary::of_line(&line::read(line.bytes, line.number), line.bytes, line.offset);
        self.block.row(&RowRef::from(&summary));
    }

    fn request(&mut self, line: Line<'_>) {
        let id = line::request_id(line.bytes, self.requests);
        self.requests += 1;
        if let Some(id) = id {
            let len = u32::try_from(line.bytes.len()).unwrap_or(u32::MAX);
            let Line { number, offset, .. } = line;
            self.block.row(&RowRef { number, offset, len, custom_id: &id, ..RowRef::default() });
        }
    }
}

#[cfg(test)]
mod tests;
