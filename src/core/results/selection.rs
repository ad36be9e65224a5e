//! Which rows are chosen: places in the index, so that 50,000 of them cost little.

use std::collections::BTreeSet;

/// The chosen rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    chosen: BTreeSet<u32>,
    /// Where a range begins: the row that was toggled last, and whether it was then chosen.
    anchor: Option<(u32, bool)>,
}

impl Selection {
    /// Whether a row is chosen.
    pub fn has(&self, place: u32) -> bool {
        self.chosen.contains(&place)
    }

    /// How many are chosen: the number that every later step uses.
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// None is chosen.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The chosen places, in order.
    pub fn places(&self) -> impl Iterator<Item = u32> + '_ {
        self.chosen.iter().copied()
    }

    /// Chooses a row or lets it go.
    pub fn toggle(&mut self, place: u32) {
        let now = self.chosen.insert(place) || !self.chosen.remove(&place);
        self.anchor = Some((place, now));
    }

    /// Does to every row from the last toggled one to `place` what was done to that one. `shown` is the order
    /// on screen; rows that it does not hold are left alone.
    pub fn extend_to(&mut self, place: u32, shown: &[u32]) {
        let at = |wanted: u32| shown.iter().position(|shown| *shown == wanted);
        let ends = self.anchor.and_then(|(anchor, on)| Some((at(anchor)?, at(place)?, on)));
        let Some((from, to, on)) = ends else { return self.toggle(place) };
        for between in shown.get(from.min(to)..=from.max(to)).unwrap_or_default() {
            if on {
                self.chosen.insert(*between);
            } else {
                self.chosen.remove(between);
            }
        }
        self.anchor = Some((place, on));
    }

    /// Chooses all of these.
    pub fn add(&mut self, places: &[u32]) {
        self.chosen.extend(places);
    }

    /// Lets all of these go.
    pub fn remove(&mut self, places: &[u32]) {
        for place in places {
            self.chosen.remove(place);
        }
    }

    /// Lets everything go.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many of these are chosen.
    pub fn count_among(&self, places: &[u32]) -> usize {
        places.iter().filter(|place| self.has(**place)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggling_twice_changes_nothing() {
        let mut selection = Selection::default();
        selection.toggle(3);
        assert!(selection.has(3));
        selection.toggle(3);
        assert!(selection.is_empty());
    }

    #[test]
    fn a_range_follows_what_is_shown_and_repeats_what_was_done() {
        let shown = [0, 2, 4, 6, 8];
        let mut selection = Selection::default();
        selection.toggle(2);
        selection.extend_to(6, &shown);
        assert_eq!(selection.places().collect::<Vec<_>>(), [2, 4, 6]);
        selection.toggle(4);
        selection.extend_to(8, &shown);
        assert_eq!(selection.places().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_range_from_a_hidden_row_is_a_toggle() {
        let mut selection = Selection::default();
        selection.toggle(1);
        selection.extend_to(4, &[2, 4]);
        assert_eq!(selection.places().collect::<Vec<_>>(), [1, 4]);
    }

    #[test]
    fn all_that_match_are_added_to_what_was_chosen() {
        let mut selection = Selection::default();
        selection.toggle(9);
        selection.add(&[1, 2, 9]);
        assert_eq!((selection.len(), selection.count_among(&[2, 3])), (3, 1));
        selection.remove(&[1, 2]);
        assert_eq!(selection.places().collect::<Vec<_>>(), [9]);
    }
}
