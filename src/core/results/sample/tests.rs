use super::*;
use crate::core::results::index::Source;
use crate::core::results::summary::Summary;
use proptest::prelude::*;

#[test]
fn the_same_seed_gives_the_same_rows() {
    let places: Vec<u32> = (0..1000).collect();
    assert_eq!(random(&places, 5, 7), random(&places, 5, 7));
    assert_ne!(random(&places, 5, 7), random(&places, 5, 8));
    assert_eq!(first(&places, 2), [0, 1]);
    assert_eq!(first(&[4], 2), [4]);
}

#[test]
fn every_row_is_about_as_likely() {
    let places: Vec<u32> = (0..10).collect();
    let mut counts = [0; 10];
    for seed in 0..2000 {
        for place in random(&places, 3, seed) {
            counts[place as usize] += 1;
        }
    }
    assert!(counts.iter().all(|count| (500..700).contains(count)), "{counts:?}");
}

#[test]
fn every_value_has_its_share_and_at_least_one() {
    let mut index = Index::default();
    for (model, count) in [("a", 60), ("b", 38), ("c", 2)] {
        for _ in 0..count {
            index.push(Source::Output, &Summary { model: model.to_owned(), ..Summary::default() });
        }
    }
    let places: Vec<u32> = (0..100).collect();
    let of = |n: usize| {
        let chosen = stratified(&places, n, 1, &Facet::Model, &index, &Evidence::default());
        ["a", "b", "c"].map(|model| {
            chosen.iter().filter(|place| index.models().name(index.model(**place)) == model).count()
        })
    };
    assert_eq!(of(10), [6, 3, 1]);
    assert_eq!(of(2), [1, 1, 0]);
    assert_eq!(of(50), [30, 19, 1]);
    assert_eq!(of(200), [60, 38, 2]);
}

proptest! {
    #[test]
    fn as_many_as_asked_for_in_order(places in proptest::collection::btree_set(any::<u32>(), 0..50), n in 0usize..60, seed: u64) {
        let places: Vec<u32> = places.into_iter().collect();
        let chosen = random(&places, n, seed);
        prop_assert_eq!(chosen.len(), n.min(places.len()));
        prop_assert!(chosen.is_sorted() && chosen.iter().all(|place| places.contains(place)));
    }

    #[test]
    fn shares_add_up(sizes in proptest::collection::vec(1usize..40, 1..8), n in 0usize..200) {
        let shares = shares(&sizes, n);
        prop_assert_eq!(shares.iter().sum::<usize>(), n.min(sizes.iter().sum()));
        prop_assert!(shares.iter().zip(&sizes).all(|(share, size)| share <= size && (n < sizes.len() || *share > 0)));
    }
}
