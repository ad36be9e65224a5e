//! Lines out of chunks of bytes, whatever the chunks: CRLF, a byte order mark, blank lines, NUL, a last line
//! without its newline, characters cut in two, lines of many megabytes.
//!
//! Bytes are copied only where a line crosses a chunk's border.

/// One line that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Line in the file, from 1; blank lines count, so that editors agree.
    pub number: u64,
    /// Where [`Self::bytes`] begin in the file (after a byte order mark).
    pub offset: u64,
    /// The line without its line end (`\n`, `\r\n`).
    pub bytes: &'a [u8],
    /// A newline follows. `false` only for the file's last line: it may be cut off.
    pub terminated: bool,
}

/// Cuts a stream of bytes into lines.
///
/// ```
/// # use batch_curator::core::jsonl::LineSplitter;
/// let mut splitter = LineSplitter::new();
/// let mut seen = Vec::new();
/// splitter.push(b"{}\r\n{\"a\"", &mut |line| seen.push(line.bytes.to_vec()));
/// splitter.push(b":1}", &mut |line| seen.push(line.bytes.to_vec()));
/// splitter.finish(&mut |line| seen.push(line.bytes.to_vec()));
/// assert_eq!(seen, [b"{}".to_vec(), b"{\"a\":1}".to_vec()]);
/// ```
#[derive(Debug, Default)]
pub struct LineSplitter {
    /// The beginning of a line whose end has not come yet.
    carry: Vec<u8>,
    /// Where the line that begins next, or is carried, starts in the file.
    offset: u64,
    /// Lines that ended so far.
    ended: u64,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A carry that once held a huge line is given back above this.
const KEEP_CAPACITY: usize = 1 << 20;

impl LineSplitter {
    /// At the beginning of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes and emits every line that ends in them.
    pub fn push(&mut self, chunk: &[u8], emit: &mut dyn FnMut(Line<'_>)) {
        let mut rest = chunk;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            let (head, tail) = rest.split_at(at);
            if self.carry.is_empty() {
                self.line(head, true, emit);
            } else {
                self.carry.extend_from_slice(head);
                let mut whole = std::mem::take(&mut self.carry);
                self.line(&whole, true, emit);
                if whole.capacity() <= KEEP_CAPACITY {
                    whole.clear();
                    self.carry = whole;
                }
            }
            rest = tail.get(1..).unwrap_or_default();
        }
        self.carry.extend_from_slice(rest);
    }

