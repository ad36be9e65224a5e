//! A set of places, a bit each: 200,000 of them are 25 kB, and counting them is one pass.

/// A set of places.
#[derive(Debug, Clone, Default, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

/// Where a place's bit is, and the bit.
fn at(place: u32) -> (usize, u64) {
    ((place / 64) as usize, 1 << (place % 64))
}

impl Bits {
    /// Whether a place is in.
    pub fn has(&self, place: u32) -> bool {
        let (word, bit) = at(place);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Puts a place in. `false`: it was in.
    pub fn insert(&mut self, place: u32) -> bool {
        let (word, bit) = at(place);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let Some(word) = self.words.get_mut(word) else { return false };
        let new = *word & bit == 0;
        *word |= bit;
        self.len += usize::from(new);
        new
    }

    /// Takes a place out. `false`: it was not in.
    pub fn remove(&mut self, place: u32) -> bool {
        let (word, bit) = at(place);
        let Some(word) = self.words.get_mut(word).filter(|word| **word & bit != 0) else { return false };
        *word &= !bit;
        self.len = self.len.saturating_sub(1);
        true
    }

    /// How many are in.
    pub fn len(&self) -> usize {
        self.len
    }

    /// None is in.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The places, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.words).flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

/// Equal sets are equal however much room they hold.
impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl FromIterator<u32> for Bits {
    fn from_iter<I: IntoIterator<Item = u32>>(places: I) -> Self {
        let mut bits = Self::default();
        for place in places {
            bits.insert(place);
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_are_a_set(steps in proptest::collection::vec((0u32..300, any::<bool>()), 0..200)) {
            let (mut bits, mut set) = (Bits::default(), BTreeSet::new());
            for (place, on) in steps {
                let changed = if on { set.insert(place) } else { set.remove(&place) };
                prop_assert_eq!(if on { bits.insert(place) } else { bits.remove(place) }, changed);
                prop_assert_eq!((bits.len(), bits.has(place)), (set.len(), on));
            }
            prop_assert_eq!(bits.iter().collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(bits, set.into_iter().collect::<Bits>());
        }
    }
}
