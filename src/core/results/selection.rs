//! Which rows are chosen: all that match a filter but for exceptions, or single ones. A bit for every row.

use super::bits::Bits;
use crate::core::text::count;

/// The chosen rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The rows that are chosen now: those that match the rule without the excluded, and the included.
    chosen: Bits,
    rule: Option<Rule>,
    /// Where a range begins: the row that was toggled last, and whether it was then chosen.
    anchor: Option<(u32, bool)>,
}

/// "All that match".
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// The filter's text.
    text: String,
    matching: Bits,
    excluded: Bits,
    included: Bits,
}

impl Selection {
    /// Whether a row is chosen.
    pub fn has(&self, place: u32) -> bool {
        self.chosen.has(place)
    }

    /// How many are chosen: the number that every later step uses.
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// None is chosen.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The chosen places, in file order.
    pub fn places(&self) -> impl Iterator<Item = u32> + '_ {
        self.chosen.iter()
    }

    /// Chooses a row or lets it go.
    pub fn toggle(&mut self, place: u32) {
        let on = !self.has(place);
        self.set(place, on);
        self.anchor = Some((place, on));
    }

    /// Does to every row from the last toggled one to `place` what was done to that one. `shown` is the order
    /// on screen; rows that it does not hold are left alone.
    pub fn extend_to(&mut self, place: u32, shown: &[u32]) {
        let at = |wanted: u32| shown.iter().position(|shown| *shown == wanted);
        let ends = self.anchor.and_then(|(anchor, on)| Some((at(anchor)?, at(place)?, on)));
        let Some((from, to, on)) = ends else { return self.toggle(place) };
        for between in shown.get(from.min(to)..=from.max(to)).unwrap_or_default() {
            self.set(*between, on);
        }
        self.anchor = Some((place, on));
    }

    /// Chooses all of these.
    pub fn add(&mut self, places: &[u32]) {
        for place in places {
            self.set(*place, true);
        }
    }

    /// Lets all of these go.
    pub fn remove(&mut self, places: &[u32]) {
        for place in places {
            self.set(*place, false);
        }
    }

    /// Lets everything go, the rule too.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many of these are chosen.
    pub fn count_among(&self, places: &[u32]) -> usize {
        places.iter().filter(|place| self.has(**place)).count()
    }

    fn set(&mut self, place: u32, on: bool) {
        let changed = if on { self.chosen.insert(place) } else { self.chosen.remove(place) };
        let Some(rule) = self.rule.as_mut().filter(|_| changed) else { return };
        match (on, rule.matching.has(place)) {
            (true, true) => rule.excluded.remove(place),
            (true, false) => rule.included.insert(place),
            (false, true) => rule.excluded.insert(place),
            (false, false) => rule.included.remove(place),
        };
    }

    // ---- the rule --------------------------------------------------------------------------------

    /// Chooses exactly the rows that match a filter, in place of what was chosen. Those that come later and match
    /// join, see [`follow`](Self::follow).
    pub fn select_all(&mut self, rule: &str, matching: &[u32]) {
        let matching: Bits = matching.iter().copied().collect();
        let rule = Rule {
            text: rule.trim().to_owned(),
            matching: matching.clone(),
            excluded: Bits::default(),
            included: Bits::default(),
        };
        *self = Self { chosen: matching, rule: Some(rule), anchor: None };
    }

    /// The filter whose matches are chosen.
    pub fn rule(&self) -> Option<&str> {
        self.rule.as_ref().map(|rule| rule.text.as_str())
    }

    /// What matches the rule by now. Rows that were let go stay so, rows that were chosen one by one stay too.
    pub fn follow(&mut self, matching: &[u32]) {
        let Some(rule) = &mut self.rule else { return };
        rule.matching = matching.iter().copied().collect();
        let kept = matching.iter().copied().filter(|place| !rule.excluded.has(*place));
        self.chosen = kept.chain(rule.included.iter()).collect();
    }

    /// Rows that match the rule and were let go, in file order.
    pub fn excluded(&self) -> Vec<u32> {
        let of = |rule: &Rule| rule.excluded.iter().filter(|place| rule.matching.has(*place)).collect();
        self.rule.as_ref().map(of).unwrap_or_default()
    }

    /// Rows that were chosen one by one, in file order: all of them where there is no rule.
    pub fn included(&self) -> Vec<u32> {
        match &self.rule {
            Some(rule) => rule.included.iter().filter(|place| !rule.matching.has(*place)).collect(),
            None => self.places().collect(),
        }
    }

    /// In words: ``all 212 that match `outcome:ok`, except 3``. Without a rule how many: `4 chosen one by one`.
    pub fn describe(&self) -> String {
        let Some(rule) = &self.rule else {
            return if self.is_empty() {
                "none".to_owned()
            } else {
                format!("{} chosen one by one", number(self.len()))
            };
        };
        let all = number(rule.matching.len());
        let mut words = match rule.text.as_str() {
            "" => format!("all {all}"),
            text => format!("all {all} that match `{text}`"),
        };
        let (excluded, included) = (self.excluded().len(), self.included().len());
        if excluded > 0 {
            words.extend([format!(", except {}", number(excluded))]);
        }
        if included > 0 {
            words.extend([format!(", and {} more", number(included))]);
        }
        words
    }
}

fn number(rows: usize) -> String {
    count(rows as u64)
}

#[cfg(test)]
mod tests;
