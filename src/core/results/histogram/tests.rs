use super::*;
use crate::core::results::index::Source;
use crate::core::results::summary::Summary;
use proptest::prelude::*;

fn of(numbers: &[Option<u32>], filter: &str) -> Histogram {
    let mut index = Index::default();
    for tokens in numbers {
        index.push(Source::Output, &Summary { output_tokens: *tokens, ..Summary::default() });
    }
    histogram(&Query::parse(filter), &index, &Evidence::default(), Measure::Tokens)
}

#[test]
fn a_brushed_range_keeps_the_other_bins() {
    let numbers: Vec<Option<u32>> = (0..100).map(Some).chain([None]).collect();
    let all = of(&numbers, "tokens:20..39");
    assert_eq!((all.min, all.max, all.log, all.unknown), (0, 99, false, 1));
    assert_eq!(all.bins.iter().map(|bin| bin.count).sum::<usize>(), 100);
    let on: Vec<u32> = all.bins.iter().filter(|bin| bin.on).map(|bin| bin.from).collect();
    assert_eq!((on.first(), on.last()), (Some(&20), Some(&35)));
    assert!(of(&[None], "").bins.is_empty());
}

#[test]
fn skewed_numbers_have_growing_bins() {
    let mut numbers: Vec<Option<u32>> = (1..50).map(Some).collect();
    numbers.push(Some(40_000));
    let skewed = of(&numbers, "");
    assert!(skewed.log && skewed.bins.len() <= 40, "{}", skewed.bins.len());
}

proptest! {
    #[test]
    fn every_number_is_in_one_bin_and_there_are_few(numbers in proptest::collection::vec(prop_oneof![0u32..5000, any::<u32>()], 1..40)) {
        let all = of(&numbers.iter().copied().map(Some).filter(|n| *n != Some(u32::MAX)).collect::<Vec<_>>(), "");
        prop_assert!(all.bins.len() <= 40);
        for pair in all.bins.windows(2) {
            prop_assert_eq!(pair[0].to.checked_add(1), Some(pair[1].from));
        }
        for bin in &all.bins {
            let inside = numbers.iter().filter(|n| **n != u32::MAX && (bin.from..=bin.to).contains(*n)).count();
            prop_assert_eq!(bin.count, inside);
            prop_assert!(bin.on);
        }
        prop_assert_eq!(all.bins.iter().map(|bin| bin.count).sum::<usize>(), numbers.iter().filter(|n| **n != u32::MAX).count());
    }
}
