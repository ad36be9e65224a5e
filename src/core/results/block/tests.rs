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
        let read: Vec<_> = Records::of(&block).unwrap().into_iter().flatten().map(Result::unwrap).collect();
        let written: Vec<_> = rows.iter().map(|row| Record::Row(RowRef::from(row))).collect();
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
        prop_assert!(index.len() as usize <= rows.len() + block.len() / 13);
    }

    #[test]
    fn any_bytes_are_no_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..80), source in 0u8..4) {
        for (at, byte) in [(0, VERSION), (1, source)] {
            if let Some(first) = bytes.get_mut(at) { *first = byte }
        }
        let mut index = Index::default();
        if let Err(bad) = index.append(&bytes) {
            prop_assert!(bad.at <= bytes.len());
        }
        index.settle();
    }
}

#[test]
fn another_version_is_refused() {
    assert_eq!(Records::of(&[9, 0]).unwrap_err(), BadBlock { at: 0 });
    assert_eq!(Records::of(&[VERSION, 7]).unwrap_err(), BadBlock { at: 1 });
    assert!(Records::of(&[]).unwrap().is_none());
}
