#![allow(clippy::unwrap_used)]
use super::*;
use crate::core::results::index::Index;
use proptest::prelude::*;

prop_compose! {
    fn summary()(
        numbers in (any::<u64>(), any::<u64>(), any::<u32>(), any::<u32>(), any::<u64>()), traits in 0u8..32, outcome in 0u8..4,
        texts in prop::collection::vec("\\PC{0,9}", 5), tokens in any::<[Option<u32>; 2]>(),
    ) -> Summary {
        let mut texts = texts.into_iter();
        let mut text = || texts.next().unwrap_or_default();
        Summary {
            number: numbers.0, offset: numbers.1, len: numbers.2, length: numbers.3, digest: numbers.4,
            outcome: outcome_of_code(outcome).unwrap(), traits: Traits::of_bits(traits),
            custom_id: text(), excerpt: text(), finish_reason: text(), model: text(), error_code: text(),
            input_tokens: tokens[0], output_tokens: tokens[1],
        }
    }
}

fn block(rows: &[Summary]) -> Vec<u8> {
    let mut writer = Writer::new(Source::Errors);
    for row in rows {
        writer.row(&RowRef::from(row));
    }
    writer.take()
}

proptest! {
    #[test]
    fn rows_come_out_as_they_went_in(rows in prop::collection::vec(summary(), 0..6)) {
        let block = block(&rows);
        let read: Vec<_> = Rows::of(&block).unwrap().into_iter().flatten().map(|row| row.unwrap().1).collect();
        let written: Vec<_> = rows.iter().map(RowRef::from).collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn damage_is_an_error_and_no_panic(
        rows in prop::collection::vec(summary(), 1..4), at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut block = block(&rows);
        let at = at.index(block.len());
        if cut { block.truncate(at) } else { block[at] = with }
        let mut index = Index::default();
        let added = index.append(&block);
        prop_assert!(added.is_err() || added.unwrap() == index.len());
        prop_assert!(index.len() as usize <= rows.len() + block.len() / 56);
    }

    #[test]
    fn any_bytes_are_no_panic(
        mut bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>(), source in 0u8..4, rows in 0u8..4, kinds in 0u8..40,
    ) {
        for (at, byte) in [(0, 2), (1, source), (4, rows), (5, 0), (6, 0), (7, 0), (8, kinds), (9, 0), (10, 0), (11, 0)] {
            if head && let Some(first) = bytes.get_mut(at) { *first = byte }
        }
        let mut index = Index::default();
        if let Err(bad) = index.append(&bytes) {
            prop_assert!(bad.at <= bytes.len());
        }
        index.settle();
    }
}

#[test]
fn another_version_or_source_is_refused() {
    let mut block = block(&[Summary::default()]);
    block[1] = 7;
    assert_eq!(Rows::of(&block).unwrap_err(), BadBlock { at: 1 });
    block[0] = 9;
    assert_eq!(Rows::of(&block).unwrap_err(), BadBlock { at: 0 });
    assert!(Rows::of(&[]).unwrap().is_none());
}
