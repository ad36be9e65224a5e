//! How much goes into the next request, by how long the last ones took; and how long to wait after a failure.

use super::plan::Limits;

/// Faster than this, requests grow: their fixed cost is what is left to save.
const QUICK_MS: u32 = 1_200;
/// Slower than this, they shrink: a person waits for signs of life, and proxies give up at 60 s.
const SLOW_MS: u32 = 4_000;
/// The largest that a request grows to.
const MOST: Limits = Limits { tasks: 2_000, bytes: 6_000_000 };

/// The pace of a push.
#[derive(Debug, Clone)]
pub struct Pace {
    limits: Limits,
    most: Limits,
    random: fastrand::Rng,
}

impl Pace {
    /// Begins with `limits`; `seed` makes the waits of two pushes differ.
    pub fn new(limits: Limits, seed: u64) -> Self {
        // Who asks for less than usual gets no more than that.
        let usual = Limits::default();
        let most = Limits {
            tasks: if limits.tasks < usual.tasks { limits.tasks } else { MOST.tasks.max(limits.tasks) },
            bytes: if limits.bytes < usual.bytes { limits.bytes } else { MOST.bytes.max(limits.bytes) },
        };
        Self { limits, most, random: fastrand::Rng::with_seed(seed) }
    }

    /// What fits into the next request.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// A request of full size was answered.
    pub fn took(&mut self, ms: u32) {
        let Limits { tasks, bytes } = self.limits;
        if ms < QUICK_MS {
            // Four times as much is expected to be quick as well.
            let times = if ms < QUICK_MS / 4 { 4 } else { 2 };
            self.limits = Limits {
                tasks: (tasks * times).min(self.most.tasks),
                bytes: (bytes * times).min(self.most.bytes),
            };
        } else if ms > SLOW_MS {
            self.shrink(tasks, bytes);
        }
    }

    /// A request of so many tasks was too much to be answered, or one of them is bad and nobody says which.
    pub fn halve(&mut self, tasks: usize) {
        self.shrink(tasks, self.limits.bytes);
    }

    /// The server does not take so many bytes: it is not asked to again.
    pub fn too_large(&mut self, bytes: usize) {
        self.most.bytes = self.most.bytes.min((bytes / 2).max(1));
        self.limits.bytes = self.limits.bytes.min(self.most.bytes);
    }

    fn shrink(&mut self, tasks: usize, bytes: usize) {
        self.limits = Limits { tasks: (tasks / 2).max(1), bytes: (bytes / 2).max(1_000) };
    }

    /// Milliseconds to wait after so many failures in a row: doubles from half a second to 8 s, half of it by
    /// chance, so that many who failed together do not come back together. The server's own wish comes first, up
    /// to a minute.
    pub fn wait(&mut self, failures: u32, retry_after: Option<u32>) -> u64 {
        if let Some(seconds) = retry_after {
            return u64::from(seconds.clamp(1, 60)) * 1_000;
        }
        let most: u64 = (500 << failures.min(4)).min(8_000);
        most / 2 + self.random.u64(0..=most / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_grow_while_the_server_is_quick_and_shrink_when_it_is_slow() {
        let mut pace = Pace::new(Limits::default(), 1);
        for _ in 0..9 {
            pace.took(100);
        }
        assert_eq!(pace.limits(), MOST);
        pace.took(1_000);
        assert_eq!(pace.limits(), MOST);
        pace.took(5_000);
        assert_eq!(pace.limits(), Limits { tasks: 1_000, bytes: 3_000_000 });
        pace.halve(1);
        assert_eq!(pace.limits().tasks, 1);
    }

    #[test]
    fn the_quicker_a_request_the_larger_the_next() {
        for (ms, tasks) in [(299, 800), (300, 400), (1_199, 400), (1_200, 200), (4_001, 100)] {
            let mut pace = Pace::new(Limits { tasks: 200, ..Limits::default() }, 1);
            pace.took(ms);
            assert_eq!(pace.limits().tasks, tasks, "{ms} ms");
        }
    }

    #[test]
    fn who_asks_for_little_gets_no_more() {
        let mut pace = Pace::new(Limits { tasks: 5, ..Limits::default() }, 1);
        pace.took(1);
        assert_eq!(pace.limits().tasks, 5);
        pace.too_large(90_000);
        pace.took(1);
        assert_eq!(pace.limits().bytes, 45_000);
    }

    #[test]
    fn waits_double_differ_and_end() {
        let mut pace = Pace::new(Limits::default(), 7);
        for (failures, most) in [(0, 500), (1, 1_000), (3, 4_000), (9, 8_000)] {
            let waits: Vec<u64> = (0..20).map(|_| pace.wait(failures, None)).collect();
            assert!(waits.iter().all(|ms| (most / 2..=most).contains(ms)), "{waits:?}");
            assert!(waits.iter().any(|ms| Some(ms) != waits.first()), "{waits:?}");
        }
        assert_eq!(pace.wait(0, Some(9)), 9_000);
        assert_eq!(pace.wait(0, Some(9_000)), 60_000);
    }
}