    /// The file ends here: emits the last line if it had no newline.
    pub fn finish(&mut self, emit: &mut dyn FnMut(Line<'_>)) {
        let last = std::mem::take(&mut self.carry);
        if !last.is_empty() {
            self.line(&last, false, emit);
        }
    }

    /// Bytes taken so far.
    pub fn bytes_taken(&self) -> u64 {
        self.offset + self.carry.len() as u64
    }

    fn line(&mut self, raw: &[u8], terminated: bool, emit: &mut dyn FnMut(Line<'_>)) {
        let start = self.offset;
        self.ended += 1;
        self.offset += raw.len() as u64 + u64::from(terminated);
        let (mut bytes, mut offset) = (raw, start);
        if start == 0
            && let Some(after) = raw.strip_prefix(BOM)
        {
            bytes = after;
            offset = BOM.len() as u64;
        }
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if !bytes.trim_ascii().is_empty() {
            emit(Line { number: self.ended, offset, bytes, terminated });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    type Owned = (u64, u64, Vec<u8>, bool);

    fn split(chunks: &[&[u8]]) -> Vec<Owned> {
        let mut out = Vec::new();
        let mut take =
            |line: Line<'_>| out.push((line.number, line.offset, line.bytes.to_vec(), line.terminated));
        let mut splitter = LineSplitter::new();
        for chunk in chunks {
            splitter.push(chunk, &mut take);
        }
        splitter.finish(&mut take);
        assert_eq!(splitter.bytes_taken(), chunks.iter().map(|c| c.len() as u64).sum::<u64>());
        out
    }

    fn lines(text: &[u8]) -> Vec<(u64, u64, String, bool)> {
        let whole = split(&[text]);
        whole.into_iter().map(|(n, o, b, t)| (n, o, String::from_utf8(b).unwrap(), t)).collect()
    }

    #[test]
    fn plain_lines_and_a_last_one_without_newline() {
        assert_eq!(
            lines(b"a\nbc\nd"),
            [(1, 0, "a".into(), true), (2, 2, "bc".into(), true), (3, 5, "d".into(), false)]
        );
        assert_eq!(lines(b"a\n"), [(1, 0, "a".into(), true)]);
        assert!(lines(b"").is_empty());
    }

    #[test]
    fn crlf_bom_and_blank_lines() {
        assert_eq!(
            lines(b"\xEF\xBB\xBFa\r\n\r\n  \t\r\nb\r\n"),
            [(1, 3, "a".into(), true), (4, 13, "b".into(), true)]
        );
        assert_eq!(lines(b"a\n\xEF\xBB\xBFb\n")[1].2, "\u{FEFF}b", "a mark inside the file is data");
        assert!(lines(b"\xEF\xBB\xBF").is_empty());
        assert!(lines(b"\xEF\xBB\xBF\r\n\n").is_empty());
    }

    #[test]
    fn nul_is_data_and_a_lone_cr_is_no_line_end() {
        assert_eq!(lines(b"a\0b\rc\n"), [(1, 0, "a\0b\rc".into(), true)]);
    }

    #[test]
    fn everything_cut_in_the_middle() {
        let text = "\u{FEFF}é\r\n日本\n".as_bytes();
        let single: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(split(&single), split(&[text]));
        assert_eq!(split(&single).len(), 2);
    }

    #[test]
    fn a_line_of_ten_megabytes_in_small_chunks() {
        let mut text = vec![b'x'; 10_000_000];
        text.extend_from_slice(b"\nend");
        let chunks: Vec<&[u8]> = text.chunks(65_536).collect();
        let out = split(&chunks);
        assert_eq!(out[0].2.len(), 10_000_000);
        assert_eq!(out[1], (2, 10_000_001, b"end".to_vec(), false));
    }

    /// The plainest possible splitter, to compare with.
    fn naive(text: &[u8]) -> Vec<Owned> {
        let mut out = Vec::new();
        let mut offset = 0;
        let pieces: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        for (i, piece) in pieces.iter().enumerate() {
            let mark = if i == 0 && piece.starts_with(BOM) { 3 } else { 0 };
            let bytes = &piece[mark..];
            let bytes = if bytes.ends_with(b"\r") { &bytes[..bytes.len() - 1] } else { bytes };
            if !bytes.trim_ascii().is_empty() {
                let terminated = i + 1 < pieces.len();
                out.push((i as u64 + 1, (offset + mark) as u64, bytes.to_vec(), terminated));
            }
            offset += piece.len() + 1;
        }
        out
    }

    fn soup() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            4 => Just(b"\n".to_vec()),
            1 => Just(b"\r\n".to_vec()),
            1 => Just(BOM.to_vec()),
            1 => Just(vec![0]),
            1 => Just(b" \t".to_vec()),
            4 => "[a-c{}\"é日]{1,6}".prop_map(String::into_bytes),
            1 => prop::collection::vec(any::<u8>(), 1..4),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_chunking_gives_the_same_lines(text in soup(), cuts in prop::collection::vec(0usize..200, 0..12)) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|w| &text[w[0]..w[1]]).collect();
            let out = split(&chunks);
            prop_assert_eq!(&out, &naive(&text));
            for (_, offset, bytes, _) in &out {
                let at = usize::try_from(*offset).unwrap();
                prop_assert_eq!(&text[at..at + bytes.len()], &bytes[..], "the offset points at the bytes");
            }
        }
    }
}
