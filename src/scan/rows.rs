//! Rows of results as one piece of bytes: the fixed part of each, as wide as every other, then their texts one behind
//! the other. So rows are written and read without a decision per number.
//!
//! A block is a head (version, source, how many rows, how many bytes of kinds), the kinds, the fixed parts, the texts.
//! Numbers are little-endian. A kind is three words that rows have in common; most blocks have a handful. Whoever reads
//! a block trusts nothing of it. What the codes mean (source, outcome, traits) is the caller's.

use simdutf8::basic::from_utf8;

/// The layout of this file.
const VERSION: u8 = 2;
/// Bytes of the head.
const HEAD: usize = 12;
/// Bytes of a row's fixed part.
const FIXED: usize = 56;
/// Kinds that are looked through for one that is there already, the newest first. What is not found stands twice, which
/// costs its bytes and nothing else.
const LOOKED_THROUGH: usize = 8;

/// Words that rows have in common.
pub type Words<'a> = [&'a str; 3];

/// What a block holds of one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the caller's, who explains them")]
pub struct Row<'a> {
    pub number: u64,
    pub offset: u64,
    pub digest: u64,
    pub len: u32,
    pub length: u32,
    pub input_tokens: Option<u32>,
    pub output_tokens: Option<u32>,
    /// Which of the block's kinds.
    pub kind: u32,
    pub outcome: u8,
    pub traits: u8,
    pub id: &'a str,
    pub excerpt: &'a str,
}

/// A block that is being written.
#[derive(Debug, Default)]
pub struct Writer {
    source: u8,
    rows: u32,
    kinds: Vec<[Box<str>; 3]>,
    fixed: Vec<u8>,
    texts: Vec<u8>,
}

impl Writer {
    /// Of rows of this source.
    pub fn new(source: u8) -> Self {
        Self { source, ..Self::default() }
    }

    /// Rows so far.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// About as many bytes as the block has so far.
    pub fn bytes(&self) -> usize {
        self.fixed.len() + self.texts.len()
    }

