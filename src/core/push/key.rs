//! The stable name of a result inside Label Studio: `meta.key` of its task.
//!
//! Label Studio never de-duplicates, so a result must be found again by something that does not depend on
//! when, by whom or with which mapping it was sent: the batch, the `custom_id`, and which of several
//! results with that `custom_id` it is (some servers let duplicates through).

use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// `k1:` and 32 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// The key of the `occurrence`-th result (from 0) with this `custom_id` in this batch.
    ///
    /// A result without a `custom_id` is named by its line: pass `line:31`.
    pub fn of(batch_id: &str, custom_id: &str, occurrence: u32) -> Self {
        let mut hash = Sha256::new();
        for part in [batch_id, custom_id] {
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.update(occurrence.to_le_bytes());
        let mut text = String::from("k1:");
        for byte in hash.finalize().iter().take(16) {
            text.push(hex(byte >> 4));
            text.push(hex(byte & 15));
        }
        Self(text)
    }

    /// The key of a second task for the same result, made on purpose by the push of this name.
    ///
    /// Of its own, so that this push too can tell what arrived; what follows the `+` does not hide that the
    /// result is there.
    #[must_use]
    pub fn copied(&self, push: &str) -> Self {
        Self(format!("{}+{push}", original(&self.0)))
    }

    /// A key that was written down.
    pub fn known(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it stands in `meta.key`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key of the result that a task is of, whether or not it is a second one.
pub fn original(key: &str) -> &str {
    key.split_once('+').map_or(key, |(original, _)| original)
}

fn hex(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

/// Counts how often each `custom_id` has come by, in file order, so that duplicates get different keys.
#[derive(Debug, Default)]
pub struct Occurrences(HashMap<String, u32>);

impl Occurrences {
    /// Which occurrence this is, from 0.
    pub fn next(&mut self, custom_id: &str) -> u32 {
        if let Some(count) = self.0.get_mut(custom_id) {
            *count += 1;
            return *count;
        }
        self.0.insert(custom_id.to_owned(), 0);
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_changes_between_versions() {
        // Written into people's projects: a change here would send everything twice.
        let key = Key::of("batch_6a41c0", "cand-0031", 0);
        assert_eq!(key.as_str(), "k1:e6d2cc12eff5f031fffe83f21e9fe13e");
    }

    #[test]
    fn a_copy_is_known_by_its_original() {
        let key = Key::of("b", "c", 0);
        let copy = key.copied("rc_1");
        assert_ne!(copy, key);
        assert_eq!(copy.copied("rc_2").as_str(), format!("{}+rc_2", key.as_str()));
        assert_eq!(original(copy.as_str()), key.as_str());
    }

    #[test]
    fn different_results_have_different_keys() {
        let keys = [
            Key::of("ab", "c", 0),
            Key::of("a", "bc", 0),
            Key::of("ab", "c", 1),
            Key::of("", "abc", 0),
            Key::of("abc", "", 0),
        ];
        let distinct: std::collections::HashSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
    }

    #[test]
    fn duplicates_are_counted() {
        let mut seen = Occurrences::default();
        assert_eq!(["a", "b", "a", "a", "b"].map(|id| seen.next(id)), [0, 0, 1, 2, 1]);
    }
}
