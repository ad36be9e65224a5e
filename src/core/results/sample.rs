//! Some of many rows. The same seed gives the same rows everywhere and always.

use super::evidence::Evidence;
use super::facets::{Facet, Keys};
use super::index::Index;
use std::collections::BTreeMap;

/// The first `n`.
pub fn first(places: &[u32], n: usize) -> Vec<u32> {
    places.get(..n).unwrap_or(places).to_vec()
}

/// `n` at random, each as likely as any other, in the order of `places`.
pub fn random(places: &[u32], n: usize, seed: u64) -> Vec<u32> {
    let mut state = seed;
    let mut at: Vec<usize> = (0..places.len()).collect();
    let n = n.min(at.len());
    for from in 0..n {
        let to = from + below(&mut state, at.len() - from);
        at.swap(from, to);
    }
    at.truncate(n);
    at.sort_unstable();
    at.into_iter().filter_map(|at| places.get(at).copied()).collect()
}

/// `n` at random, of every value of a facet as large a share as it has of all, and at least one (of the most
/// frequent values, where there are more values than `n`). In the order of `places`.
pub fn stratified(
    places: &[u32],
    n: usize,
    seed: u64,
    facet: &Facet,
    index: &Index,
    evidence: &Evidence,
) -> Vec<u32> {
    let keys = Keys::of(facet, index, evidence);
    let mut strata = BTreeMap::<Option<usize>, Vec<u32>>::new();
    for place in places {
        strata.entry(keys.at(*place)).or_default().push(*place);
    }
    let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
    let mut chosen = super::bits::Bits::default();
    for ((stratum, share), salt) in strata.values().zip(shares(&sizes, n)).zip(1u64..) {
        // A seed of its own, so that strata of one size do not give the same positions.
        let mut own = seed ^ salt.wrapping_mul(0xA076_1D64_78BD_642F);
        for place in random(stratum, share, next(&mut own)) {
            chosen.insert(place);
        }
    }
    places.iter().copied().filter(|place| chosen.has(*place)).collect()
}

/// How many of each: largest remainders, but at least one of each while there are enough.
fn shares(sizes: &[usize], n: usize) -> Vec<usize> {
    let total: usize = sizes.iter().sum();
    let n = n.min(total);
    let mut shares = vec![0usize; sizes.len()];
    let mut by_size: Vec<usize> = (0..sizes.len()).collect();
    by_size.sort_by_key(|at| std::cmp::Reverse(sizes.get(*at).copied().unwrap_or(0)));
    for at in by_size.iter().take(n) {
        if let Some(share) = shares.get_mut(*at) {
            *share = 1;
        }
    }
    for _ in shares.iter().sum::<usize>()..n {
        // The one that lacks most of what is its due. Products stay whole: no rounding, no ties by chance.
        let due = |at: &usize| {
            let (size, share) = (sizes.get(*at).copied().unwrap_or(0), shares.get(*at).copied().unwrap_or(0));
            (share < size).then(|| (size as i128) * (n as i128) - (share as i128) * (total as i128))
        };
        let most = by_size
            .iter()
            .filter_map(|at| due(at).map(|due| (due, *at)))
            .reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some(share) = most.and_then(|(_, at)| shares.get_mut(at)) else { break };
        *share += 1;
    }
    shares
}

/// A number below `end`, by multiplication: off by one in 2^40 or so for the sizes that occur.
#[allow(clippy::cast_possible_truncation, reason = "below `end`, which is a usize")]
fn below(state: &mut u64, end: usize) -> usize {
    ((u128::from(next(state)) * end as u128) >> 64) as usize
}

/// `SplitMix64`.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
