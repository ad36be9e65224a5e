//! How fast a running batch moves, and how often it is worth asking.

use super::Batch;
use crate::core::text;

impl Batch {
    /// How long it may still take, at the pace so far, in seconds. `None`: nothing is done yet, or nothing moves.
    pub fn seconds_left(&self, now: i64) -> Option<u64> {
        let (total, done) = (self.counts.total?, self.counts.done());
        let ran = self.running_seconds(now).filter(|_| done > 0 && !self.is_stale(now))?;
        let seconds = u128::from(ran) * u128::from(total.saturating_sub(done)) / u128::from(done);
        u64::try_from(seconds).ok()
    }

    /// `6.8 requests a second`, `12 requests a minute`: the pace since it began. `None`: it has none yet.
    pub fn pace(&self, now: i64) -> Option<String> {
        let ran = self.running_seconds(now).filter(|ran| *ran > 0)?;
        let done = self.counts.done();
        if done == 0 {
            return None;
        }
        let per_second = done as f64 / ran as f64;
        let (rate, unit) =
            if per_second >= 1.0 { (per_second, "second") } else { (per_second * 60.0, "minute") };
        let places = u32::from(rate < 10.0);
        Some(format!("{} requests a {unit}", text::decimals(rate, places)))
    }
}

/// When to look again, counted in beats of a clock: at each beat while something runs and moves, ever more
/// seldom while nothing changes, and at once when somebody comes back to look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cadence {
    /// Beats since the last look.
    waited: u32,
    /// Looks in a row that brought nothing new.
    still: u32,
}

/// Running, and nothing moves: at most so many beats between two looks.
const SLOWEST: u32 = 6;
/// Nothing runs: at least so many, and at most.
const IDLE: (u32, u32) = (4, 24);

impl Cadence {
    /// One beat passed. Whether it is time to look; then tell what it [`saw`](Self::saw).
    pub fn beat(&mut self, running: bool) -> bool {
        self.waited = self.waited.saturating_add(1);
        // The first looks that bring nothing are no sign yet: 1, 1, 1, 2, 4, 6.
        let doubled = 1u32 << self.still.saturating_sub(2).min(5);
        let gap = if running { doubled.min(SLOWEST) } else { doubled.clamp(IDLE.0, IDLE.1) };
        self.waited >= gap
    }

    /// It was looked.
    pub fn saw(&mut self, change: bool) {
        self.waited = 0;
        self.still = if change { 0 } else { self.still.saturating_add(1) };
    }

    /// Nobody looked: the next beat that somebody does is due.
    pub fn away(&mut self) {
        *self = Self { waited: IDLE.1, still: 0 };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn running(total: u64, completed: u64) -> Batch {
        Batch::from_value(&json!({ "id": "b", "status": "in_progress", "in_progress_at": 1000,
            "request_counts": { "total": total, "completed": completed, "failed": 0 } }))
        .unwrap()
    }

    #[test]
    fn pace_and_time_left_follow_from_what_is_done() {
        let batch = running(1000, 250);
        assert_eq!(batch.seconds_left(1100), Some(300));
        assert_eq!(batch.pace(1100).as_deref(), Some("2.5 requests a second"));
        assert_eq!(running(1000, 3).pace(1060).as_deref(), Some("3.0 requests a minute"));
        assert_eq!(running(1000, 0).pace(1100), None, "some servers count only at the end");
        assert_eq!(running(1000, 0).seconds_left(1100), None);
        assert_eq!(batch.pace(1000), None);
        assert_eq!(running(u64::MAX, 1).seconds_left(i64::MAX), None, "hostile numbers");
    }

    fn looks(running: bool, beats: u32) -> Vec<u32> {
        let mut cadence = Cadence::default();
        let mut seen = Vec::new();
        for beat in 1..=beats {
            if cadence.beat(running) {
                cadence.saw(false);
                seen.push(beat);
            }
        }
        seen
    }

    #[test]
    fn what_does_not_move_is_asked_for_ever_more_seldom() {
        assert_eq!(looks(true, 30), [1, 2, 3, 5, 9, 15, 21, 27]);
        assert_eq!(looks(false, 60), [4, 8, 12, 16, 20, 28, 44]);
    }

    #[test]
    fn a_change_or_a_return_makes_it_quick_again() {
        let mut cadence = Cadence::default();
        for _ in 0..20 {
            if cadence.beat(true) {
                cadence.saw(false);
            }
        }
        cadence.saw(true);
        assert!(cadence.beat(true));
        cadence.saw(false);
        cadence.away();
        assert!(cadence.beat(false), "at once");
    }
}