    /// The number of a kind within this block.
    pub fn kind(&mut self, words: Words<'_>) -> u32 {
        let same = |kind: &[Box<str>; 3]| kind.iter().zip(words).all(|(one, other)| **one == *other);
        let from = self.kinds.len().saturating_sub(LOOKED_THROUGH);
        let known = self.kinds.iter().skip(from).rposition(same).map(|after| from + after);
        let at = known.unwrap_or_else(|| {
            self.kinds.push(words.map(Box::from));
            self.kinds.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Adds a row.
    pub fn row(&mut self, row: &Row<'_>) {
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let known = u8::from(row.input_tokens.is_some()) | u8::from(row.output_tokens.is_some()) << 1;
        let long = [row.number, row.offset, row.digest].map(u64::to_le_bytes);
        let (input, output) = (row.input_tokens.unwrap_or(0), row.output_tokens.unwrap_or(0));
        let short = [row.len, row.length, input, output, row.kind, length(row.id), length(row.excerpt)];
        self.fixed.extend_from_slice(long.as_flattened());
        self.fixed.extend_from_slice(short.map(u32::to_le_bytes).as_flattened());
        self.fixed.extend_from_slice(&[row.outcome, row.traits, known, 0]);
        self.texts.extend_from_slice(row.id.as_bytes());
        self.texts.extend_from_slice(row.excerpt.as_bytes());
        self.rows = self.rows.saturating_add(1);
    }

    /// The block so far; then it is empty again. Without rows there are no bytes.
    pub fn take(&mut self) -> Vec<u8> {
        if self.rows == 0 {
            return Vec::new();
        }
        let mut kinds = Vec::new();
        for word in self.kinds.drain(..).flatten() {
            kinds.extend_from_slice(&u32::try_from(word.len()).unwrap_or(u32::MAX).to_le_bytes());
            kinds.extend_from_slice(word.as_bytes());
        }
        let mut block = Vec::with_capacity(HEAD + kinds.len() + self.bytes());
        block.extend_from_slice(&[VERSION, self.source, 0, 0]);
        block.extend_from_slice(&std::mem::take(&mut self.rows).to_le_bytes());
        block.extend_from_slice(&u32::try_from(kinds.len()).unwrap_or(u32::MAX).to_le_bytes());
        block.append(&mut kinds);
        block.append(&mut self.fixed);
        block.append(&mut self.texts);
        block
    }
}

/// A block that is being read. Iterates over its rows; an error says where (byte of the block) it makes no sense, and
/// nothing follows it.
#[derive(Debug)]
pub struct Rows<'a> {
    /// As it was written.
    pub source: u8,
    kinds: Vec<Words<'a>>,
    /// Where the fixed parts end.
    fixed_end: usize,
    /// Where the block ends.
    end: usize,
    fixed: &'a [[u8; FIXED]],
    texts: &'a str,
}

impl<'a> Rows<'a> {
    /// `None`: an empty block.
    ///
    /// # Errors
    /// Where it is no block of ours.
    pub fn of(block: &'a [u8]) -> Result<Option<Self>, usize> {
        if block.is_empty() {
            return Ok(None);
        }
        let mut rest = block;
        let [version, source, ..] = take::<4>(&mut rest).ok_or(0usize)?;
        if version != VERSION {
            return Err(0);
        }
        let mut size = || usize::try_from(u32::from_le_bytes(take(&mut rest)?)).ok();
        let (rows, kinds) = (size().ok_or(4usize)?, size().ok_or(8usize)?);
        let (kinds, rest) = rest.split_at_checked(kinds).ok_or(8usize)?;
        let kinds = words(kinds).ok_or(HEAD)?;
        let (fixed, texts) =
            rows.checked_mul(FIXED).and_then(|bytes| rest.split_at_checked(bytes)).ok_or(4usize)?;
        let (fixed_end, end) = (block.len() - texts.len(), block.len());
        let texts = from_utf8(texts).map_err(|_| fixed_end)?;
        Ok(Some(Self { source, kinds, fixed_end, end, fixed: fixed.as_chunks().0, texts }))
    }

    /// The kinds, by their numbers.
    pub fn kinds(&self) -> &[Words<'a>] {
        &self.kinds
    }

    /// Where in the block the next row's fixed part is; after the last one, where the texts are that no row claims.
    pub fn at(&self) -> usize {
        if self.fixed.is_empty() {
            self.end - self.texts.len()
        } else {
            self.fixed_end - self.fixed.len() * FIXED
        }
    }

    fn row(&mut self) -> Option<Row<'a>> {
        let (fixed, after) = self.fixed.split_first()?;
        let mut rest = &fixed[..];
        let mut long = || take(&mut rest).map(u64::from_le_bytes);
        let (number, offset, digest) = (long()?, long()?, long()?);
        let mut short = || take(&mut rest).map(u32::from_le_bytes);
        let (len, length) = (short()?, short()?);
        let (input, output) = (short()?, short()?);
        let (kind, id, excerpt) = (short()?, short()?, short()?);
        let [outcome, traits, known] = take(&mut rest)?;
        if kind as usize >= self.kinds.len() {
            return None;
        }
        let (id, texts) = self.texts.split_at_checked(id as usize)?;
        let (excerpt, texts) = texts.split_at_checked(excerpt as usize)?;
        (self.fixed, self.texts) = (after, texts);
        Some(Row {
            number,
            offset,
            digest,
            len,
            length,
            input_tokens: (known & 1 != 0).then_some(input),
            output_tokens: (known & 2 != 0).then_some(output),
            kind,
            outcome,
            traits,
            id,
            excerpt,
        })
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Result<Row<'a>, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.fixed.is_empty() && self.texts.is_empty() {
            return None;
        }
        let at = self.at();
        let row = self.row();
        if row.is_none() {
            (self.fixed, self.texts) = (&[], "");
        }
        Some(row.ok_or(at))
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

/// Kinds as they are written: words with their lengths, three each.
fn words(mut rest: &[u8]) -> Option<Vec<Words<'_>>> {
    let mut kinds = Vec::new();
    while !rest.is_empty() {
        let mut kind = [""; 3];
        for word in &mut kind {
            let length = u32::from_le_bytes(take(&mut rest)?);
            let (bytes, after) = rest.split_at_checked(length as usize)?;
            *word = from_utf8(bytes).ok()?;
            rest = after;
        }
        kinds.push(kind);
    }
    Some(kinds)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows(writer: &mut Writer) -> Vec<String> {
        let block = writer.take();
        let rows = Rows::of(&block).unwrap().unwrap();
        let kinds = rows.kinds().to_vec();
        rows.map(|row| row.unwrap())
            .map(|row| format!("{} {}", row.id, kinds.get(row.kind as usize).unwrap().concat()))
            .collect()
    }

    #[test]
    fn a_block_stands_for_itself() {
        let mut writer = Writer::new(1);
        let say = |writer: &mut Writer, id: &'static str, words| {
            let kind = writer.kind(words);
            writer.row(&Row { kind, id, ..Row::default() });
        };
        say(&mut writer, "a", ["m", "stop", ""]);
        say(&mut writer, "b", ["m", "length", ""]);
        say(&mut writer, "c", ["m", "stop", ""]);
        assert_eq!((writer.rows(), writer.kinds.len()), (3, 2));
        assert_eq!(rows(&mut writer), ["a mstop", "b mlength", "c mstop"]);
        say(&mut writer, "d", ["m", "length", ""]);
        assert_eq!(rows(&mut writer), ["d mlength"], "it names its kinds again");
        assert_eq!((writer.rows(), writer.bytes(), writer.take().len()), (0, 0, 0));
    }

    #[test]
    fn a_kind_that_was_long_ago_may_stand_twice() {
        let mut writer = Writer::new(0);
        let words: Vec<String> = (0..=LOOKED_THROUGH).map(|at| at.to_string()).collect();
        for word in words.iter().chain(&words) {
            let kind = writer.kind([word, "", ""]);
            writer.row(&Row { kind, id: word, ..Row::default() });
        }
        assert!(rows(&mut writer).iter().all(|row| row.split_once(' ').is_some_and(|(id, kind)| id == kind)));
    }

    #[test]
    fn texts_that_nobody_claims_are_damage() {
        let mut writer = Writer::new(0);
        let kind = writer.kind([""; 3]);
        writer.row(&Row { kind, id: "é", excerpt: "b", ..Row::default() });
        let mut block = writer.take();
        let whole = block.len();
        block.push(b'c');
        let read: Vec<_> = Rows::of(&block).unwrap().unwrap().collect();
        assert_eq!((read.len(), read.last()), (2, Some(&Err(whole))));
        // Its id would end within a character.
        block.truncate(whole);
        let id_len = HEAD + 12 + 44;
        assert_eq!(std::mem::replace(&mut block[id_len], 1), 2);
        assert_eq!(Rows::of(&block).unwrap().unwrap().collect::<Vec<_>>(), [Err(HEAD + 12)]);
    }
}
