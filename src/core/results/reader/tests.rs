#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::super::index::{Index, Span};
use super::super::summary::{RowOutcome, of_line};
use super::*;
use proptest::prelude::*;

/// The file, cut at these places.
fn read(source: Source, index: &mut Index, file: &[u8], cuts: &[usize]) {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (file.len() + 1)).collect();
    cuts.extend([0, file.len()]);
    cuts.sort_unstable();
    let mut reader = Reader::new(source);
    for cut in cuts.windows(2) {
        reader.push(&file[cut[0]..cut[1]]);
        let rows = reader.rows();
        assert_eq!(index.append(&reader.take()), Ok(if source == Source::Input { 0 } else { rows }));
    }
    reader.finish();
    index.append(&reader.take()).unwrap();
    assert_eq!((reader.rows(), reader.take().len()), (0, 0));
}

fn index_of(file: &[u8]) -> Index {
    let mut index = Index::default();
    read(Source::Output, &mut index, file, &[]);
    index
}

#[test]
fn every_line_that_is_not_blank_is_a_row() {
    let index = index_of(b"\xEF\xBB\xBF{\"custom_id\":1}\r\n\n \r\n\0\n[]\n{\"custom_id\":\"cut off");
    let rows: Vec<_> = (0..index.len()).map(|at| (index.number(at), index.outcome(at).unwrap())).collect();
    let unreadable = RowOutcome::Unreadable;
    assert_eq!(rows, [(1, RowOutcome::Failed), (4, unreadable), (5, unreadable), (6, unreadable)]);
    assert_eq!((index.custom_id(0), index.span(0).unwrap().offset), ("1", 3));
}

#[test]
fn a_hundred_thousand_empty_lines_and_a_line_of_ten_megabytes() {
    let mut file = b"\r\n".repeat(100_000);
    file.extend_from_slice(b"{\"custom_id\":\"big\",\"response\":{\"body\":\"");
    file.extend(std::iter::repeat_n(b'x', 10_000_000));
    file.extend_from_slice(b"\"}}\n");
    let mut index = Index::default();
    read(Source::Output, &mut index, &file, &[1, 200_001, 250_000, 5_000_000]);
    assert_eq!((index.len(), index.number(0), index.custom_id(0)), (1, 100_001, "big"));
    assert_eq!(index.span(0), Some(Span { source: Source::Output, offset: 200_000, len: 10_000_042 }));
}

/// Where these offsets lie, each place once.
fn places(index: &Index, source: Source, offsets: &[u64]) -> Vec<u32> {
    let mut places: Vec<u32> = index.places_at(source, offsets).into_iter().map(|(place, _)| place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

const REQUESTS: &[u8] = b"{\"custom_id\":\"a\",\"body\":{}}\n\n{\"body\":{}}\n{\"custom_id\":7}\n{\"custom_id\":\"a\"}\nno JSON\n{\"custom_id\":\"a\"}\n{}";

#[test]
fn requests_find_their_rows_and_the_others_are_missing() {
    let output =
        b"{\"custom_id\":\"a\"}\n{\"custom_id\":\"a\"}\n{\"custom_id\":\"request-1\"}\n{\"custom_id\":\"z\"}";
    for input_first in [false, true] {
        let mut index = Index::default();
        let mut files = [(Source::Output, &output[..]), (Source::Input, REQUESTS)];
        if input_first {
            files.reverse();
        }
        for (source, file) in files {
            read(source, &mut index, file, &[9, 40]);
        }
        assert_eq!(index.settle(), 3);
        let asked = |at| index.request(at).map(|span| span.offset);
        assert_eq!([0, 1, 2, 3].map(asked), [Some(0), Some(57), Some(29), None]);
        let missing: Vec<_> =
            (4..index.len()).map(|at| (index.custom_id(at), index.number(at), asked(at))).collect();
        assert_eq!(missing, [("7", 4, Some(41)), ("a", 7, Some(83)), ("request-6", 8, Some(101))]);
        assert_eq!((index.tally().missing, index.occurrence(5)), (3, 2));
        assert_eq!(places(&index, Source::Input, &[0, 5, 60, 84, 102]), [0, 1, 5, 6]);
        assert_eq!(places(&index, Source::Output, &[3, 17, 18, 70]), [0, 1, 3]);
        assert_eq!((index.settle(), index.len()), (0, 7), "settling again changes nothing");
    }
}

#[test]
fn rows_share_the_request_that_was_asked_once() {
    let mut index = index_of(b"{\"custom_id\":\"a\"}\n{\"custom_id\":\"b\"}\n{\"custom_id\":\"a\"}\n");
    read(Source::Input, &mut index, b"{\"custom_id\":\"a\"}", &[]);
    assert_eq!(index.settle(), 0);
    assert_eq!(index.request(0), index.request(2));
    assert_eq!(places(&index, Source::Input, &[4]), [0, 2]);
}

fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => Just(b"\n".to_vec()),
        1 => Just(b"\r\n".to_vec()),
        1 => Just(b"\xEF\xBB\xBF".to_vec()),
        1 => Just(vec![0]),
        2 => Just(b"{\"custom_id\":\"".to_vec()),
        2 => Just(b"\",\"response\":{\"status_code\":200,\"body\":{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"".to_vec()),
        2 => Just(b"\"}}]}}}".to_vec()),
        2 => "[a-c{}\"\\\\é日]{1,6}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// No input makes the reader lose, merge or invent a row, or panic.
    #[test]
    fn a_row_for_every_line(file in soup(), cuts in prop::collection::vec(any::<usize>(), 0..12)) {
        let mut index = Index::default();
        read(Source::Output, &mut index, &file, &cuts);
        let mut lines = Vec::new();
        let mut splitter = LineSplitter::new();
        let mut keep = |line: Line<'_>| {
            let read = line::read(line.bytes, line.number);
            lines.push(of_line(&read, line.bytes, line.offset));
        };
        splitter.push(&file, &mut keep);
        splitter.finish(&mut keep);
        let rows: Vec<_> = (0..index.len()).map(|at| index.row(at).unwrap().summary).collect();
        prop_assert_eq!(rows, lines);
        for at in 0..index.len() {
            let span = index.span(at).unwrap();
            let last = span.offset + u64::from(span.len) - 1;
            prop_assert_eq!(places(&index, Source::Output, &[span.offset]), [at]);
            prop_assert!(places(&index, Source::Output, &[last, last + 1]).starts_with(&[at]));
        }
    }

    #[test]
    fn a_request_for_every_line_that_is_one(file in soup(), cuts in prop::collection::vec(any::<usize>(), 0..12)) {
        let mut index = Index::default();
        read(Source::Input, &mut index, &file, &cuts);
        index.settle();
        let (mut asked, mut number) = (Vec::new(), 0);
        let mut splitter = LineSplitter::new();
        let mut keep = |line: Line<'_>| {
            asked.extend(line::request_id(line.bytes, number).map(|id| (id, line.offset)));
            number += 1;
        };
        splitter.push(&file, &mut keep);
        splitter.finish(&mut keep);
        let rows: Vec<_> = (0..index.len()).map(|at| (index.custom_id(at).to_owned(), index.span(at).unwrap().offset)).collect();
        prop_assert_eq!(rows, asked);
    }
}
